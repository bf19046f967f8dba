import { type Db, firstRow, sql } from '../db.ts'

/** Counts one attempt; false while the key is blocked. One statement: attempts side by side take turns on the row. */
export const countAttempt = async (
  db: Db,
  { key, now, free, fade, longest }: { key: string; now: Date; free: number; fade: number; longest: number },
): Promise<boolean> => {
  const failures = sql`(greatest(t.failures - extract(epoch FROM ${now}::timestamptz - t.last_at)::float8 / ${fade}, 0) + 1)`
  const row = await firstRow(
    db,
    sql<{ failures: number }>`INSERT INTO kernel.signin_throttle AS t (key, failures, last_at) VALUES (${key}, 1, ${now})
      ON CONFLICT (key) DO UPDATE SET failures = ${failures}, last_at = ${now},
        blocked_until = CASE WHEN ${failures} > ${free}
          THEN ${now}::timestamptz + make_interval(secs => least(2 ^ least(ceil(${failures} - ${free}), 20), ${longest})) END
      WHERE t.blocked_until IS NULL OR t.blocked_until <= ${now} RETURNING failures`,
  )
  return row !== undefined
}

export const blockedUntil = async (db: Db, key: string): Promise<Date | null> =>
  (await firstRow(db, sql<{ until: Date | null }>`SELECT blocked_until AS until FROM kernel.signin_throttle WHERE key = ${key}`))
    ?.until ?? null

export const forgetKey = async (db: Db, key: string): Promise<void> => {
  await sql`DELETE FROM kernel.signin_throttle WHERE key = ${key}`.execute(db)
}

/** Takes back one counted attempt; earlier failures stay. */
export const giveBack = async (db: Db, key: string): Promise<void> => {
  await sql`UPDATE kernel.signin_throttle SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE key = ${key}`.execute(
    db,
  )
}

export const dropQuiet = async (db: Db, before: Date): Promise<void> => {
  await sql`DELETE FROM kernel.signin_throttle WHERE last_at < ${before} AND (blocked_until IS NULL OR blocked_until < ${before})`.execute(
    db,
  )
}
