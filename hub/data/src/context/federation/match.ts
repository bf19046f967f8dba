/** Which part of a registration a request is about (clause 5.12). */

import { found } from '../../pattern.ts'
import { matchesTypes, type TypeExpression, typesIn } from '../query/types.ts'
import type { EntityInfo, Info, Source } from './registration.ts'

/** What a request asks for: every member narrows; absent ones do not. */
export interface Wanted {
  ids?: readonly string[]
  idPattern?: string
  /** of a request that selects by an expression */
  types?: TypeExpression
  /** of one entity whose types are known */
  typesOf?: readonly string[]
  attributes?: readonly string[]
}

/** A part of a registration that a request is about, and the attributes of the request that it covers. */
export interface Match {
  source: Source
  info: Info
  /** entity infos that match; undefined: any entity */
  entities?: EntityInfo[]
}

/** Could an entity of these types satisfy the expression? Types that are not registered may still be there beside. */
const mayBe = (registered: readonly string[], expression: TypeExpression): boolean => {
  if (typeof expression === 'string') return registered.includes(expression)
  // an entity has the registered type and perhaps others: one of the conjuncts is enough
  return expression.terms.some((term) => mayBe(registered, term))
}

const matchesId = ({ id, idPattern }: EntityInfo, { ids, idPattern: pattern }: Wanted): boolean => {
  if (id === undefined && idPattern === undefined) return true
  if (ids) return ids.some((one) => one === id || (idPattern !== undefined && found(idPattern, one)))
  // an id pattern of the registration and one of the request may have anything in common
  if (pattern !== undefined) return id === undefined || found(pattern, id)
  return true
}

export const matchesEntity = (entity: EntityInfo, wanted: Wanted): boolean => {
  const { types } = entity
  if (types && wanted.typesOf && !wanted.typesOf.some((type) => types.includes(type))) return false
  if (types && wanted.types !== undefined && !mayBe(types, wanted.types)) return false
  return matchesId(entity, wanted)
}

export const matchesInfo = (source: Source, info: Info, wanted: Wanted): Match | undefined => {
  const { attributes } = info
  if (attributes && wanted.attributes && !wanted.attributes.some((iri) => attributes.has(iri))) return undefined
  if (!info.entities) return { source, info }
  const entities = info.entities.filter((entity) => matchesEntity(entity, wanted))
  return entities.length === 0 ? undefined : { source, info, entities }
}

export const matchesOf = (source: Source, wanted: Wanted): Match[] =>
  source.infos.flatMap((info) => matchesInfo(source, info, wanted) ?? [])

/** Does a match cover this very entity? Answers of sources are held to what they registered for. */
export const covers = ({ entities }: Pick<Match, 'entities'>, id: string, types: readonly string[]): boolean =>
  !entities || entities.some((entity) => matchesEntity(entity, { ids: [id], typesOf: types }))

/** The types of an expression that a match may answer for: alternatives it does not know are left out. */
export const narrowTypes = (expression: TypeExpression, { entities }: Match): TypeExpression => {
  if (typeof expression === 'string' || expression.op === 'and' || !entities) return expression
  if (entities.some(({ types }) => types === undefined)) return expression
  const registered = entities.flatMap(({ types }) => types ?? [])
  const terms = expression.terms.filter((term) => mayBe(registered, term))
  return terms.length === 1 ? (terms[0] as TypeExpression) : { op: 'or', terms }
}

export { matchesTypes, typesIn }
