/** Reads registration documents (clauses 5.2.9, 5.9.2.4). Throws BadRequestData. */
import { isPattern } from '../../pattern.ts'
import { whyNotGeometry } from '../geo/geometry.ts'
import type { Terms } from '../ld/terms.ts'
import { NULL } from '../model/entity.ts'
import { isDateTime, isObject, isUri, type Json, type JsonObject } from '../model/json.ts'
import { expandName, isId, isName, readScopes } from '../model/names.ts'
import { bad } from '../problem.ts'
import { parseDuration } from '../temporal/duration.ts'
import { DEFAULT_OPERATIONS, expandOperations, isOperation, isReading } from './operations.ts'
import { type EntityInfo, type Info, MODES, type Mode, type Pair, type Registration, type Source } from './registration.ts'

const fail = (reason: string): never => {
  throw bad('registration.invalid', { reason })
}
const MOST_INFOS = 200
const MOST_NAMES = 1000

const text = (value: Json | undefined, name: string): string =>
  typeof value === 'string' && value !== '' && value.length <= 2048 ? value : fail(name)
const list = (value: Json | undefined, name: string, most: number): Json[] =>
  Array.isArray(value) && value.length > 0 && value.length <= most ? value : fail(name)

const readTypes = (value: Json, terms: Terms): string[] =>
  (Array.isArray(value) ? list(value, 'entities.type', 32) : [value]).map((type) =>
    typeof type === 'string' && isName(type) ? terms.expand(type) : fail('entities.type'),
  )

const readEntityInfo = (value: Json, terms: Terms): JsonObject => {
  if (!isObject(value)) return fail('information.entities')
  const out: JsonObject = {}
  const [id, type] = [value.id ?? value['@id'], value.type ?? value['@type']]
  if (id !== undefined) out.id = isId(id) && id !== NULL ? id : fail('entities.id')
  if (value.idPattern !== undefined) {
    const pattern = text(value.idPattern, 'entities.idPattern')
    out.idPattern = isPattern(pattern) ? pattern : fail('entities.idPattern')
  }
  if (type !== undefined) {
    const types = readTypes(type, terms)
    out.type = types.length === 1 ? (types[0] as string) : types
  }
  return Object.keys(out).length === 0 ? fail('information.entities') : out
}

const readInfo = (value: Json, terms: Terms): JsonObject => {
  if (!isObject(value)) return fail('information')
  const out: JsonObject = {}
  if (value.entities !== undefined)
    out.entities = list(value.entities, 'entities', MOST_NAMES).map((item) => readEntityInfo(item, terms))
  for (const name of ['propertyNames', 'relationshipNames'] as const)
    if (value[name] !== undefined) out[name] = list(value[name], name, MOST_NAMES).map((item) => expandName(terms, item))
  return Object.keys(out).length === 0 ? fail('information') : out
}

const positive = (value: Json | undefined, name: string, most: number): number =>
  typeof value === 'number' && value > 0 && value <= most ? value : fail(name)

const checkManagement = (value: Json): void => {
  if (!isObject(value)) throw bad('registration.invalid', { reason: 'management' })
  if (value.cacheDuration !== undefined) parseDuration(text(value.cacheDuration, 'management.cacheDuration'))
  if (value.cooldown !== undefined) positive(value.cooldown, 'management.cooldown', 86_400_000)
  if (value.timeout !== undefined) positive(value.timeout, 'management.timeout', 60_000)
  if (value.localOnly !== undefined && typeof value.localOnly !== 'boolean') fail('management.localOnly')
}

const checkInterval = (value: Json, name: string): void => {
  if (!isObject(value) || !isDateTime(value.startAt)) throw bad('registration.invalid', { reason: `${name}.startAt` })
  if (value.endAt !== undefined && (!isDateTime(value.endAt) || Date.parse(value.endAt) < Date.parse(value.startAt)))
    fail(`${name}.endAt`)
}

/** Members that may come as a GeoProperty or as the bare geometry; the geometry is kept. */
const readGeometry = (value: Json, name: string): Json => {
  const bare = isObject(value) && value.type === 'GeoProperty' ? value.value : value
  const reason = whyNotGeometry(bare)
  return reason === null ? (bare as Json) : fail(`${name}: ${reason}`)
}

export const readPairs = (value: Json | undefined): Pair[] => {
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length > 50) return fail('contextSourceInfo')
  return value.map((pair) => {
    if (!isObject(pair) || typeof pair.key !== 'string' || typeof pair.value !== 'string') return fail('contextSourceInfo')
    // they become header lines
    if (!/^[\x21-\x7e]{1,200}$/.test(pair.key) || !/^[\t\x20-\x7e]{0,8192}$/.test(pair.value)) fail('contextSourceInfo')
    return { key: pair.key, value: pair.value }
  })
}

const TEXTS = ['registrationName', 'description', 'contextSourceAlias', 'refreshRate', 'tenant']
const GEOMETRIES = ['location', 'observationSpace', 'operationSpace']
/** Kept by the hub itself, or kept apart. */
const DROPPED = new Set([
  ...['id', '@id', 'type', '@type', '@context', 'contextSourceInfo'],
  ...['status', 'timesSent', 'timesFailed', 'lastSuccess', 'lastFailure', 'createdAt', 'modifiedAt'],
])
export const KNOWN_MEMBERS = new Set([
  ...['information', 'endpoint', 'mode', 'operations', 'management', 'expiresAt', 'observationInterval', 'managementInterval'],
  ...[...TEXTS, ...GEOMETRIES, 'scope', 'localOnly'],
])

const readEndpoint = (value: Json | undefined): string => {
  const endpoint = text(value, 'endpoint')
  if (!isUri(endpoint) || !/^https?:\/\/[^/]/i.test(endpoint)) fail('endpoint')
  const { username, password, search, hash } = new URL(endpoint)
  // credentials belong into contextSourceInfo, which is encrypted
  if (username || password || search || hash) fail('endpoint')
  return endpoint
}

const readMember = (name: string, value: Json, terms: Terms): Json => {
  if (TEXTS.includes(name)) return text(value, name)
  if (GEOMETRIES.includes(name)) return readGeometry(value, name)
  switch (name) {
    case 'information':
      return list(value, name, MOST_INFOS).map((item) => readInfo(item, terms))
    case 'endpoint':
      return readEndpoint(value)
    case 'mode':
      return (MODES as readonly Json[]).includes(value) ? value : fail(name)
    case 'operations':
      return list(value, name, 100).map((item) => (isOperation(item) ? item : fail(`operations: ${String(item)}`)))
    case 'management':
      checkManagement(value)
      return value
    case 'observationInterval':
    case 'managementInterval':
      checkInterval(value, name)
      return value
    case 'scope': {
      const scopes = readScopes(value)
      return scopes.length === 1 ? (scopes[0] as string) : scopes
    }
    case 'localOnly':
      return typeof value === 'boolean' ? value : fail(name)
    default:
      return isDateTime(value) ? value : fail(name)
  }
}

const checkMode = (doc: JsonObject): void => {
  const mode = (doc.mode as Mode | undefined) ?? 'inclusive'
  const operations = (doc.operations as string[] | undefined) ?? DEFAULT_OPERATIONS
  if (mode === 'auxiliary' && !operations.every(isReading)) fail('auxiliary: operations')
  if (mode !== 'exclusive') return
  // one entity by its id, and the attributes of it that the source alone holds (clause 4.3.6.3)
  for (const info of doc.information as JsonObject[]) {
    if (!info.propertyNames && !info.relationshipNames) fail('exclusive: propertyNames, relationshipNames')
    const entities = (info.entities as JsonObject[] | undefined) ?? []
    if (entities.length === 0 || entities.some((entity) => entity.id === undefined || entity.idPattern !== undefined))
      fail('exclusive: entities.id')
  }
}

/** The document with its names expanded. `now`: what lies before it has expired. */
export const readRegistration = (given: JsonObject, terms: Terms, now: number): JsonObject => {
  const type = given.type ?? given['@type']
  if (type !== 'ContextSourceRegistration')
    throw type === undefined ? bad('type.missing') : bad('type.invalid', { type: JSON.stringify(type) })
  const doc: JsonObject = {}
  for (const [name, value] of Object.entries(given)) {
    if (DROPPED.has(name)) continue
    if (value === null || value === NULL) fail(name)
    // what the specification does not name is a context source property
    doc[KNOWN_MEMBERS.has(name) ? name : expandName(terms, name)] = KNOWN_MEMBERS.has(name)
      ? readMember(name, value, terms)
      : value
  }
  if (doc.information === undefined) fail('information')
  if (doc.endpoint === undefined) fail('endpoint')
  if (doc.expiresAt !== undefined && Date.parse(doc.expiresAt as string) <= now) fail('expiresAt')
  checkMode(doc)
  return doc
}

/** A fragment over what is there (clause 5.5.8): members replace members, null removes what may be absent. */
export const applyFragment = (doc: JsonObject, fragment: JsonObject, terms: Terms): JsonObject => {
  const next: JsonObject = { ...doc }
  for (const [name, value] of Object.entries(fragment)) {
    if (DROPPED.has(name)) continue
    const key = KNOWN_MEMBERS.has(name) ? name : expandName(terms, name)
    if (value === null || value === NULL) {
      if (name === 'information' || name === 'endpoint') fail(name)
      delete next[key]
    } else next[key] = KNOWN_MEMBERS.has(name) ? readMember(name, value, terms) : value
  }
  checkMode(next)
  return next
}

const entityInfo = (item: JsonObject): EntityInfo => ({
  ...(item.id === undefined ? {} : { id: item.id as string }),
  ...(item.idPattern === undefined ? {} : { idPattern: item.idPattern as string }),
  ...(item.type === undefined ? {} : { types: [item.type].flat() as string[] }),
})

const infoOf = (item: JsonObject): Info => {
  const names = [item.propertyNames ?? [], item.relationshipNames ?? []].flat() as string[]
  return {
    ...(item.entities === undefined ? {} : { entities: (item.entities as JsonObject[]).map(entityInfo) }),
    ...(names.length === 0 ? {} : { attributes: new Set(names) }),
  }
}

/** A stored registration made ready for use. */
export const sourceOf = (registration: Registration): Source => {
  const { doc } = registration
  const management = (doc.management ?? {}) as JsonObject
  return {
    ...registration,
    mode: (doc.mode as Mode | undefined) ?? 'inclusive',
    operations: expandOperations((doc.operations as string[] | undefined) ?? DEFAULT_OPERATIONS),
    infos: (doc.information as JsonObject[]).map(infoOf),
    endpoint: (doc.endpoint as string).replace(/\/+$/, '').replace(/\/ngsi-ld\/v1$/, ''),
    ...(doc.tenant === undefined ? {} : { targetTenant: doc.tenant as string }),
    ...(doc.contextSourceAlias === undefined ? {} : { alias: doc.contextSourceAlias as string }),
    ...(doc.expiresAt === undefined ? {} : { expiresAt: Date.parse(doc.expiresAt as string) }),
    management: {
      localOnly: management.localOnly === true || doc.localOnly === true,
      ...(management.timeout === undefined ? {} : { timeout: management.timeout as number }),
      ...(management.cooldown === undefined ? {} : { cooldown: management.cooldown as number }),
    },
  }
}
