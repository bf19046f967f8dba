/** The reduced copy of a subscription that a context source holds (clause 5.8.1.4): names expanded, in nobody's words yet. */
import type { GeoQ } from '../../geo/geoq.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { Selector } from '../../query/entity-query.ts'
import { pathsOf, type Q } from '../../query/q-ast.ts'
import { isSystem, matchesQ } from '../../query/q-match.ts'
import type { TypeExpression } from '../../query/types.ts'
import { DEFAULT_TRIGGERS, type Subscription, statusOf, type Trigger } from '../../subscription/spec.ts'
import { iriOf } from '../../vocabulary.ts'
import { idsFor, meetsPlace, patternFor } from '../asking.ts'
import { type Match, matchesOf, narrowTypes } from '../match.ts'
import { printGeo, printQuery, printTypes } from '../print.ts'
import { csourceProperties } from '../properties.ts'
import type { Source } from '../registration.ts'
import { isCurrent } from '../retrieve.ts'
import type { Speech } from '../speech.ts'

export interface Copy {
  entities: Selector[]
  watched?: string[]
  /** attributes that notifications carry; undefined: all */
  attributes?: string[]
  triggers: Trigger[]
  q?: Q
  geo?: GeoQ
  scopeQ?: string
  split: boolean
  showChanges: boolean
  expiresAt: string | null
  active: boolean
  /** the source shall look at what it holds itself */
  localOnly: boolean
  /** address of this hub that notifications go to; the number of the copy is added to it */
  notify: string
}

const REGION = iriOf('region')

const union = (lists: readonly (readonly string[] | undefined)[]): string[] | undefined =>
  lists.some((list) => list === undefined) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))]

/** Attributes that conditions look at. */
const lookedAt = ({ q, geo }: Subscription['compiled']['query']): string[] =>
  [...(q ? pathsOf(q).map(({ names }) => names[0] as string) : []), ...(geo ? [geo.geoproperty] : [])].filter(
    (iri) => !isSystem(iri),
  )

const typesFor = (match: Match, wanted: TypeExpression | undefined): TypeExpression | undefined => {
  if (wanted !== undefined) return narrowTypes(wanted, match)
  const types = [...new Set(match.entities?.flatMap((entity) => entity.types ?? []) ?? [])]
  return types.length > 1 ? { op: 'or', terms: types } : types[0]
}

const selectorFor = (match: Match, selector: Selector): Selector => {
  const types = typesFor(match, selector.types)
  const ids = idsFor(match, selector)
  const idPattern = patternFor(match, selector)
  return {
    ...(types === undefined ? {} : { types }),
    ...(ids ? { ids } : {}),
    ...(idPattern === undefined ? {} : { idPattern }),
  }
}

/** Every attribute of the subscription that the registration covers; undefined: any. */
const covered = (matches: readonly Match[], names: readonly string[] | undefined): string[] | undefined =>
  union(
    matches.map(({ info: { attributes } }) => {
      if (!attributes) return names
      return names ? names.filter((iri) => attributes.has(iri)) : [...attributes]
    }),
  )

/** Undefined when the source is none of the subscription's business. `notify`: where this hub takes notifications. */
export const copyFor = (subscription: Subscription, source: Source, notify: string, now: number): Copy | undefined => {
  const { compiled, doc } = subscription
  const { query, watched, shape } = compiled
  if (subscription.kind !== 'entity' || doc.localOnly === true || compiled.timeInterval !== undefined) return undefined
  if (statusOf(subscription, now) === 'expired') return undefined
  // an auxiliary source is only asked (clause 4.3.6.2)
  if (source.mode === 'auxiliary' || !source.operations.has('createSubscription') || !isCurrent(source)) return undefined
  if (!meetsPlace(source, query) || (compiled.csf && !matchesQ(csourceProperties(source), compiled.csf))) return undefined
  // clause 5.12: attributes of notifications narrow only together with those that are watched
  const names = shape.attrs ? [...new Set([...(watched ?? []), ...shape.attrs])] : watched
  const selectors = query.selectors.length > 0 ? query.selectors : [{}]
  const found = selectors.flatMap((selector) =>
    matchesOf(source, { ...selector, ...(names ? { attributes: names } : {}) }).map((match) => ({ match, selector })),
  )
  const matches = found.map(({ match }) => match)
  if (matches.length === 0) return undefined
  const watching = covered(matches, watched)
  if (watching?.length === 0) return undefined
  // who may be told is decided by the region, whatever is shown
  const shown = covered(matches, shape.attrs && [...new Set([...shape.attrs, ...(watched ?? []), ...lookedAt(query), REGION])])
  const split = doc.splitEntities === true
  return {
    entities: found.map(({ match, selector }) => selectorFor(match, selector)).filter((one) => Object.keys(one).length > 0),
    ...(watching ? { watched: watching } : {}),
    // a split entity is put together here: what the conditions look at may come from elsewhere
    ...(shown && !split ? { attributes: shown } : {}),
    triggers: compiled.triggers,
    ...(query.q && !split ? { q: query.q } : {}),
    ...(query.geo && !split ? { geo: query.geo } : {}),
    ...(query.scopeQ && !split && typeof doc.scopeQ === 'string' ? { scopeQ: doc.scopeQ } : {}),
    split,
    showChanges: shape.showChanges,
    expiresAt: subscription.expiresAt,
    active: subscription.active,
    localOnly: source.management.localOnly,
    notify,
  }
}

const printEntities = (selectors: readonly Selector[], { terms }: Speech): Json[] =>
  selectors.flatMap(({ ids, idPattern, types }): Json[] => {
    const type = types === undefined ? '*' : printTypes(types, terms)
    if (ids) return ids.map((id) => ({ id, type }))
    return [{ ...(idPattern === undefined ? {} : { idPattern }), type }]
  })

const isDefault = (triggers: readonly Trigger[]): boolean =>
  triggers.length === DEFAULT_TRIGGERS.length && DEFAULT_TRIGGERS.every((trigger) => triggers.includes(trigger))

/** The copy in the words of its source, without its endpoint. */
export const printCopy = (copy: Copy, speech: Speech): JsonObject => {
  const { terms } = speech
  const entities = printEntities(copy.entities, speech)
  return {
    ...(entities.length > 0 ? { entities } : {}),
    ...(copy.watched ? { watchedAttributes: copy.watched.map(terms.compact) } : {}),
    ...(isDefault(copy.triggers) ? {} : { notificationTrigger: [...copy.triggers] }),
    ...(copy.q ? { q: printQuery(copy.q, terms) } : {}),
    ...(copy.geo
      ? { geoQ: { ...printGeo(copy.geo, terms), coordinates: copy.geo.geometry.coordinates as unknown as Json } }
      : {}),
    ...(copy.scopeQ === undefined ? {} : { scopeQ: copy.scopeQ }),
    ...(copy.split ? { splitEntities: true } : {}),
    ...(copy.expiresAt === null ? {} : { expiresAt: copy.expiresAt }),
    ...(copy.active ? {} : { isActive: false }),
    ...(copy.localOnly ? { localOnly: true } : {}),
    notification: {
      ...(copy.attributes ? { attributes: copy.attributes.map(terms.compact) } : {}),
      format: 'normalized',
      // which instances changed, and when, is told by their times
      sysAttrs: true,
      ...(copy.showChanges ? { showChanges: true } : {}),
    },
  }
}

/** What turns one copy into the next: members that are gone are null (clause 5.5.8). */
export const changeOf = (before: JsonObject, after: JsonObject): JsonObject => ({
  ...Object.fromEntries(Object.keys(before).flatMap((name) => (after[name] === undefined ? [[name, null]] : []))),
  ...after,
  // switched off is said, switched on must be
  isActive: after.isActive ?? true,
})
