/** Entities as they go out: normalized, concise or simplified (clauses 4.5.1 to 4.5.4), names compacted. */
import type { Terms } from '../ld/terms.ts'
import { type Attributes, type Entity, type Instance, instanceValue, VALUE_MEMBER } from './entity.ts'
import type { Json, JsonObject } from './json.ts'
import { inLanguage } from './language.ts'

export type Format = 'normalized' | 'concise' | 'simplified'

export interface WriteOptions {
  terms: Terms
  format: Format
  sysAttrs: boolean
  /** language ranges, most wanted first */
  lang?: readonly string[]
  /** attribute IRI → entities that stand in for its relationship objects (join=inline); a function of the URI */
  inline?: (instance: Instance, uri: string) => Json | undefined
}

const compactAll = (terms: Terms, value: string | string[]): string | string[] =>
  Array.isArray(value) ? value.map((item) => terms.compact(item)) : terms.compact(value)

/** The value member as the outside sees it. */
const outerValue = (instance: Instance, terms: Terms): Json => {
  if (instance.type === 'VocabProperty') return compactAll(terms, instance.vocab as string | string[])
  if (instance.type === 'ListRelationship') return (instance.objectList as string[]).map((object) => ({ object }))
  return instanceValue(instance) as Json
}

const writeSubAttributes = (out: JsonObject, attrs: Attributes | undefined, options: WriteOptions): void => {
  if (!attrs) return
  for (const [iri, instances] of Object.entries(attrs)) out[options.terms.compact(iri)] = writeAttribute(instances, options)
}

const writeSystem = (
  out: JsonObject,
  from: { createdAt?: string; modifiedAt?: string; deletedAt?: string; expiresAt?: string },
): void => {
  if (from.createdAt) out.createdAt = from.createdAt
  if (from.modifiedAt) out.modifiedAt = from.modifiedAt
  if (from.deletedAt) out.deletedAt = from.deletedAt
  if (from.expiresAt) out.expiresAt = from.expiresAt
}

/** Members besides type and value, in one order everywhere. */
const writeRest = (out: JsonObject, instance: Instance, options: WriteOptions): void => {
  const { terms } = options
  if (instance.objectType) out.objectType = compactAll(terms, instance.objectType)
  if (instance.valueType) out.valueType = terms.compact(instance.valueType)
  if (instance.unitCode) out.unitCode = instance.unitCode
  if (instance.observedAt) out.observedAt = instance.observedAt
  if (instance.datasetId) out.datasetId = instance.datasetId
  if (instance.instanceId) out.instanceId = instance.instanceId
  if (instance.provenance) out.provenance = instance.provenance
  if (instance.ngsildproof)
    for (const [name, value] of Object.entries(instance.ngsildproof as JsonObject))
      out[name] = name === 'entityTypeSealed' ? terms.compact(value as string) : value
  if (options.sysAttrs) writeSystem(out, instance)
  writeSubAttributes(out, instance.attrs, options)
}

const linked = (instance: Instance, options: WriteOptions): Json | undefined => {
  if (!options.inline) return undefined
  if (instance.type === 'Relationship') {
    const uris = Array.isArray(instance.object) ? instance.object : [instance.object as string]
    const entities = uris.map((uri) => options.inline?.(instance, uri)).filter((entity) => entity !== undefined)
    if (entities.length === 0) return undefined
    return Array.isArray(instance.object) ? entities : entities[0]
  }
  if (instance.type === 'ListRelationship') {
    const entities = (instance.objectList as string[])
      .map((uri) => options.inline?.(instance, uri))
      .filter((e) => e !== undefined)
    return entities.length === 0 ? undefined : entities
  }
  return undefined
}

const writeNormalized = (instance: Instance, options: WriteOptions): JsonObject => {
  const out: JsonObject = {}
  if (instance.type === 'LanguageProperty' && options.lang && typeof instance.languageMap === 'object') {
    const { value, lang } = inLanguage(instance, options.lang)
    if (options.format === 'normalized') out.type = 'Property'
    out.value = value
    out.lang = lang
  } else {
    if (options.format === 'normalized') out.type = instance.type
    out[VALUE_MEMBER[instance.type]] = outerValue(instance, options.terms)
    const entity = linked(instance, options)
    if (entity !== undefined) out[instance.type === 'Relationship' ? 'entity' : 'entityList'] = entity
  }
  writeRest(out, instance, options)
  return out
}

/** Concise: a property or geo-property with nothing but its value is the value itself. */
const writeConcise = (instance: Instance, options: WriteOptions): Json => {
  const out = writeNormalized(instance, options)
  const alone = Object.keys(out).length === 1
  // a JSON object could be taken for an instance: it keeps its member
  if (alone && instance.type === 'GeoProperty') return out.value as Json
  if (alone && instance.type === 'Property' && (typeof out.value !== 'object' || out.value === null)) return out.value as Json
  return out
}

const writeSimplified = (instance: Instance, options: WriteOptions): Json => {
  switch (instance.type) {
    case 'LanguageProperty':
      return options.lang && typeof instance.languageMap === 'object'
        ? inLanguage(instance, options.lang).value
        : { languageMap: instance.languageMap as JsonObject }
    case 'VocabProperty':
      return { vocab: outerValue(instance, options.terms) }
    case 'JsonProperty':
      return { json: instance.json as Json }
    case 'Relationship':
      return linked(instance, options) ?? (instance.object as Json)
    case 'ListRelationship':
      return linked(instance, options) ?? (instance.objectList as string[])
    default:
      return instanceValue(instance) as Json
  }
}

/** All instances of an attribute: one as an object, several as an array (simplified: a map by datasetId). */
export const writeAttribute = (instances: readonly Instance[], options: WriteOptions): Json => {
  if (options.format === 'simplified') {
    const [first] = instances
    if (instances.length === 1 && first) return writeSimplified(first, options)
    return { dataset: Object.fromEntries(instances.map((item) => [item.datasetId ?? '@none', writeSimplified(item, options)])) }
  }
  const write = options.format === 'concise' ? writeConcise : writeNormalized
  const out = instances.map((instance) => write(instance, options))
  return out.length === 1 ? (out[0] as Json) : out
}

const oneOrMany = (list: readonly string[]): Json => (list.length === 1 ? (list[0] as string) : [...list])

/** id, type, scope and times of an entity. */
export const writeHead = (entity: Entity, options: Pick<WriteOptions, 'terms' | 'sysAttrs'>): JsonObject => {
  const out: JsonObject = { id: entity.id, type: oneOrMany(entity.types.map((type) => options.terms.compact(type))) }
  if (entity.scope.length > 0) out.scope = oneOrMany(entity.scope)
  if (options.sysAttrs) writeSystem(out, entity)
  return out
}

export const writeEntity = (entity: Entity, options: WriteOptions): JsonObject => {
  const out = writeHead(entity, options)
  for (const [iri, instances] of Object.entries(entity.attributes))
    out[options.terms.compact(iri)] = writeAttribute(instances, options)
  return out
}
