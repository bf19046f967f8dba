/** What each subscriber is owed and got, as people look at it. */
import type pg from 'pg'
import { numberArray } from './arrays.ts'

export interface DeliveryRow {
  id: number
  tenant: string
  subscription: string
  change: number
  entity: string | null
  region: string
  state: 'queued' | 'tried' | 'delivered' | 'dead' | 'superseded' | 'withheld'
  attempts: number
  queued_at: Date
  tried_at: Date | null
  done_at: Date | null
  status: number | null
  error: string | null
  replay_of: number | null
  notification: string | null
}

interface DeliveryFilter {
  subscription?: string
  state?: DeliveryRow['state']
  entity?: string
  /** number of a change: every subscriber it went to */
  change?: number
  /** committed from then on, and before then */
  from?: Date
  to?: Date
  before?: number
}

const OWED = `q.id, u.tenant, u.id AS subscription, q.change, q.entity, q.region,
  CASE WHEN q.id = ANY (u.tried) THEN 'tried' ELSE 'queued' END AS state,
  CASE WHEN q.id = ANY (u.tried) THEN u.attempts ELSE 0 END AS attempts, q.queued_at,
  CASE WHEN q.id = ANY (u.tried) THEN u.tried_at END AS tried_at, NULL::timestamptz AS done_at,
  CASE WHEN q.id = ANY (u.tried) THEN u.status END AS status, CASE WHEN q.id = ANY (u.tried) THEN u.error END AS error,
  q.replay_of, NULL AS notification`
const DONE = `d.id, u.tenant, u.id AS subscription, d.change, d.entity, d.region, d.state, d.attempts, d.queued_at, d.done_at AS tried_at,
  d.done_at, d.status, d.error, d.replay_of, d.notification`

/** Conditions on rows of either table, and their values; only what is asked stands in the statement, so that an index serves it. */
const conditions = (filter: DeliveryFilter, scopes: readonly string[], row: 'q' | 'd', values: unknown[]): string => {
  const parts: string[] = []
  const put = (value: unknown, text: (place: string) => string): void => {
    values.push(value)
    parts.push(text(`$${values.length}`))
  }
  put(
    scopes.map((scope) => `${scope}%`),
    (place) => `${row}.region LIKE ANY (${place}::text[])`,
  )
  if (filter.subscription !== undefined)
    put(filter.subscription, (place) => `${row}.subscriber IN (SELECT key FROM data.delivery_subscriber WHERE id = ${place})`)
  if (filter.entity !== undefined) put(filter.entity, (place) => `${row}.entity = ${place}`)
  if (filter.change !== undefined)
    put(
      filter.change,
      (place) =>
        `${row}.change = ${place}::bigint AND ${row}.queued_at = (SELECT at FROM data.change WHERE seq = ${place}::bigint LIMIT 1)`,
    )
  if (filter.from !== undefined) put(filter.from, (place) => `${row}.queued_at >= ${place}`)
  if (filter.to !== undefined) put(filter.to, (place) => `${row}.queued_at < ${place}`)
  if (filter.before !== undefined) put(filter.before, (place) => `${row}.id < ${place}`)
  if (filter.state !== undefined && row === 'd') put(filter.state, (place) => `d.state = ${place}`)
  if (filter.state === 'tried' && row === 'q') parts.push('q.id = ANY (u.tried)')
  if (filter.state === 'queued' && row === 'q') parts.push('(u.tried IS NULL OR q.id <> ALL (u.tried))')
  return parts.join(' AND ')
}

const owedQuery = (filter: DeliveryFilter, scopes: readonly string[], limit: number, values: unknown[]): string => {
  const inner = conditions({ ...filter, subscription: undefined }, scopes, 'q', values)
  values.push(filter.subscription ?? null)
  const whose = `($${values.length}::text IS NULL OR u.id = $${values.length})`
  // the newest of each subscriber, then the newest of all
  return `SELECT ${OWED} FROM data.delivery_subscriber u CROSS JOIN LATERAL (SELECT * FROM data.delivery_queue q
    WHERE q.subscriber = u.key AND ${inner} ORDER BY q.id DESC LIMIT ${limit}) q WHERE ${whose}`
}

const doneQuery = (filter: DeliveryFilter, scopes: readonly string[], limit: number, values: unknown[]): string =>
  `SELECT ${DONE} FROM (SELECT * FROM data.delivery d WHERE ${conditions(filter, scopes, 'd', values)} ORDER BY d.id DESC LIMIT ${limit}) d
    JOIN data.delivery_subscriber u ON u.key = d.subscriber`

const isOwed = (state: DeliveryRow['state'] | undefined): boolean => state === 'queued' || state === 'tried'

/** Newest first, within the regions given; deliveries of no region are for who may see the whole city. */
export const listDeliveries = async (
  pool: pg.Pool,
  filter: DeliveryFilter,
  scopes: readonly string[],
  limit: number,
): Promise<DeliveryRow[]> => {
  const values: unknown[] = []
  const parts = [
    ...(filter.state === undefined || isOwed(filter.state) ? [owedQuery(filter, scopes, limit, values)] : []),
    ...(isOwed(filter.state) ? [] : [doneQuery(filter, scopes, limit, values)]),
  ]
  const { rows } = await pool.query<DeliveryRow>(
    `SELECT * FROM (${parts.map((part) => `(${part})`).join(' UNION ALL ')}) x ORDER BY id DESC LIMIT ${limit}`,
    values,
  )
  return rows
}

export interface Counted {
  counts: { state: DeliveryRow['state']; count: number }[]
  /** false: only the newest were counted */
  exact: boolean
}

const MOST_COUNTED = 50_000

/** By state; of very many only the newest. */
export const countDeliveries = async (pool: pg.Pool, filter: DeliveryFilter, scopes: readonly string[]): Promise<Counted> => {
  const plain = { ...filter, state: undefined, before: undefined }
  const [owed, done]: [unknown[], unknown[]] = [[], []]
  const [{ rows: waiting }, { rows: finished }] = await Promise.all([
    pool.query<Counted['counts'][number]>(
      `SELECT CASE WHEN q.id = ANY (u.tried) THEN 'tried' ELSE 'queued' END AS state, count(*) AS count
       FROM (SELECT * FROM data.delivery_queue q WHERE ${conditions(plain, scopes, 'q', owed)} LIMIT ${MOST_COUNTED}) q
         JOIN data.delivery_subscriber u ON u.key = q.subscriber GROUP BY 1`,
      owed,
    ),
    pool.query<Counted['counts'][number]>(
      `SELECT state, count(*) AS count
       FROM (SELECT state FROM data.delivery d WHERE ${conditions(plain, scopes, 'd', done)} ORDER BY id DESC LIMIT ${MOST_COUNTED}) d
       GROUP BY state`,
      done,
    ),
  ])
  const full = (rows: Counted['counts']): boolean => rows.reduce((sum, { count }) => sum + count, 0) >= MOST_COUNTED
  return { counts: [...waiting, ...finished], exact: !full(waiting) && !full(finished) }
}

export const findDelivery = async (pool: pg.Pool, id: number): Promise<DeliveryRow | undefined> => {
  const { rows } = await pool.query<DeliveryRow>(
    `SELECT ${OWED} FROM data.delivery_subscriber u
       CROSS JOIN LATERAL (SELECT * FROM data.delivery_queue q WHERE q.subscriber = u.key AND q.id = $1) q
     UNION ALL SELECT ${DONE} FROM data.delivery d JOIN data.delivery_subscriber u ON u.key = d.subscriber WHERE d.id = $1 LIMIT 1`,
    [id],
  )
  return rows[0]
}

/** What was given up is owed again, in its old place; how many. */
export const requeue = async (
  pool: pg.Pool,
  subscriber: { tenant: string; id: string },
  ids: readonly number[] | null,
  most: number,
): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(
    `WITH mine AS (UPDATE data.delivery_subscriber SET next_try_at = NULL WHERE id = $1 AND tenant = $2 RETURNING key),
     gone AS (DELETE FROM data.delivery d USING mine WHERE d.subscriber = mine.key AND d.state = 'dead' AND d.id IN (
       SELECT id FROM data.delivery e WHERE e.subscriber = mine.key AND e.state = 'dead' AND ($3::bigint[] IS NULL OR e.id = ANY ($3))
       ORDER BY id LIMIT $4) RETURNING d.*),
     again AS (INSERT INTO data.delivery_queue (subscriber, id, change, region, entity, queued_at, replay_of)
       SELECT subscriber, id, change, region, entity, queued_at, replay_of FROM gone RETURNING 1)
     SELECT count(*) AS n FROM again`,
    [subscriber.id, subscriber.tenant, ids ? numberArray(ids) : null, most],
  )
  return rows[0]?.n ?? 0
}

interface ReplaySpan {
  fromCursor?: number
  fromTime?: Date
  most: number
}

interface Replayed {
  queued: number
  /** the newest delivery that goes out again */
  last: number | null
}

/** Queues again what was done from the cursor or time on, in the same order, as far as its changes are kept. */
export const replayDeliveries = async (
  pool: pg.Pool,
  subscriber: { tenant: string; id: string },
  { fromCursor, fromTime, most }: ReplaySpan,
  at: Date,
): Promise<Replayed> => {
  const { rows } = await pool.query<Replayed>(
    `WITH mine AS (UPDATE data.delivery_subscriber SET next_try_at = NULL WHERE id = $1 AND tenant = $2 RETURNING key),
     again AS (INSERT INTO data.delivery_queue (subscriber, change, region, entity, queued_at, replay_of)
       SELECT d.subscriber, d.change, d.region, d.entity, $5, d.id FROM data.delivery d JOIN mine ON mine.key = d.subscriber
       WHERE d.replay_of IS NULL AND ($3::bigint IS NULL OR d.id >= $3) AND ($4::timestamptz IS NULL OR d.queued_at >= $4)
         AND EXISTS (SELECT 1 FROM data.change c WHERE c.seq = d.change)
       ORDER BY d.id LIMIT $6 RETURNING replay_of)
     SELECT count(*) AS queued, max(replay_of) AS last FROM again`,
    [subscriber.id, subscriber.tenant, fromCursor ?? null, fromTime ?? null, at, most],
  )
  return rows[0] as Replayed
}

export interface SubscriberRow {
  id: string
  tenant: string
  doc: { subscriptionName?: string; notification?: { endpoint?: { uri?: string } } }
  actor: string
  active: boolean
  expires_at: Date | null
  created_at: Date
  times_sent: number
  times_failed: number
  last_notification: Date | null
  last_success: Date | null
  last_failure: Date | null
  failures: number
  next_try_at: Date | null
  waiting: number
  oldest: Date | null
  dead: number
}

/** Subscriptions with the length of their queues; `actor`: only those of one owner. */
export const listSubscribers = async (
  pool: pg.Pool,
  actor: string | null,
  after: string | null,
  limit: number,
): Promise<SubscriberRow[]> =>
  (
    await pool.query<SubscriberRow>(
      `SELECT s.id, s.tenant, s.doc, s.actor, s.active, s.expires_at, s.created_at, s.times_sent, s.times_failed,
         s.last_notification, s.last_success, s.last_failure, s.failures, s.next_try_at,
         (SELECT count(*) FROM data.delivery_queue q WHERE q.subscriber = s.key) AS waiting,
         (SELECT q.queued_at FROM data.delivery_queue q WHERE q.subscriber = s.key ORDER BY q.id LIMIT 1) AS oldest,
         (SELECT count(*) FROM data.delivery d WHERE d.subscriber = s.key AND d.state = 'dead') AS dead
       FROM (SELECT * FROM data.subscription JOIN data.delivery_subscriber USING (id, tenant)
         WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR id > $2) ORDER BY id, tenant LIMIT $3) s ORDER BY s.id, s.tenant`,
      [actor, after, limit],
    )
  ).rows
