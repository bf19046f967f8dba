/** Reads entities and fragments out of request bodies, ready for the write engine. */

import type { Terms } from '../ld/terms.ts'
import { type Attributes, NULL } from '../model/entity.ts'
import { isDateTime, type Json, type JsonObject } from '../model/json.ts'
import { isId, readScopes, readTypes } from '../model/names.ts'
import { type ReadOptions, readAttributes } from '../model/read.ts'
import { bad } from '../problem.ts'
import type { Fragment } from '../write/changes.ts'

export interface NewEntity {
  id: string
  types: string[]
  scope: string[]
  attributes: Attributes
  expiresAt?: string
}

export const readId = (value: unknown): string => {
  if (value === undefined) throw bad('id.missing')
  if (!isId(value) || value === NULL) throw bad('id.invalid', { id: String(value) })
  return value
}

export const readExpiry = (value: Json | undefined): string | undefined => {
  if (value === undefined) return undefined
  if (!isDateTime(value)) throw bad('attribute.datetime', { name: 'entity', member: 'expiresAt' })
  return value
}

const idOf = (body: JsonObject): Json | undefined => body.id ?? body['@id']
const typeOf = (body: JsonObject): Json | undefined => body.type ?? body['@type']

/** A whole entity. Throws BadRequestData. */
export const readEntity = (body: JsonObject, terms: Terms, options: Partial<ReadOptions> = {}): NewEntity => {
  const id = readId(idOf(body))
  const type = typeOf(body)
  if (type === undefined) throw bad('type.missing')
  const expiresAt = readExpiry(body.expiresAt)
  return {
    id,
    types: readTypes(terms, type),
    scope: body.scope === undefined ? [] : readScopes(body.scope),
    attributes: readAttributes(body, { terms, ...options }),
    ...(expiresAt ? { expiresAt } : {}),
  }
}

/** Part of an entity; id and type may be given when they say nothing new. */
export const readFragment = (body: JsonObject, id: string, terms: Terms, options: Partial<ReadOptions> = {}): Fragment => {
  const givenId = idOf(body)
  if (givenId !== undefined && givenId !== id) throw bad('id.changed')
  const type = typeOf(body)
  if (type === NULL) throw bad('type.removed')
  return {
    attributes: readAttributes(body, { terms, ...options }),
    ...(type === undefined ? {} : { types: readTypes(terms, type) }),
    ...(body.scope === undefined ? {} : { scope: body.scope === NULL && options.nulls ? null : readScopes(body.scope) }),
    ...(body.expiresAt === undefined
      ? {}
      : { expiresAt: body.expiresAt === NULL && options.nulls ? null : (readExpiry(body.expiresAt) as string) }),
  }
}
