/** The same body in the words of another context (clause 4.3.6.6): names and vocabulary terms, not values. */
import type { Terms } from '../ld/terms.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'

/** Members that are no attributes, of an entity and of an attribute. */
const HEAD = new Set(['id', '@id', '@context', 'scope', 'createdAt', 'modifiedAt', 'deletedAt', 'expiresAt'])
const MEMBERS = new Set([
  ...['type', '@type', 'value', 'object', 'languageMap', 'json', 'valueList', 'objectList', 'unitCode', 'observedAt'],
  ...['datasetId', 'instanceId', 'lang', 'createdAt', 'modifiedAt', 'deletedAt', 'expiresAt', 'entity', 'entityList'],
])
const NAMED = new Set(['vocab', 'objectType', 'valueType'])

export type Rename = (name: string) => string

export const renaming =
  (from: Terms, to: Terms): Rename =>
  (name) =>
    to.compact(from.expand(name))

const renameAll = (value: Json, rename: Rename): Json =>
  typeof value === 'string' ? rename(value) : Array.isArray(value) ? value.map((item) => renameAll(item, rename)) : value

export const renameAttribute = (value: Json, rename: Rename): Json => {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? renameAttribute(item, rename) : item))
  if (!isObject(value) || !('type' in value || 'value' in value || 'object' in value || 'vocab' in value)) return value
  const out: JsonObject = {}
  for (const [name, member] of Object.entries(value)) {
    if (MEMBERS.has(name)) out[name] = member
    else if (NAMED.has(name)) out[name] = renameAll(member, rename)
    else out[rename(name)] = renameAttribute(member, rename)
  }
  return out
}

export const renameEntity = (entity: JsonObject, rename: Rename): JsonObject => {
  const out: JsonObject = {}
  for (const [name, member] of Object.entries(entity)) {
    if (name === 'type' || name === '@type') out.type = renameAll(member, rename)
    else if (HEAD.has(name)) out[name] = member
    else out[rename(name)] = renameAttribute(member, rename)
  }
  return out
}
