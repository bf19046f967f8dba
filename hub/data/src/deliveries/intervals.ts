/** Periodic notifications (timeInterval): what matches now is queued like any change. */
import type { Ctx } from '@haihe/kernel'
import type pg from 'pg'
import type { Kept } from '../context/model/entity.ts'
import { intervalChange, type KeptChange } from '../context/subscription/change.ts'
import type { Subscription } from '../context/subscription/spec.ts'
import { findSubscription, type Stored } from '../context/subscription/subscription-store.ts'
import * as store from './queue-store.ts'

interface IntervalServices extends Pick<Ctx, 'pool' | 'log' | 'now' | 'city'> {
  /** everything that matches a subscription now */
  matching: (subscription: Subscription) => Promise<Kept[]>
  /** other hubs may hold some of it: asking them takes its time */
  isShared: (subscription: Subscription) => Promise<boolean>
  /** the same over all hubs; undefined: this one holds all there is */
  everywhere: (subscription: Subscription) => Promise<Kept[] | undefined>
  /** what a subscription to registrations is told now */
  registrations: (subscription: Subscription) => Promise<KeptChange | undefined>
  wake: (keys: Iterable<store.SubscriberKey>) => Promise<void>
}

const MOST = 100

const owe = async (
  client: pg.ClientBase,
  subscription: Stored,
  doc: KeptChange,
  at: string,
  { city }: Pick<IntervalServices, 'city'>,
): Promise<void> => {
  await store.enqueue(
    client,
    [{ tenant: subscription.tenant, entity: '', at, doc }],
    [{ subscriber: subscription.key, change: 0, region: city.code, entity: null }],
    at,
  )
}

/** `later`: the other hubs are asked when nothing waits for it. */
const queueOne = async (
  client: pg.PoolClient,
  key: store.SubscriberKey,
  services: IntervalServices,
): Promise<boolean | { later: Stored }> => {
  const { now, matching, registrations, isShared } = services
  const subscription = await findSubscription(client, key.tenant, key.id)
  const seconds = subscription?.compiled.timeInterval
  if (!subscription || seconds === undefined) return false
  const at = now()
  await store.setInterval(client, key, new Date(at.getTime() + seconds * 1000))
  // one that still waits will tell of the state when it is sent next to it: periods do not pile up
  if (await store.hasPending(client, subscription.key)) return true
  if (subscription.kind === 'entity' && (await isShared(subscription))) return { later: subscription }
  const iso = at.toISOString()
  const entities = subscription.kind === 'csource' ? [] : await matching(subscription)
  const doc = subscription.kind === 'csource' ? await registrations(subscription) : intervalChange(entities, iso)
  if (!doc || (entities.length === 0 && !doc.registrations)) return false
  await owe(client, subscription, doc, iso, services)
  return true
}

export const createIntervals = (services: IntervalServices) => {
  const { pool, log, now, everywhere, matching, wake } = services
  const under = new Map<number, Promise<void>>()

  /** Asks the other hubs. A period that ends in a crash is followed by the next one. */
  const ask = async (subscription: Stored): Promise<void> => {
    const entities = (await everywhere(subscription)) ?? (await matching(subscription))
    if (entities.length === 0) return
    const at = now().toISOString()
    const client = await pool.connect()
    try {
      // one that waits already tells of the state when it is sent next to it
      if (await store.hasPending(client, subscription.key)) return
      await owe(client, subscription, intervalChange(entities, at), at, services)
    } finally {
      client.release()
    }
    await wake([subscription])
  }

  const askLater = (subscription: Stored): void => {
    // a source that is slower than the period is not asked twice at once
    if (under.has(subscription.key)) return
    const asking = ask(subscription)
      .catch((error) => log.error({ err: error, subscription: subscription.id }, 'a periodic notification could not be made'))
      .finally(() => under.delete(subscription.key))
    under.set(subscription.key, asking)
  }

  return {
    /** Queues what is due; whom to wake. */
    async tick(): Promise<store.SubscriberKey[]> {
      const woken: store.SubscriberKey[] = []
      for (;;) {
        const later: Stored[] = []
        const client = await pool.connect()
        try {
          await client.query('BEGIN')
          const due = await store.lockIntervals(client, now(), MOST)
          for (const key of due) {
            const made = await queueOne(client, key, services)
            if (typeof made === 'object') later.push(made.later)
            else if (made) woken.push(key)
          }
          await client.query('COMMIT')
          for (const subscription of later) askLater(subscription)
          if (due.length < MOST) return woken
        } catch (error) {
          await client.query('ROLLBACK').catch(() => {})
          throw error
        } finally {
          client.release()
        }
      }
    },
    /** Resolves when no other hub is being asked; true when one was. */
    async idle(): Promise<boolean> {
      const asked = under.size > 0
      while (under.size > 0) await Promise.all(under.values())
      return asked
    },
  }
}
