import type { CaseQueues } from '@haihe/contract'
import { type Connection, run } from '../executor.ts'
import { CASES } from './case-store.ts'
import type { Reader } from './list-store.ts'

/**
 * Sums of the maintained counters over the reader's regions, for scopes that are no finer than streets. Only short lists
 * are counted: the reader's own cases, and the few of other regions that their unit was called to.
 */
export const readQueues = async (connection: Connection, reader: Reader): Promise<CaseQueues> => {
  const scopes = reader.scopes.includes(reader.city) ? [''] : reader.scopes
  const [row] = await run<CaseQueues>(
    connection,
    {
      name: 'queue-counts',
      text: `WITH counted AS (
          SELECT queue, n FROM business.queue_count q
            WHERE EXISTS (SELECT 1 FROM unnest($3::text[]) AS s (scope) WHERE q.street LIKE s.scope || '%')
          UNION ALL
          SELECT q.queue, 1 FROM business.case_state c,
            LATERAL (VALUES ('all'), (c.queue), (CASE WHEN c.overdue THEN 'overdue' END), (CASE WHEN c.supervised THEN 'supervised' END)) AS q (queue)
            WHERE c.open AND c.outside <> '{}' AND c.outside && $2::text[] AND q.queue IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM unnest($3::text[]) AS s (scope) WHERE c.street LIKE s.scope || '%')
        )
        SELECT
        (SELECT count(*) FROM (SELECT 1 FROM business.case_state WHERE open AND assignee = $1
          UNION ALL SELECT 1 FROM ${CASES} WHERE c.reporter = $1 AND s.open AND s.assignee IS DISTINCT FROM $1 LIMIT 1000) AS own) AS mine,
        (SELECT coalesce(sum(n), 0) FROM business.queue_count WHERE holder = ANY($2::text[]) AND queue = 'all') AS unit,
        coalesce(sum(n) FILTER (WHERE queue = 'dispatch'), 0) AS dispatch,
        coalesce(sum(n) FILTER (WHERE queue = 'verify'), 0) AS verify,
        coalesce(sum(n) FILTER (WHERE queue = 'overdue'), 0) AS overdue,
        coalesce(sum(n) FILTER (WHERE queue = 'supervised'), 0) AS supervised,
        coalesce(sum(n) FILTER (WHERE queue = 'all'), 0) AS "all"
        FROM counted`,
    },
    [reader.id, reader.units, scopes],
  )
  return row!
}
