/**
 * Sends what subscribers are owed. One worker at a time per subscriber keeps the order; subscribers run side by side, so
 * that a slow or dead one holds up nobody. What is owed stands in the store: a stopped process or a dead one goes on
 * where it stood, and a notification that may have arrived is sent again rather than lost.
 */
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { LoadMany } from '../context/http/shape.ts'
import type { Contexts, LdContext } from '../context/ld/contexts.ts'
import type { Json } from '../context/model/json.ts'
import { notificationOf, writeChanges } from '../context/subscription/notification.ts'
import type { Subscription } from '../context/subscription/spec.ts'
import { findSubscription } from '../context/subscription/subscription-store.ts'
import { backoff, DEFAULT_RETRY, type RetryPolicy, triesFor } from './backoff.ts'
import { planNext } from './plan.ts'
import * as store from './queue-store.ts'
import type { Send } from './sender.ts'

export interface DispatcherServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  contexts: Contexts
  send: Send
  /** entities that notifications join, as far as the subscription may see them */
  loadFor: (subscription: Subscription) => LoadMany
  /** makes due periodic notifications */
  tickIntervals: () => Promise<store.SubscriberKey[]>
}

export interface DispatcherOptions {
  retry?: RetryPolicy
  /** how often the store is asked for work of other processes, milliseconds; 0: only when told (tests) */
  pollEvery?: number
  /** subscribers served side by side */
  most?: number
}

export interface Dispatcher {
  /** there is work for these subscribers */
  wake: (keys: Iterable<store.SubscriberKey>) => void
  start: () => Promise<void>
  stop: () => Promise<void>
  /** looks for work and resolves when all of it that is due was tried */
  drain: () => Promise<void>
}

const LEASE = 90_000
const BATCH = 200
const keyText = ({ tenant, id }: store.SubscriberKey): string => `${tenant}\n${id}`

export const createDispatcher = (services: DispatcherServices, options: DispatcherOptions = {}): Dispatcher => {
  const { pool, log, now, contexts, send } = services
  const { retry = DEFAULT_RETRY, pollEvery = 1_000, most = 100 } = options
  const owner = crypto.randomUUID()
  const running = new Map<string, Promise<void>>()
  const ready = new Map<string, store.SubscriberKey>()
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  const contextOf = (subscription: Subscription): Promise<LdContext> => {
    const value = (subscription.doc.jsonldContext ?? subscription.context ?? undefined) as Json | undefined
    return contexts.resolve(subscription.tenant, value).catch((error) => {
      // an address that is gone must not stop deliveries: whole names say the same
      log.warn({ subscription: subscription.id, error: String(error) }, 'the @context of a subscription cannot be had')
      return contexts.resolve(subscription.tenant, undefined)
    })
  }

  /** Sends the next notification of a queue; what to do then. */
  const sendNext = async (key: store.SubscriberKey): Promise<{ done: true; nextTry: Date | null } | { done: false }> => {
    const subscription = await findSubscription(pool, key.tenant, key.id)
    if (!subscription) return { done: true, nextTry: null }
    const { compiled, state } = subscription
    const at = now()
    const { throttling } = compiled
    if (throttling !== undefined && state.lastNotification) {
      const open = Date.parse(state.lastNotification) + throttling * 1000
      if (open > at.getTime()) return { done: true, nextTry: new Date(open) }
    }
    const pending = await store.listPending(pool, key, BATCH)
    const plan = planNext(pending, throttling !== undefined)
    const [head] = plan.send
    if (!head) return { done: true, nextTry: null }
    const notification = `urn:ngsi-ld:Notification:${head.id}`
    const context = await contextOf(subscription)
    const changes = plan.send.map(({ doc, at: changed }) => ({ change: doc, at: changed.toISOString() }))
    const data = await writeChanges(changes, compiled, context.terms, services.loadFor(subscription))
    const body = notificationOf(
      { id: notification, subscriptionId: subscription.id, notifiedAt: at.toISOString() },
      data,
      compiled,
    )
    const sent = await send({ endpoint: compiled.endpoint, tenant: subscription.tenant, body, context })
    const attempts = head.attempts + 1
    const dead = !sent.ok && attempts >= triesFor(retry, sent.status)
    await store.settle(pool, key, {
      ids: plan.send.map(({ id }) => id),
      superseded: sent.ok || dead ? plan.superseded.map(({ id }) => id) : [],
      notification,
      state: sent.ok ? 'delivered' : dead ? 'dead' : 'tried',
      status: sent.status,
      error: sent.error,
      at: now(),
    })
    if (sent.ok) return { done: false }
    const pause = Math.max(backoff(retry, state.failures + 1), compiled.endpoint.cooldown)
    return { done: true, nextTry: new Date(now().getTime() + pause) }
  }

  const serve = async (key: store.SubscriberKey): Promise<void> => {
    let nextTry: Date | null = null
    const until = (): Date => new Date(now().getTime() + LEASE)
    if (!(await store.lease(pool, key, owner, now(), until()))) return
    try {
      for (let renewed = now().getTime(); !stopping; ) {
        const step = await sendNext(key)
        if (step.done) {
          nextTry = step.nextTry
          break
        }
        if (now().getTime() - renewed > LEASE / 3) {
          if (!(await store.lease(pool, key, owner, now(), until()))) break
          renewed = now().getTime()
        }
      }
    } finally {
      await store.release(pool, key, owner, nextTry)
    }
  }

  const pump = (): void => {
    for (const [text, key] of ready) {
      if (stopping || running.size >= most) return
      if (running.has(text)) continue
      ready.delete(text)
      running.set(
        text,
        serve(key)
          .catch((error) => log.error({ err: error, subscription: key.id }, 'a delivery failed'))
          .finally(() => {
            running.delete(text)
            pump()
          }),
      )
    }
  }

  const wake = (keys: Iterable<store.SubscriberKey>): void => {
    for (const key of keys) ready.set(keyText(key), key)
    pump()
  }

  const look = async (): Promise<void> => {
    wake(await services.tickIntervals())
    wake(await store.listDue(pool, now(), 1000))
  }

  const loop = (): void => {
    timer = setTimeout(() => {
      look()
        .catch((error) => log.error({ err: error }, 'looking for deliveries failed'))
        .finally(() => {
          if (!stopping) loop()
        })
    }, pollEvery)
    timer.unref()
  }

  return {
    wake,
    start: async () => {
      if (pollEvery > 0) loop()
    },
    stop: async () => {
      stopping = true
      clearTimeout(timer)
      await Promise.all(running.values())
    },
    async drain() {
      await look()
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}
