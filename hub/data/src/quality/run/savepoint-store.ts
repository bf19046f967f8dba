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
