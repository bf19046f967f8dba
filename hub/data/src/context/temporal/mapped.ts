/** Queries over the past through an entity map (clauses 5.7.4.4, 5.14.5). */
import { type EntityMap, MOST_MAPPED } from '../entity-map/entity-map.ts'
import { amongIds, type EntityMaps, entryOf, type MapAsked, tooMany } from '../entity-map/entity-maps.ts'
import type { Exchange } from '../http/exchange.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import type { Evolved } from './evolution.ts'
import type { Past, PastFound, PastPage, Wanted } from './past.ts'
import type { TemporalQuery } from './temporal-query.ts'

export interface PastAsked {
  query: EntityQuery
  temporal: TemporalQuery
  wanted: Wanted
}

export type MappedPast = PastFound & { map: EntityMap; made: boolean }

const EVERYTHING: PastPage = { limit: MOST_MAPPED, offset: 0, count: false, descending: false }

/** What the query is about, whoever asks. */
const aboutOf = ({ query: { tenant: _, regions: __, ...query }, temporal }: PastAsked) => ({ query, temporal })

export const createMappedPast = ({ past, maps }: { past: Past; maps: EntityMaps }) => {
  /** Everything that the query finds now, as a new map. */
  const make = async (exchange: Exchange, asked: PastAsked, about: MapAsked) => {
    const { entities, more } = await past.kept(asked.query, asked.temporal, EVERYTHING, asked.wanted)
    if (more) throw tooMany()
    const entries = entities.map((kept) => entryOf(kept))
    return { map: await maps.make(exchange, about, 'temporal', aboutOf(asked), entries), ids: entities.map(({ id }) => id) }
  }

  /** The past of some entities, in the order given. */
  const load = async ({ query, temporal, wanted }: PastAsked, ids: readonly string[], most: number): Promise<Evolved[]> => {
    const narrowed = amongIds(query, ids)
    if (!narrowed) return []
    const { entities } = await past.page(narrowed, temporal, EVERYTHING, wanted, most)
    const byId = new Map(entities.map((one) => [one.kept.id, one]))
    return ids.map((id) => byId.get(id)).filter((one) => one !== undefined)
  }

  /** Ids of the page, and what is said of it. */
  const look = async (map: EntityMap, asked: PastAsked, page: PastPage) => {
    // from the last one back means that all of them are looked at
    const span = page.descending ? { ...EVERYTHING, count: true } : page
    const found = await maps.page<string>(
      map,
      span,
      aboutOf(asked),
      (id) => id,
      async (ids) => {
        const narrowed = amongIds(asked.query, ids)
        if (!narrowed) return { entities: [], unsure: false }
        const { entities } = await past.kept(narrowed, asked.temporal, EVERYTHING, asked.wanted)
        return { entities: entities.map(({ id }) => id), unsure: false }
      },
    )
    if (!page.descending) return found
    const ids = found.entities.reverse()
    const end = page.offset + page.limit
    return { entities: ids.slice(page.offset, end), more: ids.length > end, ...(page.count ? { total: ids.length } : {}) }
  }

  return {
    make,
    async find(exchange: Exchange, asked: PastAsked, page: PastPage, most: number, about: MapAsked): Promise<MappedPast> {
      const made = about.map === undefined
      const map = about.map ?? (await make(exchange, asked, about)).map
      const { entities: ids, ...rest } = await look(map, asked, page)
      return { entities: await load(asked, ids, most), ...rest, map, made }
    },
  }
}
