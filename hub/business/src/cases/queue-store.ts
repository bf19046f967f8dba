import type { CaseQueues } from '@haihe/contract'
import { type Connection, run } from '../executor.ts'
import type { Reader } from './list-store.ts'

/** Sums of the maintained counters over the reader's regions; only the short list of their own cases is counted. */
export const readQueues = async (connection: Connection, reader: Reader): Promise<CaseQueues> => {
  const scopes = reader.scopes.includes(reader.city) ? [''] : reader.scopes
  const [row] = await run<CaseQueues>(
    connection,
    {
      name: 'queue-counts',
      text: `SELECT
        (SELECT count(*) FROM (SELECT 1 FROM business.case_file WHERE open AND assignee = $1
          UNION ALL SELECT 1 FROM business.case_file WHERE open AND reporter = $1 AND assignee IS DISTINCT FROM $1 LIMIT 1000) AS own) AS mine,
        (SELECT coalesce(sum(n), 0) FROM business.queue_count WHERE holder = ANY($2::text[]) AND queue = 'all') AS unit,
        coalesce(sum(n) FILTER (WHERE queue = 'dispatch'), 0) AS dispatch,
        coalesce(sum(n) FILTER (WHERE queue = 'verify'), 0) AS verify,
        coalesce(sum(n) FILTER (WHERE queue = 'overdue'), 0) AS overdue,
        coalesce(sum(n) FILTER (WHERE queue = 'supervised'), 0) AS supervised,
        coalesce(sum(n) FILTER (WHERE queue = 'all'), 0) AS "all"
        FROM business.queue_count q
        WHERE EXISTS (SELECT 1 FROM unnest($3::text[]) AS s (scope) WHERE q.street LIKE s.scope || '%')
          OR q.holder = ANY($4::text[])`,
    },
    [reader.id, reader.units, scopes, reader.apart],
  )
  return row!
}
