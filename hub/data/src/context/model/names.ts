/** Names of types and attributes (clause 4.6.2) and scopes (4.18). */
import type { Terms } from '../ld/terms.ts'
import { bad } from '../problem.ts'
import { isUri } from './json.ts'

const PLAIN = /^[A-Za-z][A-Za-z0-9_]*$/
const NAME = /^\p{L}[\p{L}\p{N}_]*$/u
const PREFIXED = /^[\p{L}\p{N}_.-]+:\p{L}[\p{L}\p{N}_]*$/u

// index entries of PostgreSQL end at 2,700 bytes: a name and an id, or a name and a short value, must fit
const MOST_NAME = 256

/** An id of an entity, subscription or registration: a URI of bounded length. */
export const isId = (value: unknown): value is string => isUri(value) && value.length <= MOST_NAME

/** name = letter *(letter / digit / _), prefix:name, or a whole IRI. */
export const isName = (name: string): boolean =>
  name.length <= MOST_NAME && (PLAIN.test(name) || NAME.test(name) || PREFIXED.test(name) || isUri(name))

/** A name of a request as IRI. Throws BadRequestData. */
export const expandName = (terms: Terms, name: unknown): string => {
  const iri = typeof name === 'string' && isName(name) ? terms.expand(name) : '@'
  // id and type are no names of anything
  if (iri.startsWith('@')) throw bad('name.invalid', { name: String(name) })
  return iri
}

const SCOPE = /^\/?\p{L}[\p{L}\p{N}_]*(\/\p{L}[\p{L}\p{N}_]*)*$/u

/** One scope, always with its leading slash. */
export const readScope = (value: unknown): string => {
  if (typeof value !== 'string' || value.length > 1024 || !SCOPE.test(value)) throw bad('scope.invalid', { scope: String(value) })
  return value.startsWith('/') ? value : `/${value}`
}

export const readScopes = (value: unknown): string[] => {
  if (!Array.isArray(value)) return [readScope(value)]
  if (value.length === 0) throw bad('scope.invalid', { scope: '[]' })
  return [...new Set(value.map(readScope))]
}

/** `type` of a request as IRIs. */
export const readTypes = (terms: Terms, value: unknown): string[] => {
  const list = Array.isArray(value) ? value : [value]
  if (list.length === 0 || list.length > 32) throw bad('type.invalid', { type: JSON.stringify(value) })
  return [
    ...new Set(
      list.map((type) => {
        const iri = typeof type === 'string' && isName(type) ? terms.expand(type) : '@'
        if (iri.startsWith('@')) throw bad('type.invalid', { type: String(type) })
        return iri
      }),
    ),
  ]
}
