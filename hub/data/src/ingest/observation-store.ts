import type pg from 'pg'
import { doubles, instants, integers, smallints } from './binary.ts'
import { landed } from './connection.ts'
import type { SeriesState } from './state.ts'

/** Appends rows that are newer than all of their series. Rejects with 23505 when one is not. */
export const insertRows = async (
  client: pg.ClientBase,
  series: readonly SeriesState[],
  at: readonly number[],
  value: readonly number[],
): Promise<void> => {
  await client.query({
    name: 'ingest-rows',
    text: `INSERT INTO data.observation (district, series, at, value)
      SELECT * FROM unnest($1::smallint[], $2::int[], $3::timestamptz[], $4::float8[])`,
    values: [smallints(series.map((one) => one.district)), integers(series.map((one) => one.id)), instants(at), doubles(value)],
  })
}

export interface Row {
  series: SeriesState
  at: number
  value: number
}

export const rowKey = (series: number, at: number): string => `${series}:${at}`

/** Inserts what is not there yet; returns the keys of what was. */
export const insertUnlessKnown = async (client: pg.ClientBase, rows: readonly Row[]): Promise<Set<string>> => {
  const result = await client.query<{ series: number; at: number }>({
    name: 'ingest-late',
    text: `INSERT INTO data.observation (district, series, at, value)
      SELECT * FROM unnest($1::smallint[], $2::int[], $3::timestamptz[], $4::float8[])
      ON CONFLICT DO NOTHING RETURNING series, round(extract(epoch FROM at) * 1000)::float8 AS at`,
    values: [
      smallints(rows.map((row) => row.series.district)),
      integers(rows.map((row) => row.series.id)),
      instants(rows.map((row) => row.at)),
      doubles(rows.map((row) => row.value)),
    ],
  })
  return new Set(result.rows.map((row) => rowKey(row.series, row.at)))
}

/** The newest reading of each series at or before a time, by position of the question. */
export const readingsAsOf = async (
  client: pg.ClientBase,
  asked: readonly { series: SeriesState; at: number }[],
): Promise<Map<string, { value: number; at: number }>> => {
  const { rows } = await client.query<{ series: number; asked: number; at: number; value: number }>({
    name: 'ingest-as-of',
    text: `SELECT q.series, round(extract(epoch FROM q.at) * 1000)::float8 AS asked, round(extract(epoch FROM o.at) * 1000)::float8 AS at, o.value
      FROM unnest($1::smallint[], $2::int[], $3::timestamptz[]) AS q (district, series, at),
      LATERAL (SELECT at, value FROM data.observation o WHERE o.district = q.district AND o.series = q.series AND o.at <= q.at
        ORDER BY o.at DESC LIMIT 1) o`,
    values: [
      smallints(asked.map((one) => one.series.district)),
      integers(asked.map((one) => one.series.id)),
      instants(asked.map((one) => one.at)),
    ],
  })
  return new Map(rows.map((row) => [rowKey(row.series, row.asked), { value: row.value, at: row.at }]))
}

const byId = (a: SeriesState, b: SeriesState): number => a.id - b.id

const columnsOf = (series: readonly SeriesState[]): Buffer[] => [
  smallints(series.map((one) => one.district)),
  integers(series.map((one) => one.id)),
  instants(series.map((one) => one.at)),
  doubles(series.map((one) => one.value)),
  integers(series.map((one) => one.repeats)),
]

const insertLatest = async (client: pg.ClientBase, series: readonly SeriesState[]): Promise<void> => {
  await client.query({
    name: 'ingest-latest',
    text: `INSERT INTO data.latest AS l (district, series, at, value, repeats)
      SELECT * FROM unnest($1::smallint[], $2::int[], $3::timestamptz[], $4::float8[], $5::int[])
      ON CONFLICT (district, series) DO UPDATE SET at = excluded.at, value = excluded.value, repeats = excluded.repeats
      WHERE excluded.at > l.at`,
    values: columnsOf(series),
  })
}

/** The usual case: rows that are there. Any that is not, or was moved on by another process, goes the long way. */
const updateLatest = async (client: pg.ClientBase, series: readonly SeriesState[]): Promise<void> => {
  const { rowCount } = await client.query({
    name: 'ingest-latest-known',
    text: `UPDATE data.latest AS l SET at = n.at, value = n.value, repeats = n.repeats
      FROM unnest($1::smallint[], $2::int[], $3::timestamptz[], $4::float8[], $5::int[]) AS n (district, series, at, value, repeats)
      WHERE l.district = n.district AND l.series = n.series AND n.at > l.at`,
    values: columnsOf(series),
  })
  if (rowCount !== series.length) await insertLatest(client, series)
}

const upsertStates = async (client: pg.ClientBase, series: readonly SeriesState[]): Promise<void> => {
  await client.query({
    name: 'ingest-latest-state',
    text: `INSERT INTO data.latest AS l (district, series, at, state, repeats)
      SELECT d, s, a, v::jsonb, r FROM unnest($1::smallint[], $2::int[], $3::timestamptz[], $4::text[], $5::int[]) AS t (d, s, a, v, r)
      ON CONFLICT (district, series) DO UPDATE SET at = excluded.at, state = excluded.state, repeats = excluded.repeats
      WHERE excluded.at > l.at`,
    values: [
      smallints(series.map((one) => one.district)),
      integers(series.map((one) => one.id)),
      instants(series.map((one) => one.at)),
      series.map((one) => JSON.stringify(one.state)),
      integers(series.map((one) => one.repeats)),
    ],
  })
}

/** Moves the latest state of series forward, in order of id so that two processes cannot lock each other out. */
export const upsertLatest = async (client: pg.ClientBase, touched: readonly SeriesState[]): Promise<void> => {
  const known: SeriesState[] = []
  const fresh: SeriesState[] = []
  const states: SeriesState[] = []
  for (const series of touched)
    if (series.kind !== 'number') states.push(series)
    else if (series.beforeAt === Number.NEGATIVE_INFINITY) fresh.push(series)
    else known.push(series)
  await landed([
    ...(known.length > 0 ? [updateLatest(client, known.sort(byId))] : []),
    ...(fresh.length > 0 ? [insertLatest(client, fresh.sort(byId))] : []),
    ...(states.length > 0 ? [upsertStates(client, states.sort(byId))] : []),
  ])
}
