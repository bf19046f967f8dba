/** Query entities (clause 5.7.2), by parameters and by Query object. */
import { mapPath } from '../entity-map/entity-maps.ts'
import { GEO_TYPE } from './accept.ts'
import { askedByObject, askedByParameters, type ReadAsking } from './asking.ts'
import { ENTITY_OFFERS, preferring } from './entity-routes.ts'
import { type Answer, answer, type Exchange } from './exchange.ts'
import { showKept } from './guarding.ts'
import { joining } from './joining.ts'
import { pageLinks, readPage } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import { QUERY_PARAMETERS } from './read-query.ts'
import type { NgsiServices } from './services.ts'
import { SHAPE_PARAMETERS, writeEntities, writeFeatures } from './shape.ts'

export const PAGE_PARAMETERS = ['limit', 'offset', 'count']
export const MAP_PARAMETERS = ['entityMap', 'entityMapLifetime']
export const ORDER_PARAMETERS = ['orderBy', 'orderFrom', 'orderGeometry', 'collation']

export const queryRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { guard, maps, search } = services

  const run = async (exchange: Exchange, { asking, shape, parameters }: ReadAsking): Promise<Answer> => {
    const { terms } = exchange.context
    const page = readPage(parameters)
    const about = await maps.asked(exchange, parameters, 'current')
    const { entities: found, total, more, warnings, map, made } = await search.find(exchange, asking, page, about)
    const { entities, answered } = preferring(exchange, await showKept(guard, exchange, found))
    const joined = joining(exchange, services, asking.local)
    const geo = exchange.accept === GEO_TYPE
    const written = await (geo ? writeFeatures : writeEntities)(entities, shape, terms, joined.load)
    const warned = [...new Set([...warnings, ...joined.warnings()])]
    const links = pageLinks(exchange.url, page, more, exchange.accept)
    const headers = {
      ...(total === undefined ? {} : { 'NGSILD-Results-Count': String(total) }),
      ...(links ? { link: links } : {}),
      ...(warned.length > 0 ? { 'NGSILD-Warning': warned.join(', ') } : {}),
      ...(map ? { 'NGSILD-EntityMap': mapPath(map) } : {}),
    }
    const status = made ? 201 : 200
    return answered(answer(status, geo ? { type: 'FeatureCollection', features: written } : written, headers))
  }

  return [
    {
      method: 'GET',
      path: '/entities',
      permission: 'entity.read',
      query: [...[QUERY_PARAMETERS, SHAPE_PARAMETERS, PAGE_PARAMETERS, ORDER_PARAMETERS, MAP_PARAMETERS].flat(), 'sysAttrs'],
      offers: ENTITY_OFFERS,
      handle: async (exchange) => run(exchange, await askedByParameters(exchange, services)),
    },
    {
      method: 'POST',
      path: '/entityOperations/query',
      permission: 'entity.read',
      body: 'object',
      query: [...SHAPE_PARAMETERS, ...PAGE_PARAMETERS, ...MAP_PARAMETERS, 'local', 'sysAttrs', 'splitEntities'],
      offers: ENTITY_OFFERS,
      handle: async (exchange) => run(exchange, await askedByObject(exchange, services)),
    },
  ]
}
