/**
 * Heads noted outside the database. Cutting off the end of the chain leaves a chain that is good in itself;
 * a head that was noted earlier gives it away. Operators copy the file to a place of their own.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Db } from '../db.ts'
import { readGroups } from './store.ts'

const FILE = 'audit-heads.jsonl'

const Line = z.object({
  /** head of the first group: which chain it is, when a data folder has seen several databases */
  chain: z.string(),
  group: z.number().int(),
  head: z.string(),
  at: z.string(),
})

export const noteHead = async (home: string, db: Db, note: { group: number; head: string; at: string }): Promise<void> => {
  const [first] = await readGroups(db, 0, 1)
  if (!first) return
  await mkdir(home, { recursive: true })
  await appendFile(join(home, FILE), `${JSON.stringify({ chain: first.sha256, ...note })}\n`, { mode: 0o600 })
}

/** Noted heads by group of the chain that starts with `chain`. A torn last line (power cut) is passed over. */
export const notedHeads = async (home: string, chain: string): Promise<Map<number, string>> => {
  const text = await readFile(join(home, FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const parse = (line: string): unknown => {
    try {
      return JSON.parse(line)
    } catch {
      return undefined
    }
  }
  const lines = text.split('\n').flatMap((line) => Line.safeParse(parse(line)).data ?? [])
  return new Map(lines.filter((line) => line.chain === chain).map((line) => [line.group, line.head]))
}
