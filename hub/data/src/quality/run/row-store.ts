/** What each held row came to: read what changed, write what was found, count out what is gone. */
import { type Db, firstRow, LOCKS, rows, sql, type Trx } from '@haihe/kernel'

export interface State {
  ruleset: string
  rowRules: string[]
  mark: Date | null
  rows: number
  fullAt: Date | null
}

/** False when another process checks this resource. Held until the transaction ends. */
export const tryLock = async (trx: Trx, no: number): Promise<boolean> =>
  (await firstRow(trx, sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(${LOCKS.qualityRun}::int, ${no}::int) AS got`))
    ?.got ?? false

export const findState = (db: Db, resource: string) =>
  firstRow(
    db,
    sql<State>`SELECT ruleset, row_rules AS "rowRules", mark, rows, full_at AS "fullAt" FROM data.quality_state WHERE resource = ${resource}`,
  )

export const saveState = async (trx: Trx, resource: string, state: State): Promise<void> => {
  await sql`INSERT INTO data.quality_state (resource, ruleset, row_rules, mark, rows, full_at)
    VALUES (${resource}, ${state.ruleset}, ${state.rowRules}::text[], ${state.mark}, ${state.rows}, ${state.fullAt})
    ON CONFLICT (resource) DO UPDATE SET ruleset = excluded.ruleset, row_rules = excluded.row_rules, mark = excluded.mark,
      rows = excluded.rows, full_at = excluded.full_at`.execute(trx)
}

/** Forgets every row of the resource. */
export const forgetRows = async (trx: Trx, resource: string): Promise<void> => {
  await sql`DELETE FROM data.quality_row WHERE resource = ${resource}`.execute(trx)
}

export interface HeldRow extends Record<string, unknown> {
  _key: string
  _version: number
  _known: boolean
  _failed: number[] | null
  _skipped: number[] | null
}

export interface Wanted {
  resource: string
  /** quoted name of the held table */
  table: string
  /** column names and whether they are dates */
  columns: readonly { name: string; date: boolean }[]
  /** rows written since then; null for all that changed */
  since: Date | null
  /** instead: rows that failed and have not changed */
  failedBefore: boolean
}

const CHUNK = 2000

/**
 * Rows that changed since they were last checked, in chunks, from the snapshot of the transaction. A row has changed when
 * another transaction wrote it: its system column xmin says so, whatever its _at.
 */
export async function* changedRows(trx: Trx, wanted: Wanted): AsyncGenerator<HeldRow[]> {
  const { resource, table, columns, since, failedBefore } = wanted
  const list = columns.map(({ name, date }) =>
    date ? sql`h.${sql.ref(name)}::text AS ${sql.ref(name)}` : sql`h.${sql.ref(name)}`,
  )
  const select = sql.join([
    sql`h._key`,
    sql`h.xmin::text::bigint AS _version`,
    sql`q.key IS NOT NULL AS _known`,
    sql`q.failed AS _failed`,
    sql`q.skipped AS _skipped`,
    ...list,
  ])
  const owner = sql.lit(resource)
  const version = sql`h.xmin::text::bigint`
  const query = failedBefore
    ? sql`SELECT ${select} FROM data.quality_row q JOIN ${sql.raw(table)} h ON h._key = q.key
        WHERE q.resource = ${owner}::uuid AND q.failed <> '{}' AND q.version = ${version}`
    : sql`SELECT ${select} FROM ${sql.raw(table)} h LEFT JOIN data.quality_row q ON q.resource = ${owner}::uuid AND q.key = h._key
        WHERE q.version IS DISTINCT FROM ${version} ${since ? sql`AND (h._at >= ${sql.lit(since.toISOString())}::timestamptz OR h._at IS NULL)` : sql``}`
  await sql`DECLARE quality_rows NO SCROLL CURSOR FOR ${query}`.execute(trx)
  for (;;) {
    const chunk = await rows(trx, sql<HeldRow>`FETCH ${sql.lit(CHUNK)} FROM quality_rows`)
    if (chunk.length > 0) yield chunk
    if (chunk.length < CHUNK) break
  }
  await sql`CLOSE quality_rows`.execute(trx)
}

interface RowFinding {
  key: string
  version: number
  failed: readonly number[]
  skipped: readonly number[]
}

const arrayText = (numbers: readonly number[]): string => `{${numbers.join()}}`

export const saveFindings = async (trx: Trx, resource: string, findings: readonly RowFinding[]): Promise<void> => {
  const keys = findings.map(({ key }) => key)
  const versions = findings.map(({ version }) => version)
  const failed = findings.map((one) => arrayText(one.failed))
  const skipped = findings.map((one) => arrayText(one.skipped))
  await sql`INSERT INTO data.quality_row (resource, key, version, failed, skipped)
    SELECT ${resource}::uuid, key, version, failed::smallint[], skipped::smallint[]
      FROM unnest(${keys}::text[], ${versions}::bigint[], ${failed}::text[], ${skipped}::text[]) AS t (key, version, failed, skipped)
    ON CONFLICT (resource, key) DO UPDATE SET version = excluded.version, failed = excluded.failed, skipped = excluded.skipped`.execute(
    trx,
  )
}

/** Drops what is known of rows that are gone; by what they had failed and skipped, how many. */
export const dropGone = (trx: Trx, resource: string, table: string) =>
  rows(
    trx,
    sql<{ failed: number[]; skipped: number[]; n: number }>`WITH gone AS (
        DELETE FROM data.quality_row q WHERE q.resource = ${resource} AND NOT EXISTS (SELECT 1 FROM ${sql.raw(table)} h WHERE h._key = q.key)
        RETURNING failed, skipped)
      SELECT failed, skipped, count(*) AS n FROM gone GROUP BY failed, skipped`,
  )

/** Rows there are, and when the newest of them was written. */
export const heldRows = async (trx: Trx, table: string): Promise<{ n: number; newest: Date | null }> =>
  (await firstRow(
    trx,
    sql<{ n: number; newest: Date | null }>`SELECT count(*) AS n, max(_at) AS newest FROM ${sql.raw(table)}`,
  )) ?? {
    n: 0,
    newest: null,
  }
