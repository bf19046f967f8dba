/**
 * Sends what subscribers are owed. One notification at a time per subscriber keeps the order; subscribers take turns, and
 * those that answer slowly have slots of their own, so that they hold up nobody. What was just committed is handed over in
 * memory; the store is read for what was not: after a start, after a failure, or when there is too much of it. What is owed
 * leaves the store only together with its proof, so a notification that may have arrived is sent again rather than lost.
 */
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { LoadMany } from '../context/http/shape.ts'
import type { Contexts } from '../context/ld/contexts.ts'
import type { Registry } from '../context/subscription/registry.ts'
import { type Subscription, statusOf } from '../context/subscription/spec.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'
import { backoff, DEFAULT_RETRY, type RetryPolicy, triesFor } from './backoff.ts'
import { createClaims } from './claims.ts'
import { createLetters, type LetterServices } from './letters.ts'
import { beginLoad, endLoad, fill, give, isIdle, type Mailbox, openMailbox } from './mailbox.ts'
import { type Plan, planNext } from './plan.ts'
import * as store from './queue-store.ts'
import type { Send, Sent } from './sender.ts'
import { createSettler } from './settler.ts'
import { createTurns } from './turns.ts'

interface DispatcherServices {
  pool: pg.Pool
  url: string
  log: Log
  now: () => Date
  contexts: Contexts
  registry: Registry
  send: Send
  /** entities that notifications join, as far as the subscription may see them */
  loadFor: (subscription: Subscription) => LoadMany
  /** a change as a subscriber may be told of it */
  told: LetterServices['told']
  /** makes due periodic notifications */
  tickIntervals: () => Promise<store.SubscriberKey[]>
}

export interface DispatcherOptions {
  retry?: RetryPolicy
  /** how often the store is asked for what was not handed over, milliseconds; 0: only when told (tests) */
  pollEvery?: number
  /** notifications under way to subscribers that answer quickly */
  most?: number
  /** deliveries in memory at most */
  kept?: number
}

/** Committed deliveries of one subscriber, in order. */
export interface Handed {
  subscription: Stored
  owed: store.Owed[]
}

interface Dispatcher {
  /** these were committed */
  hand: (handed: readonly Handed[]) => void
  /** there is work for these subscribers in the store, now */
  wake: (keys: Iterable<store.SubscriberKey>) => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
  /** looks for work and resolves when all of it that is due was tried */
  drain: () => Promise<void>
  /** resolves when the outcomes that are known by now can be read from the store */
  settled: () => Promise<void>
}

const PAGE = 500
/** A subscription that was changed or deleted is noticed within this time, milliseconds. */
const STALE = 50
/** Waiting subscribers are looked at so often, milliseconds. */
const BEAT = 200

export const createDispatcher = (services: DispatcherServices, options: DispatcherOptions = {}): Dispatcher => {
  const { pool, log, now, registry, send } = services
  const { retry = DEFAULT_RETRY, pollEvery = 1_000, most = 64, kept = 50_000 } = options
  const owner = Math.floor(Math.random() * 2 ** 31)
  const boxes = new Map<number, Mailbox>()
  const waiting = new Set<Mailbox>()
  const letters = createLetters({ contexts: services.contexts, log, loadFor: services.loadFor, told: services.told })
  let inMemory = 0
  let known: { byKey: ReadonlyMap<number, Stored>; at: number } | undefined
  let timer: NodeJS.Timeout | undefined
  let polled = 0
  let stopping = false

  const settler = createSettler({
    url: services.url,
    log,
    owner,
    lost: () => {
      for (const box of boxes.values()) forgetClaim(box)
    },
  })
  const claims = createClaims((keys) => store.claim(pool, owner, keys))

  const forget = (box: Mailbox): void => {
    inMemory -= box.owed.length
    box.owed = []
  }
  const forgetClaim = (box: Mailbox): void => {
    box.claimed = false
    box.more = true
    forget(box)
  }

  /** The subscription as it is now; undefined when it is gone or switched off. */
  const current = async (box: Mailbox): Promise<Stored | undefined> => {
    const at = performance.now()
    if (!known || at - known.at > STALE) known = { byKey: (await registry.candidates(pool)).byKey, at }
    const found = known.byKey.get(box.key)
    // what was handed over may know of one that was made a moment ago
    return found ?? (await registry.candidates(pool)).byKey.get(box.key)
  }

  /** Makes sure that there is something in memory if there is anything; false when there is nothing to do. */
  const load = async (box: Mailbox): Promise<boolean> => {
    if (!box.claimed) {
      await settler.open()
      const state = await claims.ask(box.key)
      if (!state) {
        boxes.delete(box.key)
        forget(box)
        return false
      }
      fill(box, state)
      if (box.notBefore > now().getTime()) return false
    }
    if (box.owed.length > 0) return true
    if (!box.more) return false
    // proofs of what was sent must be in the store before it is asked what is left
    if (box.unsettled > 0)
      await new Promise<void>((resolve) => {
        box.settled = resolve
      })
    beginLoad(box)
    const { owed, lapsed } = await store.listPending(pool, box.key, PAGE).catch((error) => {
      endLoad(box, [], false)
      throw error
    })
    endLoad(box, owed, owed.length + lapsed.length < PAGE)
    inMemory += box.owed.length
    if (lapsed.length > 0)
      note(box, { send: [], superseded: [] }, { ok: false, status: null, error: 'no longer kept' }, 'dead', lapsed, null)
    return box.owed.length > 0
  }

  const note = (
    box: Mailbox,
    plan: Plan,
    sent: Sent,
    state: 'delivered' | 'tried' | 'dead' | 'withheld',
    ids: readonly number[],
    nextTry: Date | null,
  ): void => {
    box.unsettled += 1
    settler.add(
      {
        subscriber: box.key,
        state,
        ids,
        superseded: plan.superseded.map(({ id }) => id),
        notification: `${ids[0]}-${ids.at(-1)}`,
        attempts: box.attempts,
        status: sent.status,
        error: sent.error,
        at: now(),
        failures: box.failures,
        nextTry,
      },
      () => {
        box.unsettled -= 1
        if (box.unsettled === 0) box.settled?.()
      },
    )
  }

  const remove = (box: Mailbox, plan: Plan): void => {
    const gone = new Set([...plan.send, ...plan.superseded].map(({ id }) => id))
    const before = box.owed.length
    box.owed = box.owed.filter(({ id }) => !gone.has(id))
    inMemory -= before - box.owed.length
  }

  /** What the policy tells the subscriber nothing of leaves the queue with that proof; what is left of the plan. */
  const withhold = (box: Mailbox, plan: Plan, withheld: readonly number[]): Plan => {
    if (withheld.length === 0) return plan
    const gone = new Set(withheld)
    const whole = gone.size === plan.send.length
    const part: Plan = { send: plan.send.filter(({ id }) => gone.has(id)), superseded: whole ? plan.superseded : [] }
    note(box, part, { ok: true, status: null, error: null }, 'withheld', withheld, null)
    remove(box, part)
    if (whole) {
      box.tried = null
      box.attempts = 0
    }
    return { send: plan.send.filter(({ id }) => !gone.has(id)), superseded: whole ? [] : plan.superseded }
  }

  const outcome = (box: Mailbox, subscription: Stored, plan: Plan, sent: Sent): void => {
    box.attempts += 1
    box.lastSent = now().getTime()
    const ids = plan.send.map(({ id }) => id)
    if (sent.ok) {
      box.failures = 0
      note(box, plan, sent, 'delivered', ids, null)
    } else {
      box.failures += 1
      const pause = Math.max(backoff(retry, box.failures), subscription.compiled.endpoint.cooldown)
      box.notBefore = now().getTime() + pause
      const dead = box.attempts >= triesFor(retry, sent.status)
      note(box, plan, sent, dead ? 'dead' : 'tried', ids, new Date(box.notBefore))
      if (!dead) {
        box.tried = new Set(ids)
        // others need the memory: what is owed is in the store
        forget(box)
        box.more = true
        return
      }
    }
    box.tried = null
    box.attempts = 0
    remove(box, plan)
  }

  /** Sends the next notification of a subscriber, if one is due. */
  const serve = async (box: Mailbox): Promise<void> => {
    const subscription = await current(box)
    if (!subscription || statusOf(subscription, now().getTime()) !== 'active') {
      boxes.delete(box.key)
      forget(box)
      return
    }
    box.subscription = subscription
    if (!(await load(box))) return
    const at = now()
    const { throttling } = subscription.compiled
    const open = throttling === undefined ? 0 : box.lastSent + throttling * 1000
    if (open > at.getTime()) {
      box.notBefore = open
      return
    }
    const plan = planNext(box.owed, throttling !== undefined, box.tried)
    const { message, withheld } = await letters.write(subscription, plan.send, at)
    const rest = withhold(box, plan, withheld)
    if (message) outcome(box, subscription, rest, await send(message))
  }

  const turns = createTurns<Mailbox>({
    most,
    serve: async (box) => {
      if (stopping) return
      box.sending = true
      const started = performance.now()
      try {
        await serve(box)
      } catch (error) {
        log.error({ err: error, subscription: box.subscription.id }, 'a delivery failed')
        forgetClaim(box)
        box.notBefore = now().getTime() + backoff(retry, 1)
      } finally {
        box.sending = false
        box.slow = box.failures > 0 || performance.now() - started > 300
      }
      if (boxes.get(box.key) !== box) return
      if (box.notBefore > now().getTime()) waiting.add(box)
      // also when something came while the last of it was under way
      else if (box.owed.length > 0 || box.more) turns.add(box, box.slow)
    },
  })

  const boxOf = (subscription: Stored): Mailbox => {
    const found = boxes.get(subscription.key)
    if (found) return found
    const made = openMailbox(subscription)
    boxes.set(subscription.key, made)
    return made
  }

  const hand = (handed: readonly Handed[]): void => {
    if (stopping) return
    for (const { subscription, owed } of handed) {
      const box = boxOf(subscription)
      const before = box.owed.length
      give(box, owed, inMemory + owed.length <= kept)
      inMemory += box.owed.length - before
      if (!waiting.has(box)) turns.add(box, box.slow)
    }
  }

  /** The store may hold what is not in memory. */
  const rouse = (box: Mailbox): void => {
    box.more = true
    box.notBefore = 0
    waiting.delete(box)
    turns.add(box, box.slow)
  }

  const wakeKeys = async (keys: Iterable<number>): Promise<void> => {
    const { byKey } = await registry.candidates(pool)
    for (const key of keys) {
      const subscription = byKey.get(key)
      if (subscription) rouse(boxOf(subscription))
    }
  }

  const wake = async (keys: Iterable<store.SubscriberKey>): Promise<void> => {
    try {
      const found = await Promise.all([...keys].map((key) => store.keyOf(pool, key)))
      await wakeKeys(found.filter((key) => key !== undefined))
    } catch (error) {
      // what is owed is found at the next look into the store
      log.warn({ err: error }, 'subscribers could not be woken')
    }
  }

  const lookAtWaiting = (): void => {
    const at = now().getTime()
    for (const box of waiting)
      if (box.notBefore <= at) {
        waiting.delete(box)
        turns.add(box, box.slow)
      }
  }

  const poll = async (): Promise<void> => {
    polled += 1
    await settler.open()
    await wake(await services.tickIntervals())
    // whose outcome is under way looks due in the store while it is not
    const settled = new Set([...waiting].filter((box) => box.unsettled === 0))
    const busy = polled % 30 === 0
    const owing = await store.listOwing(pool, owner, now())
    await wakeKeys(
      owing.filter((key) => {
        const box = boxes.get(key)
        return !box || isIdle(box) || settled.has(box) || (busy && !waiting.has(box))
      }),
    )
  }

  const loop = (): void => {
    let due = 0
    let busy = false
    timer = setInterval(() => {
      lookAtWaiting()
      due -= BEAT
      if (due > 0 || busy) return
      due = pollEvery
      busy = true
      poll()
        .catch((error) => log.error({ err: error }, 'looking for deliveries failed'))
        .finally(() => {
          busy = false
        })
    }, BEAT)
    timer.unref()
  }

  return {
    hand,
    wake,
    start: async () => {
      if (pollEvery > 0) loop()
    },
    stop: async () => {
      stopping = true
      clearInterval(timer)
      await turns.idle()
      await settler.close()
    },
    settled: settler.settled,
    async drain() {
      await poll()
      lookAtWaiting()
      await turns.idle()
      await settler.flush()
    },
  }
}
