/**
 * Reads entities and attributes as they come over the wire: normalized and concise representation side by side
 * (clauses 4.5.2 to 4.5.24), or simplified when the request says so. Names become IRIs. Errors are BadRequestData.
 */
import { isGeometryType, whyNotGeometry } from '../geo/geometry.ts'
import { CORE_TERMS, NGSI_LD } from '../ld/core-terms.ts'
import type { Terms } from '../ld/terms.ts'
import { bad } from '../problem.ts'
import {
  type Attributes,
  type AttributeType,
  type Instance,
  isAttributeType,
  NULL,
  VALUE_MEMBER,
  type ValueMember,
} from './entity.ts'
import { isDateTime, isObject, isUri, type Json, type JsonObject } from './json.ts'
import { expandName } from './names.ts'
import { checkValue, holdsNull, isNull } from './values.ts'

export interface ReadOptions {
  terms: Terms
  /** simplified: every attribute is its bare value */
  style?: 'normalized' | 'simplified'
  /** NGSI-LD Null may stand where something is to be deleted: partial update and merge */
  nulls?: boolean
  /** merge: NGSI-LD Null may also stand inside a JSON value (clause 5.5.12) */
  deepNulls?: boolean
  /** temporal interface: several instances without datasetId, instanceId is kept */
  temporal?: boolean
  /** simplified merge: a bare value takes the type of the attribute it meets (clause 5.5.12) */
  known?: Attributes
  /** simplified merge: language of a bare text that meets a language property */
  lang?: string
  /** answers of context sources: the times at which they made, changed and deleted an attribute are kept */
  system?: boolean
}

const INFERRED = Object.entries({
  object: 'Relationship',
  languageMap: 'LanguageProperty',
  vocab: 'VocabProperty',
  json: 'JsonProperty',
  valueList: 'ListProperty',
  objectList: 'ListRelationship',
}) as [ValueMember, AttributeType][]

const VALUE_MEMBERS = new Set<string>(Object.values(VALUE_MEMBER))
const PREVIOUS = /^previous(Value|Object|LanguageMap|Vocab|Json|ValueList|ObjectList)$/
/** Read-only members of what the hub itself gave out: taken in without complaint, not kept. */
const IGNORED = new Set(['createdAt', 'modifiedAt', 'deletedAt', 'instanceId', 'lang', 'provenance'])
const SEALED = new Set(['entityIdSealed', 'entityTypeSealed'])
export const PROOF = `${NGSI_LD}ngsildproof`

/** Core terms that name members, not attributes: they cannot be names of attributes (clause 4.5.1). */
const RESERVED = new Set([
  ...VALUE_MEMBERS,
  ...['datasetId', 'instanceId', 'observedAt', 'createdAt', 'modifiedAt', 'deletedAt', 'unitCode', 'valueType', 'objectType'],
  ...['id', 'type', '@id', '@type', '@context', 'coordinates', 'entityIdSealed', 'entityTypeSealed', 'dataset'],
])
const GEO_ONLY = new Set([CORE_TERMS.get('location'), CORE_TERMS.get('observationSpace'), CORE_TERMS.get('operationSpace')])

const typeOf = (name: string, raw: JsonObject): AttributeType | undefined => {
  const given = raw.type ?? raw['@type']
  if (given !== undefined) {
    if (isAttributeType(given)) return given
    throw bad('attribute.type', { name, type: String(given) })
  }
  if ('value' in raw) return isObject(raw.value) && isGeometryType(raw.value.type) ? 'GeoProperty' : 'Property'
  return INFERRED.find(([member]) => member in raw)?.[1]
}

const looksLikeInstance = (raw: unknown): boolean =>
  isObject(raw) && (isAttributeType(raw.type ?? raw['@type']) || Object.keys(raw).some((key) => VALUE_MEMBERS.has(key)))

const OWN_MEMBERS = new Set(['observedAt', 'unitCode', 'datasetId', 'expiresAt', 'valueType', 'objectType'])
/** In a merge an attribute may be told of by what changes of it: members of its own, sub-attributes (clause 5.5.12). */
const isPartOfInstance = (raw: JsonObject): boolean =>
  Object.keys(raw).length > 0 &&
  Object.entries(raw).every(([key, value]) => OWN_MEMBERS.has(key) || (isObject(value) && isAttributeType(value.type)))

const readObjectList = (name: string, value: Json): string[] => {
  if (!Array.isArray(value)) throw bad('attribute.uri', { name, member: 'objectList' })
  return value.map((item) => {
    const uri = isObject(item) && Object.keys(item).length === 1 ? item.object : item
    if (!isUri(uri) || uri === NULL) throw bad('attribute.uri', { name, member: 'objectList' })
    return uri
  })
}

const text = (name: string, member: string, value: Json): string => {
  if (typeof value !== 'string' || value === '') throw bad('attribute.invalid', { name, reason: member })
  return value
}

const readMember = (
  name: string,
  type: AttributeType | undefined,
  instance: Instance,
  key: string,
  value: Json,
  options: ReadOptions,
): boolean => {
  const nullable = options.nulls === true && value === NULL
  switch (key) {
    case 'type':
    case '@type':
      return true
    case 'observedAt':
    case 'expiresAt':
      if (!nullable && !isDateTime(value)) throw bad('attribute.datetime', { name, member: key })
      instance[key] = value as string
      return true
    case 'datasetId':
      if (value === '@none') return true
      if (!isUri(value) || value === NULL) throw bad('attribute.uri', { name, member: key })
      instance.datasetId = value
      return true
    case 'unitCode':
      if (type && type !== 'Property' && type !== 'ListProperty') throw bad('attribute.invalid', { name, reason: key })
      instance.unitCode = text(name, key, value)
      return true
    case 'valueType':
      if (type === 'LanguageProperty' && value !== 'langString') throw bad('attribute.invalid', { name, reason: key })
      instance.valueType = nullable ? NULL : options.terms.expand(text(name, key, value))
      return true
    case 'objectType':
      if (type && type !== 'Relationship' && type !== 'ListRelationship') throw bad('attribute.invalid', { name, reason: key })
      instance.objectType = nullable
        ? NULL
        : Array.isArray(value)
          ? value.map((item) => expandName(options.terms, item))
          : expandName(options.terms, value)
      return true
    case 'createdAt':
    case 'modifiedAt':
    case 'deletedAt':
      if (options.system && isDateTime(value)) instance[key] = value
      return true
    case 'instanceId':
      if (options.temporal && isUri(value)) instance.instanceId = value
      return true
  }
  if (PREVIOUS.test(key)) throw bad('attribute.invalid', { name, reason: key })
  return IGNORED.has(key)
}

const readProofMember = (name: string, instance: Instance, key: string, value: Json, terms: Terms): void => {
  const sealed = isObject(instance.ngsildproof) ? instance.ngsildproof : {}
  sealed[key] = key === 'entityTypeSealed' ? expandName(terms, value) : text(name, key, value)
  instance.ngsildproof = sealed
}

const readSubAttribute = (into: Instance, key: string, value: Json, options: ReadOptions): void => {
  const iri = expandName(options.terms, key)
  into.attrs ??= {}
  into.attrs[iri] = readAttribute(key, iri, value, { ...options, temporal: false })
}

/**
 * One instance in normalized or concise form. `type` may be absent in a fragment (`partial`): then the members are taken
 * as they are and checked when they meet the instance they change.
 */
export const readInstance = (name: string, iri: string, raw: JsonObject, options: ReadOptions, partial = false): Instance => {
  if ('@context' in raw) throw bad('attribute.invalid', { name, reason: '@context' })
  const type = typeOf(name, raw)
  if (!type && !partial) throw bad('attribute.no-value', { name, member: 'value' })
  const instance = { type } as Instance
  for (const [key, value] of Object.entries(raw)) {
    if (value === null) throw bad('attribute.null', { name: key === 'value' ? name : `${name}.${key}` })
    if (VALUE_MEMBERS.has(key)) {
      if (type && VALUE_MEMBER[type] !== key) throw bad('attribute.invalid', { name, reason: key })
      ;(instance as unknown as JsonObject)[key] = key === 'objectList' && !isNull(value) ? readObjectList(name, value) : value
    } else if (SEALED.has(key)) {
      if (iri !== PROOF) throw bad('attribute.invalid', { name, reason: key })
      readProofMember(name, instance, key, value, options.terms)
    } else if (!readMember(name, type, instance, key, value, options)) readSubAttribute(instance, key, value, options)
  }
  if (type) {
    if (!(VALUE_MEMBER[type] in raw) && !partial) throw bad('attribute.no-value', { name, member: VALUE_MEMBER[type] })
    if (VALUE_MEMBER[type] in raw) checkValue(name, instance, options)
    if (GEO_ONLY.has(iri) && type !== 'GeoProperty') throw bad('attribute.type', { name, type })
  }
  if (iri === PROOF && instance.value !== undefined && !isObject(instance.value))
    throw bad('attribute.invalid', { name, reason: 'value' })
  return instance
}

/** A bare value as the kind of attribute that is already there. */
const readAsKnown = (known: Instance, raw: Json, lang: string | undefined): JsonObject | undefined => {
  if (isNull(raw) || known.type === 'Property' || known.type === 'GeoProperty') return undefined
  if (known.type === 'LanguageProperty')
    return typeof raw === 'string' ? { type: known.type, languageMap: { [lang ?? '@none']: raw } } : undefined
  return { type: known.type, [VALUE_MEMBER[known.type]]: raw }
}

const readBare = (name: string, iri: string, raw: Json, options: ReadOptions): Instance => {
  if (raw === null) throw bad('attribute.null', { name })
  const [known] = options.known?.[iri] ?? []
  const typed = known && readAsKnown(known, raw, options.lang)
  if (typed) return readInstance(name, iri, typed, options)
  if (isObject(raw) && isGeometryType(raw.type) && 'coordinates' in raw && whyNotGeometry(raw) === null)
    return readInstance(name, iri, { type: 'GeoProperty', value: raw }, options)
  if (GEO_ONLY.has(iri) && !isNull(raw)) return readInstance(name, iri, { type: 'GeoProperty', value: raw }, options)
  return readInstance(name, iri, { type: 'Property', value: raw }, options)
}

/** The simplified forms that cannot be mistaken for a plain value (clause 4.5.4): {languageMap}, {vocab}, {json}, {dataset}. */
const readSimplified = (name: string, iri: string, raw: Json, options: ReadOptions): Instance[] => {
  if (isObject(raw)) {
    const keys = Object.keys(raw)
    if (keys.length === 1 && ['languageMap', 'vocab', 'json', 'object', 'valueList', 'objectList'].includes(keys[0] as string))
      return [readInstance(name, iri, raw, options)]
    if (keys.length === 1 && keys[0] === 'dataset' && isObject(raw.dataset))
      return Object.entries(raw.dataset).flatMap(([dataset, value]) =>
        readSimplified(name, iri, value, options).map((instance) =>
          dataset === '@none' ? instance : { ...instance, datasetId: dataset },
        ),
      )
  }
  return [readBare(name, iri, raw, options)]
}

const checkDatasets = (name: string, instances: readonly Instance[]): void => {
  if (new Set(instances.map((instance) => instance.datasetId)).size !== instances.length)
    throw bad('attribute.datasets', { name })
}

/** All instances of one attribute. */
export const readAttribute = (name: string, iri: string, raw: Json, options: ReadOptions): Instance[] => {
  if (RESERVED.has(name) && !(VALUE_MEMBERS.has(name) && isObject(raw) && isAttributeType(raw.type)))
    throw bad('name.invalid', { name })
  if (options.style === 'simplified') return readSimplified(name, iri, raw, options)
  if (Array.isArray(raw) && raw.length > 0 && raw.every(looksLikeInstance)) {
    const instances = raw.map((item) => readInstance(name, iri, item as JsonObject, options))
    if (!options.temporal) checkDatasets(name, instances)
    // the default instance leads, whatever order they came in
    return options.temporal
      ? instances
      : instances.sort((a, b) => Number(a.datasetId !== undefined) - Number(b.datasetId !== undefined))
  }
  if (options.temporal && Array.isArray(raw)) throw bad('attribute.invalid', { name, reason: 'instances' })
  if (!isObject(raw) || (isGeometryType(raw.type) && 'coordinates' in raw)) {
    if (options.temporal) throw bad('attribute.invalid', { name, reason: 'instances' })
    return [readBare(name, iri, raw, options)]
  }
  if (looksLikeInstance(raw) || 'type' in raw || '@type' in raw) return [readInstance(name, iri, raw, options)]
  if (options.deepNulls && isPartOfInstance(raw)) return [readInstance(name, iri, raw, options, true)]
  // a JSON object that names neither a type nor a value is the value itself (concise, clause 4.5.2.3)
  return [readBare(name, iri, raw, options)]
}

/** Names of an entity that are not attributes. */
const ENTITY_MEMBERS = new Set([
  'id',
  '@id',
  'type',
  '@type',
  'scope',
  '@context',
  'createdAt',
  'modifiedAt',
  'deletedAt',
  'expiresAt',
])

/** The attributes of an entity or fragment. */
export const readAttributes = (body: JsonObject, options: ReadOptions): Attributes => {
  const attributes: Attributes = {}
  for (const [name, raw] of Object.entries(body)) {
    if (ENTITY_MEMBERS.has(name)) continue
    const iri = expandName(options.terms, name)
    if (attributes[iri]) throw bad('attribute.datasets', { name })
    attributes[iri] = readAttribute(name, iri, raw, options)
  }
  return attributes
}

export { holdsNull }
