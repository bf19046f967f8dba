/** The record of reads: written with each read, never changed. */
import { type Ctx, inTransaction } from '@haihe/kernel'
import type { ReadLog } from '../platform/ports.ts'
import * as store from './read-log-store.ts'

export const createReadLog = (): ReadLog => ({
  record: (db, entry) =>
    inTransaction(db, async (trx) => {
      const read = await store.insertRead(trx, entry)
      if (entry.subjects.length > 0) await store.insertSubjects(trx, read, entry.at, [...new Set(entry.subjects)])
      return read
    }),
  extend: (db, read, rows, subjects) => store.extendRead(db, read, rows, [...new Set(subjects)]),
})

const monthOf = (at: Date, ahead: number): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + ahead, 1))

/** Partitions of this month and the next two. What came before a month had its own stays where it is. */
export const ensureMonths = async ({ db, now, log }: Pick<Ctx, 'db' | 'now' | 'log'>): Promise<void> => {
  for (const ahead of [0, 1, 2])
    try {
      await store.ensureMonth(db, monthOf(now(), ahead), monthOf(now(), ahead + 1))
    } catch (error) {
      // rows of that month already stand in the default partition
      log.warn({ err: error }, 'a partition of the read log could not be made')
    }
}
