import type { ObjectionState } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'

export interface ObjectionRow {
  read: number
  account: string
  subject: string
  resource: string
  text: string
  at: Date
  state: ObjectionState
  caseId: string | null
  caseNo: string | null
  reply: string | null
  changedAt: Date
}

const COLUMNS = sql`read, account, subject, resource, text, at, state, case_id AS "caseId", case_no AS "caseNo", reply, changed_at AS "changedAt"`

/** False when the subject has objected to this read before. */
export const insertObjection = async (
  trx: Trx,
  row: Pick<ObjectionRow, 'read' | 'account' | 'subject' | 'resource' | 'text' | 'at'>,
): Promise<boolean> =>
  (await firstRow(
    trx,
    sql<{ read: number }>`INSERT INTO data.read_objection (read, account, subject, resource, text, at, changed_at)
      VALUES (${row.read}, ${row.account}, ${row.subject}, ${row.resource}, ${row.text}, ${row.at}, ${row.at})
      ON CONFLICT DO NOTHING RETURNING read`,
  )) !== undefined

interface ObjectionMove {
  read: number
  account: string
  caseId: string
  caseNo: string
  state: ObjectionState
  reply: string | null
}

/** Where the case stands; an answer once given stays. */
export const moveObjection = async (trx: Trx, move: ObjectionMove, at: Date): Promise<void> => {
  await sql`UPDATE data.read_objection SET state = ${move.state}, case_id = ${move.caseId}, case_no = ${move.caseNo},
      reply = coalesce(${move.reply}, reply), changed_at = ${at}
    WHERE read = ${move.read} AND account = ${move.account}`.execute(trx)
}

/** Newest first. */
export const objectionsOf = (db: Db, subjects: readonly string[], before: Date | null, limit: number) =>
  rows(
    db,
    sql<ObjectionRow>`SELECT ${COLUMNS} FROM data.read_objection WHERE subject = ANY(${subjects})
      AND (${before}::timestamptz IS NULL OR at < ${before}) ORDER BY at DESC, read DESC LIMIT ${limit}`,
  )

export interface LookupRow {
  id: number
  actor: string
  actorName: string
  unit: string | null
  purpose: string
  basis: string
  at: Date
}

export const insertLookup = async (trx: Trx, subject: string, row: Omit<LookupRow, 'id'>): Promise<void> => {
  await sql`INSERT INTO data.read_lookup (subject, actor, actor_name, unit, purpose, basis, at)
    VALUES (${subject}, ${row.actor}, ${row.actorName}, ${row.unit}, ${row.purpose}, ${row.basis}, ${row.at})`.execute(trx)
}

export const lookupsOf = (db: Db, subjects: readonly string[], before: number | null, limit: number) =>
  rows(
    db,
    sql<LookupRow>`SELECT id, actor, actor_name AS "actorName", unit, purpose, basis, at FROM data.read_lookup
      WHERE subject = ANY(${subjects}) AND (${before}::bigint IS NULL OR id < ${before}) ORDER BY id DESC LIMIT ${limit}`,
  )
