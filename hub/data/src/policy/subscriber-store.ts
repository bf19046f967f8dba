import type { Actor, ReadReason } from '@haihe/contract'
import type pg from 'pg'

interface Subscriber {
  actor: Actor
  reason: ReadReason | null
}

export const saveSubscriber = async (
  pool: pg.Pool,
  tenant: string,
  subscription: string,
  { actor, reason }: Subscriber,
  at: Date,
) => {
  await pool.query(
    `INSERT INTO data.subscriber (tenant, subscription, actor, reason, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (subscription, tenant) DO UPDATE SET actor = excluded.actor, reason = excluded.reason, at = excluded.at`,
    [tenant, subscription, JSON.stringify(actor), reason === null ? null : JSON.stringify(reason), at],
  )
}

export const findSubscriber = async (pool: pg.Pool, tenant: string, subscription: string): Promise<Subscriber | undefined> =>
  (
    await pool.query<Subscriber>('SELECT actor, reason FROM data.subscriber WHERE subscription = $1 AND tenant = $2', [
      subscription,
      tenant,
    ])
  ).rows[0]
