/**
 * Pages of one answer: the set of entities is fixed when a map is made, and every page checks the conditions of its query
 * again (clause 5.5.9.3). What no longer fits is taken out of the map. A map belongs to the account that asked for it.
 */
import { createHash } from 'node:crypto'
import { mayIn } from '@haihe/contract'
import type pg from 'pg'
import { found as matches } from '../../pattern.ts'
import type { Exchange } from '../http/exchange.ts'
import { flag, type Query } from '../http/parameters.ts'
import { BASE_PATH } from '../http/plugin.ts'
import type { Kept } from '../model/entity.ts'
import { NgsiError } from '../problem.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import type { FindPage } from '../query/find.ts'
import { addDuration, parseDuration } from '../temporal/duration.ts'
import { type EntityMap, LIFETIME, LOCAL, LONGEST_LIFETIME, type MapEntry, MOST_MAPPED, MOST_MAPS } from './entity-map.ts'
import * as store from './entity-map-store.ts'

/** What a request says of maps. */
export interface MapAsked {
  /** the live map it refers to */
  map?: EntityMap
  /** a new one is to be made: asked for, or the one referred to is gone */
  wanted: boolean
  expiresAt: Date
}

/** Entities looked at together; a source is asked for them by their ids. */
const CHUNK = 100

export interface Looked<T> {
  entities: T[]
  /** not all of the sources answered: what is missing may be there */
  unsure: boolean
}

export interface MapPage<T> {
  entities: T[]
  more: boolean
  total?: number
}

export interface EntityMaps {
  asked: (exchange: Exchange, parameters: Query, kind: EntityMap['kind']) => Promise<MapAsked>
  /** throws TooManyResults */
  make: (exchange: Exchange, about: MapAsked, kind: EntityMap['kind'], query: unknown, entries: MapEntry[]) => Promise<EntityMap>
  /** `look`: which of these entities the request means now */
  page: <T>(
    map: EntityMap,
    page: FindPage,
    query: unknown,
    idOf: (found: T) => string,
    look: (ids: readonly string[], entries: readonly MapEntry[]) => Promise<Looked<T>>,
  ) => Promise<MapPage<T>>
  entry: (map: EntityMap, entity: string) => Promise<MapEntry | undefined>
  /** entries that the caller may see, in the order of ids */
  entries: (map: EntityMap, exchange: Exchange) => Promise<MapEntry[]>
  find: (exchange: Exchange, id: string) => Promise<EntityMap | undefined>
  expire: (map: EntityMap, at: Date) => Promise<void>
  remove: (map: EntityMap) => Promise<void>
  sweep: () => Promise<void>
}

export const mapPath = ({ id }: EntityMap): string => `${BASE_PATH}/entityMaps/${id}`

/** The header names a location; an id alone will do. */
export const refOf = (header: string): string => {
  const last = header
    .replace(/[?#].*$/, '')
    .split('/entityMaps/')
    .at(-1) as string
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

const digest = (query: unknown): string => createHash('sha256').update(JSON.stringify(query)).digest('base64url')

/** The query about some entities of a map alone; undefined when it means none of them. */
export const amongIds = <Q extends Pick<EntityQuery, 'selectors'>>(query: Q, ids: readonly string[]): Q | undefined => {
  const known = new Set(ids)
  const selectors = (query.selectors.length > 0 ? query.selectors : [{}])
    .map(({ ids: given, idPattern, ...rest }) => ({
      ...rest,
      ids: (given ? given.filter((id) => known.has(id)) : ids).filter((id) => idPattern === undefined || matches(idPattern, id)),
    }))
    .filter((selector) => selector.ids.length > 0)
  return selectors.length > 0 ? { ...query, selectors } : undefined
}

export const tooMany = (): NgsiError => new NgsiError('TooManyResults', 'map.too-many', { most: MOST_MAPPED })

export const entryOf = (kept: Kept, sources: string[] = [LOCAL]): MapEntry => ({ entity: kept.id, region: kept.region, sources })

export const createEntityMaps = ({ pool, now }: { pool: pg.Pool; now: () => Date }): EntityMaps => {
  /** The wish of the caller, within what the hub grants (table 6.4.3.2-1). */
  const expiryOf = (lifetime: string | undefined): Date => {
    const at = now().getTime()
    const wish = lifetime === undefined ? at + LIFETIME : addDuration(at, parseDuration(lifetime, 'entityMapLifetime'), 1)
    return new Date(Math.min(wish, at + LONGEST_LIFETIME))
  }

  const find = (exchange: Exchange, id: string): Promise<EntityMap | undefined> =>
    store.findMap(pool, { tenant: exchange.tenant, id, account: exchange.actor.id }, now())

  const all = async (map: EntityMap): Promise<MapEntry[]> => store.listEntries(pool, map.id, '', MOST_MAPPED)

  return {
    async asked(exchange, parameters, kind) {
      const expiresAt = expiryOf(parameters.entityMapLifetime)
      const wanted = flag(parameters, 'entityMap')
      const header = exchange.headers['ngsild-entitymap']
      if (!header) return { wanted, expiresAt }
      const map = await find(exchange, refOf(header))
      return map?.kind === kind ? { map, wanted: false, expiresAt } : { wanted: true, expiresAt }
    },
    async make(exchange, { expiresAt }, kind, query, entries) {
      if (entries.length > MOST_MAPPED) throw tooMany()
      const map: EntityMap = {
        id: `urn:ngsi-ld:EntityMap:${crypto.randomUUID()}`,
        tenant: exchange.tenant,
        account: exchange.actor.id,
        kind,
        query: digest(query),
        expiresAt,
      }
      await store.insertMap(pool, map, entries, now(), MOST_MAPS)
      return map
    },
    async page<T>(
      map: EntityMap,
      { limit, offset, count }: FindPage,
      query: unknown,
      idOf: (found: T) => string,
      look: (ids: readonly string[], entries: readonly MapEntry[]) => Promise<Looked<T>>,
    ): Promise<MapPage<T>> {
      const same = map.query === digest(query)
      const entities: T[] = []
      let total = 0
      for (let after = ''; ; ) {
        const entries = await store.listEntries(pool, map.id, after, CHUNK)
        if (entries.length === 0) break
        const { entities: found, unsure } = await look(
          entries.map(({ entity }) => entity),
          entries,
        )
        const known = new Map(found.map((one) => [idOf(one), one]))
        const gone = entries.filter(({ entity }) => !known.has(entity)).map(({ entity }) => entity)
        if (same && !unsure && gone.length > 0) await store.deleteEntries(pool, map.id, gone)
        for (const { entity } of entries) {
          const one = known.get(entity)
          if (one === undefined) continue
          if (total >= offset && entities.length < limit) entities.push(one)
          total += 1
        }
        if (entries.length < CHUNK || (!count && total > offset + limit)) break
        after = (entries.at(-1) as MapEntry).entity
      }
      return { entities, more: total > offset + limit, ...(count ? { total } : {}) }
    },
    entry: (map, entity) => store.findEntry(pool, map.id, entity),
    entries: async (map, { actor }) => (await all(map)).filter(({ region }) => mayIn(actor, 'entity.read', region)),
    find,
    expire: (map, at) => store.expireMap(pool, map.id, new Date(Math.min(at.getTime(), now().getTime() + LONGEST_LIFETIME))),
    remove: (map) => store.deleteMap(pool, map.id),
    sweep: () => store.deleteExpiredMaps(pool, now()),
  }
}
