/**
 * How readings came (到达批次): one row per request and transaction, not a column per reading. A stored row of PostgreSQL
 * names the transaction that wrote it (xmin) without taking any room of its own; a row of data.arrival has the number of
 * the same transaction, and the series of its request as ranges. So a reading costs nothing more, and a request of a
 * hundred readings one row of some 150 bytes. Small requests of one source in one commit share a row.
 */
import type { ArrivalProtocol } from '@haihe/contract'
import type pg from 'pg'
import { instants } from './binary.ts'
import type { Group, Part } from './group.ts'
import { STORED } from './prepared.ts'
import type { SeriesState } from './state.ts'

/** Over what a request came, and its own number or name where it has one. */
export interface Via {
  protocol: ArrivalProtocol
  message?: string | undefined
}

export interface Arrival {
  /** number of the request, rising with time */
  batch: number
  protocol: ArrivalProtocol
  message: string | null
  /** epoch milliseconds */
  at: number
}

const PER_MILLISECOND = 1024
const LONGEST_MESSAGE = 200
/** Requests with fewer stored items share a row. */
const SMALL = 10

let last = 0

export const arriveAt = (now: number, { protocol, message }: Via): Arrival => {
  last = Math.max(last + 1, now * PER_MILLISECOND)
  return {
    batch: last,
    protocol,
    message: message?.slice(0, LONGEST_MESSAGE).toWellFormed().replaceAll('\u0000', '') ?? null,
    at: now,
  }
}

export interface ArrivalRow extends Omit<Arrival, 'batch'> {
  source: string
  batch: number
  lastBatch: number
  messages: number
  items: number
  rejected: number
  from: number
  to: number
  series: string | null
}

/** Series as a literal of int4multirange; nearly always they come in order, because gateways send the same sensors alike. */
export const rangesOf = (ids: readonly number[]): string => {
  let ordered: readonly number[] = ids
  for (let i = 1; i < ids.length; i += 1)
    if ((ids[i] as number) < (ids[i - 1] as number)) {
      ordered = [...ids].sort((a, b) => a - b)
      break
    }
  let text = '{'
  let start = ordered[0] as number
  let end = start
  for (const id of ordered) {
    if (id > end + 1) {
      text += `[${start},${end + 1}),`
      start = id
    }
    end = id
  }
  return `${text}[${start},${end + 1})}`
}

const rowOf = ({ prepared, indexes, letters }: Part): ArrivalRow | undefined => {
  const { arrival, source, status, at, series } = prepared
  if (!arrival) return undefined
  const ids: number[] = []
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const index of indexes) {
    if (status[index] !== STORED) continue
    const time = at[index] as number
    if (time < from) from = time
    if (time > to) to = time
    ids.push((series[index] as SeriesState).id)
  }
  if (ids.length === 0) return undefined
  const { batch, protocol, message, at: received } = arrival
  return {
    source: source.id,
    batch,
    lastBatch: batch,
    messages: 1,
    protocol,
    message,
    at: received,
    items: ids.length,
    rejected: letters ? prepared.rejections.length : 0,
    from,
    to,
    series: ids.length < SMALL ? null : rangesOf(ids),
  }
}

/** What the requests of a group brought. Requests of which nothing was stored left no reading that could ask for them. */
export const arrivalsOf = (group: Pick<Group, 'parts'>): ArrivalRow[] => {
  const rows: ArrivalRow[] = []
  const small = new Map<string, ArrivalRow>()
  for (const part of group.parts) {
    const row = rowOf(part)
    if (!row) continue
    const key = `${row.protocol} ${row.source}`
    const shared = row.series === null ? small.get(key) : undefined
    if (!shared) {
      if (row.series === null) small.set(key, row)
      rows.push(row)
      continue
    }
    shared.messages += 1
    shared.items += row.items
    shared.rejected += row.rejected
    shared.batch = Math.min(shared.batch, row.batch)
    shared.lastBatch = Math.max(shared.lastBatch, row.batch)
    shared.at = Math.min(shared.at, row.at)
    shared.from = Math.min(shared.from, row.from)
    shared.to = Math.max(shared.to, row.to)
  }
  return rows
}

export const insertArrivals = async (client: pg.ClientBase, rows: readonly ArrivalRow[]): Promise<void> => {
  await client.query({
    name: 'ingest-arrivals',
    text: `INSERT INTO data.arrival (source, batch, last_batch, messages, protocol, message, received_at, items, rejected, from_at, to_at, series)
      SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::timestamptz[], $8::int[],
        $9::int[], $10::timestamptz[], $11::timestamptz[], $12::int4multirange[])`,
    values: [
      rows.map((row) => row.source),
      rows.map((row) => row.batch),
      rows.map((row) => row.lastBatch),
      rows.map((row) => row.messages),
      rows.map((row) => row.protocol),
      rows.map((row) => row.message),
      instants(rows.map((row) => row.at)),
      rows.map((row) => row.items),
      rows.map((row) => row.rejected),
      instants(rows.map((row) => row.from)),
      instants(rows.map((row) => row.to)),
      rows.map((row) => row.series),
    ],
  })
}
