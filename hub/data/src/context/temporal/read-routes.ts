/** Consumption of the past: /temporal/entities (clauses 5.7.3, 5.7.4). */
import { mayIn } from '@haihe/contract'
import { entryOf, mapPath } from '../entity-map/entity-maps.ts'
import { writeMap } from '../entity-map/write-map.ts'
import { JSON_TYPE, LD_TYPE } from '../http/accept.ts'
import { type Answer, answer, type Exchange } from '../http/exchange.ts'
import { readId } from '../http/fragments.ts'
import { showEvolved } from '../http/guarding.ts'
import { flag, pageLinks, readPage } from '../http/parameters.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import { MAP_PARAMETERS, PAGE_PARAMETERS } from '../http/query-routes.ts'
import { QUERY_PARAMETERS } from '../http/read-query.ts'
import type { Terms } from '../ld/terms.ts'
import type { Kept } from '../model/entity.ts'
import type { JsonObject } from '../model/json.ts'
import { bad, missing } from '../problem.ts'
import { matchesTypes, parseTypes } from '../query/types.ts'
import { contentRange, cut, type Evolved } from './evolution.ts'
import {
  isAggregated,
  type Out,
  pastAsked,
  pastByObject,
  pastByParameters,
  type ReadPast,
  readOut,
  toLoad,
  wantedOf,
} from './past-asking.ts'
import { isForgotten } from './provision.ts'
import type { TemporalServices } from './services.ts'
import { readTemporal, TEMPORAL_PARAMETERS } from './temporal-query.ts'
import { writeEvolution } from './write.ts'

const OUT_PARAMETERS = ['options', 'format', 'sysAttrs', 'lang', 'attrs', 'pick', 'omit', 'datasetId']

const QUERY = [...[QUERY_PARAMETERS, TEMPORAL_PARAMETERS, OUT_PARAMETERS, PAGE_PARAMETERS, MAP_PARAMETERS].flat(), 'orderBy']

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
  const { past, pastSearch: search, finder, federation, guard, maps } = services

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

  const run = async (exchange: Exchange, { sought, out, parameters }: ReadPast): Promise<Answer> => {
    const page = { ...readPage(parameters), descending: readDescending(parameters.orderBy) }
    const about = await maps.asked(exchange, parameters, 'temporal')
    const found = await search.find(exchange, sought, page, about)
    const { bodies, range } = written(
      await showEvolved(guard, exchange, found.entities),
      out,
      exchange.context.terms,
      found.bound,
    )
    const links = pageLinks(exchange.url, page, found.more, exchange.accept)
    const given = ranged(bodies, range, {
      ...(found.map ? { 'NGSILD-EntityMap': mapPath(found.map) } : {}),
      ...(found.total === undefined ? {} : { 'NGSILD-Results-Count': String(found.total) }),
      ...(links ? { link: links } : {}),
      ...warned(found.warnings),
    })
    return found.made && given.status === 200 ? { ...given, status: 201 } : given
  }

  const makeMap = async (exchange: Exchange, { sought, parameters }: ReadPast): Promise<Answer> => {
    const about = await maps.asked(exchange, parameters, 'temporal')
    const { map, warnings } = await search.mapped(exchange, sought, about)
    return answer(201, await writeMap(maps, map, exchange), { 'NGSILD-EntityMap': mapPath(map), ...warned(warnings) })
  }

  const offers = [JSON_TYPE, LD_TYPE] as const
  return [
    {
      method: 'GET',
      path: '/temporal/entities',
      permission: 'entity.read',
      query: QUERY,
      offers,
      handle: async (exchange) => run(exchange, await pastByParameters(exchange, services)),
    },
    {
      method: 'POST',
      path: '/temporal/entityOperations/query',
      permission: 'entity.read',
      body: 'object',
      query: [...OUT_PARAMETERS, ...PAGE_PARAMETERS, ...MAP_PARAMETERS, 'local', 'pageSize', 'splitEntities'],
      offers,
      handle: async (exchange) => run(exchange, await pastByObject(exchange, services)),
    },
    {
      method: 'GET',
      path: '/temporal/entityMaps',
      permission: 'entity.read',
      query: QUERY,
      handle: async (exchange) => makeMap(exchange, await pastByParameters(exchange, services)),
    },
    {
      method: 'POST',
      path: '/temporal/entityMaps',
      permission: 'entity.read',
      body: 'object',
      query: [...OUT_PARAMETERS, ...PAGE_PARAMETERS, ...MAP_PARAMETERS, 'local', 'pageSize'],
      handle: async (exchange) => makeMap(exchange, await pastByObject(exchange, services)),
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
