/**
 * Keeps copies of subscriptions at context sources (clauses 5.8.1.4, 5.8.2.4, 5.8.5.4). It does not follow events: it
 * compares the copies there shall be, of the subscriptions and registrations there are, with those that are noted, notes
 * the difference, and then does what is noted. So it does not matter what was missed: a crash between two steps, a source
 * that was down for days, a subscription that a source lost. One process at a time does it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { LOCKS, type Log } from '@haihe/kernel'
import type pg from 'pg'
import { backoff, DEFAULT_RETRY, type RetryPolicy } from '../../../deliveries/backoff.ts'
import type { Contexts } from '../../ld/contexts.ts'
import { entitySubscriptions } from '../../subscription/subscription-store.ts'
import { stable } from '../digest.ts'
import type { Forwarder } from '../forward.ts'
import type { Source } from '../registration.ts'
import type { Registrations } from '../registrations.ts'
import { usable } from '../retrieve.ts'
import type { Origin } from '../speech.ts'
import { type Copy, copyFor } from './copy.ts'
import type { CopyStore, StoredCopy, Target } from './copy-store.ts'
import { createHolder, type Held } from './holder.ts'

export interface KeeperServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  store: CopyStore
  registrations: Registrations
  forwarder: Pick<Forwarder, 'send'>
  contexts: Pick<Contexts, 'resolve'>
  /** how a tenant of this hub calls itself in Via */
  alias: (tenant: string) => string
  /** where this hub takes notifications, with a slash at its end */
  notify: () => string
  /** what a source must bring along with notifications of a copy */
  keyFor: (id: string) => string
  retry?: RetryPolicy
}

/** A copy that is held is looked after so often, milliseconds. */
const CHECK = 10 * 60_000
/** Subscriptions end and sources expire with time alone: what there shall be is looked at anew after this long. */
const REPLAN = 60_000
/** A copy that cannot be deleted because its source is gone is forgotten after this long; the source refuses nobody it does not know. */
const FORGET = 7 * 24 * 3_600_000
const MOST_AT_ONCE = 8
/** How long the end waits for what is under way, milliseconds. */
const PATIENCE = 2_000
const MOST_DUE = 500

const placeOf = ({ endpoint, targetTenant }: Source): string => `${targetTenant ?? ''} ${endpoint}`

const targetOf = ({ infos: _, operations, doc: __, ...rest }: Source): Target => ({ ...rest, operations: [...operations].sort() })

interface Wanted {
  source: Source
  doc: Copy
  via: string | null
  subscription: { tenant: string; id: string }
}

const keyOf = (tenant: string, subscription: string, registration: string, place: string): string =>
  [tenant, subscription, registration, place].join('\n')

export const createKeeper = (services: KeeperServices) => {
  const { pool, log, now, store, registrations, contexts, alias, notify, retry = DEFAULT_RETRY } = services
  const holder = createHolder(services)
  let planned: { version: string; at: number } | undefined
  let running: Promise<void> | undefined
  let again = false

  /** One subscription that cannot be worked out must not keep the others from their sources. */
  const copyOf = (...[subscription, source, base, at]: Parameters<typeof copyFor>): Copy | undefined => {
    try {
      return copyFor(subscription, source, base, at)
    } catch (error) {
      log.error(
        { err: error, subscription: subscription.id, source: source.id },
        'the copy of a subscription cannot be worked out',
      )
      return undefined
    }
  }

  const desired = async (at: number): Promise<Map<string, Wanted>> => {
    const found = new Map<string, Wanted>()
    const base = notify()
    const byTenant = new Map<string, readonly Source[]>()
    for (const subscription of await entitySubscriptions(pool)) {
      const { tenant, id, compiled } = subscription
      const sources = byTenant.get(tenant) ?? (await registrations.of(tenant))
      byTenant.set(tenant, sources)
      const via = compiled.via ?? null
      const origin = { headers: via === null ? {} : { via } } as Origin
      for (const source of usable(sources, origin, alias(tenant))) {
        const doc = copyOf(subscription, source, base, at)
        if (doc) found.set(keyOf(tenant, id, source.id, placeOf(source)), { source, doc, via, subscription: { tenant, id } })
      }
    }
    return found
  }

  const isPlanned = (version: string, at: Date): boolean => planned?.version === version && at.getTime() - planned.at < REPLAN

  /** Notes what there shall be. */
  const plan = async (): Promise<void> => {
    const at = now()
    const { version } = await store.glance(at)
    if (isPlanned(version, at)) return
    const [wanted, there] = [await desired(at.getTime()), await store.list()]
    const client = await pool.connect()
    let moved = false
    try {
      await client.query('BEGIN')
      for (const copy of there) {
        if (copy.state === 'unwanted') continue
        const key = keyOf(copy.tenant, copy.subscription, copy.registration, copy.place)
        const shall = wanted.get(key)
        wanted.delete(key)
        const target = shall ? targetOf(shall.source) : copy.target
        const next = { ...copy, target, ...(shall ? { doc: shall.doc, via: shall.via } : { state: 'unwanted' as const }) }
        if (stable(next) === stable(copy)) continue
        // what only concerns the way there does not change the copy
        const state = next.state === 'held' && stable(next.doc) !== stable(copy.doc) ? 'wanted' : next.state
        await store.want(client, { ...next, state }, at)
        moved ||= state === 'unwanted'
      }
      for (const { source, doc, via, subscription } of wanted.values()) {
        moved = true
        const { tenant, id } = subscription
        const one = {
          tenant,
          subscription: id,
          registration: source.id,
          place: placeOf(source),
          target: targetOf(source),
          via,
          doc,
        }
        await store.insert(client, { id: crypto.randomUUID(), ...one }, at)
      }
      if (moved) await store.bump(client)
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
    // the own change of the version is no reason to plan again
    planned = { version: moved ? (await store.glance(at)).version : version, at: at.getTime() }
  }

  const later = (milliseconds: number): Date => new Date(now().getTime() + milliseconds)

  /** One try. */
  const attend = async (copy: StoredCopy): Promise<void> => {
    const context = await contexts.resolve(copy.tenant, undefined)
    const origin: Origin = {
      tenant: copy.tenant,
      headers: copy.via === null ? {} : { via: copy.via },
      context,
      contextValue: undefined,
    }
    const done: Held = await holder(copy, origin)
    if (done.gone) return store.remove(copy.id)
    if (done.error === null) {
      await store.settle({ ...copy, held: done.held, state: 'held', attempts: 0, error: null, nextTryAt: later(CHECK) })
      return
    }
    const attempts = copy.attempts + 1
    if (copy.state === 'unwanted' && now().getTime() - copy.modifiedAt.getTime() > FORGET) return store.remove(copy.id)
    if (attempts === 1)
      log.warn(
        { copy: copy.id, subscription: copy.subscription, source: copy.registration, reason: done.error },
        'a source did not take its copy of a subscription',
      )
    const state = copy.state === 'held' && done.held === null ? 'wanted' : copy.state
    const nextTryAt = later(backoff(retry, attempts))
    await store.settle({ ...copy, held: done.held, state, attempts, error: done.error.slice(0, 500), nextTryAt })
  }

  const attendAll = async (): Promise<void> => {
    const due = await store.due(now(), MOST_DUE)
    const next = due[Symbol.iterator]()
    const work = async (): Promise<void> => {
      for (const copy of next)
        await attend(copy).catch((error) => log.error({ err: error, copy: copy.id }, 'a copy could not be kept'))
    }
    await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, due.length) }, work))
  }

  const alone = async (work: () => Promise<void>): Promise<void> => {
    const client = await pool.connect()
    try {
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [LOCKS.subscriptionCopies])
      if (!rows[0]?.got) return
      try {
        await work()
      } finally {
        await client.query('SELECT pg_advisory_unlock($1)', [LOCKS.subscriptionCopies])
      }
    } finally {
      client.release()
    }
  }

  const run = async (): Promise<void> => {
    do {
      again = false
      const at = now()
      const { version, due } = await store.glance(at)
      if (!due && isPlanned(version, at)) continue
      await alone(async () => {
        await plan()
        await attendAll()
      })
    } while (again)
  }

  /** Does what there is to do; who asks while it is done is served by another round. */
  const attendNow = (): Promise<void> => {
    if (running) again = true
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  let timer: NodeJS.Timeout | undefined
  const inBackground = (): void => {
    attendNow().catch((error) => log.error({ err: error }, 'copies of subscriptions could not be looked after'))
  }
  return {
    run: attendNow,
    /** something changed that may concern copies */
    kick: (): void => {
      if (timer) inBackground()
    },
    /** `every`: milliseconds between two looks; 0: only when told (tests) */
    start: (every: number): void => {
      if (every <= 0) return
      timer = setInterval(inBackground, every)
      timer.unref()
    },
    stop: async (): Promise<void> => {
      clearInterval(timer)
      timer = undefined
      // what is not done goes on at the next start: a source that does not answer must not hold up the end
      await Promise.race([running?.catch(() => {}), sleep(PATIENCE, undefined, { ref: false })])
    },
  }
}
export type Keeper = ReturnType<typeof createKeeper>
