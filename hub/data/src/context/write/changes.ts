/**
 * What a write does to an entity: pure functions from the present entity and a fragment to the next one. Unchanged
 * instances stay the same objects, so that whoever follows sees what changed.
 */
import { type Attributes, type Instance, instanceFor, type Kept, NULL, VALUE_MEMBER } from '../model/entity.ts'
import { isObject, type Json, type JsonObject, sameJson } from '../model/json.ts'
import { isNull } from '../model/values.ts'
import { bad, missing } from '../problem.ts'

export interface Fragment {
  types?: string[]
  /** null: NGSI-LD Null, the scope is to go */
  scope?: string[] | null
  attributes: Attributes
  expiresAt?: string | null
}

/** Outcome by attribute, for 207 answers. */
export interface UpdateResult {
  updated: string[]
  notUpdated: { attribute: string; reason: 'exists' | 'unknown' | 'dataset' | 'type' }[]
}

const stampAttributes = (attrs: Attributes | undefined, before: Attributes | undefined, now: string): Attributes | undefined =>
  attrs &&
  Object.fromEntries(
    Object.entries(attrs).map(([iri, instances]) => [
      iri,
      instances.map((instance) => stamp(instance, instanceFor(before?.[iri], instance.datasetId), now)),
    ]),
  )

/** System times: createdAt stays that of the instance it replaces. */
export const stamp = (instance: Instance, before: Instance | undefined, now: string): Instance => {
  const attrs = stampAttributes(instance.attrs, before?.attrs, now)
  return { ...instance, ...(attrs ? { attrs } : {}), createdAt: before?.createdAt ?? now, modifiedAt: now }
}

export const stampAll = (attributes: Attributes, now: string): Attributes =>
  stampAttributes(attributes, undefined, now) as Attributes

const withInstance = (list: readonly Instance[] | undefined, instance: Instance): Instance[] => {
  const rest = (list ?? []).filter((item) => item.datasetId !== instance.datasetId)
  // the default instance leads
  return instance.datasetId === undefined ? [instance, ...rest] : replaceInPlace(list ?? [], instance)
}

const replaceInPlace = (list: readonly Instance[], instance: Instance): Instance[] =>
  list.some((item) => item.datasetId === instance.datasetId)
    ? list.map((item) => (item.datasetId === instance.datasetId ? instance : item))
    : [...list, instance]

const without = (attributes: Attributes, iri: string, keep: (instance: Instance) => boolean): Attributes => {
  const { [iri]: list = [], ...rest } = attributes
  const left = list.filter(keep)
  return left.length > 0 ? { ...attributes, [iri]: left } : rest
}

const changed = (entity: Kept, next: Partial<Kept>, now: string): Kept => ({ ...entity, ...next, modifiedAt: now })

const addTypes = (entity: Kept, types: readonly string[] | undefined): string[] =>
  types ? [...new Set([...entity.types, ...types])] : entity.types

const nextExpiry = (entity: Kept, fragment: Fragment): string | undefined =>
  fragment.expiresAt === undefined ? entity.expiresAt : (fragment.expiresAt ?? undefined)

/** Append (5.6.3): new instances are added, existing ones replaced unless `overwrite` is false. */
export const append = (
  entity: Kept,
  fragment: Fragment,
  overwrite: boolean,
  now: string,
): { next: Kept; result: UpdateResult } => {
  const result: UpdateResult = { updated: [], notUpdated: [] }
  let attributes = entity.attributes
  for (const [iri, instances] of Object.entries(fragment.attributes)) {
    for (const instance of instances) {
      const before = instanceFor(attributes[iri], instance.datasetId)
      if (before && !overwrite) {
        result.notUpdated.push({ attribute: iri, reason: 'exists' })
        continue
      }
      attributes = { ...attributes, [iri]: withInstance(attributes[iri], stamp(instance, before, now)) }
      if (!result.updated.includes(iri)) result.updated.push(iri)
    }
  }
  const types = addTypes(entity, fragment.types)
  if (types.length > entity.types.length) result.updated.push('type')
  let { scope } = entity
  if (fragment.scope) {
    // without overwriting, scopes add up (clause 4.18)
    scope = overwrite ? fragment.scope : [...new Set([...scope, ...fragment.scope])]
    result.updated.push('scope')
  }
  const touched = result.updated.length > 0 || fragment.expiresAt !== undefined
  return {
    next: touched ? changed(entity, { attributes, types, scope, expiresAt: nextExpiry(entity, fragment) }, now) : entity,
    result,
  }
}

/** Update (5.6.2): replaces what is there, adds what is new; NGSI-LD Null deletes. */
export const update = (entity: Kept, fragment: Fragment, now: string): { next: Kept; result: UpdateResult } => {
  const result: UpdateResult = { updated: [], notUpdated: [] }
  let attributes = entity.attributes
  for (const [iri, instances] of Object.entries(fragment.attributes))
    for (const instance of instances) {
      const before = instanceFor(attributes[iri], instance.datasetId)
      // what is new is added (clause 5.5.8); what is not there cannot be deleted
      if (!before && isNullInstance(instance)) {
        result.notUpdated.push({ attribute: iri, reason: entity.attributes[iri] ? 'dataset' : 'unknown' })
        continue
      }
      attributes = isNullInstance(instance)
        ? without(attributes, iri, (item) => item !== before)
        : { ...attributes, [iri]: withInstance(attributes[iri], stamp(purge(instance), before, now)) }
      if (!result.updated.includes(iri)) result.updated.push(iri)
    }
  const types = addTypes(entity, fragment.types)
  if (fragment.types && types.length >= entity.types.length) result.updated.push('type')
  let { scope } = entity
  if (fragment.scope !== undefined) {
    if (scope.length === 0) result.notUpdated.push({ attribute: 'scope', reason: 'unknown' })
    else {
      scope = fragment.scope ?? []
      result.updated.push('scope')
    }
  }
  const touched = result.updated.length > 0 || fragment.expiresAt !== undefined
  return {
    next: touched ? changed(entity, { attributes, types, scope, expiresAt: nextExpiry(entity, fragment) }, now) : entity,
    result,
  }
}

/** An instance whose value is NGSI-LD Null: it is to be deleted. */
export const isNullInstance = (instance: Instance): boolean =>
  isNull(
    instance.type
      ? instance[VALUE_MEMBER[instance.type]]
      : (instance.value ?? instance.object ?? instance.languageMap ?? instance.vocab ?? instance.json ?? instance.valueList),
  )

/** RFC 7396 on values, with NGSI-LD Null in the place of null. */
const mergeValue = (before: Json | undefined, patch: Json): Json => {
  if (!isObject(before) || !isObject(patch)) return patch
  const merged: JsonObject = { ...before }
  for (const [name, value] of Object.entries(patch)) {
    if (value === NULL) delete merged[name]
    else merged[name] = mergeValue(merged[name], value)
  }
  return merged
}

const NULLABLE = ['unitCode', 'observedAt', 'expiresAt', 'objectType', 'valueType'] as const

const mergeSubAttributes = (before: Attributes | undefined, patch: Attributes, now: string, deep: boolean): Attributes => {
  let attrs = before ?? {}
  for (const [iri, instances] of Object.entries(patch))
    for (const instance of instances) {
      const known = instanceFor(attrs[iri], instance.datasetId)
      if (isNullInstance(instance)) attrs = without(attrs, iri, (item) => item.datasetId !== instance.datasetId)
      else
        attrs = {
          ...attrs,
          [iri]: withInstance(
            attrs[iri],
            deep && known ? mergeInstance(known, instance, now, deep) : stamp(instance, known, now),
          ),
        }
    }
  return attrs
}

/**
 * A fragment of an instance into an instance. `deep` (merge, 5.5.12) also merges JSON values, language maps and
 * sub-attributes member by member; otherwise (partial update, 5.5.8) a member that is given replaces the whole member.
 */
export const mergeInstance = (before: Instance, patch: Instance, now: string, deep: boolean): Instance => {
  if (patch.type && patch.type !== before.type) {
    if (!deep) throw bad('attribute.type-changed', { name: patch.type })
    return stamp(patch, before, now)
  }
  const { attrs, createdAt: _, modifiedAt: __, type: ___, ...members } = patch
  const next = { ...before, modifiedAt: now } as unknown as JsonObject
  const member = VALUE_MEMBER[before.type]
  for (const [name, value] of Object.entries(members) as [keyof Instance & string, Json][]) {
    if (value === undefined) continue
    if (value === NULL && (NULLABLE as readonly string[]).includes(name)) delete next[name]
    else if (deep && name === member && (before.type === 'Property' || before.type === 'LanguageProperty'))
      next[name] = mergeValue(before[member] as Json, value)
    else next[name] = value
  }
  if (attrs) {
    const merged = mergeSubAttributes(before.attrs, attrs, now, deep)
    if (Object.keys(merged).length > 0) next.attrs = merged as unknown as Json
    else delete next.attrs
  }
  return next as unknown as Instance
}

/** Partial update of one attribute (5.6.4). `check` looks at the value once the type is known; throws BadRequestData. */
export const partialUpdate = (
  entity: Kept,
  iri: string,
  name: string,
  patch: Instance,
  check: (instance: Instance) => void,
  now: string,
): Kept => {
  const list = entity.attributes[iri]
  if (!list) throw missing('attribute.unknown', { name })
  const before = instanceFor(list, patch.datasetId)
  if (!before) throw missing('attribute.dataset-unknown', { name, dataset: patch.datasetId ?? '@none' })
  if (isNullInstance(patch))
    return changed(entity, { attributes: without(entity.attributes, iri, (item) => item !== before) }, now)
  const member = VALUE_MEMBER[before.type]
  for (const other of Object.values(VALUE_MEMBER))
    if (other !== member && patch[other] !== undefined) throw bad('attribute.invalid', { name, reason: other })
  const typed = { ...patch, type: patch.type ?? before.type }
  if (patch[member] !== undefined) check(typed)
  const next = mergeInstance(before, typed, now, false)
  return changed(entity, { attributes: { ...entity.attributes, [iri]: replaceInPlace(list, next) } }, now)
}

/** Replace one attribute, all its instances (5.6.19). */
export const replaceAttribute = (entity: Kept, iri: string, name: string, instances: Instance[], now: string): Kept => {
  const before = entity.attributes[iri]
  if (!before) throw missing('attribute.unknown', { name })
  let list: Instance[] = before
  for (const instance of instances) {
    const known = instanceFor(before, instance.datasetId)
    if (!known) throw missing('attribute.dataset-unknown', { name, dataset: instance.datasetId ?? '@none' })
    list = withInstance(list, stamp(instance, known, now))
  }
  return changed(entity, { attributes: { ...entity.attributes, [iri]: list } }, now)
}

export interface DeleteSelection {
  datasetId?: string
  deleteAll: boolean
}

export const deleteScope = (entity: Kept, now: string): Kept => {
  if (entity.scope.length === 0) throw missing('attribute.unknown', { name: 'scope' })
  return changed(entity, { scope: [] }, now)
}

/** Delete an attribute (5.6.5): the default instance, one instance, or all. */
export const deleteAttribute = (
  entity: Kept,
  iri: string,
  name: string,
  { datasetId, deleteAll }: DeleteSelection,
  now: string,
): Kept => {
  const list = entity.attributes[iri]
  if (!list) throw missing('attribute.unknown', { name })
  if (!deleteAll && !instanceFor(list, datasetId))
    throw missing('attribute.dataset-unknown', { name, dataset: datasetId ?? '@none' })
  const attributes = without(entity.attributes, iri, (item) => !deleteAll && item.datasetId !== datasetId)
  return changed(entity, { attributes }, now)
}

/** Merge (5.6.17). `observedAt` goes to every instance that comes without its own (options of the request). */
export const merge = (entity: Kept, fragment: Fragment, now: string): Kept => {
  let attributes = entity.attributes
  for (const [iri, instances] of Object.entries(fragment.attributes))
    for (const instance of instances) {
      const before = instanceFor(attributes[iri], instance.datasetId)
      if (isNullInstance(instance)) {
        // the Null of an attribute as a whole removes every instance; that of an instance only its own
        if (before) attributes = without(attributes, iri, (item) => item !== before)
        continue
      }
      // a part of an attribute has nothing to be a part of
      if (!before && !instance.type) throw bad('attribute.no-value', { name: iri, member: 'value' })
      const next = before ? mergeInstance(before, instance, now, true) : stamp(purge(instance), undefined, now)
      attributes = { ...attributes, [iri]: withInstance(attributes[iri], next) }
    }
  return changed(
    entity,
    {
      attributes,
      types: addTypes(entity, fragment.types),
      scope: fragment.scope === undefined ? entity.scope : (fragment.scope ?? []),
      expiresAt: nextExpiry(entity, fragment),
    },
    now,
  )
}

const purgeValue = (value: Json): Json =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, part]) => part !== NULL)
          .map(([name, part]) => [name, purgeValue(part)]),
      )
    : value

/** What a merge adds anew holds no Nulls: there was nothing to remove. */
const purge = (instance: Instance): Instance => {
  const next = { ...instance }
  if (next.value !== undefined) next.value = purgeValue(next.value)
  if (next.languageMap) next.languageMap = purgeValue(next.languageMap) as JsonObject
  for (const name of NULLABLE) if (next[name] === NULL) delete next[name]
  if (next.attrs)
    next.attrs = Object.fromEntries(
      Object.entries(next.attrs)
        .map(([iri, list]) => [iri, list.filter((item) => !isNullInstance(item)).map(purge)] as const)
        .filter(([, list]) => list.length > 0),
    )
  return next
}

/** True when two instances say the same, whatever their system times. */
export const sameInstance = (a: Instance, b: Instance): boolean => {
  const bare = ({ createdAt: _, modifiedAt: __, ...rest }: Instance): unknown => rest
  return sameJson(bare(a), bare(b))
}
