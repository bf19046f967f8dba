/** The search behind a query over the past: the hub and its context sources, through an entity map where one is asked for (clauses 5.7.4.4, 5.14.5). */
import { mayIn } from '@haihe/contract'
import type { EntityGuard } from '../../policy/entity-guard.ts'
import { type EntityMap, LOCAL, MOST_MAPPED } from '../entity-map/entity-map.ts'
import { amongIds, type EntityMaps, entryOf, type MapAsked, tooMany } from '../entity-map/entity-maps.ts'
import type { Federation } from '../federation/federation.ts'
import type { FederatedPast, PastQuery } from '../federation/past.ts'
import type { Exchange } from '../http/exchange.ts'
import { showKept } from '../http/guarding.ts'
import type { Kept } from '../model/entity.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import type { Evolved } from './evolution.ts'
import type { Past, PastFound, PastPage } from './past.ts'

export interface PastSought extends Omit<PastQuery, 'query' | 'only'> {
  query: EntityQuery
  /** this hub alone */
  local: boolean
  /** instances of an attribute to load */
  most: number
  /** an order was asked for, which no other source takes part in */
  ordered: boolean
}

export type PastTold = PastFound & Partial<Pick<FederatedPast, 'bound'>> & { warnings: string[]; map?: EntityMap; made: boolean }

const EVERYTHING: PastPage = { limit: MOST_MAPPED, offset: 0, count: false, descending: false }

/** What the query is about, whoever asks. */
const aboutOf = ({ query: { tenant: _, regions: __, ...query }, temporal }: PastSought) => ({ query, temporal })

interface Services {
  past: Past
  federation: Pick<Federation, 'past'>
  maps: EntityMaps
  guard: EntityGuard
}

export const createPastSearch = ({ past, federation, maps, guard }: Services) => {
  const elsewhere = (exchange: Exchange, sought: PastSought, page: PastPage, most: number, only?: ReadonlySet<string>) => {
    const { local, most: _, ordered, ...how } = sought
    return local || only?.size === 0
      ? undefined
      : federation.past.query(
          exchange,
          { ...how, ...(only ? { only } : {}) },
          page,
          ordered,
          (kept) => mayIn(exchange.actor, 'entity.read', kept.region),
          most,
        )
  }

  const plain = async (exchange: Exchange, sought: PastSought, page: PastPage, only?: ReadonlySet<string>) => {
    const { query, temporal, wanted, most } = sought
    const everywhere = await elsewhere(exchange, sought, page, most, only)
    return everywhere ?? { ...(await past.page(query, temporal, page, wanted, most)), warnings: [] }
  }

  /** Which entities are meant, without their past. */
  const kept = async (exchange: Exchange, sought: PastSought, only?: ReadonlySet<string>) => {
    const found = await elsewhere(exchange, sought, EVERYTHING, 1, only)
    if (found) return { ...found, entities: found.entities.map((one): Kept => one.kept) }
    const { entities, more } = await past.kept(sought.query, sought.temporal, EVERYTHING, sought.wanted)
    return { entities, more, warnings: [] as string[], holders: undefined }
  }

  /** Everything that the query finds now, as a new map. */
  const mapped = async (exchange: Exchange, sought: PastSought, about: MapAsked) => {
    const { entities, holders, more, warnings } = await kept(exchange, sought)
    if (more) throw tooMany()
    // what the policy does not show is not named either
    const shown = await showKept(guard, exchange, entities)
    const entries = shown.map((one) => entryOf(one, holders?.get(one.id)))
    return { map: await maps.make(exchange, about, 'temporal', aboutOf(sought), entries), warnings }
  }

  /** Ids of a page of a map, and what is said of it. */
  const look = async (exchange: Exchange, map: EntityMap, sought: PastSought, page: PastPage) => {
    // from the last one back means that all of them are looked at
    const span = page.descending ? { ...EVERYTHING, count: true } : page
    const warnings = new Set<string>()
    const sources = new Set<string>()
    const found = await maps.page<string>(
      map,
      span,
      aboutOf(sought),
      (id) => id,
      async (ids, entries) => {
        const query = amongIds(sought.query, ids)
        if (!query) return { entities: [], unsure: false }
        const only = new Set(entries.flatMap(({ sources: from }) => from).filter((source) => source !== LOCAL))
        for (const source of only) sources.add(source)
        const { entities, warnings: told } = await kept(exchange, { ...sought, query, ordered: false }, only)
        for (const warning of told) warnings.add(warning)
        return { entities: entities.map(({ id }) => id), unsure: told.length > 0 }
      },
    )
    const rest = { warnings: [...warnings], sources }
    if (!page.descending) return { ...found, ...rest }
    const ids = found.entities.reverse()
    const end = page.offset + page.limit
    return {
      entities: ids.slice(page.offset, end),
      more: ids.length > end,
      ...(page.count ? { total: ids.length } : {}),
      ...rest,
    }
  }

  const throughMap = async (exchange: Exchange, sought: PastSought, page: PastPage, map: EntityMap) => {
    const { entities: ids, sources, ...rest } = await look(exchange, map, sought, page)
    const query = amongIds(sought.query, ids)
    const loaded = query ? await plain(exchange, { ...sought, query, ordered: false }, EVERYTHING, sources) : undefined
    const byId = new Map(loaded?.entities.map((one): [string, Evolved] => [one.kept.id, one]))
    return {
      ...rest,
      entities: ids.flatMap((id) => byId.get(id) ?? []),
      ...(loaded && 'bound' in loaded && loaded.bound !== undefined ? { bound: loaded.bound } : {}),
    }
  }

  return {
    mapped,
    /** Everything of the window, for a copy. */
    everything: (exchange: Exchange, sought: PastSought) => plain(exchange, sought, EVERYTHING),
    async find(exchange: Exchange, sought: PastSought, page: PastPage, about: MapAsked): Promise<PastTold> {
      if (!about.map && !about.wanted) return { ...(await plain(exchange, sought, page)), made: false }
      const map = about.map ?? (await mapped(exchange, sought, about)).map
      return { ...(await throughMap(exchange, sought, page, map)), map, made: about.map === undefined }
    },
  }
}

export type PastSearch = ReturnType<typeof createPastSearch>
