/** The search behind a query for entities: over the hub and its context sources, through an entity map where one is asked for. */
import { type EntityMap, LOCAL, MOST_MAPPED } from '../entity-map/entity-map.ts'
import { amongIds, type EntityMaps, entryOf, type MapAsked, tooMany } from '../entity-map/entity-maps.ts'
import type { FederatedPage, FederatedQuery } from '../federation/query.ts'
import type { Kept } from '../model/entity.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import type { Compare, FindPage, FindResult } from '../query/find.ts'
import { readable } from './entity-routes.ts'
import type { Exchange } from './exchange.ts'
import { showKept } from './guarding.ts'
import type { AskedQuery } from './read-query.ts'
import type { NgsiServices } from './services.ts'

export interface Asking extends Omit<FederatedQuery, 'query' | 'only'> {
  asked: AskedQuery
  /** regions within which the caller may read; undefined: all */
  regions: string[] | undefined
  /** this hub alone */
  local: boolean
  compare: Compare | undefined
}

export interface Searched extends FindResult {
  warnings: string[]
  map?: EntityMap
  /** the map was made for this answer */
  made: boolean
}

type Whole = Pick<FederatedPage, 'entities' | 'more' | 'warnings'> & { total?: number; holders?: FederatedPage['holders'] }

const EVERYTHING: FindPage = { limit: MOST_MAPPED, offset: 0, count: false }

export const createSearch = (services: Pick<NgsiServices, 'finder' | 'federation' | 'guard'> & { maps: EntityMaps }) => {
  const { finder, federation, maps, guard } = services

  const plain = async (
    exchange: Exchange,
    { asked: _, regions: __, local, compare, ...how }: Asking,
    query: EntityQuery,
    page: FindPage,
    only?: ReadonlySet<string>,
  ): Promise<Whole> => {
    const alone = local || only?.size === 0
    const everywhere = alone
      ? undefined
      : await federation.query(exchange, { ...how, query, ...(only ? { only } : {}) }, page, compare !== undefined, (kept) =>
          readable(exchange, kept),
        )
    return everywhere ?? { ...(await finder.page(query, page, compare)), warnings: [] }
  }

  const throughMap = async (
    exchange: Exchange,
    asking: Asking,
    query: EntityQuery,
    page: FindPage,
    map: EntityMap,
  ): Promise<Searched> => {
    const { compare } = asking
    const warnings = new Set<string>()
    // an order is one of all entities of the map, not of those looked at together
    const span = compare ? { ...EVERYTHING, count: true } : page
    const found = await maps.page<Kept>(
      map,
      span,
      asking.asked,
      (kept) => kept.id,
      async (ids, entries) => {
        const narrowed = amongIds(query, ids)
        if (!narrowed) return { entities: [], unsure: false }
        const only = new Set(entries.flatMap(({ sources }) => sources).filter((source) => source !== LOCAL))
        const { entities, warnings: told } = await plain(
          exchange,
          { ...asking, compare: undefined },
          narrowed,
          { limit: ids.length, offset: 0, count: false },
          only,
        )
        for (const warning of told) warnings.add(warning)
        return { entities, unsure: told.length > 0 }
      },
    )
    const rest = { warnings: [...warnings], map, made: false }
    if (!compare) return { ...found, ...rest }
    const sorted = found.entities.sort(compare)
    return {
      entities: sorted.slice(page.offset, page.offset + page.limit),
      more: sorted.length > page.offset + page.limit,
      ...(page.count ? { total: sorted.length } : {}),
      ...rest,
    }
  }

  /** Everything that the query finds now, as a new map. */
  const mapped = async (exchange: Exchange, asking: Asking, query: EntityQuery, about: MapAsked) => {
    const { entities, holders, warnings, more } = await plain(exchange, asking, query, EVERYTHING)
    if (more) throw tooMany()
    // what the policy does not show is not named either
    const shown = new Set((await showKept(guard, exchange, entities)).map(({ id }) => id))
    const found = entities.filter(({ id }) => shown.has(id))
    const entries = found.map((kept) => entryOf(kept, holders?.get(kept.id)))
    const map = await maps.make(exchange, about, 'current', asking.asked, entries)
    return { map, entities: found, warnings }
  }

  return {
    /** Everything that the query finds, for a copy. */
    everything: (exchange: Exchange, asking: Asking): Promise<Whole> =>
      plain(exchange, asking, { ...asking.asked, tenant: exchange.tenant, regions: asking.regions }, EVERYTHING),
    mapped: (exchange: Exchange, asking: Asking, about: MapAsked) =>
      mapped(exchange, asking, { ...asking.asked, tenant: exchange.tenant, regions: asking.regions }, about),
    async find(exchange: Exchange, asking: Asking, page: FindPage, about: MapAsked): Promise<Searched> {
      const query: EntityQuery = { ...asking.asked, tenant: exchange.tenant, regions: asking.regions }
      if (about.map) return throughMap(exchange, asking, query, page, about.map)
      if (!about.wanted) return { ...(await plain(exchange, asking, query, page)), made: false }
      const { map, entities, warnings } = await mapped(exchange, asking, query, about)
      const end = page.offset + page.limit
      return {
        entities: entities.slice(page.offset, end),
        more: entities.length > end,
        ...(page.count ? { total: entities.length } : {}),
        warnings,
        map,
        made: true,
      }
    },
  }
}

export type Search = ReturnType<typeof createSearch>
