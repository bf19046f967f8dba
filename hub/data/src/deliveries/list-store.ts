import type pg from 'pg'

export interface DeliveryRow {
  id: number
  tenant: string
  subscription: string
  entity: string | null
  region: string
  state: 'queued' | 'tried' | 'delivered' | 'dead' | 'superseded'
  attempts: number
  queued_at: Date
  tried_at: Date | null
  done_at: Date | null
  status: number | null
  error: string | null
  replay_of: number | null
}

const COLUMNS =
  'id, tenant, subscription, entity, region, state, attempts, queued_at, tried_at, done_at, status, error, replay_of'

export interface DeliveryFilter {
  subscription?: string
  state?: string
  entity?: string
  before?: number
}

const prefixes = (scopes: readonly string[]): string[] => scopes.map((scope) => `${scope}%`)

/** Newest first, within the regions given; deliveries of no region are for who may see the whole city. */
export const listDeliveries = async (
  pool: pg.Pool,
  { subscription, state, entity, before }: DeliveryFilter,
  scopes: readonly string[],
  limit: number,
): Promise<DeliveryRow[]> =>
  (
    await pool.query<DeliveryRow>(
      `SELECT ${COLUMNS} FROM data.delivery
       WHERE ($1::text IS NULL OR subscription = $1) AND ($2::text IS NULL OR state = $2) AND ($3::text IS NULL OR entity = $3)
         AND ($4::bigint IS NULL OR id < $4) AND region LIKE ANY ($5)
       ORDER BY id DESC LIMIT $6`,
      [subscription ?? null, state ?? null, entity ?? null, before ?? null, prefixes(scopes), limit],
    )
  ).rows

export const countDeliveries = async (pool: pg.Pool, subscription: string | undefined, scopes: readonly string[]) =>
  (
    await pool.query<{ state: DeliveryRow['state']; count: number }>(
      `SELECT state, count(*) AS count FROM data.delivery
       WHERE ($1::text IS NULL OR subscription = $1) AND region LIKE ANY ($2) GROUP BY state`,
      [subscription ?? null, prefixes(scopes)],
    )
  ).rows

export const findDelivery = async (pool: pg.Pool, id: number): Promise<DeliveryRow | undefined> =>
  (await pool.query<DeliveryRow>(`SELECT ${COLUMNS} FROM data.delivery WHERE id = $1`, [id])).rows[0]

/** A dead or waiting delivery is tried again at once; false when it is neither. */
export const retryDelivery = async (pool: pg.Pool, id: number): Promise<boolean> => {
  const { rows } = await pool.query(
    `WITH again AS (
       UPDATE data.delivery SET state = 'queued', attempts = 0, done_at = NULL WHERE id = $1 AND state IN ('dead', 'tried', 'queued')
       RETURNING subscription, tenant),
     woken AS (UPDATE data.subscription s SET next_try_at = NULL FROM again a WHERE s.id = a.subscription AND s.tenant = a.tenant)
     SELECT 1 FROM again`,
    [id],
  )
  return rows.length > 0
}

export interface ReplaySpan {
  fromCursor?: number
  fromTime?: Date
  most: number
}

/** Queues again what was done from the cursor or time on, in the same order; how many. */
export const replayDeliveries = async (
  pool: pg.Pool,
  tenant: string,
  subscription: string,
  { fromCursor, fromTime, most }: ReplaySpan,
  at: Date,
): Promise<number> => {
  const { rowCount } = await pool.query(
    `INSERT INTO data.delivery (tenant, subscription, change, region, entity, queued_at, replay_of)
     SELECT d.tenant, d.subscription, d.change, d.region, d.entity, $5, d.id FROM data.delivery d
     WHERE d.subscription = $2 AND d.tenant = $1 AND d.replay_of IS NULL AND d.state IN ('delivered', 'dead', 'superseded')
       AND ($3::bigint IS NULL OR d.id >= $3) AND ($4::timestamptz IS NULL OR d.queued_at >= $4)
     ORDER BY d.id LIMIT $6`,
    [tenant, subscription, fromCursor ?? null, fromTime ?? null, at, most],
  )
  await pool.query('UPDATE data.subscription SET next_try_at = NULL WHERE id = $2 AND tenant = $1', [tenant, subscription])
  return rowCount ?? 0
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
         q.waiting, q.oldest, q.dead
       FROM data.subscription s CROSS JOIN LATERAL (
         SELECT count(*) FILTER (WHERE d.state <> 'dead') AS waiting, min(d.queued_at) FILTER (WHERE d.state <> 'dead') AS oldest,
           count(*) FILTER (WHERE d.state = 'dead') AS dead
         FROM data.delivery d WHERE d.subscription = s.id AND d.tenant = s.tenant AND d.state IN ('queued', 'tried', 'dead')) q
       WHERE ($1::text IS NULL OR s.actor = $1) AND ($2::text IS NULL OR s.id > $2) ORDER BY s.id, s.tenant LIMIT $3`,
      [actor, after, limit],
    )
  ).rows
