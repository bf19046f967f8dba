/** A query over the past as the search takes it, and in what shape it goes out. From parameters (GET) or a Query object (POST). */
import { readableRegions } from '../http/asking.ts'
import { bodyObject, type Exchange } from '../http/exchange.ts'
import { assertQuery, regionsAsked } from '../http/guarding.ts'
import { flag, integer, type Query } from '../http/parameters.ts'
import { type AskedQuery, checkDepth, parametersOf, readQ, readQueryObject, readQueryParameters } from '../http/read-query.ts'
import type { NgsiServices } from '../http/services.ts'
import { readSelected } from '../http/shape.ts'
import type { Terms } from '../ld/terms.ts'
import type { JsonObject } from '../model/json.ts'
import { readLanguages } from '../model/language.ts'
import { bad } from '../problem.ts'
import { projectionDepth, type Selected } from '../query/projection.ts'
import type { Wanted } from './past.ts'
import type { PastSought } from './past-search.ts'
import { readTemporal, readTemporalShape, type TemporalQuery, type TemporalShape, temporalParameters } from './temporal-query.ts'

/** Instances of an attribute in one answer. */
const PAGE_SIZE = 20
const MOST_PAGE_SIZE = 1000
/** Instances that are aggregated over. */
const MOST_AGGREGATED = 100_000

export interface Out {
  temporal: TemporalQuery
  shape: TemporalShape
  selected: Selected
  lang?: string[]
  pageSize: number
}

export const readOut = (query: Query, temporal: TemporalQuery, terms: Terms): Out => {
  const shape = readTemporalShape(query)
  const selected = readSelected(query, terms)
  if (projectionDepth(selected.pick) > 0 || projectionDepth(selected.omit) > 0) throw bad('query.too-deep')
  const pageSize = integer(query, 'pageSize', 1, MOST_PAGE_SIZE, PAGE_SIZE)
  return {
    temporal,
    shape,
    selected,
    ...(query.lang !== undefined ? { lang: readLanguages(query.lang) } : {}),
    pageSize,
  }
}

export const wantedOf = ({ selected: { attrs, pick, datasets } }: Out): Wanted => {
  const attributes = attrs ?? pick?.keys()
  return { ...(attributes ? { attributes: [...attributes] } : {}), ...(datasets ? { datasets: [...datasets] } : {}) }
}

export const isAggregated = ({ shape }: Out): boolean => shape.format === 'aggregatedValues'

/** Which instances context sources are asked for. */
export const pastAsked = (out: Out) => ({
  temporal: out.temporal,
  wanted: wantedOf(out),
  pageSize: out.pageSize,
  whole: isAggregated(out),
})

/** How many instances of an attribute to load: one more would only tell that there are more. */
export const toLoad = (out: Out): number => {
  const { temporal, pageSize } = out
  if (isAggregated(out)) return temporal.lastN ?? MOST_AGGREGATED
  return Math.min(pageSize, temporal.lastN ?? pageSize)
}

/** Filters as the caller wrote them: context sources get them in the same words. */
const rawOf = ({ q, scopeQ, expandValues }: Query | JsonObject): PastSought['raw'] => ({
  ...(typeof q === 'string' ? { q } : {}),
  ...(typeof scopeQ === 'string' ? { scopeQ } : {}),
  ...(expandValues === undefined ? {} : { expandValues: [expandValues].flat().join(',') }),
})

export interface ReadPast {
  sought: PastSought
  out: Out
  parameters: Query
}

type Services = Pick<NgsiServices, 'guard' | 'city'>

const readPastAsking = async (
  exchange: Exchange,
  { guard, city }: Services,
  asked: AskedQuery,
  parameters: Query,
  temporal: TemporalQuery,
  given: Query | JsonObject,
): Promise<ReadPast> => {
  const { terms } = exchange.context
  checkDepth(asked.q, 0)
  await assertQuery(guard, exchange, asked)
  const out = readOut(parameters, temporal, terms)
  const regions = await regionsAsked(guard, exchange, asked, readableRegions(exchange, { city }))
  const sought: PastSought = {
    ...pastAsked(out),
    query: { ...asked, tenant: exchange.tenant, ...(regions ? { regions } : {}) },
    raw: rawOf(given),
    split: flag(parameters, 'splitEntities'),
    local: flag(parameters, 'local') || parameters.type === '*',
    ordered: parameters.orderBy !== undefined,
    most: toLoad(out),
    ...(typeof given.csf === 'string' ? { csf: readQ(given.csf, terms) } : {}),
  }
  return { sought, out, parameters }
}

export const pastByParameters = async (exchange: Exchange, services: Services): Promise<ReadPast> => {
  const { query, context } = exchange
  const temporal = readTemporal(query, true)
  return readPastAsking(exchange, services, readQueryParameters(query, context.terms), query, temporal, query)
}

export const pastByObject = async (exchange: Exchange, services: Services, given = bodyObject(exchange)): Promise<ReadPast> => {
  const { temporalQ, aggrParams, ...body } = given
  const { temporal, aggregation } = temporalParameters({ temporalQ, aggrParams } as JsonObject)
  const asked = readQueryObject(body, exchange.context.terms, flag(exchange.query, 'local'))
  const attrs = Array.isArray(body.attrs) ? body.attrs.join(',') : (body.attrs as string | undefined)
  const parameters = { ...parametersOf(body, exchange.query), ...aggregation, ...(attrs === undefined ? {} : { attrs }) }
  return readPastAsking(exchange, services, asked, parameters, readTemporal(temporal, true), body as JsonObject)
}
