/**
 * Looks before it leaps: conditions that have an index of their own (ranges of numbers, places) are asked first, up to a
 * number of hits. Those that turn out selective drive the search; the rest of the query is checked on their few entities.
 */
import type pg from 'pg'
import { boundsFor } from '../geo/geoq.ts'
import { hubName } from '../vocabulary.ts'
import type { EntityQuery } from './entity-query.ts'
import type { IsSensed, Narrowed } from './filter-store.ts'
import { type Bound, candidateIds, isMixed } from './narrow-store.ts'
import type { Q } from './q-ast.ts'
import { isSystem } from './q-match.ts'

/** More hits than this do not drive a search. */
const MOST_HITS = 3000

interface Range {
  iri: string
  low?: Bound
  high?: Bound
  terms: Q[]
}

const tighter = (a: Bound | undefined, b: Bound, sign: 1 | -1): Bound => {
  if (!a || (b.value - a.value) * sign > 0) return b
  return a.value === b.value && b.open ? b : a
}

const boundsOf = (q: Q): { low?: Bound; high?: Bound } | undefined => {
  if (!('operand' in q)) return undefined
  const { op, operand } = q
  if (op === '==' && operand.kind === 'range' && operand.from.kind === 'number' && operand.to.kind === 'number')
    return { low: { value: operand.from.value, open: false }, high: { value: operand.to.value, open: false } }
  if (operand.kind !== 'one' || operand.value.kind !== 'number') return undefined
  const bound = { value: operand.value.value, open: op === '>' || op === '<' }
  if (op === '==') return { low: bound, high: bound }
  if (op === '>' || op === '>=') return { low: bound }
  return op === '<' || op === '<=' ? { high: bound } : undefined
}

/**
 * Numeric conditions that must all hold. Lower and upper bounds of one attribute go together; a range of its own, a..b,
 * is about one value and stays apart from them.
 */
const rangesOf = (q: Q | undefined): Range[] => {
  const terms = q === undefined ? [] : 'terms' in q && q.op === 'and' ? q.terms : [q]
  const whole: Range[] = []
  const joined = new Map<string, Range>()
  for (const term of terms) {
    const bounds = boundsOf(term)
    if (!bounds || !('path' in term)) continue
    const [iri, ...rest] = term.path.names as [string, ...string[]]
    if (rest.length > 0 || term.path.trailing.length > 0 || term.path.linked || isSystem(iri)) continue
    if (bounds.low && bounds.high) {
      whole.push({ iri, ...bounds, terms: [term] })
      continue
    }
    const range: Range = joined.get(iri) ?? { iri, terms: [] }
    if (bounds.low) range.low = tighter(range.low, bounds.low, 1)
    if (bounds.high) range.high = tighter(range.high, bounds.high, -1)
    range.terms.push(term)
    joined.set(iri, range)
  }
  return [...whole, ...joined.values()]
}

export const narrow = async (pool: pg.Pool, query: EntityQuery, isSensed: IsSensed): Promise<Narrowed> => {
  const { tenant, geo, q, selectors, deleted } = query
  const none: Narrowed = { satisfied: new Set(), likely: new Set(), geo: false, pure: new Set() }
  if (deleted) return none
  const ranges = rangesOf(q)
  const sensedIn = ({ iri }: Range): boolean => tenant === '' && isSensed(hubName(iri))
  const asked = [
    ...ranges.map(async (range) => ({
      range,
      ids: await candidateIds(pool, tenant, { range, apart: range.terms.length > 1, sensed: sensedIn(range) }, MOST_HITS),
    })),
    ...(geo && boundsFor(geo) ? [candidateIds(pool, tenant, { geo }, MOST_HITS).then((ids) => ({ range: undefined, ids }))] : []),
  ]
  const [type] = selectors.length === 1 ? [selectors[0]?.types] : []
  const [mixed, ...answers] = await Promise.all([
    typeof type === 'string' && asked.length === 0 ? isMixed(pool, tenant, type) : true,
    ...asked,
  ])
  const selective = answers.filter(({ ids }) => ids.length <= MOST_HITS)
  if (selective.length === 0) return { ...none, pure: new Set(mixed ? [] : [type as string]) }
  const [ids, ...others] = selective.map((one) => one.ids).sort((a, b) => a.length - b.length)
  const both = others.map((list) => new Set(list))
  return {
    ids: (ids as string[]).filter((id) => both.every((set) => set.has(id))),
    satisfied: new Set(selective.flatMap(({ range }) => (range && !sensedIn(range) ? range.terms : []))),
    likely: new Set(selective.flatMap(({ range }) => (range && sensedIn(range) ? range.terms : []))),
    geo: selective.some(({ range }) => range === undefined),
    pure: none.pure,
  }
}
