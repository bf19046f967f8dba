/**
 * Writes of entities: concurrent writes share a transaction (group commit). Every write runs on the locked present state;
 * state, search rows, history, what subscribers wait for, and readings for the ingest pipeline commit together.
 */
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { Kept } from '../model/entity.ts'
import { keysOf } from '../model/keys.ts'
import { hubName } from '../vocabulary.ts'
import { type Difference, diff } from './diff.ts'
import { nextExpiryOf } from './expiry.ts'
import type { Readings, ReadingsOf } from './readings.ts'
import { geoRows, historyRows, numberRows } from './rows.ts'
import * as store from './write-store.ts'

/** One write on one entity. */
export interface Write<R> {
  tenant: string
  id: string
  /** id of the account or client, for the history */
  actor: string
  /** source in whose name readings go to the pipeline */
  source: string
  /** From the present state (also of a deleted entity) to the next one; throws when the write cannot be. Pure. */
  apply: (current: Kept | undefined, now: string) => { next?: Kept; result: R }
}

/** A change that is about to be committed, as followers see it. */
export interface Applied {
  before: Kept | undefined
  after: Kept
  difference: Difference
  actor: string
  now: string
}

export interface Written<R> {
  result: R
  /** what the pipeline did not take, in words */
  rejected: { attribute: string; code: string; message: string }[]
}

/** Takes part in the transaction: subscriptions. */
export interface Follower {
  write: (client: pg.PoolClient, applied: readonly Applied[]) => Promise<unknown>
  committed: (result: unknown) => void
}

export interface WriteEngine {
  write: <R>(write: Write<R>) => Promise<Written<R>>
  follow: (follower: Follower) => void
  /** finishes what was accepted */
  stop: () => Promise<void>
}

export interface EngineServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  readings: Readings
  readingsOf: ReadingsOf
  /** entities of the default tenant changed or went: whoever remembers them reads again */
  forget: (ids: readonly string[]) => void
  /** writers side by side */
  writers?: number
  /** most writes of one transaction */
  groupSize?: number
}

// biome-ignore lint/suspicious/noExplicitAny: the queue holds writes of every result type
type AnyWrite = Write<any>

interface Waiting {
  write: AnyWrite
  // biome-ignore lint/suspicious/noExplicitAny: as above
  resolve: (written: Written<any>) => void
  reject: (error: unknown) => void
}

interface Outcome {
  waiting: Waiting
  error?: unknown
  result?: unknown
  before?: Kept
  after?: Kept
}

const keyOf = (tenant: string, id: string): string => `${tenant}\n${id}`

/** The database refused for a reason that passes: another writer won, or the connection broke before anything was done. */
const isTransient = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

class Raced extends Error {}

const hash = (text: string): number => {
  let value = 0
  for (let i = 0; i < text.length; i += 1) value = (value * 31 + text.charCodeAt(i)) | 0
  return value >>> 0
}

export const createWriteEngine = ({
  pool,
  log,
  now,
  readings,
  readingsOf,
  forget,
  writers = 2,
  groupSize = 200,
}: EngineServices): WriteEngine => {
  const followers: Follower[] = []
  const queues: Waiting[][] = Array.from({ length: writers }, () => [])
  const running: (Promise<void> | null)[] = Array.from({ length: writers }, () => null)

  const apply = (
    group: readonly Waiting[],
    present: Map<string, Kept>,
    at: string,
  ): { outcomes: Outcome[]; first: Map<string, Kept | undefined> } => {
    const first = new Map<string, Kept | undefined>()
    const outcomes = group.map((waiting): Outcome => {
      const key = keyOf(waiting.write.tenant, waiting.write.id)
      const before = present.get(key)
      try {
        const { next, result } = waiting.write.apply(before, at)
        if (next && next !== before) {
          if (!first.has(key)) first.set(key, before)
          present.set(key, next)
        }
        return { waiting, result, before, after: next && next !== before ? next : undefined }
      } catch (error) {
        return { waiting, error }
      }
    })
    return { outcomes, first }
  }

  const save = async (client: pg.PoolClient, first: Map<string, Kept | undefined>, present: Map<string, Kept>): Promise<void> => {
    const inserts: store.EntityWrite[] = []
    const updates: store.EntityWrite[] = []
    const numbers: store.NumberRow[] = []
    const geos: store.GeoRow[] = []
    const staleNumbers: store.Key[] = []
    const staleGeos: store.Key[] = []
    for (const [key, before] of first) {
      const kept = present.get(key) as Kept
      ;(before ? updates : inserts).push({
        kept,
        type: hubName(kept.types[0] as string),
        keys: kept.live ? keysOf(kept) : [],
        nextExpiry: nextExpiryOf(kept),
      })
      const rowsOf = <T>(make: (kept: Kept) => T[], into: T[], stale: store.Key[]): void => {
        const old = before?.live ? make(before) : []
        const fresh = kept.live ? make(kept) : []
        if (JSON.stringify(old) === JSON.stringify(fresh)) return
        if (old.length > 0) stale.push({ tenant: kept.tenant, id: kept.id })
        into.push(...fresh)
      }
      rowsOf(numberRows, numbers, staleNumbers)
      rowsOf(geoRows, geos, staleGeos)
    }
    if (inserts.length > 0 && (await store.insertEntities(client, inserts)) < inserts.length) throw new Raced()
    if (updates.length > 0) await store.updateEntities(client, updates)
    if (staleNumbers.length > 0) await store.deleteNumbers(client, staleNumbers)
    if (numbers.length > 0) await store.insertNumbers(client, numbers)
    if (staleGeos.length > 0) await store.deleteGeos(client, staleGeos)
    if (geos.length > 0) await store.insertGeos(client, geos)
  }

  const transact = async (client: pg.PoolClient, group: readonly Waiting[], at: string) => {
    const keys = new Map(group.map(({ write }) => [keyOf(write.tenant, write.id), { tenant: write.tenant, id: write.id }]))
    await client.query('BEGIN')
    const present = new Map(
      (await store.lockEntities(client, [...keys.values()])).map((kept) => [keyOf(kept.tenant, kept.id), kept]),
    )
    const { outcomes, first } = apply(group, present, at)
    const changes = outcomes.filter((outcome): outcome is Outcome & { after: Kept } => outcome.after !== undefined)
    if (changes.length === 0) {
      await client.query('COMMIT')
      return { outcomes, pending: null, told: [] }
    }
    await save(client, first, present)
    const applied = changes.map(
      ({ waiting, before, after }): Applied => ({
        before,
        after,
        difference: diff(before, after),
        actor: waiting.write.actor,
        now: at,
      }),
    )
    const history = applied.flatMap(({ before, after, difference, actor }) => historyRows(before, after, difference, actor, at))
    if (history.length > 0) await store.insertInstances(client, history)
    const told = [] as unknown[]
    for (const follower of followers) told.push(await follower.write(client, applied))
    const pending = await readings.prepare(
      client,
      changes.map((outcome, i) => ({
        owner: outcome,
        source: outcome.waiting.write.source,
        items: readingsOf(applied[i] as Applied),
      })),
      at,
    )
    await client.query('COMMIT')
    const forgotten = [...first.keys()].filter((key) => key.startsWith('\n')).map((key) => key.slice(1))
    if (forgotten.length > 0) forget(forgotten)
    return { outcomes, pending, told }
  }

  const settle = async ({ outcomes, pending, told }: Awaited<ReturnType<typeof transact>>): Promise<void> => {
    followers.forEach((follower, i) => {
      if (told.length > 0) follower.committed(told[i])
    })
    const rejected = pending ? await readings.submit(pending) : new Map<unknown, Written<unknown>['rejected']>()
    for (const outcome of outcomes) {
      if (outcome.error !== undefined) outcome.waiting.reject(outcome.error)
      else outcome.waiting.resolve({ result: outcome.result, rejected: rejected.get(outcome) ?? [] })
    }
  }

  const attempt = async (group: readonly Waiting[], tries = 0): Promise<void> => {
    const client = await pool.connect()
    let done: Awaited<ReturnType<typeof transact>>
    try {
      done = await transact(client, group, now().toISOString())
    } catch (error) {
      const broken = await client.query('ROLLBACK').then(
        () => undefined,
        (failure: Error) => failure,
      )
      client.release(broken)
      if ((error instanceof Raced || isTransient(error)) && tries < 5) return attempt(group, tries + 1)
      // one bad write must not take its neighbours along: what fails together is tried alone
      if (group.length > 1 && !broken) {
        for (const waiting of group) await attempt([waiting])
        return
      }
      log.error({ err: error }, 'a write of entities failed')
      for (const waiting of group) waiting.reject(error)
      return
    }
    client.release()
    await settle(done)
  }

  const run = async (index: number): Promise<void> => {
    const queue = queues[index] as Waiting[]
    while (queue.length > 0) {
      const group = queue.splice(0, groupSize)
      try {
        await attempt(group)
      } catch (error) {
        // no connection to be had
        for (const waiting of group) waiting.reject(error)
      }
    }
    running[index] = null
  }

  return {
    write: (write) =>
      new Promise((resolve, reject) => {
        const index = hash(write.id) % writers
        ;(queues[index] as Waiting[]).push({ write, resolve, reject })
        // the turn of the event loop gathers what came in together
        running[index] ??= new Promise<void>((start) => setImmediate(start)).then(() => run(index))
      }),
    follow: (follower) => {
      followers.push(follower)
    },
    stop: async () => {
      while (running.some((one) => one !== null)) await Promise.all(running)
    },
  }
}
