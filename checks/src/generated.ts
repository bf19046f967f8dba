/** Generated files are current: the OpenAPI document equals what the route table says. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, ROOT } from './files.ts'

interface Generated {
  file: string
  command: string[]
}

const GENERATED: Generated[] = [
  { file: 'docs/openapi.generated.json', command: ['apps/server/src/main.ts', 'openapi'] },
  // from the document above
  { file: 'packages/client/src/api.generated.ts', command: ['packages/client/src/generate.ts'] },
]

export const checkGenerated = (): Finding[] =>
  GENERATED.flatMap(({ file, command }) => {
    const fresh = execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    const kept = existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : ''
    return fresh === kept ? [] : [{ file, problem: `is not current; run: node ${command.join(' ')} > ${file}` }]
  })
