/** Reads what a consumer asks for: which entities, and in what shape. From parameters (GET) or a Query object (POST). */

import { isPattern } from '../../pattern.ts'
import { readGeoQ } from '../geo/geoq.ts'
import type { Terms } from '../ld/terms.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { expandName, isId, isName } from '../model/names.ts'
import { bad } from '../problem.ts'
import type { EntityQuery, Selector } from '../query/entity-query.ts'
import { depthOf, type Literal, mapNames, type Path, pathsOf, type Q } from '../query/q-ast.ts'
import { isSystem } from '../query/q-match.ts'
import { parseQ } from '../query/q-parse.ts'
import { parseScopeQ } from '../query/scopes.ts'
import { parseTypes } from '../query/types.ts'
import { flag, list, type Query } from './parameters.ts'

/** The query without tenant and regions, which the caller's rights decide. */
export type AskedQuery = Omit<EntityQuery, 'tenant' | 'regions'>

export const QUERY_PARAMETERS = [
  'id',
  'type',
  'idPattern',
  'attrs',
  'q',
  'csf',
  'georel',
  'geometry',
  'coordinates',
  'geoproperty',
  'scopeQ',
  'expandValues',
  'jsonKeys',
  'local',
  'splitEntities',
]

const expandPath = (terms: Terms) => (name: string) => (isName(name) ? terms.expand(name) : name)

/** q with names expanded; literals of the attributes in expandValues are terms to be expanded too (clause 4.9). */
export const readQ = (text: string, terms: Terms, expandValues: readonly string[] = []): Q => {
  const expand = expandPath(terms)
  const coerced = new Set(expandValues)
  const value = (path: Path, literal: Literal): Literal =>
    coerced.has(path.names[0] as string) && (literal.kind === 'term' || literal.kind === 'string') && isName(literal.value)
      ? { kind: 'term', value: terms.expand(literal.value) }
      : literal
  return mapNames(parseQ(text), expand, value)
}

/** Attributes whose values are terms to be expanded; what is said to be plain JSON is none of them (clause 4.9). */
export const coercedIn = (expandValues: readonly string[] = [], jsonKeys: readonly string[] = []): string[] =>
  expandValues.filter((name) => !jsonKeys.includes(name))

const readIds = (ids: readonly string[]): string[] => {
  for (const id of ids) if (!isId(id)) throw bad('id.invalid', { id })
  return [...ids]
}

const readPattern = (pattern: string): string => {
  if (!isPattern(pattern)) throw bad('pattern.invalid', { pattern })
  return pattern
}

const readNames = (names: readonly string[], terms: Terms): string[] => names.map((name) => expandName(terms, name))

const hasPlain = (q: Q): boolean => pathsOf(q).some((path) => !isSystem(path.names[0] as string))

/** Deeper than the entities that are joined (clause 5.7.2.4). */
export const checkDepth = (q: Q | undefined, joinLevel: number): void => {
  if (q && Math.max(0, ...pathsOf(q).map(depthOf)) > joinLevel) throw bad('query.too-deep')
}

/** At least one condition that narrows (clause 5.7.2.4). */
const checkWidth = (query: AskedQuery, local: boolean): void => {
  const narrows =
    query.selectors.some((selector) => selector.types !== undefined) ||
    query.attributes?.some((iri) => !isSystem(iri)) ||
    (query.q && hasPlain(query.q)) ||
    query.geo
  if (!narrows && !local) throw bad('query.too-wide')
}

/** A context source filter is a query over registrations: checked here, used where registrations are. */
const checkCsf = (text: string | undefined, terms: Terms): void => {
  if (text !== undefined) readQ(text, terms)
}

export const readQueryParameters = (query: Query, terms: Terms): AskedQuery => {
  const selector: Selector = {}
  // an id takes precedence over a pattern (clause 5.2.33)
  if (query.id !== undefined) selector.ids = readIds(list(query, 'id') as string[])
  else if (query.idPattern !== undefined) selector.idPattern = readPattern(query.idPattern)
  let local = flag(query, 'local')
  if (query.type === '*') {
    if (query.local === 'false') throw bad('param.exclusive', { name: 'type=*', other: 'local=false' })
    local = true
  } else if (query.type !== undefined) selector.types = parseTypes(query.type, terms)
  const attributes = list(query, 'attrs')
  const asked: AskedQuery = {
    selectors: Object.keys(selector).length > 0 ? [selector] : [],
    ...(attributes ? { attributes: readNames(attributes, terms) } : {}),
    ...(query.q !== undefined
      ? { q: readQ(query.q, terms, coercedIn(list(query, 'expandValues'), list(query, 'jsonKeys'))) }
      : {}),
    ...(query.scopeQ !== undefined ? { scopeQ: parseScopeQ(query.scopeQ.replaceAll(' ', '+')) } : {}),
  }
  if (query.georel !== undefined || query.geometry !== undefined || query.coordinates !== undefined)
    asked.geo = readGeoQ(query, terms.expand)
  checkCsf(query.csf, terms)
  checkWidth(asked, local)
  return asked
}

const text = (value: Json | undefined, name: string): string => {
  if (typeof value !== 'string' || value === '') throw bad('param.invalid', { name, value: JSON.stringify(value) })
  return value
}

/** EntityInfo / EntitySelector: {id, idPattern, type}. */
export const readSelectors = (value: Json, terms: Terms): Selector[] => {
  if (!Array.isArray(value) || value.length === 0) throw bad('param.invalid', { name: 'entities', value: JSON.stringify(value) })
  return value.map((item) => {
    if (!isObject(item)) throw bad('param.invalid', { name: 'entities', value: JSON.stringify(item) })
    const selector: Selector = {}
    const id = item.id ?? item['@id']
    const type = item.type ?? item['@type']
    if (id !== undefined) selector.ids = readIds(Array.isArray(id) ? id.map((one) => text(one, 'id')) : text(id, 'id').split(','))
    else if (item.idPattern !== undefined) selector.idPattern = readPattern(text(item.idPattern, 'idPattern'))
    if (type !== undefined && type !== '*')
      selector.types = Array.isArray(type)
        ? { op: 'or', terms: type.map((one) => parseTypes(text(one, 'type'), terms)) }
        : parseTypes(text(type, 'type'), terms)
    if (type === '*') return selector
    if (Object.keys(selector).length === 0 || type === undefined) throw bad('type.missing')
    return selector
  })
}

const names = (value: Json | undefined, name: string): string[] => {
  const items = typeof value === 'string' ? value.split(',') : value
  if (!Array.isArray(items) || items.length === 0 || !items.every((item) => typeof item === 'string' && item !== ''))
    throw bad('param.invalid', { name, value: JSON.stringify(value) })
  return items as string[]
}

export const readGeoObject = (value: Json, terms: Terms) => {
  if (!isObject(value)) throw bad('geo.invalid', { reason: 'geoQ' })
  return readGeoQ(value, terms.expand)
}

/** The Query data type (clause 5.2.23). `local` comes from the parameters. */
export const readQueryObject = (body: JsonObject, terms: Terms, local: boolean): AskedQuery => {
  if (body.temporalQ !== undefined) throw bad('param.invalid', { name: 'temporalQ', value: JSON.stringify(body.temporalQ) })
  if (body.type !== undefined && body.type !== 'Query') throw bad('type.invalid', { type: JSON.stringify(body.type) })
  const asked: AskedQuery = {
    selectors: body.entities === undefined ? [] : readSelectors(body.entities, terms),
    ...(body.attrs !== undefined ? { attributes: readNames(names(body.attrs, 'attrs'), terms) } : {}),
    ...(body.q !== undefined
      ? {
          q: readQ(
            text(body.q, 'q'),
            terms,
            coercedIn(
              body.expandValues === undefined ? [] : names(body.expandValues, 'expandValues'),
              body.jsonKeys === undefined ? [] : names(body.jsonKeys, 'jsonKeys'),
            ),
          ),
        }
      : {}),
    ...(body.scopeQ !== undefined ? { scopeQ: parseScopeQ(text(body.scopeQ, 'scopeQ')) } : {}),
    ...(body.geoQ !== undefined ? { geo: readGeoObject(body.geoQ, terms) } : {}),
  }
  if (body.csf !== undefined) checkCsf(text(body.csf, 'csf'), terms)
  const anyType = Array.isArray(body.entities) && body.entities.some((item) => isObject(item) && item.type === '*')
  checkWidth(asked, local || anyType)
  return asked
}

/** A Query object's members that GET takes as parameters, as if they had been parameters. */
export const parametersOf = (body: JsonObject, into: Query): Query => {
  const query = { ...into }
  const move = (name: string, value: Json | undefined): void => {
    if (value === undefined) return
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') query[name] = String(value)
    else if (Array.isArray(value) && value.every((item) => typeof item === 'string')) query[name] = value.join(',')
    else throw bad('param.invalid', { name, value: JSON.stringify(value) })
  }
  for (const name of [
    'pick',
    'omit',
    'lang',
    'join',
    'joinLevel',
    'containedBy',
    'datasetId',
    'geometryProperty',
    'splitEntities',
    'entityMap',
    'entityMapLifetime',
  ])
    move(name, body[name])
  if (body.ordering !== undefined) {
    if (!isObject(body.ordering)) throw bad('order.syntax', { text: JSON.stringify(body.ordering) })
    const { orderBy, collation, geometry, coordinates } = body.ordering
    if (!Array.isArray(orderBy) || orderBy.length === 0) throw bad('order.syntax', { text: JSON.stringify(orderBy) })
    move('orderBy', orderBy)
    if (geometry !== undefined) query.orderGeometry = text(geometry, 'ordering.geometry')
    if (collation !== undefined) query.collation = text(collation, 'collation')
    if (coordinates !== undefined) query.orderFrom = typeof coordinates === 'string' ? coordinates : JSON.stringify(coordinates)
  } else move('orderBy', body.orderBy)
  return query
}
