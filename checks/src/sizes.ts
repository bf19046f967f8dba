/** Files stay small: a file that passes 500 lines is two files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, isSource, ROOT } from './files.ts'

const MOST_LINES = 500
const MOST_BYTES = 6 * 1024 * 1024

export const checkSizes = (files: readonly string[]): Finding[] =>
  files.flatMap((file) => {
    const content = readFileSync(join(ROOT, file))
    if (content.length > MOST_BYTES)
      return [{ file, problem: `is ${Math.round(content.length / 1024)} KiB; a repository is no data store` }]
    if (!isSource(file)) return []
    const lines = content.toString('utf8').split('\n').length
    return lines > MOST_LINES ? [{ file, problem: `has ${lines} lines; split it (most ${MOST_LINES})` }] : []
  })
