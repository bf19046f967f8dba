import type { CaseTypeDef } from '@haihe/contract'
import { type Db, firstRow, LOCKS, rows, sql, type Trx } from '@haihe/kernel'

export const findLatest = (db: Db, id: string) =>
  firstRow(
    db,
    sql<{
      version: number
      hash: string
    }>`SELECT version, hash FROM business.case_type WHERE id = ${id} ORDER BY version DESC LIMIT 1`,
  )

export const insertType = async (trx: Trx, def: CaseTypeDef, hash: string, at: Date): Promise<void> => {
  await sql`INSERT INTO business.case_type (id, version, definition, hash, at)
    VALUES (${def.id}, ${def.version}, ${JSON.stringify(def)}, ${hash}, ${at})`.execute(trx)
}

export const listTypes = (db: Db) =>
  rows(db, sql<{ id: string; version: number; definition: unknown }>`SELECT id, version, definition FROM business.case_type`)

/** Two processes that start at once must not both store a new version. */
export const lockTypes = async (trx: Trx): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(${LOCKS.caseTypes}::bigint)`.execute(trx)
}
