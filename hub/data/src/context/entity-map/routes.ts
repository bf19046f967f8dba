/** /entityMaps and /temporal/entityMaps (clauses 5.14, 6.32, 6.34, 6.35). */
import { askedByObject, askedByParameters, type ReadAsking } from '../http/asking.ts'
import { type Answer, answer, bodyObject, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import { MAP_PARAMETERS, ORDER_PARAMETERS, PAGE_PARAMETERS } from '../http/query-routes.ts'
import { QUERY_PARAMETERS } from '../http/read-query.ts'
import type { NgsiServices } from '../http/services.ts'
import { SHAPE_PARAMETERS } from '../http/shape.ts'
import { dateTime, isDateTime, isUri } from '../model/json.ts'
import { bad, missing } from '../problem.ts'
import type { EntityMap } from './entity-map.ts'
import { mapPath } from './entity-maps.ts'
import { writeMap } from './write-map.ts'

export const entityMapRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { maps, search } = services

  const known = async (exchange: Exchange): Promise<EntityMap> => {
    const { id = '' } = exchange.params
    if (!isUri(id)) throw bad('id.invalid', { id })
    const map = await maps.find(exchange, id)
    if (!map) throw missing('map.unknown', { id })
    return map
  }

  const create = async (exchange: Exchange, { asking, parameters }: ReadAsking): Promise<Answer> => {
    const about = await maps.asked(exchange, { ...parameters, entityMap: 'true' }, 'current')
    const { map, warnings } = await search.mapped(exchange, asking, about)
    return answer(201, await writeMap(maps, map, exchange), {
      'NGSILD-EntityMap': mapPath(map),
      ...(warnings.length > 0 ? { 'NGSILD-Warning': warnings.join(', ') } : {}),
    })
  }

  const update = async (exchange: Exchange): Promise<Answer> => {
    const map = await known(exchange)
    // everything else is the hub's to say and left alone (clause 5.14.2.4)
    const { expiresAt } = bodyObject(exchange)
    if (expiresAt !== undefined) {
      if (!isDateTime(expiresAt)) throw bad('param.invalid', { name: 'expiresAt', value: JSON.stringify(expiresAt) })
      await maps.expire(map, new Date(dateTime(expiresAt)))
    }
    return NO_CONTENT
  }

  const common = { permission: 'entity.read' } as const
  const query = [QUERY_PARAMETERS, SHAPE_PARAMETERS, PAGE_PARAMETERS, ORDER_PARAMETERS, MAP_PARAMETERS].flat()
  return [
    {
      ...common,
      method: 'GET',
      path: '/entityMaps',
      query: [...query, 'sysAttrs'],
      handle: async (exchange) => create(exchange, await askedByParameters(exchange, services)),
    },
    {
      ...common,
      method: 'POST',
      path: '/entityMaps',
      body: 'object',
      query: [...query, 'sysAttrs'],
      handle: async (exchange) => create(exchange, await askedByObject(exchange, services)),
    },
    {
      ...common,
      method: 'GET',
      path: '/entityMaps/:id',
      handle: async (exchange) => answer(200, await writeMap(maps, await known(exchange), exchange)),
    },
    { ...common, method: 'PATCH', path: '/entityMaps/:id', body: 'object', handle: update },
    {
      ...common,
      method: 'DELETE',
      path: '/entityMaps/:id',
      handle: async (exchange) => {
        await maps.remove(await known(exchange))
        return NO_CONTENT
      },
    },
  ]
}
