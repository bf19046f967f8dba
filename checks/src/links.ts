/** Links between documents lead somewhere: a stranger follows them. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Finding, ROOT } from './files.ts'

export const checkLinks = (files: readonly string[]): Finding[] =>
  files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^[a-z]+:|^#/.test(target))
        .map((target) => target.replace(/#.*$/, ''))
        .filter((target) => !existsSync(join(ROOT, dirname(file), target)))
        .map((target) => ({ file, problem: `links to ${target}, which is not there` })),
    )
