import type { FieldClassification, LoweringState } from '@haihe/contract'
import { type Db, firstRow, rows, type scopePredicate, sql, type Trx } from '@haihe/kernel'

export interface LoweringRow {
  id: number
  resource: string
  owner: string
  region: string
  field: string
  before: FieldClassification
  after: FieldClassification
  reason: string
  askedBy: string
  askedByName: string
  askedAt: Date
  state: LoweringState
  decidedBy: string | null
  decidedByName: string | null
  decidedAt: Date | null
  decision: string | null
}

const COLUMNS = sql`l.id, l.resource, l.owner, l.region, l.field, l.before, l.after, l.reason, l.asked_by AS "askedBy",
  l.asked_by_name AS "askedByName", l.asked_at AS "askedAt", l.state, l.decided_by AS "decidedBy",
  l.decided_by_name AS "decidedByName", l.decided_at AS "decidedAt", l.decision`

type NewLowering = Pick<
  LoweringRow,
  'resource' | 'owner' | 'region' | 'field' | 'before' | 'after' | 'reason' | 'askedBy' | 'askedByName' | 'askedAt'
>

/** Undefined when one waits for this field already. */
export const insertLowering = (trx: Trx, row: NewLowering) =>
  firstRow(
    trx,
    sql<{
      id: number
    }>`INSERT INTO data.classification_lowering (resource, owner, region, field, before, after, reason, asked_by, asked_by_name, asked_at)
      VALUES (${row.resource}, ${row.owner}, ${row.region}, ${row.field}, ${JSON.stringify(row.before)}, ${JSON.stringify(row.after)},
        ${row.reason}, ${row.askedBy}, ${row.askedByName}, ${row.askedAt}) ON CONFLICT DO NOTHING RETURNING id`,
  )

export const lockLowering = (trx: Trx, id: number) =>
  firstRow(trx, sql<LoweringRow>`SELECT ${COLUMNS} FROM data.classification_lowering l WHERE l.id = ${id} FOR UPDATE`)

export const decideLowering = async (
  trx: Trx,
  id: number,
  by: { state: LoweringState; id: string; name: string; at: Date; decision: string },
): Promise<void> => {
  await sql`UPDATE data.classification_lowering SET state = ${by.state}, decided_by = ${by.id}, decided_by_name = ${by.name},
    decided_at = ${by.at}, decision = ${by.decision} WHERE id = ${id}`.execute(trx)
}

/** Newest first. */
export const listLowerings = (
  db: Db,
  scope: ReturnType<typeof scopePredicate>,
  { state, before, limit }: { state: LoweringState | null; before: number | null; limit: number },
) =>
  rows(
    db,
    sql<LoweringRow>`SELECT ${COLUMNS} FROM data.classification_lowering l
      WHERE ${scope} AND (${state}::text IS NULL OR l.state = ${state}) AND (${before}::bigint IS NULL OR l.id < ${before})
      ORDER BY l.id DESC LIMIT ${limit}`,
  )

/** Waiting ones of a resource: field → id. */
export const openLowerings = async (db: Db | Trx, resource: string): Promise<Map<string, number>> => {
  const found = await rows(
    db,
    sql<{
      field: string
      id: number
    }>`SELECT field, id FROM data.classification_lowering WHERE resource = ${resource} AND state = 'open'`,
  )
  return new Map(found.map(({ field, id }) => [field, id]))
}
