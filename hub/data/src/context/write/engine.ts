/**
 * Writes of entities: concurrent writes share a transaction (group commit). Every write runs on the locked present state;
 * state, search rows, history, what subscribers wait for, and readings for the ingest pipeline commit together.
 */
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { Instance, Kept } from '../model/entity.ts'
import { NgsiError } from '../problem.ts'
import { type Difference, diff } from './diff.ts'
import type { Readings, ReadingsOf } from './readings.ts'
import { Raced, saveHistory, saveStates } from './save.ts'
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
  apply: (current: Kept | undefined, now: string) => Effect<R>
}

export interface Effect<R> {
  next?: Kept
  result: R
  /** what goes into the history instead of the difference of the two states; subscribers are then not told */
  history?: HistoryEntry[]
  /** more work in the same transaction, on rows that `apply` cannot see */
  also?: (client: pg.ClientBase) => Promise<void>
}

export interface HistoryEntry {
  attribute: string
  instance: Instance
  deletedAt?: string
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
  history?: HistoryEntry[]
  also?: Effect<unknown>['also']
}

const keyOf = (tenant: string, id: string): string => `${tenant}\n${id}`

/** The database refused for a reason that passes: another writer won, or the connection broke before anything was done. */
const isTransient = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '')

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
        const { next, result, history, also } = waiting.write.apply(before, at)
        if (next && next !== before) {
          if (!first.has(key)) first.set(key, before)
          present.set(key, next)
        }
        const after = next && next !== before ? next : also ? before : undefined
        return { waiting, result, before, after, history, also }
      } catch (error) {
        return { waiting, error }
      }
    })
    return { outcomes, first }
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
    await saveStates(client, first, present)
    const applied = changes.map(
      ({ waiting, before, after }): Applied => ({
        before,
        after,
        difference: diff(before, after),
        actor: waiting.write.actor,
        now: at,
      }),
    )
    await saveHistory(
      client,
      changes.map(({ history, also }, i) => ({ ...(applied[i] as Applied), history, also })),
    )
    const told = [] as unknown[]
    const telling = applied.filter((_, i) => changes[i]?.history === undefined)
    for (const follower of followers) told.push(await follower.write(client, telling))
    const pending = await readings.prepare(
      client,
      changes.map((outcome, i) => ({
        owner: outcome,
        source: outcome.waiting.write.source,
        items: readingsOf(applied[i] as Applied, outcome.history),
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
      if (!(error instanceof NgsiError)) log.error({ err: error }, 'a write of entities failed')
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
