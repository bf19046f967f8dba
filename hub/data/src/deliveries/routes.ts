/** /api/deliveries and /api/subscriptions: what every subscriber is owed and got; retry and replay. */
import {
  type Actor,
  AppError,
  DELIVERY_STATES,
  DeliveryState,
  DeliveryView,
  isoOf,
  mayIn,
  SubscriptionView,
  scopesOf,
} from '@haihe/contract'
import { type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { statusOf } from '../context/subscription/spec.ts'
import { findSubscription } from '../context/subscription/subscription-store.ts'
import * as store from './list-store.ts'
import type { SubscriberKey } from './queue-store.ts'

const view = (row: store.DeliveryRow): DeliveryView => ({
  id: row.id,
  tenant: row.tenant,
  subscription: row.subscription,
  change: row.change,
  entity: row.entity,
  state: row.state,
  attempts: row.attempts,
  queuedAt: row.queued_at.toISOString(),
  triedAt: isoOf(row.tried_at),
  doneAt: isoOf(row.done_at),
  status: row.status,
  error: row.error,
  replayOf: row.replay_of,
  notification: row.notification === null ? null : `urn:ngsi-ld:Notification:${row.notification}`,
})

/** An address may carry a password. */
const withoutSecret = (uri: string): string => uri.replace(/^(\w+:\/\/[^/:@]*):[^/@]*@/, '$1:***@')

const subscriberView = (row: store.SubscriberRow, now: number): SubscriptionView => ({
  id: row.id,
  tenant: row.tenant,
  name: row.doc.subscriptionName ?? null,
  owner: row.actor,
  endpoint: withoutSecret(row.doc.notification?.endpoint?.uri ?? ''),
  status: statusOf({ active: row.active, expiresAt: isoOf(row.expires_at) }, now),
  expiresAt: isoOf(row.expires_at),
  createdAt: row.created_at.toISOString(),
  timesSent: row.times_sent,
  timesFailed: row.times_failed,
  lastNotification: isoOf(row.last_notification),
  lastSuccess: isoOf(row.last_success),
  lastFailure: isoOf(row.last_failure),
  failures: row.failures,
  nextTryAt: isoOf(row.next_try_at),
  waiting: row.waiting,
  oldestWaitingAt: isoOf(row.oldest),
  dead: row.dead,
})

const MOST_REPLAYED = 100_000

const Whose = z.string().max(64).default('')

interface DeliveryRoutes {
  ctx: Pick<Ctx, 'pool' | 'now' | 'city'>
  wake: (keys: Iterable<SubscriberKey>) => Promise<void>
}

export const deliveryRoutes = ({ ctx, wake }: DeliveryRoutes): Route[] => {
  const { pool, now, city } = ctx

  const deliveryFor = async (actor: Actor, id: number): Promise<store.DeliveryRow> => {
    const found = await store.findDelivery(pool, id)
    if (!found || !mayIn(actor, 'delivery.manage', found.region)) throw new AppError('NOT_FOUND')
    return found
  }

  const ownFor = async (actor: Actor, key: SubscriberKey): Promise<SubscriberKey> => {
    const found = await findSubscription(pool, key.tenant, key.id)
    if (!found) throw new AppError('NOT_FOUND')
    if (!mayIn(actor, 'delivery.manage', city.code) && found.actor !== actor.id) throw new AppError('OUT_OF_SCOPE')
    return key
  }

  return [
    route({
      method: 'GET',
      url: '/api/deliveries',
      summary: 'What each subscriber is owed and got, newest first, with counts by state',
      permission: 'delivery.read',
      query: z.strictObject({
        subscription: z.string().max(256).optional(),
        entity: z.string().max(256).optional(),
        state: DeliveryState.optional(),
        change: z.coerce.number().int().positive().optional(),
        from: z.iso.datetime({ offset: true }).optional(),
        to: z.iso.datetime({ offset: true }).optional(),
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({
        items: z.array(DeliveryView),
        counts: z.record(DeliveryState, z.number().int()),
        /** false: there are so many that only the newest were counted */
        exact: z.boolean(),
        next: z.number().int().nullable(),
      }),
      handler: async ({ query, actor }) => {
        const { limit, from, to, ...rest } = query
        const filter = { ...rest, ...(from ? { from: new Date(from) } : {}), ...(to ? { to: new Date(to) } : {}) }
        const scopes = scopesOf(actor, 'delivery.read')
        const [rows, counted] = await Promise.all([
          store.listDeliveries(pool, filter, scopes, limit),
          store.countDeliveries(pool, filter, scopes),
        ])
        const byState = new Map(counted.counts.map(({ state, count }) => [state, count]))
        return {
          items: rows.map(view),
          exact: counted.exact,
          counts: Object.fromEntries(DELIVERY_STATES.map((state) => [state, byState.get(state) ?? 0])),
          next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
        }
      },
    }),
    route({
      method: 'POST',
      url: '/api/deliveries/:id/retry',
      summary: 'Tries a delivery that was given up, or that waits for its next try, at once',
      permission: 'delivery.manage',
      params: z.strictObject({ id: z.coerce.number().int().positive() }),
      body: z.strictObject({}),
      response: DeliveryView,
      handler: async ({ params, actor }) => {
        const { tenant, subscription, state } = await deliveryFor(actor, params.id)
        if (!(await findSubscription(pool, tenant, subscription))) throw new AppError('CONFLICT', { detail: '该订阅已被删除' })
        if (state === 'delivered' || state === 'superseded' || state === 'withheld')
          throw new AppError('CONFLICT', { detail: '该投递已送达、已合并，或按策略不送' })
        const key = { tenant, id: subscription }
        // one that waits for its next try is tried with all that waits there
        await store.requeue(pool, key, [params.id], 1)
        await wake([key])
        return view(await deliveryFor(actor, params.id))
      },
    }),
    route({
      method: 'GET',
      url: '/api/subscriptions',
      summary: 'Subscriptions with their endpoints, counters and queues',
      permission: 'subscription.manage',
      query: z.strictObject({
        after: z.string().max(256).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
      response: z.object({ items: z.array(SubscriptionView), next: z.string().nullable() }),
      handler: async ({ query, actor }) => {
        // others' subscriptions are for who sees every delivery of the city
        const own = mayIn(actor, 'delivery.read', city.code) ? null : actor.id
        const rows = await store.listSubscribers(pool, own, query.after ?? null, query.limit)
        const at = now().getTime()
        return {
          items: rows.map((row) => subscriberView(row, at)),
          next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null,
        }
      },
    }),
    route({
      method: 'POST',
      url: '/api/subscriptions/:id/replay',
      summary: 'Sends everything again from a delivery or a time on, in the same order',
      permission: 'delivery.manage',
      params: z.strictObject({ id: z.string().max(256) }),
      body: z
        .strictObject({
          tenant: Whose,
          fromCursor: z.number().int().positive().optional(),
          fromTime: z.iso.datetime({ offset: true }).optional(),
        })
        .refine(({ fromCursor, fromTime }) => (fromCursor === undefined) !== (fromTime === undefined), {
          message: '请给出 fromCursor 或 fromTime 之一',
        }),
      response: z.object({
        queued: z.number().int(),
        /** more is to be replayed from this cursor on */
        next: z.number().int().nullable(),
      }),
      handler: async ({ params, body, actor }) => {
        const key = await ownFor(actor, { tenant: body.tenant, id: params.id })
        const span = {
          fromCursor: body.fromCursor,
          ...(body.fromTime === undefined ? {} : { fromTime: new Date(body.fromTime) }),
          most: MOST_REPLAYED,
        }
        const { queued, last } = await store.replayDeliveries(pool, key, span, now())
        await wake([key])
        return { queued, next: queued === MOST_REPLAYED && last !== null ? last + 1 : null }
      },
    }),
    route({
      method: 'POST',
      url: '/api/subscriptions/:id/retry',
      summary: 'What was given up is owed again, and what waits is tried at once',
      permission: 'delivery.manage',
      params: z.strictObject({ id: z.string().max(256) }),
      body: z.strictObject({ tenant: Whose }),
      response: z.object({ queued: z.number().int() }),
      handler: async ({ params, body, actor }) => {
        const key = await ownFor(actor, { tenant: body.tenant, id: params.id })
        const queued = await store.requeue(pool, key, null, MOST_REPLAYED)
        await wake([key])
        return { queued }
      },
    }),
  ]
}
