/** A city object as NGSI-LD tells it (normalized), taken apart for tables. */
import type { Provenance } from '@haihe/contract'

export interface NgsiEntity {
  id: string
  type: string | string[]
  [name: string]: unknown
}

export interface AttributeRow {
  /** unique in the entity: name, and the dataset when there are several */
  key: string
  name: string
  dataset: string | null
  kind: string
  value: unknown
  unit: string | null
  observedAt: string | null
  modifiedAt: string | null
  provenance: Provenance | null
  /** sub-attributes that have no place of their own above */
  more: Record<string, unknown>
}

type Instance = Record<string, unknown>

const MEMBERS = new Set(['id', 'type', 'scope', '@context', 'createdAt', 'modifiedAt', 'expiresAt', 'deletedAt'])
const VALUES: Record<string, string> = {
  Property: 'value',
  GeoProperty: 'value',
  ListProperty: 'valueList',
  Relationship: 'object',
  ListRelationship: 'objectList',
  LanguageProperty: 'languageMap',
  VocabProperty: 'vocab',
  JsonProperty: 'json',
}
const OWN = new Set([
  'type',
  'observedAt',
  'unitCode',
  'datasetId',
  'createdAt',
  'modifiedAt',
  'unit',
  'provenance',
  'instanceId',
])
const PROVENANCES: readonly string[] = ['local', 'elsewhere', 'simulated']

const isInstance = (value: unknown): value is Instance => typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
/** a sub-attribute's value, whether it stands alone or as a property */
const inner = (value: unknown): unknown => (isInstance(value) && 'value' in value ? value.value : value)

const rowOf = (name: string, instance: Instance, several: boolean): AttributeRow => {
  const kind = text(instance.type) ?? 'Property'
  const member = VALUES[kind] ?? 'value'
  const dataset = text(instance.datasetId)
  const provenance = text(inner(instance.provenance))
  return {
    key: several ? `${name} ${dataset ?? ''}` : name,
    name,
    dataset,
    kind,
    value: instance[member],
    unit: text(inner(instance.unit)) ?? text(instance.unitCode),
    observedAt: text(instance.observedAt),
    modifiedAt: text(instance.modifiedAt),
    provenance: provenance !== null && PROVENANCES.includes(provenance) ? (provenance as Provenance) : null,
    more: Object.fromEntries(Object.entries(instance).filter(([key]) => !OWN.has(key) && key !== member)),
  }
}

/** Attributes with what is known of each, those that were measured last first, then by name. */
export const attributesOf = (entity: NgsiEntity): AttributeRow[] =>
  Object.entries(entity)
    .filter(([name]) => !MEMBERS.has(name))
    .flatMap(([name, given]) => {
      const instances = (Array.isArray(given) ? given : [given]).filter(isInstance)
      return instances.map((instance) => rowOf(name, instance, instances.length > 1))
    })
    .sort((a, b) => Number(b.observedAt !== null) - Number(a.observedAt !== null) || a.name.localeCompare(b.name))

export const typeOf = (entity: NgsiEntity): string => (Array.isArray(entity.type) ? entity.type.join(' ') : entity.type)

/** urn:ngsi-ld:AirQualityObserved:1015A → 1015A; another URI stays whole */
export const shortId = (id: string): string => {
  const parts = id.split(':')
  return parts[0] === 'urn' && parts.length > 3 ? parts.slice(3).join(':') : id
}

/** The name people know it by: name or title, also by language; null when it has none. */
export const nameOf = (entity: NgsiEntity, language: 'zh' | 'en'): string | null => {
  for (const member of ['name', 'title', 'stationName', 'alternateName']) {
    const given = entity[member]
    if (!isInstance(given)) continue
    if (typeof given.value === 'string') return given.value
    if (isInstance(given.languageMap)) {
      const map = given.languageMap as Record<string, unknown>
      return text(map[language]) ?? text(map.zh) ?? text(Object.values(map)[0])
    }
  }
  return null
}

/** Longitude and latitude of a point, or the first corner of what is no point; null without a location. */
export const placeOf = (entity: NgsiEntity): [number, number] | null => {
  const location = entity.location
  if (!isInstance(location) || !isInstance(location.value)) return null
  let at: unknown = (location.value as { coordinates?: unknown }).coordinates
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0]
  return Array.isArray(at) && typeof at[0] === 'number' && typeof at[1] === 'number' ? [at[0], at[1]] : null
}

/** When anything of it was last measured; null when nothing says. */
export const freshOf = (entity: NgsiEntity): string | null =>
  attributesOf(entity).reduce<string | null>(
    (latest, { observedAt }) => (observedAt !== null && (latest === null || observedAt > latest) ? observedAt : latest),
    null,
  )

/** The least real of its attributes; null when none says. */
export const provenanceOf = (entity: NgsiEntity): Provenance | null => {
  const all = attributesOf(entity).map(({ provenance }) => provenance)
  return all.includes('simulated')
    ? 'simulated'
    : all.includes('elsewhere')
      ? 'elsewhere'
      : all.includes('local')
        ? 'local'
        : null
}

/** A value in one line. */
export const valueText = (value: unknown): string =>
  value === undefined || value === null
    ? '—'
    : typeof value === 'string'
      ? value
      : typeof value === 'number'
        ? String(Math.round(value * 1e6) / 1e6)
        : JSON.stringify(value)

/** A regular expression for ids that hold what was typed. */
export const idPattern = (typed: string): string => `.*${typed.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*`

/** Shell quotes; the token stays a variable, so that nobody pastes a secret into a history. */
export const curlOf = (origin: string, id: string): string =>
  `curl '${origin}/ngsi-ld/v1/entities/${encodeURIComponent(id).replaceAll('%3A', ':').replaceAll("'", '%27')}' \\\n  -H 'Accept: application/ld+json' \\\n  -H 'Authorization: Bearer '"$HAIHE_TOKEN"`
