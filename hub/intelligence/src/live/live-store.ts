import type { Db, Trx } from '@haihe/kernel'

/** Runs `work` on one snapshot of the store. */
export const readOnly = <T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
