/** NGSI-LD reads under the data policy: see policy/entity-guard.ts. */

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

export const showKept = (guard: EntityGuard, exchange: Exchange, entities: readonly Kept[]): Promise<Kept[]> =>
  guard.show(askerOf(exchange), 'api', entities)

/** The past of entities, as far as it is shown. */
export const showEvolved = (guard: EntityGuard, exchange: Exchange, evolved: readonly Evolved[]): Promise<Evolved[]> =>
  Promise.all(
    evolved.map(async ({ kept, evolution }) => {
      const asker = askerOf(exchange)
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

/** A change as a subscriber is told of it. */
export const showChange = async (guard: EntityGuard, asker: Asker, change: KeptChange): Promise<KeptChange> => {
  const [entity] = await guard.show(asker, 'event', [change.entity])
  const before = await Promise.all(
    change.before.map(async (one) => {
      const instance = await guard.showInstance(asker, 'event', change.entity, one.attribute, one.instance)
      return instance ? [{ ...one, instance }] : []
    }),
  )
  return {
    ...change,
    entity: entity ?? change.entity,
    before: before.flat(),
    ...(change.entities ? { entities: await guard.show(asker, 'event', change.entities) } : {}),
  }
}
