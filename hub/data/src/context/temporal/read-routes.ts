/** Consumption of the past: /temporal/entities (clauses 5.7.3, 5.7.4). */
import { mayIn } from '@haihe/contract'
import { entryOf, mapPath } from '../entity-map/entity-maps.ts'
import { writeMap } from '../entity-map/write-map.ts'
import type { PastQuery as FederatedPastQuery } from '../federation/past.ts'
import type { PastAsked } from '../federation/past-request.ts'
import { JSON_TYPE, LD_TYPE } from '../http/accept.ts'
import { readableRegions } from '../http/asking.ts'
import { type Answer, answer, bodyObject, type Exchange } from '../http/exchange.ts'
import { readId } from '../http/fragments.ts'
import { assertQuery, regionsAsked, showEvolved } from '../http/guarding.ts'
import { flag, integer, pageLinks, type Query, readPage } from '../http/parameters.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import { MAP_PARAMETERS, PAGE_PARAMETERS } from '../http/query-routes.ts'
import {
  type AskedQuery,
  checkDepth,
  parametersOf,
  QUERY_PARAMETERS,
  readQ,
  readQueryObject,
  readQueryParameters,
} from '../http/read-query.ts'
import { readSelected } from '../http/shape.ts'
import type { Terms } from '../ld/terms.ts'
import type { Kept } from '../model/entity.ts'
import type { JsonObject } from '../model/json.ts'
import { readLanguages } from '../model/language.ts'
import { bad, missing } from '../problem.ts'
import { projectionDepth, type Selected } from '../query/projection.ts'
import { matchesTypes, parseTypes } from '../query/types.ts'
import { contentRange, cut, type Evolved } from './evolution.ts'
import { createMappedPast, type MappedPast } from './mapped.ts'
import type { PastFound, Wanted } from './past.ts'
import { isForgotten } from './provision.ts'
import type { TemporalServices } from './services.ts'
import {
  readTemporal,
  readTemporalShape,
  TEMPORAL_PARAMETERS,
  type TemporalQuery,
  type TemporalShape,
  temporalParameters,
} from './temporal-query.ts'
import { writeEvolution } from './write.ts'

/** Instances of an attribute in one answer. */
const PAGE_SIZE = 20
const MOST_PAGE_SIZE = 1000
/** Instances that are aggregated over. */
const MOST_AGGREGATED = 100_000

const OUT_PARAMETERS = ['options', 'format', 'sysAttrs', 'lang', 'attrs', 'pick', 'omit', 'datasetId']

const QUERY = [...[QUERY_PARAMETERS, TEMPORAL_PARAMETERS, OUT_PARAMETERS, PAGE_PARAMETERS, MAP_PARAMETERS].flat(), 'orderBy']

interface PastQuery {
  asked: AskedQuery
  parameters: Query
  temporal: TemporalQuery
  /** filters as the caller wrote them */
  given: Query | JsonObject
}

interface Out {
  temporal: TemporalQuery
  shape: TemporalShape
  selected: Selected
  lang?: string[]
  pageSize: number
}

const readOut = (query: Query, temporal: TemporalQuery, terms: Terms): Out => {
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

const wantedOf = ({ selected: { attrs, pick, datasets } }: Out): Wanted => {
  const attributes = attrs ?? pick?.keys()
  return { ...(attributes ? { attributes: [...attributes] } : {}), ...(datasets ? { datasets: [...datasets] } : {}) }
}

const isAggregated = ({ shape }: Out): boolean => shape.format === 'aggregatedValues'

/** Which instances context sources are asked for. */
const pastAsked = (out: Out): PastAsked => ({
  temporal: out.temporal,
  wanted: wantedOf(out),
  pageSize: out.pageSize,
  whole: isAggregated(out),
})

/** How many instances of an attribute to load: one more would only tell that there are more. */
const toLoad = (out: Out): number => {
  const { temporal, pageSize } = out
  if (isAggregated(out)) return temporal.lastN ?? MOST_AGGREGATED
  return Math.min(pageSize, temporal.lastN ?? pageSize)
}

const warned = (warnings: readonly string[]): Record<string, string> =>
  warnings.length > 0 ? { 'NGSILD-Warning': warnings.join(', ') } : {}

/** `bound`: context sources told no more than up to there. */
const written = (
  evolved: readonly Evolved[],
  out: Out,
  terms: Terms,
  bound: number | undefined,
): { bodies: JsonObject[]; range?: string } => {
  // an aggregation is over everything; the last ones asked for are everything too
  const range = isAggregated(out) ? null : cut(evolved, out.temporal, out.pageSize, bound)
  const { temporal, shape, selected, lang } = out
  const bodies = evolved
    .map((one) => writeEvolution(one, { terms, shape, query: temporal, selected, ...(lang ? { lang } : {}) }))
    .filter((body) => body !== undefined)
  return { bodies, ...(range ? { range: contentRange(range) } : {}) }
}

const ranged = (body: JsonObject | JsonObject[], range: string | undefined, headers: Record<string, string>): Answer =>
  range ? answer(206, body, { ...headers, 'Content-Range': range }) : answer(200, body, headers)

const readDescending = (orderBy: string | undefined): boolean => {
  if (orderBy === undefined || orderBy === 'id' || orderBy === 'id;asc') return false
  if (orderBy === 'id;desc') return true
  throw bad('order.syntax', { text: orderBy })
}

export const temporalReadRoutes = (services: TemporalServices): NgsiRoute[] => {
  const { past, finder, federation, guard, maps } = services
  const mapped = createMappedPast({ past, maps })

  const mayRead = (exchange: Exchange, kept: Kept): boolean => mayIn(exchange.actor, 'entity.read', kept.region)

  /** The entity as the hub itself remembers it; one that the caller may not read does not exist for the caller. */
  const known = async (exchange: Exchange, id: string): Promise<Kept | undefined> => {
    for await (const [kept] of finder.past({ tenant: exchange.tenant, selectors: [{ ids: [id] }] }))
      if (kept && !isForgotten(kept)) {
        if (!mayRead(exchange, kept)) throw missing('entity.unknown', { id })
        return kept
      }
    return undefined
  }

  /** Was there ever anything of it, outside of the window too? */
  const wasThere = async (kept: Kept, out: Out): Promise<boolean> => {
    const wanted = out.selected.attrs ? wantedOf(out) : {}
    const ever = await past.one(kept, { timeproperty: 'createdAt' }, wanted, 1)
    const gone = await past.one(kept, { timeproperty: 'deletedAt' }, wanted, 1)
    return ever.evolution.size + gone.evolution.size > 0 || (!out.selected.attrs && !kept.hidden['~*'])
  }

  const retrieve = async (exchange: Exchange): Promise<Answer> => {
    const { query, context } = exchange
    const id = readId(exchange.params.id)
    const out = readOut(query, readTemporal(query, false), context.terms)
    const types = query.type === undefined ? undefined : parseTypes(query.type, context.terms)
    const own = await known(exchange, id)
    const local = own && (await past.one(own, out.temporal, wantedOf(out), toLoad(out)))
    const { evolved, bound, warnings, holders } = flag(query, 'local')
      ? { evolved: local, bound: undefined, warnings: [], holders: undefined }
      : await federation.past.retrieve(exchange, local, { id, ...(types === undefined ? {} : { types }) }, pastAsked(out))
    const told = warned(warnings)
    if (!evolved || !mayRead(exchange, evolved.kept) || (types !== undefined && !matchesTypes(evolved.kept.types, types)))
      throw Object.assign(missing('entity.unknown', { id }), { headers: told })
    if (evolved.evolution.size === 0 && own && !(await wasThere(own, out)))
      throw Object.assign(missing(out.selected.attrs ? 'entity.no-attributes' : 'entity.unknown', { id }), { headers: told })
    const { bodies, range } = written(await showEvolved(guard, exchange, [evolved]), out, context.terms, bound)
    if (!bodies[0]) throw missing('entity.no-attributes')
    const about = await maps.asked(exchange, query, 'temporal')
    const map =
      about.map ?? (about.wanted && (await maps.make(exchange, about, 'temporal', { id }, [entryOf(evolved.kept, holders)])))
    return ranged(bodies[0], range, { ...told, ...(map ? { 'NGSILD-EntityMap': mapPath(map) } : {}) })
  }

  /** Filters as the caller wrote them: context sources get them in the same words. */
  const rawOf = ({ q, scopeQ, expandValues }: Query | JsonObject): FederatedPastQuery['raw'] => ({
    ...(typeof q === 'string' ? { q } : {}),
    ...(typeof scopeQ === 'string' ? { scopeQ } : {}),
    ...(expandValues === undefined ? {} : { expandValues: [expandValues].flat().join(',') }),
  })

  const run = async (exchange: Exchange, { asked, parameters, temporal, given: filters }: PastQuery): Promise<Answer> => {
    const { terms } = exchange.context
    checkDepth(asked.q, 0)
    await assertQuery(guard, exchange, asked)
    const out = readOut(parameters, temporal, terms)
    const page = { ...readPage(parameters), descending: readDescending(parameters.orderBy) }
    const regions = await regionsAsked(guard, exchange, asked, readableRegions(exchange, services))
    const query = { ...asked, tenant: exchange.tenant, ...(regions ? { regions } : {}) }
    const wanted = wantedOf(out)
    const about = await maps.asked(exchange, parameters, 'temporal')
    const csf = typeof filters.csf === 'string' ? { csf: readQ(filters.csf, terms) } : {}
    const everywhere =
      about.map || about.wanted || flag(parameters, 'local') || parameters.type === '*'
        ? undefined
        : await federation.past.query(
            exchange,
            { ...pastAsked(out), query, raw: rawOf(filters), split: flag(parameters, 'splitEntities'), ...csf },
            page,
            parameters.orderBy !== undefined,
            (kept) => mayRead(exchange, kept),
            toLoad(out),
          )
    const found: PastFound & Partial<MappedPast> =
      everywhere ??
      (about.map || about.wanted
        ? await mapped.find(exchange, { query, temporal, wanted }, page, toLoad(out), about)
        : await past.page(query, temporal, page, wanted, toLoad(out)))
    const { bodies, range } = written(await showEvolved(guard, exchange, found.entities), out, terms, everywhere?.bound)
    const links = pageLinks(exchange.url, page, found.more, exchange.accept)
    const given = ranged(bodies, range, {
      ...(found.map ? { 'NGSILD-EntityMap': mapPath(found.map) } : {}),
      ...(found.total === undefined ? {} : { 'NGSILD-Results-Count': String(found.total) }),
      ...(links ? { link: links } : {}),
      ...warned(everywhere?.warnings ?? []),
    })
    return found.made && given.status === 200 ? { ...given, status: 201 } : given
  }

  const makeMap = async (exchange: Exchange, { asked, parameters, temporal }: PastQuery): Promise<Answer> => {
    checkDepth(asked.q, 0)
    await assertQuery(guard, exchange, asked)
    const wanted = wantedOf(readOut(parameters, temporal, exchange.context.terms))
    const regions = await regionsAsked(guard, exchange, asked, readableRegions(exchange, services))
    const query = { ...asked, tenant: exchange.tenant, ...(regions ? { regions } : {}) }
    const about = await maps.asked(exchange, parameters, 'temporal')
    const { map } = await mapped.make(exchange, { query, temporal, wanted }, about)
    return answer(201, await writeMap(maps, map, exchange), { 'NGSILD-EntityMap': mapPath(map) })
  }

  const byParameters = (exchange: Exchange) => ({
    temporal: readTemporal(exchange.query, true),
    asked: readQueryParameters(exchange.query, exchange.context.terms),
    parameters: exchange.query,
    given: exchange.query,
  })

  const byObject = (exchange: Exchange) => {
    const { temporalQ, aggrParams, ...body } = bodyObject(exchange)
    const { temporal, aggregation } = temporalParameters({ temporalQ, aggrParams } as JsonObject)
    const asked = readQueryObject(body, exchange.context.terms, flag(exchange.query, 'local'))
    const attrs = Array.isArray(body.attrs) ? body.attrs.join(',') : (body.attrs as string | undefined)
    const parameters = { ...parametersOf(body, exchange.query), ...aggregation, ...(attrs === undefined ? {} : { attrs }) }
    return { asked, parameters, temporal: readTemporal(temporal, true), given: body as JsonObject }
  }

  const offers = [JSON_TYPE, LD_TYPE] as const
  return [
    {
      method: 'GET',
      path: '/temporal/entities',
      permission: 'entity.read',
      query: QUERY,
      offers,
      handle: async (exchange) => run(exchange, byParameters(exchange)),
    },
    {
      method: 'POST',
      path: '/temporal/entityOperations/query',
      permission: 'entity.read',
      body: 'object',
      query: [...OUT_PARAMETERS, ...PAGE_PARAMETERS, ...MAP_PARAMETERS, 'local', 'pageSize', 'splitEntities'],
      offers,
      handle: async (exchange) => run(exchange, byObject(exchange)),
    },
    {
      method: 'GET',
      path: '/temporal/entityMaps',
      permission: 'entity.read',
      query: QUERY,
      handle: async (exchange) => makeMap(exchange, byParameters(exchange)),
    },
    {
      method: 'POST',
      path: '/temporal/entityMaps',
      permission: 'entity.read',
      body: 'object',
      query: [...OUT_PARAMETERS, ...PAGE_PARAMETERS, ...MAP_PARAMETERS, 'local', 'pageSize'],
      handle: async (exchange) => makeMap(exchange, byObject(exchange)),
    },
    {
      method: 'GET',
      path: '/temporal/entities/:id',
      permission: 'entity.read',
      query: [...TEMPORAL_PARAMETERS, ...OUT_PARAMETERS, ...MAP_PARAMETERS, 'local', 'type'],
      offers,
      handle: retrieve,
    },
  ]
}
