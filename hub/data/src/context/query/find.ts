/** Finds entities: by id, or by query with paging, counting and ordering. */
import type pg from 'pg'
import type { Entity, Kept } from '../model/entity.ts'
import { NgsiError } from '../problem.ts'
import { presentAt } from '../write/expiry.ts'
import { type EntityQuery, matchesQuery } from './entity-query.ts'
import { createFilter, type Filter } from './filter-store.ts'
import * as store from './find-store.ts'
import { guess, narrow } from './narrow.ts'
import { type Path, pathsOf } from './q-ast.ts'
import { type Linked, wantedLinks } from './q-match.ts'
import { withSensed } from './sensed.ts'

export interface FindPage {
  limit: number
  offset: number
  count: boolean
}

export interface FindResult {
  entities: Kept[]
  /** entities that match in all, when asked for */
  total?: number
  more: boolean
}

/** Sorts all matches before they are paged. */
export type Compare = (a: Entity, b: Entity) => number

export interface Finder {
  one: (tenant: string, id: string) => Promise<Kept | undefined>
  many: (tenant: string, ids: readonly string[]) => Promise<Kept[]>
  page: (query: EntityQuery, page: FindPage, compare?: Compare) => Promise<FindResult>
  /** every match, in the order of ids; stops at `most` */
  all: (query: EntityQuery, most: number) => Promise<Kept[]>
  /** Entities as they are kept, deleted ones too, in the order of ids: their past is for the caller to look at. */
  past: (query: Pick<EntityQuery, 'tenant' | 'regions' | 'selectors'>) => AsyncGenerator<Kept[]>
}

const CHUNK = 500
/** Candidates that one query looks at in the worst case, and matches that can be sorted. */
const MOST_CANDIDATES = 400_000
const MOST_SORTED = 20_000
const NAMES_FRESH = 3_000
/** Pages further back than this are counted off before they are read. */
const MOST_LOOKED = 200

export const createFinder = ({ pool, now }: { pool: pg.Pool; now: () => Date }): Finder => {
  let names: { known: Set<string>; at: number } | undefined

  /** Attributes with series, looked up again every few seconds. */
  const sensedNames = async (): Promise<Set<string>> => {
    const at = performance.now()
    if (!names || at - names.at > NAMES_FRESH) names = { known: new Set(await store.listSensedNames(pool)), at }
    return names.known
  }

  const shown = (found: readonly store.Found[]): Kept[] => {
    const at = now().getTime()
    return found.map((one) => presentAt(withSensed(one), at)).filter((kept) => kept !== undefined)
  }

  const many = async (tenant: string, ids: readonly string[]): Promise<Kept[]> =>
    ids.length === 0 ? [] : shown(await store.findMany(pool, tenant, ids))

  /** Loads what the linked paths of a query point at, level by level. */
  const linkedFor = async (tenant: string, entities: readonly Kept[], paths: readonly Path[]): Promise<Linked> => {
    const known = new Map<string, Entity>()
    let level = entities as readonly Entity[]
    let open = paths.filter((path) => path.linked)
    while (open.length > 0 && level.length > 0) {
      const wanted = [...new Set(level.flatMap((entity) => wantedLinks(entity, open)))].filter((uri) => !known.has(uri))
      const found = await many(tenant, wanted)
      for (const entity of found) known.set(entity.id, entity)
      level = found
      open = open.flatMap((path) => (path.linked?.path.linked ? [path.linked.path] : []))
    }
    return (uri) => known.get(uri)
  }

  /** Matches in the order of ids, chunk by chunk; the first chunk may be small, for who wants few. */
  async function* matches(query: EntityQuery, filter: Filter, first = CHUNK): AsyncGenerator<Kept[]> {
    const paths = query.q ? pathsOf(query.q) : []
    const isLinked = paths.some((path) => path.linked)
    let after = ''
    for (let looked = 0, size = Math.min(first, CHUNK); ; size = CHUNK) {
      const found = await store.findAfter(pool, filter, after, size)
      looked += found.length
      const candidates = shown(found)
      const linked = isLinked ? await linkedFor(query.tenant, candidates, paths) : undefined
      yield filter.exact ? candidates : candidates.filter((entity) => matchesQuery(entity, query, linked))
      if (found.length < size) return
      if (looked >= MOST_CANDIDATES) throw new NgsiError('TooComplexQuery', 'query.too-complex')
      after = found.at(-1)?.kept.id as string
    }
  }

  async function* past(query: Pick<EntityQuery, 'tenant' | 'regions' | 'selectors'>): AsyncGenerator<Kept[]> {
    const whole = { ...query, deleted: true }
    const filter = createFilter(whole, () => false, now())
    let after = ''
    for (let looked = 0; ; ) {
      const found = await store.findAfter(pool, filter, after, CHUNK)
      looked += found.length
      yield found.map(({ kept }) => kept).filter((kept) => filter.exact || matchesQuery(kept, whole))
      if (found.length < CHUNK) return
      if (looked >= MOST_CANDIDATES) throw new NgsiError('TooComplexQuery', 'query.too-complex')
      after = found.at(-1)?.kept.id as string
    }
  }

  const filterFor = async (query: EntityQuery, wide = false): Promise<Filter> => {
    const known = await sensedNames()
    const isSensed = (attribute: string): boolean => known.has(attribute)
    return createFilter(query, isSensed, now(), await narrow(pool, query, isSensed, wide))
  }

  /** One look that answers most queries; undefined, or `wide` when the condition has too many hits, when it does not. */
  const firstLook = async (query: EntityQuery, { limit, offset, count }: FindPage): Promise<FindResult | 'wide' | undefined> => {
    const end = offset + limit
    if (count || limit === 0 || end > MOST_LOOKED || (query.q && pathsOf(query.q).some((path) => path.linked))) return undefined
    const known = await sensedNames()
    const isSensed = (attribute: string): boolean => known.has(attribute)
    const guessed = guess(query, isSensed)
    if (!guessed) return undefined
    const filter = createFilter(query, isSensed, now(), guessed.known, guessed.most)
    const size = filter.exact ? end + 1 : 2 * end + 10
    const { found, hits } = await store.findFirst(pool, filter, size)
    if (hits > guessed.most) return 'wide'
    const entities = shown(found).filter((entity) => filter.exact || matchesQuery(entity, query))
    // what was looked at last may not be the last there is
    if (found.length === size && entities.length <= end) return undefined
    return { entities: entities.slice(offset, end), more: entities.length > end }
  }

  const exactPage = async (filter: Filter, { limit, offset, count }: FindPage): Promise<FindResult> => {
    const found = limit > 0 ? await store.findPage(pool, filter, limit + 1, offset) : []
    return {
      entities: shown(found.slice(0, limit)),
      more: found.length > limit,
      ...(count ? { total: await store.countMatches(pool, filter) } : {}),
    }
  }

  const all = async (query: EntityQuery, most: number): Promise<Kept[]> => {
    const found: Kept[] = []
    for await (const chunk of matches(query, await filterFor(query))) {
      found.push(...chunk)
      if (found.length > most) throw new NgsiError('TooComplexQuery', 'query.too-complex')
    }
    return found
  }

  const scannedPage = async (query: EntityQuery, filter: Filter, { limit, offset, count }: FindPage): Promise<FindResult> => {
    const entities: Kept[] = []
    let total = 0
    for await (const chunk of matches(query, filter, count ? CHUNK : 2 * (offset + limit) + 10)) {
      for (const entity of chunk) {
        if (total >= offset && entities.length < limit) entities.push(entity)
        total += 1
      }
      if (!count && total > offset + limit) break
    }
    return { entities, more: total > offset + limit, ...(count ? { total } : {}) }
  }

  return {
    one: async (tenant, id) => {
      const found = await store.findOne(pool, tenant, id)
      return found ? presentAt(withSensed(found), now().getTime()) : undefined
    },
    many,
    all,
    past,
    async page(query, page, compare) {
      if (!compare) {
        const looked = await firstLook(query, page)
        if (looked && looked !== 'wide') return looked
        const filter = await filterFor(query, looked === 'wide')
        return filter.exact ? exactPage(filter, page) : scannedPage(query, filter, page)
      }
      const sorted = (await all(query, MOST_SORTED)).sort(compare)
      return {
        entities: sorted.slice(page.offset, page.offset + page.limit),
        more: sorted.length > page.offset + page.limit,
        ...(page.count ? { total: sorted.length } : {}),
      }
    },
  }
}
