/** Rows that fail a rule now: found again when somebody looks, so no copy of a value is kept. */
import { type Db, rows, sql } from '@haihe/kernel'
import type { RawBuilder } from 'kysely'

export interface SampleRow extends Record<string, unknown> {
  _run: number | null
  _line: number | null
  _at: Date | null
  _region: string | null
}

interface SampleQuery {
  table: string
  columns: readonly { name: string; date: boolean }[]
  most: number
}

const select = (columns: SampleQuery['columns']): RawBuilder<unknown> =>
  sql.join([
    sql`h._run`,
    sql`h._line`,
    sql`h._at`,
    sql`h._region`,
    ...columns.map(({ name, date }) => (date ? sql`h.${sql.ref(name)}::text AS ${sql.ref(name)}` : sql`h.${sql.ref(name)}`)),
  ])

/** Rows whose last check found them to fail rule number `n`. */
export const rowSamples = (db: Db, { table, columns, most }: SampleQuery, resource: string, n: number) =>
  rows(
    db,
    sql<SampleRow>`SELECT ${select(columns)} FROM data.quality_row q JOIN ${sql.raw(table)} h ON h._key = q.key
      WHERE q.resource = ${resource} AND q.failed <> '{}' AND ${n}::smallint = ANY(q.failed) LIMIT ${most}`,
  )

export const setSamples = (db: Db, { table, columns, most }: SampleQuery, failing: RawBuilder<unknown>) =>
  rows(
    db,
    sql<SampleRow>`SELECT ${select(columns)} FROM ${sql.raw(table)} h WHERE h._key IN (${failing}) ORDER BY h._run, h._line LIMIT ${most}`,
  )
