/** Looks for entities by their past (clause 5.7.4): filters are checked on the instances within the window alone. */
import type pg from 'pg'
import type { Kept } from '../model/entity.ts'
import { NgsiError } from '../problem.ts'
import { type EntityQuery, matchesQuery } from '../query/entity-query.ts'
import type { Finder } from '../query/find.ts'
import { pathsOf } from '../query/q-ast.ts'
import { isSystem } from '../query/q-match.ts'
import { SCOPE } from '../write/rows.ts'
import { type Evolution, type Evolved, evolve, MOST_LOOKED_AT, type Spans } from './evolution.ts'
import { isForgotten } from './provision.ts'
import type { TemporalQuery } from './temporal-query.ts'
import { scopeAt, scopeSpans } from './validity.ts'

export interface PastPage {
  limit: number
  offset: number
  count: boolean
  /** by id, last first */
  descending: boolean
}

export interface PastFound {
  entities: Evolved[]
  total?: number
  more: boolean
}

/** Entities that can be turned round. */
const MOST_SORTED = 20_000

/** Entities whose windows are looked at together. */
const SLICE = 100

function* slices(entities: readonly Kept[]): Generator<Kept[]> {
  for (let i = 0; i < entities.length; i += SLICE) yield entities.slice(i, i + SLICE)
}

/** Which instances are meant. */
export interface Wanted {
  attributes?: readonly string[]
  datasets?: readonly string[]
}

const attributesAsked = ({ q, geo, attributes }: EntityQuery): string[] | undefined => {
  if (!q && !geo && !attributes) return undefined
  const names = [...(attributes ?? []), ...(q ? pathsOf(q).map(({ names }) => names[0] as string) : []), geo?.geoproperty ?? []]
  const plain = [...new Set(names.flat())].filter((iri) => !isSystem(iri))
  return plain.length > 0 ? plain : undefined
}

/** An entity whose attributes have every instance of its past, for conditions to be looked at. */
export const entityOf = ({ kept, evolution }: Evolved) => ({
  ...kept,
  attributes: Object.fromEntries(
    [...evolution].filter(([iri]) => iri !== SCOPE).map(([iri, moments]) => [iri, moments.map(({ instance }) => instance)]),
  ),
})

export const createPast = ({ pool, now, finder }: { pool: pg.Pool; now: () => Date; finder: Finder }) => {
  interface Match {
    kept: Kept
    spans?: Spans
  }

  const matching = async (
    candidates: readonly Kept[],
    query: EntityQuery,
    temporal: TemporalQuery,
    { datasets }: Wanted,
  ): Promise<Match[]> => {
    const [first] = candidates
    if (!first) return []
    const { scopeQ, q, geo } = query
    const ids = candidates.map(({ id }) => id)
    const spans = scopeQ ? await scopeSpans(pool, now(), first.tenant, ids, temporal, scopeQ) : undefined
    const open = spans ? candidates.filter(({ id }) => spans.has(id)) : candidates
    const attributes = attributesAsked(query)
    const evolved = await evolve(pool, now(), open, temporal, {
      ...(attributes ? { attributes } : {}),
      ...(datasets ? { datasets } : {}),
      most: q || geo ? MOST_LOOKED_AT : 1,
      ...(spans ? { spans } : {}),
    })
    const rest = {
      selectors: [],
      ...(query.attributes ? { attributes: query.attributes } : {}),
      ...(q ? { q } : {}),
      ...(geo ? { geo } : {}),
    }
    return evolved
      .filter((one) => one.evolution.size > 0 && matchesQuery(entityOf(one), rest))
      .map(({ kept }) => ({ kept, ...(spans?.has(kept.id) ? { spans: spans.get(kept.id) as Spans } : {}) }))
  }

  async function* candidates(query: EntityQuery, descending: boolean): AsyncGenerator<Kept[]> {
    const { tenant, regions, selectors } = query
    const found = finder.past({ tenant, ...(regions ? { regions } : {}), selectors })
    if (!descending) {
      for await (const chunk of found) yield* slices(chunk.filter((kept) => !isForgotten(kept)))
      return
    }
    const all: Kept[] = []
    for await (const chunk of found) {
      all.push(...chunk.filter((kept) => !isForgotten(kept)))
      if (all.length > MOST_SORTED) throw new NgsiError('TooComplexQuery', 'query.too-complex')
    }
    yield* slices(all.reverse())
  }

  const load = async (matches: readonly Match[], temporal: TemporalQuery, wanted: Wanted, most: number): Promise<Evolved[]> => {
    const spans = new Map(matches.flatMap(({ kept, spans: valid }) => (valid ? [[kept.id, valid] as const] : [])))
    const entities = matches.map(({ kept }) => kept)
    const evolved = await evolve(pool, now(), entities, temporal, {
      ...wanted,
      most,
      ...(spans.size > 0 ? { spans } : {}),
    })
    if (spans.size === 0) return evolved
    const before = await scopeAt(pool, now(), (entities[0] as Kept).tenant, [...spans.keys()], temporal)
    for (const { kept, evolution } of evolved) {
      const set = before.get(kept.id)
      if (set) evolution.set(SCOPE, [{ at: set.at, instance: set.instance }, ...(evolution.get(SCOPE) ?? [])])
    }
    return evolved
  }

  const lookFor = async (
    query: EntityQuery,
    temporal: TemporalQuery,
    { limit, offset, count, descending }: PastPage,
    wanted: Wanted,
  ): Promise<{ page: Match[]; more: boolean; total?: number }> => {
    const page: Match[] = []
    let total = 0
    for await (const chunk of candidates(query, descending)) {
      for (const match of await matching(chunk, query, temporal, wanted)) {
        if (total >= offset && page.length < limit) page.push(match)
        total += 1
      }
      if (!count && total > offset + limit) break
    }
    return { page, more: total > offset + limit, ...(count ? { total } : {}) }
  }

  return {
    /** The entities that a query means, without their past. */
    kept: async (query: EntityQuery, temporal: TemporalQuery, page: PastPage, wanted: Wanted) => {
      const { page: found, ...rest } = await lookFor(query, temporal, page, wanted)
      return { entities: found.map(({ kept }) => kept), ...rest }
    },
    /** The past of one entity. */
    one: async (kept: Kept, temporal: TemporalQuery, wanted: Wanted, most: number): Promise<Evolved> => {
      const [evolved] = await load([{ kept }], temporal, wanted, most)
      return evolved ?? { kept, evolution: new Map() as Evolution }
    },
    async page(query: EntityQuery, temporal: TemporalQuery, asked: PastPage, wanted: Wanted, most: number): Promise<PastFound> {
      const { page, ...rest } = await lookFor(query, temporal, asked, wanted)
      return { entities: page.length > 0 ? await load(page, temporal, wanted, most) : [], ...rest }
    },
  }
}

export type Past = ReturnType<typeof createPast>
