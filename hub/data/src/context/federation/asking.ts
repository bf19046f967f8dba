/** What of a query a source is asked for: only what it registered, in its own words (clauses 4.3.6.1, 5.12). */
import { found } from '../../pattern.ts'
import type { Geometry } from '../geo/geometry.ts'
import { matchesGeometry } from '../geo/geoq.ts'
import { intersects } from '../geo/relations.ts'
import type { EntityQuery, Selector } from '../query/entity-query.ts'
import { type Match, narrowTypes } from './match.ts'
import { printQuery, printTypes } from './print.ts'
import type { Source } from './registration.ts'
import { attributesFor } from './retrieve.ts'
import type { Speech } from './speech.ts'

/** Is the place a registration is about one that the query looks at? */
export const meetsPlace = ({ doc }: Source, { geo }: Pick<EntityQuery, 'geo'>): boolean => {
  if (!geo) return true
  const name = (['location', 'observationSpace', 'operationSpace'] as const).find((one) => geo.geoproperty.endsWith(`/${one}`))
  const place = name && (doc[name] as unknown as Geometry | undefined)
  if (!place || geo.georel === 'disjoint' || geo.minDistance !== undefined) return true
  return geo.georel === 'near' ? matchesGeometry(place, geo) : intersects(place, geo.geometry)
}

export interface Asked {
  match: Match
  selector: Selector
}

/** Ids to ask a source for: those of the query that it registered, or those it registered alone. */
export const idsFor = ({ entities }: Match, { ids }: Selector): string[] | undefined => {
  if (!entities || entities.some(({ id, idPattern }) => id === undefined && idPattern === undefined)) return ids
  const known = entities.flatMap(({ id }) => (id === undefined ? [] : [id]))
  if (!ids) return entities.some(({ idPattern }) => idPattern !== undefined) ? undefined : known
  const patterns = entities.flatMap(({ idPattern }) => (idPattern === undefined ? [] : [idPattern]))
  return ids.filter((id) => known.includes(id) || patterns.some((pattern) => found(pattern, id)))
}

export const patternFor = ({ entities }: Match, { ids, idPattern }: Selector): string | undefined => {
  if (ids) return undefined
  if (idPattern !== undefined) return idPattern
  const [only, ...more] = entities ?? []
  return only && more.length === 0 && only.id === undefined ? only.idPattern : undefined
}

export interface Parts {
  type?: string
  ids?: string[]
  idPattern?: string
  attrs?: string[]
  q?: string
}

/** The parts of a query that are to be said to sources. */
export interface Asking {
  query: Pick<EntityQuery, 'q'>
  /** attributes besides which nothing is shown (attrs, pick); undefined: all */
  shown?: readonly string[]
  raw: { q?: string }
  /** conditions are looked at here, on the whole entity */
  split: boolean
}

export const partsFor = ({ match, selector }: Asked, { query: { q }, shown, raw, split }: Asking, speech: Speech): Parts => {
  const { terms, rename } = speech
  const registered = match.entities?.flatMap(({ types }) => types ?? []) ?? []
  const either = registered.length === 1 ? registered[0] : { op: 'or' as const, terms: [...new Set(registered)] }
  const types = selector.types === undefined ? (registered.length === 0 ? undefined : either) : narrowTypes(selector.types, match)
  const attributes = attributesFor(match, shown)
  const ids = idsFor(match, selector)
  const idPattern = patternFor(match, selector)
  return {
    ...(types === undefined ? {} : { type: printTypes(types, terms) }),
    ...(ids ? { ids } : {}),
    ...(idPattern === undefined ? {} : { idPattern }),
    ...(attributes ? { attrs: attributes.map(terms.compact) } : {}),
    ...(q && !split ? { q: rename || raw.q === undefined ? printQuery(q, terms) : raw.q } : {}),
  }
}
