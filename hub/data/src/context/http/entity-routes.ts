/** /entities and /entities/{id}: create, retrieve, replace, merge, delete (clauses 5.6.1, 5.6.6, 5.6.17, 5.6.18, 5.7.1). */
import { mayIn } from '@haihe/contract'
import { LOCAL } from '../entity-map/entity-map.ts'
import { entryOf, mapPath } from '../entity-map/entity-maps.ts'
import { amend, preferredVersion } from '../model/amend.ts'
import type { Attributes, Kept } from '../model/entity.ts'
import { isDateTime, type JsonObject } from '../model/json.ts'
import type { ReadOptions } from '../model/read.ts'
import { bad, missing } from '../problem.ts'
import { matchesTypes, parseTypes } from '../query/types.ts'
import * as operations from '../write/operations.ts'
import { GEO_TYPE, JSON_TYPE, LD_TYPE } from './accept.ts'
import { type Answer, answer, bodyObject, created, type Exchange, NO_CONTENT } from './exchange.ts'
import { readEntity, readFragment, readId } from './fragments.ts'
import { showKept } from './guarding.ts'
import { joining } from './joining.ts'
import { flag } from './parameters.ts'
import { BASE_PATH, type NgsiRoute } from './plugin.ts'
import type { NgsiServices } from './services.ts'
import { readFormat, readShape, SHAPE_PARAMETERS, writeEntities, writeFeatures } from './shape.ts'
import { warnings } from './warnings.ts'

export const ENTITY_OFFERS = [JSON_TYPE, LD_TYPE, GEO_TYPE] as const

export const entityPath = (id: string): string => `${BASE_PATH}/entities/${id}`

/** What every write of this request has in common. */
export const writeBase = (exchange: Exchange, id: string, { defaultSource }: NgsiServices): operations.WriteBase => ({
  tenant: exchange.tenant,
  id,
  actor: exchange.actor,
  source: defaultSource,
  ...(exchange.query.type === undefined ? {} : { types: parseTypes(exchange.query.type, exchange.context.terms) }),
})

/** Entities of a region the caller may not read do not exist for the caller. */
export const readable = (exchange: Exchange, kept: Kept | undefined): kept is Kept =>
  kept !== undefined && mayIn(exchange.actor, 'entity.read', kept.region)

/** The attributes with the given names. */
export const only = (attributes: Attributes, iris: readonly string[]): Attributes =>
  Object.fromEntries(iris.flatMap((iri) => (attributes[iri] ? [[iri, attributes[iri]]] : [])))

const styleOf = (exchange: Exchange): Pick<ReadOptions, 'style'> => ({
  style: readFormat(exchange.query).format === 'simplified' ? 'simplified' : 'normalized',
})

/** Entities as the preferred version of the specification knows them, and what the answer says about it. */
export const preferring = (exchange: Exchange, entities: Kept[]): { entities: Kept[]; answered: (given: Answer) => Answer } => {
  const version = preferredVersion(exchange.headers.prefer)
  if (version === undefined) return { entities, answered: (given) => given }
  const amended = entities.map((kept) => amend(kept, version))
  const altered = amended.some((kept, i) => kept !== entities[i])
  const headers = { 'Preference-Applied': `ngsi-ld=1.${version}` }
  return {
    entities: amended,
    answered: (given) => ({ ...given, status: altered ? 203 : given.status, headers: { ...given.headers, ...headers } }),
  }
}

export const entityRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { engine, finder, federation, place, maps } = services

  const create = async (exchange: Exchange): Promise<Answer> => {
    const entity = readEntity(bodyObject(exchange), exchange.context.terms, styleOf(exchange))
    const region = await place.regionOf(exchange.tenant, entity.types, entity.attributes)
    const write = { ...writeBase(exchange, entity.id, services), region }
    const { rejected } = await engine.write(operations.create(write, entity, place.fallback(exchange.actor)))
    return warnings(created(entityPath(entity.id)), rejected)
  }

  const replace = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const body = bodyObject(exchange)
    const current = body.type === undefined && body['@type'] === undefined ? await finder.one(exchange.tenant, id) : undefined
    const whole: JsonObject = { id, ...body }
    if (whole.id !== id) throw bad('id.changed')
    const entity = readEntity(current ? { ...whole, type: current.types } : whole, exchange.context.terms, styleOf(exchange))
    const region = await place.regionOf(exchange.tenant, entity.types, entity.attributes)
    const { rejected } = await engine.write(operations.replace({ ...writeBase(exchange, id, services), region }, entity))
    return warnings(NO_CONTENT, rejected)
  }

  const merge = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const current = await finder.one(exchange.tenant, id)
    if (!readable(exchange, current)) throw missing('entity.unknown', { id })
    const fragment = readMerge(exchange, id, current)
    const region = await place.regionOf(exchange.tenant, fragment.types ?? current.types, fragment.attributes)
    const write = {
      ...writeBase(exchange, id, services),
      region,
      sensed: only(current.attributes, Object.keys(fragment.attributes)),
    }
    const { rejected } = await engine.write(operations.merge(write, fragment))
    return warnings(NO_CONTENT, rejected)
  }

  const remove = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    await engine.write(operations.remove(writeBase(exchange, id, services)))
    return NO_CONTENT
  }

  const retrieve = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const { terms } = exchange.context
    const shape = readShape(exchange.query, terms)
    if (exchange.query.geometryProperty !== undefined && exchange.accept !== GEO_TYPE)
      throw bad('param.needs', { name: 'geometryProperty', other: `Accept: ${GEO_TYPE}` })
    const types = exchange.query.type === undefined ? undefined : parseTypes(exchange.query.type, terms)
    const own = await finder.one(exchange.tenant, id)
    if (own && !readable(exchange, own)) throw missing('entity.unknown', { id })
    const { attrs } = shape.selected
    const about = await maps.asked(exchange, exchange.query, 'current')
    const entry = about.map && (await maps.entry(about.map, id))
    const only = entry && new Set(entry.sources.filter((source) => source !== LOCAL))
    const {
      entity: kept,
      warnings: warned,
      holders,
    } = flag(exchange.query, 'local') || only?.size === 0
      ? { entity: own, warnings: [], holders: [LOCAL] }
      : await federation.retrieve(exchange, own, {
          id,
          ...(types ? { types } : {}),
          ...(attrs ? { attributes: [...attrs] } : {}),
          ...(only ? { only } : {}),
        })
    const told: Record<string, string> = warned.length > 0 ? { 'NGSILD-Warning': warned.join(', ') } : {}
    if (!readable(exchange, kept) || (types && !matchesTypes(kept.types, types)))
      throw Object.assign(missing('entity.unknown', { id }), { headers: told })
    const shown = await showKept(services.guard, exchange, [kept])
    if (shown.length === 0) throw Object.assign(missing('entity.unknown', { id }), { headers: told })
    if (attrs && ![...attrs].some((iri) => shown[0]?.attributes[iri])) throw missing('entity.no-attributes')
    const joined = joining(exchange, services, flag(exchange.query, 'local'))
    const write = exchange.accept === GEO_TYPE ? writeFeatures : writeEntities
    const { entities, answered } = preferring(exchange, shown)
    const written = await write(entities, shape, terms, joined.load)
    if (written.length === 0) throw missing('entity.no-attributes')
    const failed = [...new Set([...warned, ...joined.warnings()])]
    if (failed.length > 0) told['NGSILD-Warning'] = failed.join(', ')
    const map = about.map ?? (about.wanted && (await maps.make(exchange, about, 'current', { id }, [entryOf(kept, holders)])))
    if (map) told['NGSILD-EntityMap'] = mapPath(map)
    if (shape.join === 'flat' && exchange.accept === GEO_TYPE)
      return answered(answer(200, { type: 'FeatureCollection', features: written }, told))
    return answered(answer(200, shape.join === 'flat' && written.length > 1 ? written : written[0], told))
  }

  return [
    {
      method: 'POST',
      path: '/entities',
      permission: 'entity.write',
      body: 'object',
      query: ['local', 'options', 'format'],
      unknownTenant: 'create',
      handle: create,
    },
    {
      method: 'GET',
      path: '/entities/:id',
      permission: 'entity.read',
      query: [...SHAPE_PARAMETERS, 'local', 'type', 'sysAttrs', 'entityMap', 'entityMapLifetime'],
      offers: ENTITY_OFFERS,
      handle: retrieve,
    },
    {
      method: 'PUT',
      path: '/entities/:id',
      permission: 'entity.write',
      body: 'object',
      query: ['local', 'type', 'options', 'format'],
      handle: replace,
    },
    {
      method: 'PATCH',
      path: '/entities/:id',
      permission: 'entity.write',
      body: 'object',
      query: ['local', 'type', 'options', 'format', 'observedAt', 'lang'],
      handle: merge,
    },
    // a write without an id is bad data rather than an unknown method (test purposes 054_02, 056_02)
    ...(['PUT', 'PATCH'] as const).map(
      (method): NgsiRoute => ({
        method,
        path: '/entities',
        permission: 'entity.write',
        handle: async () => {
          throw bad('id.missing')
        },
      }),
    ),
    { method: 'DELETE', path: '/entities/:id', permission: 'entity.write', query: ['local', 'type'], handle: remove },
  ]
}

/** The fragment of a merge; a simplified one takes the types of what it meets (clause 5.5.12). */
const readMerge = (exchange: Exchange, id: string, current: Kept) => {
  const { observedAt } = exchange.query
  if (observedAt !== undefined && !isDateTime(observedAt)) throw bad('param.invalid', { name: 'observedAt', value: observedAt })
  const style = styleOf(exchange)
  const fragment = readFragment(bodyObject(exchange), id, exchange.context.terms, {
    ...style,
    nulls: true,
    deepNulls: true,
    ...(style.style === 'simplified' ? { known: current.attributes, lang: exchange.query.lang } : {}),
  })
  if (observedAt !== undefined)
    for (const instances of Object.values(fragment.attributes))
      for (const instance of instances) instance.observedAt ??= observedAt
  return fragment
}
