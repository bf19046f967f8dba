/** The tracked and new files of the checkout, as paths from its root. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const listFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)))

/** One thing that is wrong: where, and what to do about it. */
export interface Finding {
  file: string
  problem: string
}

export const isSource = (file: string): boolean => /\.(ts|tsx)$/.test(file) && !/\.generated\.|\.d\.ts$/.test(file)
export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith('e2e/')
