import type { Rule } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '../db.ts'
import { LOCKS } from '../locks.ts'

/** A rule with where it came from. */
export interface StoredRule extends Rule {
  origin: 'scenario' | 'manual'
  changedBy: string | null
  changedAt: string
}

const COLUMNS = sql`id, region, to_char(from_date, 'YYYY-MM-DD') AS "from", to_char(to_date, 'YYYY-MM-DD') AS "to", title, value,
  unit, basis, official, origin, changed_by AS "changedBy", to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "changedAt"`

export const listRules = (db: Db): Promise<StoredRule[]> =>
  rows(db, sql<StoredRule>`SELECT ${COLUMNS} FROM kernel.rule WHERE current ORDER BY id, region, from_date`)

/** Changes whenever a rule does: other processes ask for it to see whether theirs are stale. */
export const rulesVersion = async (db: Db): Promise<string> =>
  (await firstRow(
    db,
    sql<{ version: string }>`SELECT count(*) FILTER (WHERE current) || ' ' || coalesce(max(xmin::text::bigint), 0) || ' '
      || coalesce(max(changed_at)::text, '') AS version FROM kernel.rule`,
  ))!.version

/** Serialises changes, so that what a change was checked against is what it meets. Held until the transaction ends. */
export const lockRules = (trx: Trx) => sql`SELECT pg_advisory_xact_lock(${LOCKS.rules}::bigint)`.execute(trx)

/**
 * Brings the table to what the scenarios declare, in one statement. What a person has set stays, unless the rule has
 * become an official one; what no scenario declares any more is kept, but not current. A row that is the same is not written.
 */
export const replaceScenarioRules = (trx: Trx, list: readonly Rule[], at: Date) =>
  sql`WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        AS r (id text, region text, "from" date, "to" date, title jsonb, value jsonb, unit text, basis text, official boolean)
    ), gone AS (
      UPDATE kernel.rule SET current = false, changed_at = ${at}
      WHERE origin = 'scenario' AND current AND (id, region, from_date) NOT IN (SELECT id, region, "from" FROM given)
    )
    INSERT INTO kernel.rule AS r (id, region, from_date, to_date, title, value, unit, basis, official, origin, changed_at)
    SELECT id, region, "from", "to", title, coalesce(value, 'null'), unit, basis, official, 'scenario', ${at} FROM given
    ON CONFLICT (id, region, from_date) DO UPDATE SET to_date = EXCLUDED.to_date, title = EXCLUDED.title,
      value = EXCLUDED.value, unit = EXCLUDED.unit, basis = EXCLUDED.basis, official = EXCLUDED.official,
      origin = 'scenario', changed_by = NULL, changed_at = EXCLUDED.changed_at, current = true
    WHERE (r.origin = 'scenario' OR EXCLUDED.official) AND (r.to_date, r.title, r.value, r.unit, r.basis, r.official, r.current)
      IS DISTINCT FROM (EXCLUDED.to_date, EXCLUDED.title, EXCLUDED.value, EXCLUDED.unit, EXCLUDED.basis, EXCLUDED.official, true)`.execute(
    trx,
  )

/** Writes a rule that a person has set; the one with the same id, region and start gives way. */
export const saveManualRule = (trx: Trx, rule: Rule, by: string, at: Date) =>
  sql`INSERT INTO kernel.rule (id, region, from_date, to_date, title, value, unit, basis, official, origin, changed_by, changed_at)
    VALUES (${rule.id}, ${rule.region}, ${rule.from}, ${rule.to}, ${JSON.stringify(rule.title)}::jsonb,
      ${JSON.stringify(rule.value)}::jsonb, ${rule.unit}, ${rule.basis}, ${rule.official}, 'manual', ${by}, ${at})
    ON CONFLICT (id, region, from_date) DO UPDATE SET to_date = EXCLUDED.to_date, title = EXCLUDED.title,
      value = EXCLUDED.value, unit = EXCLUDED.unit, basis = EXCLUDED.basis, official = EXCLUDED.official, origin = 'manual',
      changed_by = EXCLUDED.changed_by, changed_at = EXCLUDED.changed_at, current = true`.execute(trx)
