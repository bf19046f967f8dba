import type pg from 'pg'
import type { KeptChange } from '../context/subscription/change.ts'

export interface NewChange {
  tenant: string
  entity: string
  at: string
  doc: KeptChange
}

export interface NewDelivery {
  tenant: string
  subscription: string
  /** position of its change in the list given with it */
  change: number
  region: string
  entity: string | null
}

/** Changes and what subscribers are owed of them, in the caller's transaction and in the order given. */
export const enqueue = async (
  client: pg.ClientBase,
  changes: readonly NewChange[],
  deliveries: readonly NewDelivery[],
  at: string,
): Promise<void> => {
  const { rows } = await client.query<{ seq: number }>({
    name: 'delivery-seq',
    text: `SELECT nextval('data.change_seq') AS seq FROM generate_series(1, $1)`,
    values: [changes.length],
  })
  const seqs = rows.map((row) => row.seq)
  await client.query({
    name: 'delivery-changes',
    text: `INSERT INTO data.change (seq, tenant, entity, at, doc)
      SELECT seq, tenant, entity, at, doc FROM jsonb_to_recordset($1::jsonb)
        AS t (seq bigint, tenant text, entity text, at timestamptz, doc jsonb)`,
    values: [JSON.stringify(changes.map((change, i) => ({ ...change, seq: seqs[i] })))],
  })
  await client.query({
    name: 'delivery-rows',
    text: `INSERT INTO data.delivery (tenant, subscription, change, region, entity, queued_at)
      SELECT t.tenant, t.subscription, t.change, t.region, t.entity, $6
      FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[]) WITH ORDINALITY
        AS t (tenant, subscription, change, region, entity, n) ORDER BY n`,
    values: [
      deliveries.map((one) => one.tenant),
      deliveries.map((one) => one.subscription),
      deliveries.map((one) => seqs[one.change]),
      deliveries.map((one) => one.region),
      deliveries.map((one) => one.entity),
      at,
    ],
  })
}

export interface SubscriberKey {
  tenant: string
  id: string
}

const IS_DUE = `s.active AND (s.expires_at IS NULL OR s.expires_at > $1) AND (s.next_try_at IS NULL OR s.next_try_at <= $1)
  AND (s.leased_until IS NULL OR s.leased_until <= $1)`

/** Subscribers who are owed something and whose turn it is. */
export const listDue = async (pool: pg.Pool, now: Date, most: number): Promise<SubscriberKey[]> =>
  (
    await pool.query<SubscriberKey>({
      name: 'delivery-due',
      text: `SELECT s.tenant, s.id FROM data.subscription s WHERE ${IS_DUE} AND EXISTS (
          SELECT 1 FROM data.delivery d WHERE d.subscription = s.id AND d.tenant = s.tenant AND d.state IN ('queued', 'tried'))
        ORDER BY s.next_try_at NULLS FIRST LIMIT $2`,
      values: [now, most],
    })
  ).rows

/** True when the caller now is the one that sends to this subscriber. */
export const lease = async (pool: pg.Pool, key: SubscriberKey, owner: string, now: Date, until: Date): Promise<boolean> => {
  const { rowCount } = await pool.query({
    name: 'delivery-lease',
    text: `UPDATE data.subscription s SET leased_until = $5, lease_owner = $4
      WHERE s.id = $2 AND s.tenant = $3 AND (${IS_DUE} OR (s.lease_owner = $4 AND s.leased_until > $1 AND s.active))`,
    values: [now, key.id, key.tenant, owner, until],
  })
  return rowCount === 1
}

/** `nextTry`: not before then; null as soon as there is something. */
export const release = async (pool: pg.Pool, key: SubscriberKey, owner: string, nextTry: Date | null): Promise<void> => {
  await pool.query({
    name: 'delivery-release',
    text: `UPDATE data.subscription SET leased_until = NULL, lease_owner = NULL, next_try_at = $4
      WHERE id = $1 AND tenant = $2 AND lease_owner = $3`,
    values: [key.id, key.tenant, owner, nextTry],
  })
}

export interface PendingRow {
  id: number
  attempts: number
  entity: string | null
  at: Date
  doc: KeptChange
}

/** What is owed, oldest first. */
export const listPending = async (pool: pg.Pool, key: SubscriberKey, most: number): Promise<PendingRow[]> =>
  (
    await pool.query<PendingRow>({
      name: 'delivery-pending',
      text: `SELECT d.id, d.attempts, d.entity, c.at, c.doc FROM data.delivery d JOIN data.change c ON c.seq = d.change
        WHERE d.subscription = $1 AND d.tenant = $2 AND d.state IN ('queued', 'tried') ORDER BY d.id LIMIT $3`,
      values: [key.id, key.tenant, most],
    })
  ).rows

export interface Outcome {
  ids: readonly number[]
  /** rows whose object goes out in a newer state */
  superseded: readonly number[]
  notification: string
  state: 'delivered' | 'tried' | 'dead'
  status: number | null
  error: string | null
  at: Date
}

/** The outcome of one try and the counters of its subscription, together. */
export const settle = async (pool: pg.Pool, key: SubscriberKey, outcome: Outcome): Promise<void> => {
  const ok = outcome.state === 'delivered'
  await pool.query({
    name: 'delivery-settle',
    text: `WITH rows AS (
        UPDATE data.delivery SET state = $4, attempts = attempts + 1, tried_at = $5, status = $6, error = $7, notification = $8,
          done_at = CASE WHEN $4 = 'tried' THEN NULL ELSE $5::timestamptz END
        WHERE id = ANY ($3)),
      others AS (UPDATE data.delivery SET state = 'superseded', done_at = $5 WHERE id = ANY ($9))
      UPDATE data.subscription SET times_sent = times_sent + 1, times_failed = times_failed + CASE WHEN $10 THEN 0 ELSE 1 END,
        last_notification = $5, last_success = CASE WHEN $10 THEN $5::timestamptz ELSE last_success END,
        last_failure = CASE WHEN $10 THEN last_failure ELSE $5::timestamptz END,
        failures = CASE WHEN $10 THEN 0 ELSE failures + 1 END
      WHERE id = $1 AND tenant = $2`,
    values: [
      key.id,
      key.tenant,
      outcome.ids,
      outcome.state,
      outcome.at,
      outcome.status,
      outcome.error,
      outcome.notification,
      outcome.superseded,
      ok,
    ],
  })
}

export interface DueInterval extends SubscriberKey {
  timeInterval: number
}

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

export const hasPending = async (client: pg.ClientBase, key: SubscriberKey): Promise<boolean> =>
  (
    await client.query(
      `SELECT 1 FROM data.delivery WHERE subscription = $1 AND tenant = $2 AND state IN ('queued', 'tried') LIMIT 1`,
      [key.id, key.tenant],
    )
  ).rows.length > 0

/** Drops what was done before `before`, and changes nobody is owed any more; how many rows went. */
export const expire = async (pool: pg.Pool, before: Date, most: number): Promise<number> => {
  const { rowCount: deliveries } = await pool.query(
    `DELETE FROM data.delivery WHERE id IN (
       SELECT id FROM data.delivery WHERE state IN ('delivered', 'superseded', 'dead') AND done_at < $1 ORDER BY id LIMIT $2)`,
    [before, most],
  )
  const { rowCount: changes } = await pool.query(
    `DELETE FROM data.change WHERE seq IN (SELECT c.seq FROM data.change c
       WHERE c.at < $1 AND NOT EXISTS (SELECT 1 FROM data.delivery d WHERE d.change = c.seq) ORDER BY c.seq LIMIT $2)`,
    [before, most],
  )
  return (deliveries ?? 0) + (changes ?? 0)
}
