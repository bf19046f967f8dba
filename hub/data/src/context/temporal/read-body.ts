/** Reads temporal representations out of request bodies (clauses 4.5.6 to 4.5.8, 5.2.20). Throws BadRequestData. */
import { readExpiry, readId } from '../http/fragments.ts'
import type { Terms } from '../ld/terms.ts'
import type { Instance } from '../model/entity.ts'
import { isDateTime, isObject, type Json, type JsonObject } from '../model/json.ts'
import { readScopes, readTypes } from '../model/names.ts'
import { readAttributes } from '../model/read.ts'
import { bad } from '../problem.ts'
import type { TemporalFragment } from './provision.ts'

/** Times and nothing else may go with a scope (clause 4.5.6). */
const SCOPE_MEMBERS = new Set(['type', 'value', 'observedAt', 'createdAt', 'modifiedAt', 'deletedAt', 'instanceId'])

const readScopeInstance = (raw: JsonObject): Instance => {
  const unknown = Object.keys(raw).find((name) => !SCOPE_MEMBERS.has(name))
  if (unknown || raw.type !== 'Property') throw bad('attribute.invalid', { name: 'scope', reason: unknown ?? 'type' })
  const { observedAt } = raw
  if (observedAt !== undefined && !isDateTime(observedAt))
    throw bad('attribute.datetime', { name: 'scope', member: 'observedAt' })
  const scopes = Array.isArray(raw.value) && raw.value.length === 0 ? [] : readScopes(raw.value)
  const value: Json = scopes.length === 1 ? (scopes[0] as string) : scopes
  return { type: 'Property', value, ...(observedAt === undefined ? {} : { observedAt }) }
}

const readScope = (value: Json | undefined): Instance[] => {
  if (value === undefined) return []
  const list = Array.isArray(value) ? value : [value]
  if (list.length > 0 && list.every(isObject)) return list.map(readScopeInstance)
  const scopes = readScopes(value)
  return [{ type: 'Property', value: scopes.length === 1 ? (scopes[0] as string) : scopes }]
}

/** Part of a temporal representation; `id` is that of the address. */
export const readTemporalFragment = (body: JsonObject, terms: Terms, id?: string): TemporalFragment => {
  const given = body.id ?? body['@id']
  if (id !== undefined && given !== undefined && given !== id) throw bad('id.changed')
  const type = body.type ?? body['@type']
  const expiresAt = readExpiry(body.expiresAt)
  return {
    types: type === undefined ? [] : readTypes(terms, type),
    scope: readScope(body.scope),
    attributes: readAttributes(body, { terms, temporal: true, nulls: true }),
    ...(expiresAt ? { expiresAt } : {}),
  }
}

/** A whole temporal representation. */
export const readTemporalEntity = (body: JsonObject, terms: Terms): { id: string; fragment: TemporalFragment } => {
  const id = readId(body.id ?? body['@id'])
  if (body.type === undefined && body['@type'] === undefined) throw bad('type.missing')
  return { id, fragment: readTemporalFragment(body, terms) }
}
