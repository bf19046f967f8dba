/** NGSI-LD reads under the data policy: see policy/entity-guard.ts. */
import { withinRegion } from '@haihe/contract'
import { type Asker, type EntityGuard, reasonFrom } from '../../policy/entity-guard.ts'
import type { Terms } from '../ld/terms.ts'
import type { Kept } from '../model/entity.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import { type Path, pathsOf } from '../query/q-ast.ts'
import { isSystem } from '../query/q-match.ts'
import { typesIn } from '../query/types.ts'
import type { KeptChange } from '../subscription/change.ts'
import type { Evolved } from '../temporal/evolution.ts'
import type { Exchange } from './exchange.ts'

export const askerOf = ({ actor, headers }: Exchange): Asker => ({ actor, reason: reasonFrom(headers) })

const namesOf = ({ names, linked }: Path): string[] => [names[0] as string, ...(linked ? namesOf(linked.path) : [])]

/** Attributes whose values a query looks at. */
const looksAt = ({ q, geo }: Pick<EntityQuery, 'q' | 'geo'>, orderBy: string | undefined, terms: Terms): string[] =>
  [
    ...(q ? pathsOf(q).flatMap(namesOf) : []),
    ...(geo ? [geo.geoproperty] : []),
    ...(orderBy ?? '').split(',').flatMap((term) => {
      const name = /^\s*([^;.[\]{}\s]+)/.exec(term)?.[1]
      return name ? [name.includes('://') ? name : terms.expand(name)] : []
    }),
  ].filter((iri): iri is string => iri !== undefined && !isSystem(iri))

/** Types a query is limited to; undefined when it is not, or looks at linked entities of any type. */
const typesOf = ({ selectors, q }: Pick<EntityQuery, 'selectors' | 'q'>): string[] | undefined => {
  if (selectors.length === 0 || selectors.some(({ types }) => types === undefined)) return undefined
  if (q && pathsOf(q).some(({ linked }) => linked)) return undefined
  return selectors.flatMap(({ types }) => (types === undefined ? [] : typesIn(types)))
}

/** Throws FILTER_NOT_ALLOWED when the query would tell what is not shown. */
export const assertQuery = (
  guard: EntityGuard,
  exchange: Exchange,
  query: Pick<EntityQuery, 'selectors' | 'q' | 'geo'>,
  orderBy?: string,
): Promise<void> => guard.assertAsked(askerOf(exchange), 'api', looksAt(query, orderBy, exchange.context.terms), typesOf(query))

/** What a query looks at, so that others may be asked later whether they might have asked it. */
export const looksOf = (exchange: Exchange, query: Pick<EntityQuery, 'selectors' | 'q' | 'geo'>) => ({
  attributes: looksAt(query, undefined, exchange.context.terms),
  types: typesOf(query) ?? null,
})

export const showKept = (guard: EntityGuard, exchange: Exchange, entities: readonly Kept[]): Promise<Kept[]> =>
  guard.show(askerOf(exchange), 'api', entities)

/** Regions of a search: within those that the caller may read, and those that the policy shows anything of. */
export const regionsAsked = async (
  guard: EntityGuard,
  exchange: Exchange,
  query: Pick<EntityQuery, 'selectors' | 'q'>,
  regions: string[] | undefined,
): Promise<string[] | undefined> => {
  const types = typesOf(query)
  const reach = types && (await guard.reach(askerOf(exchange), 'api', types))
  if (!reach) return regions
  if (!regions) return reach
  return regions.flatMap((mine) =>
    reach.flatMap((other) => (withinRegion(other, mine) ? [other] : withinRegion(mine, other) ? [mine] : [])),
  )
}

/** The past of entities, as far as it is shown. */
export const showEvolved = async (guard: EntityGuard, exchange: Exchange, evolved: readonly Evolved[]): Promise<Evolved[]> => {
  const asker = askerOf(exchange)
  const known = await guard.show(
    asker,
    'api',
    evolved.map(({ kept }) => kept),
  )
  const visible = new Set(known.map(({ id }) => id))
  return Promise.all(
    evolved
      .filter(({ kept }) => visible.has(kept.id))
      .map(async ({ kept, evolution }) => {
        const seen: Evolved['evolution'] = new Map()
        for (const [attribute, moments] of evolution) {
          const left: typeof moments = []
          for (const { at, instance } of moments) {
            const shown = await guard.showInstance(asker, 'api', kept, attribute, instance)
            if (shown) left.push({ at, instance: shown })
          }
          if (left.length > 0) seen.set(attribute, left)
        }
        return { kept, evolution: seen }
      }),
  )
}

/** A change as a subscriber is told of it; undefined when its object is none of the subscriber's to see. */
export const showChange = async (guard: EntityGuard, asker: Asker, change: KeptChange): Promise<KeptChange | undefined> => {
  if (change.kind === 'csource') return change
  if (change.entities) {
    const entities = await guard.show(asker, 'event', change.entities)
    return change.entities.length > 0 && entities.length === 0 ? undefined : { ...change, entities }
  }
  // of an object that is gone, what it was before says whom it was about
  const past = Object.fromEntries(change.before.map(({ attribute, instance }) => [attribute, [instance]]))
  const whole = change.kind === 'deleted' ? { ...change.entity, attributes: past } : change.entity
  const [seen] = await guard.show(asker, 'event', [whole])
  if (!seen) return undefined
  const before = await Promise.all(
    change.before.map(async (one) => {
      const instance = await guard.showInstance(asker, 'event', whole, one.attribute, one.instance)
      return instance ? [{ ...one, instance }] : []
    }),
  )
  return { ...change, entity: change.kind === 'deleted' ? change.entity : seen, before: before.flat() }
}
