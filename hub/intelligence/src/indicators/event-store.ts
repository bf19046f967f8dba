/** Notes about committed events, carried by the store's own LISTEN/NOTIFY: sent with the commit and to every process. */
import type { Run } from '../run.ts'
import { type Contribution, storing } from '../trace/contribution-store.ts'
import type { Base } from './cells.ts'
import type { Definitions } from './definitions.ts'
import type { Part } from './part.ts'

const CHANNEL = 'haihe_indicator'

// A note holds at most 8000 bytes; a base takes about 150.
const BASES_PER_NOTE = 30

type Line = [indicator: number, region: string, minute: number, ...part: (number | null)[]]

const lineOf = ({ indicator, region, minute, part }: Base): Line => [
  indicator.id,
  region,
  minute,
  part.count,
  part.sum,
  part.weight,
  Number.isFinite(part.min) ? part.min : null,
  Number.isFinite(part.max) ? part.max : null,
  part.last,
  Number.isFinite(part.lastAt) ? part.lastAt : null,
  part.marks,
]

const partOf = ([, , , count, sum, weight, min, max, last, lastAt, marks]: Line): Part => ({
  count: count ?? 0,
  sum: sum ?? 0,
  weight: weight ?? 0,
  min: min ?? Infinity,
  max: max ?? -Infinity,
  last: last ?? 0,
  lastAt: lastAt ?? -Infinity,
  sumMoment: 0,
  countMoment: 0,
  marks: marks ?? 0,
})

/** Tells the other processes, and stores what each event added: one statement for both. */
export const noteEvents = async (
  run: Run,
  xid: bigint,
  bases: readonly Base[],
  added: readonly Contribution[],
): Promise<void> => {
  const notes: string[] = []
  for (let from = 0; from < bases.length; from += BASES_PER_NOTE)
    notes.push(JSON.stringify({ x: String(xid), b: bases.slice(from, from + BASES_PER_NOTE).map(lineOf) }))
  const { sql, values } = storing(added, 3)
  await run(`WITH added AS (${sql}) SELECT pg_notify($1, note) FROM unnest($2::text[]) AS note`, [CHANNEL, notes, ...values])
}

/** What a note says; indicators that this process does not know are left out. */
export const readNote = (note: string, definitions: Definitions): { xid: bigint; bases: Base[] } => {
  const { x, b } = JSON.parse(note) as { x: string; b: Line[] }
  const bases = b.flatMap((line) => {
    const indicator = definitions.byId(line[0])
    return indicator ? [{ indicator, region: line[1], minute: line[2], part: partOf(line) }] : []
  })
  return { xid: BigInt(x), bases }
}

export const listen = (run: Run): Promise<unknown> => run(`LISTEN ${CHANNEL}`)
