/** A query for entities with every name expanded, and whether an entity matches it. */
import { found } from '../../pattern.ts'
import { type GeoQ, matchesGeoQ } from '../geo/geoq.ts'
import type { Entity } from '../model/entity.ts'
import type { Q } from './q-ast.ts'
import { isSystem, type Linked, matchesQ } from './q-match.ts'
import { matchesScopeQ, type ScopeQ } from './scopes.ts'
import { matchesTypes, type TypeExpression } from './types.ts'

export interface Selector {
  ids?: string[]
  idPattern?: string
  types?: TypeExpression
}

export interface EntityQuery {
  tenant: string
  /** region codes within which the caller may read; undefined: all */
  regions?: string[]
  /** any of them; none: every entity */
  selectors: Selector[]
  /** any of these attributes is present */
  attributes?: string[]
  q?: Q
  geo?: GeoQ
  scopeQ?: ScopeQ
  /** the past: entities that were deleted are looked for too */
  deleted?: boolean
}

const matchesSelector = (entity: Entity, { ids, idPattern, types }: Selector): boolean =>
  (!ids || ids.includes(entity.id)) &&
  (!idPattern || found(idPattern, entity.id)) &&
  (!types || matchesTypes(entity.types, types))

const hasAttribute = (entity: Entity, iri: string): boolean => isSystem(iri) || entity.attributes[iri] !== undefined

/** Everything but tenant and region. */
export const matchesQuery = (entity: Entity, query: Omit<EntityQuery, 'tenant' | 'regions'>, linked?: Linked): boolean =>
  (query.selectors.length === 0 || query.selectors.some((selector) => matchesSelector(entity, selector))) &&
  (!query.attributes || query.attributes.some((iri) => hasAttribute(entity, iri))) &&
  (!query.scopeQ || matchesScopeQ(entity.scope, query.scopeQ)) &&
  (!query.geo || matchesGeoQ(entity, query.geo)) &&
  (!query.q || matchesQ(entity, query.q, linked))
