/** The repository speaks of the project alone, and holds no secret. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, ROOT } from './files.ts'

const TEXT = /\.(ts|tsx|md|json|ya?ml|css|html|sql|sh)$/
const PATTERNS: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'holds a private key'],
  [/\b(AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36})\b/, 'holds an access key'],
  [/"resolved":\s*"https?:/, 'names a package registry'],
]

export const checkWords = (files: readonly string[]): Finding[] =>
  files
    .filter((file) => TEXT.test(file) && !file.startsWith('checks/'))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8')
      return PATTERNS.filter(([pattern]) => pattern.test(text)).map(([, problem]) => ({ file, problem }))
    })
