import type { RoutingRule } from '@haihe/contract'
import { type Db, firstRow, LOCKS, rows, sql, type Trx } from '@haihe/kernel'
import { CASES } from '../cases/case-store.ts'
import { type Connection, run } from '../executor.ts'

interface StoredSet {
  version: number
  from: string
  rules: RoutingRule[]
  publishedBy: string
  publishedAt: Date
  note: string
}

const COLUMNS = sql`version, from_date::text AS "from", rules, published_by AS "publishedBy", published_at AS "publishedAt", note`

export const listSets = (db: Db) => rows(db, sql<StoredSet>`SELECT ${COLUMNS} FROM business.routing_set ORDER BY version`)

export const latestVersion = async (db: Db): Promise<number> =>
  (await firstRow(db, sql<{ n: number }>`SELECT coalesce(max(version), 0) AS n FROM business.routing_set`))!.n

/** One who publishes at a time: versions follow one another. */
export const lockSets = async (trx: Trx): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(${LOCKS.routing}::bigint)`.execute(trx)
}

export const insertSet = async (trx: Trx, set: StoredSet): Promise<void> => {
  await sql`INSERT INTO business.routing_set (version, from_date, rules, published_by, published_at, note)
    VALUES (${set.version}, ${set.from}, ${JSON.stringify(set.rules)}, ${set.publishedBy}, ${set.publishedAt}, ${set.note})`.execute(
    trx,
  )
}

interface DispatchedRow {
  id: string
  caseNo: string
  type: string
  category: string
  region: string
  source: string
  unit: string | null
  at: Date
}

/** Cases reported in a span that have a responsible unit, newest first. */
export const dispatchedCases = (connection: Connection, from: Date, to: Date, district: string | null, most: number) =>
  run<DispatchedRow>(
    connection,
    {
      name: 'routing-past',
      text: `SELECT c.id, c.case_no AS "caseNo", c.type, c.category, c.region, c.source, s.unit, c.reported_at AS at FROM ${CASES}
        WHERE c.reported_at >= $1 AND c.reported_at < $2 AND s.unit IS NOT NULL AND ($3::text IS NULL OR c.region LIKE $3 || '%')
        ORDER BY c.reported_at DESC LIMIT $4`,
    },
    [from, to, district, most],
  )
