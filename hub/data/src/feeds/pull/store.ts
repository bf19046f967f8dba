import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { FeedAnswer } from '../cnemc/routes.ts'
import type { StationFilter } from '../cnemc/stations.ts'

export interface PullRow {
  source: string
  adapter: 'cnemc'
  url: string
  everyMinutes: number
  filter: StationFilter
  enabled: boolean
  nextAt: Date
  etag: string | null
  lastAt: Date | null
  lastResult: FeedAnswer | { unchanged: true } | null
  lastError: string | null
  failures: number
}

const COLUMNS = sql`source, adapter, url, every_minutes AS "everyMinutes", filter, enabled, next_at AS "nextAt", etag,
  last_at AS "lastAt", last_result AS "lastResult", last_error AS "lastError", failures`

export const findPull = (db: Db, source: string) =>
  firstRow(db, sql<PullRow>`SELECT ${COLUMNS} FROM data.pull WHERE source = ${source}`)

export const putPull = (
  db: Db,
  pull: Pick<PullRow, 'source' | 'adapter' | 'url' | 'everyMinutes' | 'filter' | 'enabled'>,
  at: Date,
) =>
  firstRow(
    db,
    sql<PullRow>`INSERT INTO data.pull (source, adapter, url, every_minutes, filter, enabled, next_at)
      VALUES (${pull.source}, ${pull.adapter}, ${pull.url}, ${pull.everyMinutes}, ${JSON.stringify(pull.filter)}::jsonb, ${pull.enabled}, ${at})
      ON CONFLICT (source) DO UPDATE SET adapter = excluded.adapter, url = excluded.url, every_minutes = excluded.every_minutes,
        filter = excluded.filter, enabled = excluded.enabled, next_at = excluded.next_at, etag = NULL, failures = 0
      RETURNING ${COLUMNS}`,
  )

export const deletePull = async (db: Db, source: string): Promise<void> => {
  await sql`DELETE FROM data.pull WHERE source = ${source}`.execute(db)
}

/** Takes the pulls that are due, so that no other process fetches them as well; an unfinished one comes up again at `until`. */
export const claimDue = (db: Db, at: Date, until: Date) =>
  rows(
    db,
    sql<PullRow>`UPDATE data.pull SET next_at = ${until}
      WHERE source IN (SELECT source FROM data.pull WHERE enabled AND next_at <= ${at} ORDER BY next_at LIMIT 20 FOR UPDATE SKIP LOCKED)
      RETURNING ${COLUMNS}`,
  )

export const notePull = async (
  db: Db,
  source: string,
  outcome: { at: Date; nextAt: Date; etag: string | null; result: PullRow['lastResult']; error: string | null; failures: number },
): Promise<void> => {
  await sql`UPDATE data.pull SET last_at = ${outcome.at}, next_at = ${outcome.nextAt}, etag = ${outcome.etag},
      last_result = coalesce(${outcome.result === null ? null : JSON.stringify(outcome.result)}::jsonb, last_result),
      last_error = ${outcome.error}, failures = ${outcome.failures}
    WHERE source = ${source}`.execute(db)
}
