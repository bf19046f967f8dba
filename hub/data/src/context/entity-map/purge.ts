/** A purge of the entities of a map alone (clause 6.4.3.3). */
import { list } from '../http/parameters.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import { missing } from '../problem.ts'
import { type EntityMaps, mapPath, refOf, tooMany } from './entity-maps.ts'

/** Their ids go along to other context sources in an address. */
const MOST_PURGED = 1_000

/** The route of purges, narrowed to what a map holds when a request refers to one; what is not known is not purged. */
export const throughMap =
  (maps: EntityMaps) =>
  (route: NgsiRoute): NgsiRoute =>
    route.method !== 'DELETE' || route.path !== '/entities'
      ? route
      : {
          ...route,
          handle: async (exchange) => {
            const header = exchange.headers['ngsild-entitymap']
            if (!header) return route.handle(exchange)
            const map = await maps.find(exchange, refOf(header))
            if (!map) throw missing('map.unknown', { id: refOf(header) })
            const given = list(exchange.query, 'id')
            const ids = (await maps.entries(map, exchange))
              .map(({ entity }) => entity)
              .filter((id) => !given || given.includes(id))
            if (ids.length > MOST_PURGED) throw tooMany()
            // of no entities nothing goes: without an id the query would mean all
            const answered =
              ids.length === 0
                ? { status: 204 }
                : await route.handle({ ...exchange, query: { ...exchange.query, id: ids.join(',') } })
            return { ...answered, headers: { ...answered.headers, 'NGSILD-EntityMap': mapPath(map) } }
          },
        }
