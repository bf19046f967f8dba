/** Query entities (clause 5.7.2), by parameters and by Query object. */
import { scopesOf, withinRegion } from '@haihe/contract'
import type { Terms } from '../ld/terms.ts'
import type { JsonObject } from '../model/json.ts'
import { bad } from '../problem.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import { type OrderInput, readOrder } from '../query/order.ts'
import { GEO_TYPE } from './accept.ts'
import { ENTITY_OFFERS, preferring, readable } from './entity-routes.ts'
import { type Answer, answer, bodyObject, type Exchange } from './exchange.ts'
import { assertQuery, regionsAsked, showKept } from './guarding.ts'
import { flag, list, pageLinks, type Query, readPage } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import {
  type AskedQuery,
  checkDepth,
  parametersOf,
  QUERY_PARAMETERS,
  readQ,
  readQueryObject,
  readQueryParameters,
} from './read-query.ts'
import type { NgsiServices } from './services.ts'
import { readShape, SHAPE_PARAMETERS, type Shape, writeEntities, writeFeatures } from './shape.ts'

export const PAGE_PARAMETERS = ['limit', 'offset', 'count']
const ORDER_PARAMETERS = ['orderBy', 'orderFrom', 'collation']

/** Regions within which the caller may read entities; undefined: the whole city and beyond. */
export const readableRegions = (exchange: Exchange, { city }: NgsiServices): string[] | undefined => {
  const scopes = scopesOf(exchange.actor, 'entity.read')
  return scopes.some((scope) => withinRegion(city.code, scope)) ? undefined : scopes
}

interface RawQuery {
  q?: string
  scopeQ?: string
  expandValues?: string
  csf?: string
}

/** Filters as the caller wrote them: context sources get them in the same words. */
const rawOf = (given: JsonObject | Query): RawQuery => {
  const text = (name: string): Record<string, string> => {
    const value = (given as JsonObject)[name]
    return typeof value === 'string' ? { [name]: value } : Array.isArray(value) ? { [name]: value.join(',') } : {}
  }
  return { ...text('q'), ...text('scopeQ'), ...text('expandValues'), ...text('csf') }
}

const csfOf = ({ csf }: RawQuery, terms: Terms) => (csf === undefined ? {} : { csf: readQ(csf, terms) })

export const queryRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { finder, federation, guard } = services

  /** The hub and its context sources; the hub alone when none of them is concerned or `local` says so. */
  const search = async (exchange: Exchange, asked: AskedQuery, parameters: Query, raw: RawQuery, shape: Shape) => {
    const page = readPage(parameters)
    const { terms } = exchange.context
    const compare = parameters.orderBy === undefined ? undefined : readOrder(parameters as unknown as OrderInput, terms)
    const regions = await regionsAsked(guard, exchange, asked, readableRegions(exchange, services))
    const query: EntityQuery = { ...asked, tenant: exchange.tenant, regions }
    const split = flag(parameters, 'splitEntities')
    const { attrs, pick } = shape.selected
    const shown = attrs ? [...attrs] : pick && [...pick.keys()].filter((name) => name.includes(':'))
    const everywhere =
      flag(parameters, 'local') || parameters.type === '*'
        ? undefined
        : await federation.query(
            exchange,
            { query, raw, split, post: exchange.method === 'POST', ...(shown ? { shown } : {}), ...csfOf(raw, terms) },
            page,
            compare !== undefined,
            (kept) => readable(exchange, kept),
          )
    return { page, ...(everywhere ?? { ...(await finder.page(query, page, compare)), warnings: [] as string[] }) }
  }

  const run = async (exchange: Exchange, asked: AskedQuery, parameters: Query, raw: RawQuery): Promise<Answer> => {
    const { terms } = exchange.context
    const shape = readShape(parameters, terms)
    if (parameters.geometryProperty !== undefined && exchange.accept !== GEO_TYPE)
      throw bad('param.needs', { name: 'geometryProperty', other: `Accept: ${GEO_TYPE}` })
    checkDepth(asked.q, shape.joinLevel)
    await assertQuery(guard, exchange, asked, parameters.orderBy)
    const { page, entities: found, total, more, warnings } = await search(exchange, asked, parameters, raw, shape)
    const { entities, answered } = preferring(exchange, await showKept(guard, exchange, found))
    const load = (ids: readonly string[]) =>
      finder.many(exchange.tenant, ids).then((linked) =>
        showKept(
          guard,
          exchange,
          linked.filter((one) => readable(exchange, one)),
        ),
      )
    const links = pageLinks(exchange.url, page, more, exchange.accept)
    const headers = {
      ...(total === undefined ? {} : { 'NGSILD-Results-Count': String(total) }),
      ...(links ? { link: links } : {}),
      ...(warnings.length > 0 ? { 'NGSILD-Warning': warnings.join(', ') } : {}),
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
      handle: (exchange) =>
        run(exchange, readQueryParameters(exchange.query, exchange.context.terms), exchange.query, rawOf(exchange.query)),
    },
    {
      method: 'POST',
      path: '/entityOperations/query',
      permission: 'entity.read',
      body: 'object',
      query: [...SHAPE_PARAMETERS, ...PAGE_PARAMETERS, 'local', 'sysAttrs', 'splitEntities'],
      offers: ENTITY_OFFERS,
      handle: (exchange) => {
        const body = bodyObject(exchange)
        const asked = readQueryObject(body, exchange.context.terms, flag(exchange.query, 'local'))
        const { attrs, ...rest } = parametersOf(body, exchange.query)
        const given = body.attrs ?? attrs
        const names = Array.isArray(given) ? given.join(',') : (given as string | undefined)
        list(exchange.query, 'options')
        return run(exchange, asked, names === undefined ? rest : { ...rest, attrs: names }, rawOf(body))
      },
    },
  ]
}
