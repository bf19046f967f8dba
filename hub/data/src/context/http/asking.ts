/** A query for entities as the search takes it: what is looked for, where, by whom, in what order. */
import { scopesOf, withinRegion } from '@haihe/contract'
import type { JsonObject } from '../model/json.ts'
import { bad } from '../problem.ts'
import { type OrderInput, readOrder } from '../query/order.ts'
import { GEO_TYPE } from './accept.ts'
import { bodyObject, type Exchange } from './exchange.ts'
import { assertQuery, regionsAsked } from './guarding.ts'
import { flag, list, type Query } from './parameters.ts'
import { type AskedQuery, checkDepth, parametersOf, readQ, readQueryObject, readQueryParameters } from './read-query.ts'
import type { Asking } from './search.ts'
import type { NgsiServices } from './services.ts'
import { readShape, type Shape } from './shape.ts'

/** Regions within which the caller may read entities; undefined: the whole city and beyond. */
export const readableRegions = (exchange: Exchange, { city }: Pick<NgsiServices, 'city'>): string[] | undefined => {
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

export interface ReadAsking {
  asking: Asking
  shape: Shape
  /** paging, shape and maps: of the address, or of the Query object as if they had stood there */
  parameters: Query
}

const readAsking = async (
  exchange: Exchange,
  { guard, city }: Pick<NgsiServices, 'guard' | 'city'>,
  asked: AskedQuery,
  parameters: Query,
  raw: RawQuery,
): Promise<ReadAsking> => {
  const { terms } = exchange.context
  const shape = readShape(parameters, terms)
  if (parameters.geometryProperty !== undefined && exchange.accept !== GEO_TYPE)
    throw bad('param.needs', { name: 'geometryProperty', other: `Accept: ${GEO_TYPE}` })
  checkDepth(asked.q, shape.joinLevel)
  await assertQuery(guard, exchange, asked, parameters.orderBy)
  const { attrs, pick } = shape.selected
  const shown = attrs ? [...attrs] : pick && [...pick.keys()].filter((name) => name.includes(':'))
  const asking: Asking = {
    asked,
    raw,
    regions: await regionsAsked(guard, exchange, asked, readableRegions(exchange, { city })),
    local: flag(parameters, 'local') || parameters.type === '*',
    split: flag(parameters, 'splitEntities'),
    post: exchange.method === 'POST',
    compare: parameters.orderBy === undefined ? undefined : readOrder(parameters as unknown as OrderInput, terms),
    ...(shown ? { shown } : {}),
    ...(raw.csf === undefined ? {} : { csf: readQ(raw.csf, terms) }),
  }
  return { asking, shape, parameters }
}

type Services = Pick<NgsiServices, 'guard' | 'city'>

/** From the parameters of the address (GET). */
export const askedByParameters = (exchange: Exchange, services: Services): Promise<ReadAsking> =>
  readAsking(
    exchange,
    services,
    readQueryParameters(exchange.query, exchange.context.terms),
    exchange.query,
    rawOf(exchange.query),
  )

/** From a Query object (POST). */
export const askedByObject = (exchange: Exchange, services: Services, body = bodyObject(exchange)): Promise<ReadAsking> => {
  const asked = readQueryObject(body, exchange.context.terms, flag(exchange.query, 'local'))
  const { attrs, ...rest } = parametersOf(body, exchange.query)
  const given = body.attrs ?? attrs
  const names = Array.isArray(given) ? given.join(',') : (given as string | undefined)
  list(exchange.query, 'options')
  return readAsking(exchange, services, asked, names === undefined ? rest : { ...rest, attrs: names }, rawOf(body))
}
