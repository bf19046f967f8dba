/** From stored readings back to the requests that brought them. */
import type { ArrivalProtocol } from '@haihe/contract'
import type pg from 'pg'
import { instants, integers, smallints } from './binary.ts'

export interface ReadingKey {
  district: number
  series: number
  /** epoch milliseconds */
  at: number
}

export interface ReadingArrival {
  batch: number
  lastBatch: number
  /** requests that share the row */
  messages: number
  protocol: ArrivalProtocol
  message: string | null
  receivedAt: Date
  items: number
  rejected: number
  /** false: several requests of the same transaction may have brought it */
  exact: boolean
}

// The number of a transaction in a row lacks its upper half: every epoch so far is asked for, which is nearly always one.
// A store that was restored from a dump has rows of other transactions: then no arrival fits, and none is told.
const ARRIVALS = `WITH asked AS MATERIALIZED (
    SELECT q.i, q.series, q.at, o.xmin::text::bigint AS low
    FROM unnest($1::int2[], $2::int4[], $3::timestamptz[]) WITH ORDINALITY AS q (district, series, at, i)
    JOIN data.observation o ON o.district = q.district AND o.series = q.series AND o.at = q.at),
  epochs AS (SELECT (e << 32) AS high FROM generate_series(0, pg_snapshot_xmax(pg_current_snapshot())::text::bigint >> 32) AS e)
  SELECT (asked.i - 1)::int AS i, a.batch, a.last_batch AS "lastBatch", a.messages, a.protocol, a.message,
    a.received_at AS "receivedAt", a.items, a.rejected, a.others = 1 AS exact
  FROM asked JOIN data.series s ON s.id = asked.series
  CROSS JOIN LATERAL (
    SELECT f.*, count(*) OVER () AS others FROM (
      SELECT a.*, rank() OVER (ORDER BY a.series IS NULL) AS choice FROM epochs, data.arrival a
      WHERE a.xid = (high | low)::text::xid8 AND a.source = s.source AND asked.at BETWEEN a.from_at AND a.to_at
        AND (a.series IS NULL OR a.series @> asked.series)) AS f
    WHERE f.choice = 1 ORDER BY f.batch LIMIT 1) AS a`

/** One look-up for many readings; what came by no request (derived values) or before arrivals were kept has none. */
export const arrivalsOfReadings = async (
  run: pg.Pool | pg.ClientBase,
  asked: readonly ReadingKey[],
): Promise<(ReadingArrival | undefined)[]> => {
  const found: (ReadingArrival | undefined)[] = asked.map(() => undefined)
  if (asked.length === 0) return found
  const { rows } = await run.query<ReadingArrival & { i: number }>(ARRIVALS, [
    smallints(asked.map((one) => one.district)),
    integers(asked.map((one) => one.series)),
    instants(asked.map((one) => one.at)),
  ])
  for (const { i, ...arrival } of rows) found[i] = arrival
  return found
}
