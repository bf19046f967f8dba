/** Periodic notifications (timeInterval): what matches now is queued like any change. */
import type { Ctx } from '@haihe/kernel'
import type pg from 'pg'
import type { Kept } from '../context/model/entity.ts'
import { intervalChange, type KeptChange } from '../context/subscription/change.ts'
import type { Subscription } from '../context/subscription/spec.ts'
import { findSubscription } from '../context/subscription/subscription-store.ts'
import * as store from './queue-store.ts'

interface IntervalServices extends Pick<Ctx, 'pool' | 'now' | 'city'> {
  /** everything that matches a subscription now */
  matching: (subscription: Subscription) => Promise<Kept[]>
  /** what a subscription to registrations is told now */
  registrations: (subscription: Subscription) => Promise<KeptChange | undefined>
}

const MOST = 100

const queueOne = async (
  client: pg.PoolClient,
  key: store.SubscriberKey,
  { now, city, matching, registrations }: IntervalServices,
): Promise<boolean> => {
  const subscription = await findSubscription(client, key.tenant, key.id)
  const seconds = subscription?.compiled.timeInterval
  if (!subscription || seconds === undefined) return false
  const at = now()
  await store.setInterval(client, key, new Date(at.getTime() + seconds * 1000))
  // one that still waits will tell of the state when it is sent next to it: periods do not pile up
  if (await store.hasPending(client, subscription.key)) return true
  const iso = at.toISOString()
  const entities = subscription.kind === 'csource' ? [] : await matching(subscription)
  const doc = subscription.kind === 'csource' ? await registrations(subscription) : intervalChange(entities, iso)
  if (!doc || (entities.length === 0 && !doc.registrations)) return false
  await store.enqueue(
    client,
    [{ tenant: key.tenant, entity: '', at: iso, doc }],
    [{ subscriber: subscription.key, change: 0, region: city.code, entity: null }],
    iso,
  )
  return true
}

/** Queues what is due; whom to wake. */
export const createIntervals = (services: IntervalServices) => async (): Promise<store.SubscriberKey[]> => {
  const woken: store.SubscriberKey[] = []
  for (;;) {
    const client = await services.pool.connect()
    try {
      await client.query('BEGIN')
      const due = await store.lockIntervals(client, services.now(), MOST)
      for (const key of due) if (await queueOne(client, key, services)) woken.push(key)
      await client.query('COMMIT')
      if (due.length < MOST) return woken
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }
}
