import { sql, type Trx } from '@haihe/kernel'

export const beginSavepoint = async (trx: Trx): Promise<void> => {
  await sql`SAVEPOINT quality_rule`.execute(trx)
}

export const releaseSavepoint = async (trx: Trx): Promise<void> => {
  await sql`RELEASE SAVEPOINT quality_rule`.execute(trx)
}

export const rollbackSavepoint = async (trx: Trx): Promise<void> => {
  await sql`ROLLBACK TO SAVEPOINT quality_rule`.execute(trx)
}

/** A statement of this transaction may take so long; one that takes longer is cancelled. */
export const limitStatements = async (trx: Trx, seconds: number): Promise<void> => {
  await sql`SET LOCAL statement_timeout = ${sql.lit(seconds * 1000)}`.execute(trx)
}
