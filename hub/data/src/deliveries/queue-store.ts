/** What subscribers are owed: written in the transaction of the change, read when a subscriber is served from the store. */
import { LOCKS } from '@haihe/kernel'
import type pg from 'pg'
import type { KeptChange } from '../context/subscription/change.ts'
import { numberArray, textArray } from './arrays.ts'

export interface NewChange {
  tenant: string
  entity: string
  at: string
  doc: KeptChange
}

export interface NewDelivery {
  /** key of the subscriber */
  subscriber: number
  /** position of its change in the list given with it */
  change: number
  region: string
  entity: string | null
}

/** A change that a subscriber waits for. */
export interface Owed {
  id: number
  entity: string | null
  /** when it changed, ISO 8601 */
  at: string
  doc: KeptChange
}

/** Changes and what subscribers are owed of them, in the caller's transaction and in the order given; ids of the deliveries. */
export const enqueue = async (
  client: pg.ClientBase,
  changes: readonly NewChange[],
  deliveries: readonly NewDelivery[],
  at: string,
): Promise<number[]> => {
  const { rows } = await client.query<{ id: number }>({
    name: 'delivery-enqueue',
    text: `WITH numbered AS MATERIALIZED (
        SELECT n, nextval('data.change_seq') AS seq, tenant, entity, at, doc
        FROM unnest($1::text[], $2::text[], $3::text[]::timestamptz[], $4::text[]) WITH ORDINALITY AS t (tenant, entity, at, doc, n)),
      changes AS (INSERT INTO data.change (seq, tenant, entity, at, doc) SELECT seq, tenant, entity, at, doc::json FROM numbered)
      INSERT INTO data.delivery_queue (subscriber, change, region, entity, queued_at)
      SELECT t.subscriber, c.seq, t.region, t.entity, $9
      FROM unnest($5::int[], $6::int[], $7::text[], $8::text[]) WITH ORDINALITY AS t (subscriber, change, region, entity, n)
        JOIN numbered c ON c.n = t.change ORDER BY t.n RETURNING id`,
    values: [
      textArray(changes.map((one) => one.tenant)),
      textArray(changes.map((one) => one.entity)),
      textArray(changes.map((one) => one.at)),
      textArray(changes.map((one) => JSON.stringify(one.doc))),
      numberArray(deliveries.map((one) => one.subscriber)),
      numberArray(deliveries.map((one) => one.change + 1)),
      textArray(deliveries.map((one) => one.region)),
      deliveries.map((one) => one.entity),
      at,
    ],
  })
  return rows.map(({ id }) => id)
}

export interface SubscriberKey {
  tenant: string
  id: string
}

/** Advisory locks of this class say which senders live. */

const LIVE = `SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = ${LOCKS.sender} AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
const FREE = `(u.owner IS NULL OR u.owner = $1 OR u.owner NOT IN (${LIVE}))`

/** Subscribers that are owed something, may be tried now and are nobody else's. */
export const listOwing = async (pool: pg.Pool, owner: number, now: Date): Promise<number[]> =>
  (
    await pool.query<{ key: number }>({
      name: 'delivery-owing',
      text: `SELECT u.key FROM data.delivery_subscriber u JOIN data.subscription s USING (id, tenant)
        WHERE s.active AND (s.expires_at IS NULL OR s.expires_at > $2) AND (u.next_try_at IS NULL OR u.next_try_at <= $2) AND ${FREE}
          AND EXISTS (SELECT 1 FROM data.delivery_queue q WHERE q.subscriber = u.key)
        ORDER BY u.next_try_at NULLS FIRST`,
      values: [owner, now],
    })
  ).rows.map(({ key }) => key)

export interface SubscriberState {
  key: number
  failures: number
  /** the notification that failed last, by its deliveries */
  tried: number[] | null
  attempts: number
  next_try_at: Date | null
  last_notification: Date | null
}

/** Takes subscribers that are nobody else's; the state of those that were got. */
export const claim = async (pool: pg.Pool, owner: number, keys: readonly number[]): Promise<SubscriberState[]> =>
  (
    await pool.query<SubscriberState>({
      name: 'delivery-claim',
      text: `UPDATE data.delivery_subscriber u SET owner = $1 WHERE u.key = ANY ($2::int[]) AND ${FREE}
        RETURNING u.key, u.failures, array_to_json(u.tried) AS tried, u.attempts, u.next_try_at, u.last_notification`,
      values: [owner, numberArray(keys)],
    })
  ).rows

interface PendingRow {
  id: number
  entity: string | null
  at: Date | null
  doc: KeptChange | null
}

export interface Pending {
  owed: Owed[]
  /** deliveries whose change is no longer kept */
  lapsed: number[]
}

/** What is owed, oldest first. */
export const listPending = async (pool: pg.Pool, subscriber: number, most: number): Promise<Pending> => {
  const { rows } = await pool.query<PendingRow>({
    name: 'delivery-pending',
    text: `SELECT q.id, q.entity, c.at, c.doc
      FROM (SELECT * FROM data.delivery_queue WHERE subscriber = $1 ORDER BY id LIMIT $2) q
        LEFT JOIN LATERAL (SELECT at, doc FROM data.change WHERE seq = q.change LIMIT 1) c ON true ORDER BY q.id`,
    values: [subscriber, most],
  })
  return {
    owed: rows.flatMap(({ id, entity, at, doc }) => (doc && at ? [{ id, entity, at: at.toISOString(), doc }] : [])),
    lapsed: rows.filter(({ doc }) => !doc).map(({ id }) => id),
  }
}

export const keyOf = async (pool: pg.Pool, { tenant, id }: SubscriberKey): Promise<number | undefined> =>
  (await pool.query<{ key: number }>('SELECT key FROM data.delivery_subscriber WHERE id = $1 AND tenant = $2', [id, tenant]))
    .rows[0]?.key

/** Periodic subscriptions whose time has come, locked for the caller. */
export const lockIntervals = async (client: pg.ClientBase, now: Date, most: number): Promise<SubscriberKey[]> =>
  (
    await client.query<SubscriberKey>(
      `SELECT tenant, id FROM data.subscription WHERE next_interval_at <= $1 AND active AND (expires_at IS NULL OR expires_at > $1)
       ORDER BY next_interval_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [now, most],
    )
  ).rows

export const setInterval = async (client: pg.ClientBase, key: SubscriberKey, next: Date): Promise<void> => {
  await client.query('UPDATE data.subscription SET next_interval_at = $3 WHERE id = $1 AND tenant = $2', [
    key.id,
    key.tenant,
    next,
  ])
}

export const hasPending = async (client: pg.ClientBase, subscriber: number): Promise<boolean> =>
  (await client.query('SELECT 1 FROM data.delivery_queue WHERE subscriber = $1 LIMIT 1', [subscriber])).rows.length > 0
