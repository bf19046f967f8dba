/** The verified person or enterprise behind an account. Keys only: the number is never stored. */
import { type Db, firstRow, rows, sql } from '../db.ts'

export interface AccountSubject {
  kind: 'person' | 'enterprise'
  /** pseudonymous key, 64 hexadecimal digits */
  key: string
  /** 1****************4 */
  masked: string
  /** simulated: no register was asked (demo mode) */
  method: 'simulated' | 'outside'
  verifiedAt: Date
}

export const accountSubjects = (db: Db, account: string) =>
  rows(
    db,
    sql<AccountSubject>`SELECT kind, key, masked, method, verified_at AS "verifiedAt" FROM kernel.account_subject
      WHERE account::text = ${account} ORDER BY kind DESC`,
  )

/**
 * Binds for good. False when the account has a subject of this kind already, or the person another account.
 * From now on the account's sessions have assurance 2 at least.
 */
export const bindAccountSubject = async (db: Db, account: string, subject: AccountSubject): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{ kind: string }>`INSERT INTO kernel.account_subject (account, kind, key, masked, method, verified_at)
      VALUES (${account}, ${subject.kind}, ${subject.key}, ${subject.masked}, ${subject.method}, ${subject.verifiedAt})
      ON CONFLICT DO NOTHING RETURNING kind`,
  )) !== undefined
