/** Rows of a group of writes, in the transaction of the group. */
import type pg from 'pg'
import type { Kept } from '../model/entity.ts'
import { keysOf } from '../model/keys.ts'
import { hubName } from '../vocabulary.ts'
import type { Applied, Effect } from './engine.ts'
import { nextExpiryOf } from './expiry.ts'
import { entryRows, geoRows, historyRows, numberRows } from './rows.ts'
import * as store from './write-store.ts'

/** Another writer made one of the entities meanwhile. */
export class Raced extends Error {}

type Change = Applied & Pick<Effect<unknown>, 'history' | 'also'>

/** State and search rows of what changed. `first`: each entity as it was before the transaction. */
export const saveStates = async (
  client: pg.PoolClient,
  first: ReadonlyMap<string, Kept | undefined>,
  present: ReadonlyMap<string, Kept>,
): Promise<void> => {
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

/** In the order of the writes: what one of them removes from the history, a later one may have added again. */
export const saveHistory = async (client: pg.PoolClient, changes: readonly Change[]): Promise<void> => {
  let rows: store.InstanceRow[] = []
  const flush = async (): Promise<void> => {
    if (rows.length > 0) await store.insertInstances(client, rows)
    rows = []
  }
  for (const { before, after, difference, actor, now, history, also } of changes) {
    rows.push(...(history ? entryRows(after, history, actor, now) : historyRows(before, after, difference, actor, now)))
    if (!also) continue
    await flush()
    await also(client)
  }
  await flush()
}
