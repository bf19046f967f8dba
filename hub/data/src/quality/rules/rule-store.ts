import type { QualityRuleInput } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'

export interface StoredQualityRule {
  id: string
  rule: QualityRuleInput | null
  silencedReason: string | null
  silencedBy: string | null
  silencedAt: Date | null
}

const COLUMNS = sql.raw('id, rule, silenced_reason AS "silencedReason", silenced_by AS "silencedBy", silenced_at AS "silencedAt"')

export const listStoredRules = (db: Db, resource: string) =>
  rows(db, sql<StoredQualityRule>`SELECT ${COLUMNS} FROM data.quality_rule WHERE resource = ${resource} ORDER BY id`)

export const saveRule = async (
  trx: Trx,
  resource: string,
  id: string,
  rule: QualityRuleInput,
  by: string,
  at: Date,
): Promise<void> => {
  await sql`INSERT INTO data.quality_rule (resource, id, rule, changed_by, changed_at)
    VALUES (${resource}, ${id}, ${JSON.stringify(rule)}::jsonb, ${by}, ${at})
    ON CONFLICT (resource, id) DO UPDATE SET rule = excluded.rule, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
    trx,
  )
}

/** A reason silences, null lets it speak again. */
export const silenceRule = async (
  trx: Trx,
  resource: string,
  id: string,
  reason: string | null,
  by: string,
  at: Date,
): Promise<void> => {
  await sql`INSERT INTO data.quality_rule (resource, id, silenced_reason, silenced_by, silenced_at, changed_by, changed_at)
    VALUES (${resource}, ${id}, ${reason}, ${reason === null ? null : by}, ${reason === null ? null : at}::timestamptz, ${by}, ${at})
    ON CONFLICT (resource, id) DO UPDATE SET silenced_reason = excluded.silenced_reason, silenced_by = excluded.silenced_by,
      silenced_at = excluded.silenced_at, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(trx)
}

/** An added rule goes, a default one is as derived again. */
export const dropRule = async (trx: Trx, resource: string, id: string): Promise<boolean> =>
  ((await sql`DELETE FROM data.quality_rule WHERE resource = ${resource} AND id = ${id}`.execute(trx)).numAffectedRows ?? 0n) > 0n

export const countRules = async (db: Db, resource: string): Promise<number> =>
  (
    await firstRow(
      db,
      sql<{ n: number }>`SELECT count(*) AS n FROM data.quality_rule WHERE resource = ${resource} AND rule IS NOT NULL`,
    )
  )?.n ?? 0

/** Resources with a rule that looks at this one. */
export const dependents = async (db: Db, resource: string): Promise<string[]> =>
  (
    await rows(
      db,
      sql<{ resource: string }>`SELECT DISTINCT resource FROM data.quality_rule
        WHERE rule->'check'->'parameters' ? 'resource' AND rule->'check'->'parameters'->>'resource' = ${resource} AND silenced_at IS NULL`,
    )
  ).map((row) => row.resource)
