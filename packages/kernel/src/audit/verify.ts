/** Verification of the chain: in the database, or of an export by somebody who has nothing else. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Db } from '../db.ts'
import { type ChainGroup, type Verification, verifyChain } from './chain.ts'
import { notedHeads } from './checkpoint.ts'
import { countUnsealed, readGroups } from './store.ts'

const PAGE = 50

const storedGroups = async function* (db: Db): AsyncGenerator<ChainGroup> {
  for (let after = 0; ; ) {
    const page = await readGroups(db, after, PAGE)
    for (const row of page)
      yield {
        group: row.n,
        sealedAt: row.sealedAt.toISOString(),
        entries: row.entries,
        sha256: row.sha256,
        sm3: row.sm3,
      }
    const last = page.at(-1)
    if (!last) return
    after = last.n
  }
}

/** Recomputes every hash from the tables. `home`: data folder whose noted heads are compared as well. */
export const verifyAudit = async (db: Db, options: { home?: string } = {}): Promise<Verification> => {
  const [first] = await readGroups(db, 0, 1)
  const expected = first && options.home ? await notedHeads(options.home, first.sha256) : new Map<number, string>()
  const result = await verifyChain(storedGroups(db), expected)
  return { ...result, unsealed: Math.max(0, await countUnsealed(db)) }
}

/** The chain as JSON lines, one group each: write them to a file and give it to anybody. */
export const exportAudit = async function* (db: Db): AsyncGenerator<string> {
  for await (const group of storedGroups(db)) yield `${JSON.stringify(group)}\n`
}

const Entry = z.strictObject({
  seq: z.number().int(),
  at: z.string(),
  actor: z.strictObject({ id: z.string(), kind: z.string(), name: z.string() }),
  action: z.string(),
  subject: z.string(),
  region: z.string(),
  purpose: z.string().nullable(),
  basis: z.string().nullable(),
  details: z.record(z.string(), z.json()),
  traceId: z.string().nullable(),
})
const Group = z.strictObject({
  group: z.number().int(),
  sealedAt: z.string(),
  entries: z.array(Entry),
  sha256: z.string(),
  sm3: z.string().nullable(),
})

const parseLine = (line: string, n: number): ChainGroup => {
  try {
    return Group.parse(JSON.parse(line))
  } catch {
    // A line that is no group cannot follow any other: it shows as the place where the chain breaks.
    return { group: -n, sealedAt: '', entries: [], sha256: '', sm3: null }
  }
}

const parsedLines = async function* (lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<ChainGroup> {
  let n = 0
  for await (const line of lines)
    if (line.trim() !== '') {
      n += 1
      yield parseLine(line, n)
    }
}

/** Verifies exported lines with nothing else at hand. `head`: the head somebody noted for the last group. */
export const verifyAuditLines = async (lines: AsyncIterable<string> | Iterable<string>, head?: string): Promise<Verification> => {
  const result = await verifyChain(parsedLines(lines))
  return result.ok && head !== undefined && head !== result.head ? { ...result, ok: false, brokenAt: result.groups + 1 } : result
}

export const verifyAuditFile = (file: string, head?: string): Promise<Verification> =>
  verifyAuditLines(createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY }), head)
