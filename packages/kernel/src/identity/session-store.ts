import type { Grant } from '@haihe/contract'
import { type Db, firstRow, sql } from '../db.ts'
import { GRANTS } from './account-store.ts'

interface SessionRow {
  account: string
  login: string
  name: string
  kind: 'person' | 'machine'
  assurance: number
  seenAt: Date
  endsAt: Date
  grants: Grant[]
}

export const insertSession = async (
  db: Db,
  session: { id: Buffer; account: string; assurance: number; at: Date; expiresAt: Date; endsAt: Date },
): Promise<void> => {
  await sql`INSERT INTO kernel.session (id, account, assurance, created_at, seen_at, expires_at, ends_at)
    VALUES (${session.id}, ${session.account}, ${session.assurance}, ${session.at}, ${session.at}, ${session.expiresAt}, ${session.endsAt})`.execute(
    db,
  )
}

/** Real name verified counts as L2 from the moment on, also in sessions opened before. */
const ASSURANCE = sql`greatest(s.assurance,
  CASE WHEN EXISTS (SELECT 1 FROM kernel.account_subject v WHERE v.account = s.account) THEN 2 ELSE 0 END)`

/** The live session of an enabled account. */
export const findSession = (db: Db, id: Buffer, now: Date) =>
  firstRow(
    db,
    sql<SessionRow>`SELECT s.account, a.login, a.name, a.kind, ${ASSURANCE} AS assurance, s.seen_at AS "seenAt", s.ends_at AS "endsAt", ${GRANTS} AS grants
      FROM kernel.session s JOIN kernel.account a ON a.id = s.account
      WHERE s.id = ${id} AND s.expires_at > ${now} AND s.ends_at > ${now} AND a.disabled_at IS NULL`,
  )

export const touchSession = async (db: Db, id: Buffer, now: Date, expiresAt: Date): Promise<void> => {
  await sql`UPDATE kernel.session SET seen_at = ${now}, expires_at = ${expiresAt} WHERE id = ${id}`.execute(db)
}

export const deleteSession = (db: Db, id: Buffer) =>
  firstRow(db, sql<{ account: string }>`DELETE FROM kernel.session WHERE id = ${id} RETURNING account`)

/** Signs an account out everywhere, except in the session `keep`. */
export const deleteSessionsOf = async (db: Db, account: string, keep: Buffer | null = null): Promise<void> => {
  await sql`DELETE FROM kernel.session WHERE account = ${account} AND (${keep}::bytea IS NULL OR id <> ${keep})`.execute(db)
  await sql`DELETE FROM kernel.oidc_payload WHERE account = ${account}`.execute(db)
}

export const dropExpiredSessions = async (db: Db, now: Date): Promise<void> => {
  await sql`DELETE FROM kernel.session WHERE expires_at <= ${now} OR ends_at <= ${now}`.execute(db)
}
