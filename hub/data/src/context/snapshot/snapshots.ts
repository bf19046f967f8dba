/** The life of snapshots: made in the background, used under the policy, told of, removed when their time is over (clause 5.16). */
import { AppError, mayIn } from '@haihe/contract'
import type { City, Log } from '@haihe/kernel'
import type pg from 'pg'
import type { Asker, EntityGuard } from '../../policy/entity-guard.ts'
import type { ReadAsking } from '../http/asking.ts'
import type { Exchange } from '../http/exchange.ts'
import { looksOf } from '../http/guarding.ts'
import { partProblem } from '../http/part-problem.ts'
import type { Search } from '../http/search.ts'
import type { Json } from '../model/json.ts'
import type { Outbound } from '../net/outbound.ts'
import { missing, NgsiError, problemDetails } from '../problem.ts'
import { addDuration, parseDuration } from '../temporal/duration.ts'
import type { ReadPast } from '../temporal/past-asking.ts'
import type { PastSearch } from '../temporal/past-search.ts'
import { copyTenant } from '../tenants.ts'
import { fill, saveCopy } from './fill.ts'
import type { ReadSnapshot } from './read-snapshot.ts'
import { DEFAULT_PRIORITY, LIFETIME, LONGEST_LIFETIME, MOST_SNAPSHOTS, type Snapshot, statusOf } from './snapshot.ts'
import * as store from './snapshot-store.ts'
import { createTellSnapshot } from './tell.ts'

/** A preparation that takes longer was interrupted, milliseconds. */
const LONGEST_PREPARATION = 30 * 60_000

export interface SnapshotServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  city: Pick<City, 'code'>
  guard: EntityGuard
  outbound: Outbound
  search: Search
  pastSearch: PastSearch
}

/** The queries of a new snapshot, read and allowed. */
export interface SnapshotQueries {
  current: ReadAsking[]
  past: ReadPast[]
}

export const createSnapshots = ({ pool, log, now, city, guard, outbound, search, pastSearch }: SnapshotServices) => {
  const { tell, settled, stop } = createTellSnapshot({ outbound, log, now })
  // one after the other: a heap of snapshots must not take the database from the city
  let work: Promise<void> = Promise.resolve()

  const transact = async <T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const result = await run(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    } finally {
      client.release()
    }
  }

  const expiryOf = (lifetime: Json | undefined): Date => {
    const at = now().getTime()
    const wish = typeof lifetime === 'string' ? addDuration(at, parseDuration(lifetime, 'snapshotLifetime'), 1) : at + LIFETIME
    return new Date(Math.min(wish, at + LONGEST_LIFETIME))
  }

  const removeOne = async (snapshot: Snapshot): Promise<void> => {
    const gone = await transact(async (client) => {
      if (!(await store.deleteSnapshot(client, snapshot))) return false
      await store.deleteCopy(client, copyTenant(snapshot.tenant, snapshot.id))
      return true
    })
    // an end before the notification says that it is gone (clause 5.3.4)
    if (gone) tell({ ...snapshot, expiresAt: new Date(Math.min(snapshot.expiresAt.getTime(), now().getTime() - 1)) })
  }

  const begin = async (exchange: Exchange, read: ReadSnapshot, rest: Pick<Snapshot, 'looks' | 'context' | 'doc'>) => {
    const at = now()
    const snapshot: Snapshot = {
      ...rest,
      tenant: exchange.tenant,
      id: read.id ?? `urn:ngsi-ld:Snapshot:${crypto.randomUUID()}`,
      account: exchange.actor.id,
      priority: read.priority ?? DEFAULT_PRIORITY,
      status: 'preparing',
      details: {},
      createdAt: at,
      modifiedAt: at,
      expiresAt: expiryOf(rest.doc.snapshotLifetime),
      lastUsedAt: at,
    }
    const over = await store.findSnapshot(pool, snapshot, new Date(0))
    if (over && over.expiresAt <= at) await removeOne(over)
    // what has no room goes first: the new one is what was asked for last
    for (const one of await store.listCrowd(pool, snapshot.account, MOST_SNAPSHOTS - 1)) await removeOne(one)
    if (!(await transact((client) => store.insertSnapshot(client, snapshot))))
      throw new NgsiError('AlreadyExists', 'snapshot.exists', { id: snapshot.id })
    return snapshot
  }

  /** `run` settles the snapshot in its own transaction; undefined when it is gone meanwhile. */
  const prepare = (exchange: Exchange, snapshot: Snapshot, run: () => Promise<Snapshot | undefined>): void => {
    work = work.then(async () => {
      try {
        const ready = await run()
        if (ready) tell(ready)
      } catch (error) {
        const resultStatus = 'failure' as const
        const details = { snapshotQueriesDetails: [{ resultStatus, problemDetails: partProblem(exchange, error, snapshot.id) }] }
        const failed = await store.settleSnapshot(pool, snapshot, 'failure', details, now()).catch(() => undefined)
        if (failed) tell(failed)
      }
    })
  }

  const find = async (tenant: string, id: string): Promise<Snapshot> => {
    const found = await store.findSnapshot(pool, { tenant, id }, now())
    if (!found) throw missing('snapshot.unknown', { id })
    return found
  }

  const isMaster = ({ actor }: Pick<Exchange, 'actor'>): boolean => mayIn(actor, 'entity.write', city.code)

  /** Whoever may ask what it asked may use it. */
  const assertUse = async (asker: Asker, { looks }: Snapshot): Promise<void> => {
    for (const { attributes, types } of looks) await guard.assertAsked(asker, 'api', attributes, types ?? undefined)
  }

  return {
    find: async (exchange: Exchange, asker: Asker, id: string): Promise<Snapshot> => {
      const found = await find(exchange.tenant, id)
      await assertUse(asker, found)
      return found
    },
    /** One that the caller may change: the own one, or any for who writes in the whole city. */
    own: async (exchange: Exchange, id: string): Promise<Snapshot> => {
      const found = await find(exchange.tenant, id)
      if (found.account !== exchange.actor.id && !isMaster(exchange)) throw new AppError('OUT_OF_SCOPE')
      return found
    },
    /** Those that the caller may remove. */
    list: (exchange: Exchange): Promise<Snapshot[]> =>
      store.listSnapshots(pool, exchange.tenant, isMaster(exchange) ? null : exchange.actor.id, now()),
    /** The tenant in which the copy stands. Throws when the caller may not use the snapshot, or it is not ready. */
    enter: async (tenant: string, id: string, asker: Asker): Promise<string> => {
      const found = await find(tenant, id)
      await assertUse(asker, found)
      if (found.status === 'preparing') throw new NgsiError('Conflict', 'snapshot.preparing', { id })
      await store.touchSnapshot(pool, found, now())
      return copyTenant(tenant, id)
    },
    create: async (exchange: Exchange, read: ReadSnapshot, { current, past }: SnapshotQueries): Promise<Snapshot> => {
      const looks = [...current.map(({ asking }) => asking.asked), ...past.map(({ sought }) => sought.query)]
      const snapshot = await begin(exchange, read, {
        doc: read.doc,
        context: exchange.contextValue ?? null,
        looks: looks.map((query) => looksOf(exchange, query)),
      })
      prepare(exchange, snapshot, async () => {
        const tenant = copyTenant(snapshot.tenant, snapshot.id)
        const filled = await fill({ search, pastSearch }, exchange, { tenant, at: now().toISOString() }, current, past)
        const details = {
          ...(filled.current.length > 0 ? { snapshotQueriesDetails: filled.current } : {}),
          ...(filled.past.length > 0 ? { snapshotTemporalQueriesDetails: filled.past } : {}),
        }
        return transact(async (client) => {
          const status = statusOf([...filled.current, ...filled.past])
          const ready = await store.settleSnapshot(client, snapshot, status, details, now())
          if (ready) await saveCopy(client, filled.copy)
          return ready
        })
      })
      return snapshot
    },
    clone: async (exchange: Exchange, from: Snapshot, read: ReadSnapshot): Promise<Snapshot> => {
      if (from.status === 'preparing') throw new NgsiError('Conflict', 'snapshot.preparing', { id: from.id })
      const { snapshotQueries, snapshotTemporalQueries } = from.doc
      const snapshot = await begin(exchange, read, {
        doc: {
          ...(snapshotQueries ? { snapshotQueries } : {}),
          ...(snapshotTemporalQueries ? { snapshotTemporalQueries } : {}),
          ...read.doc,
        },
        context: from.context,
        looks: from.looks,
      })
      prepare(exchange, snapshot, () =>
        transact(async (client) => {
          // the original must stay until its copy is copied
          const there = await store.findSnapshot(client, from, now())
          if (!there) throw missing('snapshot.unknown', { id: from.id })
          const ready = await store.settleSnapshot(client, snapshot, from.status, from.details, now())
          if (ready) await store.copyCopy(client, copyTenant(from.tenant, from.id), copyTenant(snapshot.tenant, snapshot.id))
          return ready
        }),
      )
      return snapshot
    },
    update: async (snapshot: Snapshot, { priority, doc }: ReadSnapshot): Promise<Snapshot> => {
      const next: Snapshot = {
        ...snapshot,
        doc: { ...snapshot.doc, ...doc },
        priority: priority ?? snapshot.priority,
        ...(doc.snapshotLifetime === undefined ? {} : { expiresAt: expiryOf(doc.snapshotLifetime) }),
        modifiedAt: now(),
      }
      await store.updateSnapshot(pool, next)
      tell(next)
      return next
    },
    remove: removeOne,
    /** Removes those whose time is over, gives up on those that nobody prepares any more. */
    sweep: async (): Promise<void> => {
      for (const over of await store.listOver(pool, now())) await removeOne(over)
      for (const left of await store.listAbandoned(pool, new Date(now().getTime() - LONGEST_PREPARATION))) {
        const problem = problemDetails(new NgsiError('InternalError', 'snapshot.interrupted'))
        const details = { snapshotQueriesDetails: [{ resultStatus: 'failure' as const, problemDetails: problem }] }
        const failed = await store.settleSnapshot(pool, left, 'failure', details, now())
        if (failed) tell(failed)
      }
    },
    /** Resolves when nothing is being prepared or told. */
    settled: async (): Promise<void> => {
      await work
      await settled()
    },
    stop: async (): Promise<void> => {
      await work
      await stop()
    },
  }
}

export type Snapshots = ReturnType<typeof createSnapshots>
