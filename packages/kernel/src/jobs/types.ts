/** Background work on graphile-worker: enqueued in the caller's transaction, retried with back-off. */
import type { Db } from '../db.ts'

export interface Jobs {
  /** register before start; a name taken twice throws */
  define: <T>(name: string, handle: (payload: T) => Promise<void>) => void
  /** `key`: one pending job of that name and key; a new one replaces it */
  enqueue: (db: Db, name: string, payload: unknown, options?: { at?: Date; key?: string; tries?: number }) => Promise<void>
  /** crontab pattern, UTC */
  schedule: (name: string, pattern: string) => void
  start: () => Promise<void>
  stop: () => Promise<void>
}
