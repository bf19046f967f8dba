/** What a context source notifies of, as a change of an entity here (clauses 5.3.1, 5.8.6). Throws when it is no entity. */
import type { Terms } from '../../ld/terms.ts'
import { type Attributes, type Instance, isAttributeType, type Kept, NULL, VALUE_MEMBER } from '../../model/entity.ts'
import { isDateTime, isObject, type Json, type JsonObject } from '../../model/json.ts'
import { expandName, isId, readScopes, readTypes } from '../../model/names.ts'
import { readAttribute } from '../../model/read.ts'
import { isNull } from '../../model/values.ts'
import type { KeptChange } from '../../subscription/change.ts'
import { matchesOf } from '../match.ts'
import type { Source } from '../registration.ts'
import { regionOf, systemTime } from '../remote.ts'

const HEAD = new Set(['id', '@id', 'type', '@type', 'scope', '@context', 'createdAt', 'modifiedAt', 'deletedAt', 'expiresAt'])
const PREVIOUS: Record<string, string> = {
  previousValue: 'value',
  previousObject: 'object',
  previousLanguageMap: 'languageMap',
  previousVocab: 'vocab',
  previousJson: 'json',
  previousValueList: 'valueList',
  previousObjectList: 'objectList',
}

interface Split {
  now: JsonObject
  previous?: JsonObject
}

/** showChanges: what was before stands beside what is. */
const splitPrevious = (raw: JsonObject): Split => {
  const now: JsonObject = {}
  const before: JsonObject = {}
  for (const [name, value] of Object.entries(raw)) {
    const member = PREVIOUS[name]
    if (member) before[member] = value
    else now[name] = value
  }
  if (Object.keys(before).length === 0) return { now }
  const { type, datasetId } = now
  return { now, previous: { ...(type ? { type } : {}), ...(datasetId ? { datasetId } : {}), ...before } }
}

const isGone = (instance: Instance): boolean => isNull(instance[VALUE_MEMBER[instance.type]])

/** An attribute that is gone may be told by its name and NGSI-LD Null alone. */
const rawInstances = (value: Json): JsonObject[] => {
  const list = Array.isArray(value) && value.every(isObject) ? value : [value]
  return list.map((item) =>
    isObject(item) && isAttributeType(item.type ?? item['@type']) ? item : { type: 'Property', value: item },
  )
}

export interface Notified {
  entity: Kept
  /** instances that were replaced, or that are gone */
  before: KeptChange['before']
}

/** Attributes that the source registered of an entity; undefined: any; null: the entity is none of its business. */
const registered = (source: Source, id: string, types: readonly string[]): ReadonlySet<string> | null | undefined => {
  const matches = matchesOf(source, { ids: [id], typesOf: types })
  if (matches.length === 0) return null
  if (matches.some(({ info }) => info.attributes === undefined)) return undefined
  return new Set(matches.flatMap(({ info }) => [...(info.attributes ?? [])]))
}

export interface ReadServices {
  tenant: string
  terms: Terms
  /** region of what does not say where it belongs */
  city: string
}

/** Undefined: the source did not register for it. */
export const readNotified = (item: Json, source: Source, { tenant, terms, city }: ReadServices): Notified | undefined => {
  if (!isObject(item)) throw new Error('no entity')
  const [id, type] = [item.id ?? item['@id'], item.type ?? item['@type']]
  if (!isId(id) || id === NULL || type === undefined) throw new Error('no entity')
  const types = readTypes(terms, type)
  const names = registered(source, id, types)
  if (names === null) return undefined
  const attributes: Attributes = {}
  const before: KeptChange['before'] = []
  const all: Attributes = {}
  const options = { terms, system: true, nulls: true }
  for (const [name, value] of Object.entries(item)) {
    if (HEAD.has(name)) continue
    const iri = expandName(terms, name)
    for (const raw of rawInstances(value)) {
      const { now, previous } = splitPrevious(raw)
      const [instance] = readAttribute(name, iri, now, options)
      if (!instance) continue
      all[iri] = [...(all[iri] ?? []), instance]
      if (names && !names.has(iri)) continue
      const [was] = previous ? readAttribute(name, iri, previous, options) : []
      const gone = isGone(instance)
      if (!gone) attributes[iri] = [...(attributes[iri] ?? []), instance]
      if (gone || was) before.push({ attribute: iri, instance: { ...instance, ...was }, gone })
    }
  }
  const { deletedAt, expiresAt } = item
  return {
    entity: {
      tenant,
      id,
      types,
      scope: item.scope === undefined || item.scope === NULL ? [] : readScopes(item.scope),
      attributes,
      region: regionOf(all, city),
      source: null,
      provenance: null,
      hidden: {},
      live: deletedAt === undefined,
      origin: 'core',
      createdAt: systemTime(item.createdAt),
      modifiedAt: systemTime(item.modifiedAt),
      ...(isDateTime(deletedAt) ? { deletedAt } : {}),
      ...(isDateTime(expiresAt) ? { expiresAt } : {}),
    },
    before,
  }
}

/** As it is kept for the subscriber. Without times of its own it was changed when it was told of. */
export const changeOf = ({ entity, before }: Notified, at: string): KeptChange => {
  const { id, types, scope, attributes, region, expiresAt, deletedAt } = entity
  return {
    kind: deletedAt ? 'deleted' : 'updated',
    entity: {
      id,
      types,
      scope: deletedAt ? [] : scope,
      attributes: deletedAt ? {} : attributes,
      region,
      createdAt: entity.createdAt || at,
      modifiedAt: entity.modifiedAt || at,
      ...(expiresAt ? { expiresAt } : {}),
      ...(deletedAt ? { deletedAt } : {}),
    },
    before,
  }
}
