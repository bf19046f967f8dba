import type { Grant } from '@haihe/contract'
import type { RawBuilder } from 'kysely'
import { type Db, firstRow, rows, sql, type Trx } from '../db.ts'

export interface Account {
  id: string
  login: string
  name: string
  kind: 'person' | 'machine'
  phoneMask: string | null
  password: string | null
  totpSealed: Buffer | null
  totpUsed: number
  recovery: string[]
  demo: boolean
  createdAt: Date
  disabledAt: Date | null
  grants: Grant[]
}

/** Grants of an account as JSON, for joining into any query over accounts `a`. */
export const GRANTS = sql`coalesce((SELECT json_agg(json_build_object('role', g.role, 'unit', g.unit, 'region', g.region)
  ORDER BY g.region, g.role) FROM kernel.account_grant g WHERE g.account = a.id), '[]')`

const ACCOUNT = sql`a.id, a.login, a.name, a.kind, a.phone_mask AS "phoneMask", a.password, a.totp_sealed AS "totpSealed",
  a.totp_used AS "totpUsed", a.recovery, a.demo, a.created_at AS "createdAt", a.disabled_at AS "disabledAt", ${GRANTS} AS grants`

export const findByLogin = (db: Db, login: string) =>
  firstRow(db, sql<Account>`SELECT ${ACCOUNT} FROM kernel.account a WHERE a.login = ${login}`)

export const findAccount = (db: Db, id: string) =>
  firstRow(db, sql<Account>`SELECT ${ACCOUNT} FROM kernel.account a WHERE a.id = ${id}`)

/** Locks the account, so that grants or factors that are checked do not change before they are replaced. */
export const lockAccount = async (trx: Trx, id: string): Promise<Account | undefined> => {
  await sql`SELECT 1 FROM kernel.account WHERE id = ${id} FOR UPDATE`.execute(trx)
  return findAccount(trx, id)
}

export const findByOutsideSubject = (db: Db, subject: string) =>
  firstRow(db, sql<Account>`SELECT ${ACCOUNT} FROM kernel.account a WHERE a.outside_subject = ${subject}`)

export interface NewAccount {
  id: string
  login: string
  name: string
  kind: 'person' | 'machine'
  password: string | null
  phoneSealed?: Buffer | null
  phoneMask?: string | null
  outsideSubject?: string | null
  demo?: boolean
  at: Date
}

/** False when the login (or the outside subject) is taken. */
export const insertAccount = async (db: Db, account: NewAccount): Promise<boolean> => {
  const { phoneSealed = null, phoneMask = null, outsideSubject = null, demo = false } = account
  const inserted = await firstRow(
    db,
    sql<{
      id: string
    }>`INSERT INTO kernel.account (id, login, name, kind, password, phone_sealed, phone_mask, outside_subject, demo, created_at)
      VALUES (${account.id}, ${account.login}, ${account.name}, ${account.kind}, ${account.password}, ${phoneSealed}, ${phoneMask},
        ${outsideSubject}, ${demo}, ${account.at}) ON CONFLICT DO NOTHING RETURNING id`,
  )
  return inserted !== undefined
}

export const replaceGrants = async (trx: Trx, id: string, grants: readonly Grant[]): Promise<void> => {
  await sql`DELETE FROM kernel.account_grant WHERE account = ${id}`.execute(trx)
  await sql`INSERT INTO kernel.account_grant (account, role, unit, region)
    SELECT ${id}::uuid, g->>'role', g->>'unit', g->>'region' FROM jsonb_array_elements(${JSON.stringify(grants)}::jsonb) AS g
    ON CONFLICT DO NOTHING`.execute(trx)
}

export const setPassword = async (db: Db, id: string, hash: string): Promise<void> => {
  await sql`UPDATE kernel.account SET password = ${hash} WHERE id = ${id}`.execute(db)
}

export const setName = async (db: Db, id: string, name: string): Promise<void> => {
  await sql`UPDATE kernel.account SET name = ${name} WHERE id = ${id}`.execute(db)
}

export const setDisabled = async (db: Db, id: string, at: Date | null): Promise<void> => {
  await sql`UPDATE kernel.account SET disabled_at = ${at} WHERE id = ${id}`.execute(db)
}

/** Sets or, with null, removes the second factor. */
export const setTotp = async (db: Db, id: string, sealed: Buffer | null, recovery: readonly string[]): Promise<void> => {
  await sql`UPDATE kernel.account SET totp_sealed = ${sealed}, recovery = ${recovery}::text[] WHERE id = ${id}`.execute(db)
}

/** Marks a code's step as used; false when it was used before, also by somebody at the same moment. */
export const useStep = async (db: Db, id: string, step: number): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{
      id: string
    }>`UPDATE kernel.account SET totp_used = ${step} WHERE id = ${id} AND totp_used < ${step} RETURNING id`,
  )) !== undefined

/** Spends a recovery code; false when there is none like it. */
export const useRecovery = async (db: Db, id: string, mac: string): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{ id: string }>`UPDATE kernel.account SET recovery = array_remove(recovery, ${mac})
      WHERE id = ${id} AND ${mac} = ANY(recovery) RETURNING id`,
  )) !== undefined

/**
 * Accounts in order of login. `scope` is a predicate over `g.region`; accounts without any grant are shown to those
 * who manage the whole city (`everyone`).
 */
export const listAccounts = (
  db: Db,
  scope: RawBuilder<boolean>,
  everyone: boolean,
  { search, after, most }: { search: string; after: string; most: number },
) =>
  rows(
    db,
    sql<Account>`SELECT ${ACCOUNT} FROM kernel.account a
      WHERE (EXISTS (SELECT 1 FROM kernel.account_grant g WHERE g.account = a.id AND ${scope})
          OR (${everyone} AND NOT EXISTS (SELECT 1 FROM kernel.account_grant g WHERE g.account = a.id)))
        AND (${search} = '' OR position(lower(${search}) IN a.login) > 0 OR position(${search} IN a.name) > 0)
        AND a.login > ${after} ORDER BY a.login LIMIT ${most}`,
  )

export const demoAccounts = (db: Db) =>
  rows(
    db,
    sql<Account>`SELECT ${ACCOUNT} FROM kernel.account a WHERE a.demo AND a.disabled_at IS NULL ORDER BY a.created_at, a.login`,
  )

export const markDemo = async (db: Db, id: string, name: string): Promise<void> => {
  await sql`UPDATE kernel.account SET demo = true, name = ${name}, disabled_at = NULL WHERE id = ${id}`.execute(db)
}
