import type pg from 'pg'
import type { Subscription, SubscriptionState } from './spec.ts'

interface Row {
  key: number
  copied: boolean
  tenant: string
  id: string
  kind: Subscription['kind']
  doc: Subscription['doc']
  compiled: Subscription['compiled']
  context: unknown
  actor: string
  regions: string[] | null
  active: boolean
  expires_at: Date | null
  created_at: Date
  modified_at: Date
  times_sent: number
  times_failed: number
  last_notification: Date | null
  last_success: Date | null
  last_failure: Date | null
  failures: number
}

/** `key`: the subscriber in the queues. `copied`: context sources tell of their part of it. */
export type Stored = Subscription & { key: number; copied: boolean; state: SubscriptionState }

const COPIED = `EXISTS (SELECT 1 FROM data.subscription_copy c
  WHERE c.subscription = data.subscription.id AND c.tenant = data.subscription.tenant AND c.state <> 'unwanted') AS copied`
const COLUMNS = `key, ${COPIED}, tenant, id, kind, doc, compiled, context, actor, regions, active, expires_at, created_at, modified_at,
  times_sent, times_failed, last_notification, last_success, last_failure, failures`
const TABLES = 'data.subscription JOIN data.delivery_subscriber USING (id, tenant)'

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const stored = (row: Row): Stored => ({
  key: row.key,
  copied: row.copied,
  tenant: row.tenant,
  id: row.id,
  kind: row.kind,
  doc: row.doc,
  compiled: row.compiled,
  context: row.context,
  actor: row.actor,
  regions: row.regions,
  active: row.active,
  expiresAt: iso(row.expires_at),
  createdAt: row.created_at.toISOString(),
  modifiedAt: row.modified_at.toISOString(),
  state: {
    timesSent: row.times_sent,
    timesFailed: row.times_failed,
    lastNotification: iso(row.last_notification),
    lastSuccess: iso(row.last_success),
    lastFailure: iso(row.last_failure),
    failures: row.failures,
  },
})

type Client = pg.Pool | pg.ClientBase

export const findSubscription = async (client: Client, tenant: string, id: string): Promise<Stored | undefined> => {
  const { rows } = await client.query<Row>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE id = $1 AND tenant = $2`, [id, tenant])
  return rows[0] ? stored(rows[0]) : undefined
}

export const listSubscriptions = async (
  client: Client,
  filter: { tenant: string; kind: Subscription['kind']; actor: string | null },
  page: { limit: number; offset: number },
): Promise<Stored[]> => {
  const { rows } = await client.query<Row>(
    `SELECT ${COLUMNS} FROM ${TABLES} WHERE tenant = $1 AND kind = $2 AND ($3::text IS NULL OR actor = $3)
     ORDER BY created_at, id LIMIT $4 OFFSET $5`,
    [filter.tenant, filter.kind, filter.actor, page.limit, page.offset],
  )
  return rows.map(stored)
}

export const countSubscriptions = async (
  client: Client,
  filter: { tenant: string; kind: Subscription['kind']; actor: string | null },
): Promise<number> =>
  (
    await client.query<{ n: number }>(
      'SELECT count(*) AS n FROM data.subscription WHERE tenant = $1 AND kind = $2 AND ($3::text IS NULL OR actor = $3)',
      [filter.tenant, filter.kind, filter.actor],
    )
  ).rows[0]?.n ?? 0

/** All that are switched on; the caller looks at their expiry. */
export const activeSubscriptions = async (client: Client): Promise<Stored[]> =>
  (await client.query<Row>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE active`)).rows.map(stored)

/** Subscriptions to entities, switched on or off. */
export const entitySubscriptions = async (client: Client): Promise<Stored[]> =>
  (await client.query<Row>(`SELECT ${COLUMNS} FROM ${TABLES} WHERE kind = 'entity'`)).rows.map(stored)

export const currentVersion = async (client: Client): Promise<number> =>
  (
    await client.query<{ version: number }>({
      name: 'subscription-version',
      text: 'SELECT version FROM data.subscription_version',
    })
  ).rows[0]?.version ?? 0

const BUMP = 'UPDATE data.subscription_version SET version = version + 1'

/** False when the id is taken. `firstInterval`: when the first periodic notification is due. */
export const insertSubscription = async (pool: pg.Pool, one: Subscription, firstInterval: Date | null): Promise<boolean> => {
  const { rowCount } = await pool.query(
    `WITH made AS (
       INSERT INTO data.subscription
         (tenant, id, kind, doc, compiled, context, actor, regions, active, expires_at, created_at, modified_at, next_interval_at)
       VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb, $7, $8, $9, $10, $11, $11, $12)
       ON CONFLICT (id, tenant) DO NOTHING RETURNING 1),
     -- one that was deleted and is made again starts its counters anew
     subscriber AS (
       INSERT INTO data.delivery_subscriber AS s (tenant, id) SELECT $1, $2 FROM made
       ON CONFLICT (id, tenant) DO UPDATE SET times_sent = 0, times_failed = 0, last_notification = NULL, last_success = NULL,
         last_failure = NULL, failures = 0, next_try_at = NULL, tried = NULL, attempts = 0),
     bump AS (${BUMP})
     SELECT 1 FROM made`,
    [
      one.tenant,
      one.id,
      one.kind,
      JSON.stringify(one.doc),
      JSON.stringify(one.compiled),
      one.context === null ? null : JSON.stringify(one.context),
      one.actor,
      one.regions,
      one.active,
      one.expiresAt,
      one.createdAt,
      firstInterval,
    ],
  )
  return rowCount === 1
}

export const updateSubscription = async (pool: pg.Pool, one: Subscription, nextInterval: Date | null): Promise<void> => {
  await pool.query(
    `WITH bump AS (${BUMP}),
     subscriber AS (UPDATE data.delivery_subscriber SET next_try_at = NULL WHERE id = $2 AND tenant = $1)
     UPDATE data.subscription SET doc = $3::jsonb, compiled = $4::jsonb, context = $5::jsonb, active = $6, expires_at = $7,
       modified_at = $8, next_interval_at = $9
     WHERE id = $2 AND tenant = $1`,
    [
      one.tenant,
      one.id,
      JSON.stringify(one.doc),
      JSON.stringify(one.compiled),
      one.context === null ? null : JSON.stringify(one.context),
      one.active,
      one.expiresAt,
      one.modifiedAt,
      nextInterval,
    ],
  )
}

/** The subscription and what it is still owed; what was delivered stays on record. */
export const deleteSubscription = async (
  pool: pg.Pool,
  tenant: string,
  id: string,
  kind: Subscription['kind'],
): Promise<boolean> => {
  const { rows } = await pool.query(
    `WITH gone AS (DELETE FROM data.subscription WHERE id = $2 AND tenant = $1 AND kind = $3 RETURNING 1),
     bump AS (${BUMP}),
     owed AS (DELETE FROM data.delivery_queue q USING data.delivery_subscriber s WHERE q.subscriber = s.key AND s.id = $2 AND s.tenant = $1
       AND EXISTS (SELECT 1 FROM gone))
     SELECT 1 FROM gone`,
    [tenant, id, kind],
  )
  return rows.length > 0
}
