/** Query entities (clause 5.7.2), by parameters and by Query object. */
import { scopesOf, withinRegion } from '@haihe/contract'
import type { JsonObject } from '../model/json.ts'
import { bad } from '../problem.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import { type OrderInput, readOrder } from '../query/order.ts'
import { GEO_TYPE } from './accept.ts'
import { ENTITY_OFFERS, preferring, readable } from './entity-routes.ts'
import { type Answer, answer, bodyObject, type Exchange } from './exchange.ts'
import { flag, pageLinks, type Query, readPage } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import {
  type AskedQuery,
  checkDepth,
  parametersOf,
  QUERY_PARAMETERS,
  readQueryObject,
  readQueryParameters,
} from './read-query.ts'
import type { NgsiServices } from './services.ts'
import { readShape, SHAPE_PARAMETERS, writeEntities, writeFeatures } from './shape.ts'

export const PAGE_PARAMETERS = ['limit', 'offset', 'count']
const ORDER_PARAMETERS = ['orderBy', 'orderFrom', 'collation']

/** Regions within which the caller may read entities; undefined: the whole city and beyond. */
export const readableRegions = (exchange: Exchange, { city }: NgsiServices): string[] | undefined => {
  const scopes = scopesOf(exchange.actor, 'entity.read')
  return scopes.some((scope) => withinRegion(city.code, scope)) ? undefined : scopes
}

export const queryRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { finder } = services

  const run = async (exchange: Exchange, asked: AskedQuery, parameters: Query): Promise<Answer> => {
    const { terms } = exchange.context
    const shape = readShape(parameters, terms)
    if (parameters.geometryProperty !== undefined && exchange.accept !== GEO_TYPE)
      throw bad('param.needs', { name: 'geometryProperty', other: `Accept: ${GEO_TYPE}` })
    checkDepth(asked.q, shape.joinLevel)
    const page = readPage(parameters)
    const compare = parameters.orderBy === undefined ? undefined : readOrder(parameters as unknown as OrderInput, terms)
    const query: EntityQuery = { ...asked, tenant: exchange.tenant, regions: readableRegions(exchange, services) }
    const { entities: found, total, more } = await finder.page(query, page, compare)
    const { entities, answered } = preferring(exchange, found)
    const load = (ids: readonly string[]) =>
      finder.many(exchange.tenant, ids).then((linked) => linked.filter((one) => readable(exchange, one)))
    const links = pageLinks(exchange.url, page, more, exchange.accept)
    const headers = {
      ...(total === undefined ? {} : { 'NGSILD-Results-Count': String(total) }),
      ...(links ? { link: links } : {}),
    }
    if (exchange.accept === GEO_TYPE) {
      const collection: JsonObject = { type: 'FeatureCollection', features: await writeFeatures(entities, shape, terms, load) }
      return answered(answer(200, collection, headers))
    }
    return answered(answer(200, await writeEntities(entities, shape, terms, load), headers))
  }

  return [
    {
      method: 'GET',
      path: '/entities',
      permission: 'entity.read',
      query: [...QUERY_PARAMETERS, ...SHAPE_PARAMETERS, ...PAGE_PARAMETERS, ...ORDER_PARAMETERS, 'sysAttrs'],
      offers: ENTITY_OFFERS,
      handle: (exchange) => run(exchange, readQueryParameters(exchange.query, exchange.context.terms), exchange.query),
    },
    {
      method: 'POST',
      path: '/entityOperations/query',
      permission: 'entity.read',
      body: 'object',
      query: [...SHAPE_PARAMETERS, ...PAGE_PARAMETERS, 'local', 'sysAttrs'],
      offers: ENTITY_OFFERS,
      handle: (exchange) => {
        const body = bodyObject(exchange)
        const asked = readQueryObject(body, exchange.context.terms, flag(exchange.query, 'local'))
        const { attrs, ...rest } = parametersOf(body, exchange.query)
        const given = body.attrs ?? attrs
        const names = Array.isArray(given) ? given.join(',') : (given as string | undefined)
        return run(exchange, asked, names === undefined ? rest : { ...rest, attrs: names })
      },
    },
  ]
}
