/**
 * Looks before it leaps: conditions that have an index of their own (ranges of numbers, places) are asked first, up to a
 * number of hits. Those that turn out selective drive the search; the rest of the query is checked on their few entities.
 */
import type pg from 'pg'
import { boundsFor } from '../geo/geoq.ts'
import { dateTime } from '../model/json.ts'
import { MOST_KEYED, valueKey } from '../model/keys.ts'
import { hubName } from '../vocabulary.ts'
import type { EntityQuery } from './entity-query.ts'
import type { IsSensed, Narrowed } from './filter-store.ts'
import { type Bound, type Condition, countCandidates, isMixed } from './narrow-store.ts'
import type { Q } from './q-ast.ts'
import { isSystem } from './q-match.ts'

/** More hits than this do not drive a search. */
const MOST_HITS = 3000
/** The same for values, whose rows are wider to look at. */
const MOST_EQUAL = 2000

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

const conjuncts = (q: Q | undefined): Q[] => (q === undefined ? [] : 'terms' in q && q.op === 'and' ? q.terms : [q])

/**
 * Numeric conditions that must all hold. Lower and upper bounds of one attribute go together; a range of its own, a..b,
 * is about one value and stays apart from them.
 */
const rangesOf = (q: Q | undefined): Range[] => {
  const terms = conjuncts(q)
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

/** Equalities with a text, a truth value or a URI that must all hold, as the search tokens of entities that have them. */
const equalitiesOf = (q: Q | undefined, isSensed: (iri: string) => boolean): { term: Q; token: string }[] =>
  conjuncts(q).flatMap((term) => {
    if (!('operand' in term) || term.op !== '==' || term.operand.kind !== 'one') return []
    const { kind, value } = term.operand.value
    const [iri, ...rest] = term.path.names as [string, ...string[]]
    if (rest.length > 0 || term.path.trailing.length > 0 || term.path.linked || isSystem(iri) || isSensed(iri)) return []
    const text = String(value)
    if (kind === 'number' || kind === 'time' || text.length > MOST_KEYED || !Number.isNaN(dateTime(text))) return []
    return [{ term, token: valueKey(iri, value as string | boolean) }]
  })

interface Asked {
  condition: Condition
  terms: Q[]
  sensed: boolean
}

/** Conditions of a query that have an index of their own. */
const askedIn = ({ tenant, geo, q, deleted }: EntityQuery, isSensed: IsSensed): Asked[] => {
  if (deleted) return []
  const sensedIn = (iri: string): boolean => tenant === '' && isSensed(hubName(iri))
  const asked: Asked[] = rangesOf(q).map((range) => {
    const sensed = sensedIn(range.iri)
    return { condition: { range, apart: range.terms.length > 1, sensed }, terms: range.terms, sensed }
  })
  if (geo && boundsFor(geo)) asked.push({ condition: { geo }, terms: [], sensed: false })
  // values are looked up only where nothing else narrows: the rows they lead to are wide
  const equal = asked.length === 0 ? equalitiesOf(q, sensedIn) : []
  if (equal.length > 0)
    asked.push({ condition: { tokens: equal.map(({ token }) => token) }, terms: equal.map(({ term }) => term), sensed: false })
  return asked
}

const mostOf = (condition: Condition): number => ('tokens' in condition ? MOST_EQUAL : MOST_HITS)

const NONE: Narrowed = { drive: [], satisfied: new Set(), likely: new Set(), geo: false, pure: new Set() }

const drivenBy = (asked: readonly Asked[]): Narrowed => ({
  drive: asked.map(({ condition }) => condition),
  satisfied: new Set(asked.flatMap(({ terms, sensed }) => (sensed ? [] : terms))),
  likely: new Set(asked.flatMap(({ terms, sensed }) => (sensed ? terms : []))),
  geo: asked.some(({ condition }) => 'geo' in condition),
  pure: new Set(),
})

/**
 * The one condition of a query that has an index, taken for selective without looking: the search itself counts its hits
 * and is worth nothing when there are more than `most`. Saves a round trip where it is right, which it mostly is.
 */
export const guess = (query: EntityQuery, isSensed: IsSensed): { known: Narrowed; most: number } | undefined => {
  const asked = askedIn(query, isSensed)
  const [only, ...more] = asked
  return only && more.length === 0 ? { known: drivenBy(asked), most: mostOf(only.condition) } : undefined
}

/** `wide`: the only condition is known to have too many hits. */
export const narrow = async (pool: pg.Pool, query: EntityQuery, isSensed: IsSensed, wide = false): Promise<Narrowed> => {
  const { tenant, selectors, deleted } = query
  if (deleted) return NONE
  const asked = askedIn(query, isSensed)
  const counted = await Promise.all(
    (wide ? [] : asked).map(async (one) => ({
      one,
      hits: await countCandidates(pool, tenant, one.condition, mostOf(one.condition)),
    })),
  )
  const selective = counted.filter(({ one, hits }) => hits <= mostOf(one.condition)).sort((a, b) => a.hits - b.hits)
  if (selective.length > 0) return drivenBy(selective.map(({ one }) => one))
  const [type] = selectors.length === 1 ? [selectors[0]?.types] : []
  const other = asked.some(({ condition }) => !('tokens' in condition))
  const mixed = typeof type !== 'string' || other || (await isMixed(pool, tenant, type))
  return { ...NONE, pure: new Set(mixed ? [] : [type as string]) }
}
