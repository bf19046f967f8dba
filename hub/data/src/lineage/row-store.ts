/** Held rows and the runs that wrote them. */
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

interface RowOrigin {
  run: number | null
  line: number | null
  at: Date | null
  region: string | null
}

export const findOrigin = (db: Db, table: string, key: string) =>
  firstRow(
    db,
    sql<RowOrigin>`SELECT _run AS run, _line AS line, _at AS at, _region AS region FROM ${sql.raw(table)} WHERE _key = ${key}`,
  )

interface HeldByRun {
  run: number | null
  n: number
}

/** Rows that are still as each run wrote them, of those written until then. */
export const heldByRun = (db: Db, table: string, until: Date) =>
  rows(db, sql<HeldByRun>`SELECT _run AS run, count(*) AS n FROM ${sql.raw(table)} WHERE _at <= ${until} GROUP BY _run`)

export interface RunFact {
  id: number
  resource: string
  connector: string
  connectorTitle: string
  kind: string
  state: string
  written: number
  removed: number
  createdAt: Date
}

const RUN = sql.raw(`r.id, r.resource, r.connector, c.title AS "connectorTitle", c.kind, r.state, r.written, r.removed,
  r.created_at AS "createdAt"`)

export const findRuns = (db: Db, runs: readonly number[]) =>
  rows(
    db,
    sql<RunFact>`SELECT ${RUN} FROM exchange.run r JOIN exchange.connector c ON c.id = r.connector WHERE r.id = ANY(${runs}::bigint[])`,
  )

/** Rows of the resource that runs wrote or removed after that time: what may have replaced rows of an older run. */
export const changedSince = async (db: Db, resource: string, since: Date): Promise<number> =>
  (
    await firstRow(
      db,
      sql<{ n: number }>`SELECT coalesce(sum(written + removed), 0) AS n FROM exchange.run
      WHERE resource = ${resource} AND changed_at > ${since}`,
    )
  )?.n ?? 0

/** Files of the resource that have the field as a column, newest first. */
export const exportsWith = (db: Db, resource: string, field: string) =>
  rows(
    db,
    sql<{ id: string; format: string; at: Date }>`SELECT id, format, created_at AS at FROM data.export
      WHERE resource = ${resource} AND manifest->'lineage'->'columns' @> ${JSON.stringify([{ field }])}::jsonb
      ORDER BY created_at DESC LIMIT 200`,
  )
