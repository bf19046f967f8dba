/**
 * From a query to a WHERE clause. The clause never leaves out an entity that matches; when it also keeps out every one
 * that does not, it is exact and the database pages and counts alone, else the caller looks at each candidate.
 */
import type { GeoQ } from '../geo/geoq.ts'
import { dateTime } from '../model/json.ts'
import { attributeKey, MOST_KEYED, scopeKey, typeKey, valueKey } from '../model/keys.ts'
import { hubName } from '../vocabulary.ts'
import type { EntityQuery, Selector } from './entity-query.ts'
import { geoCandidates } from './geo-candidates.ts'
import { type Condition, candidatesSql } from './narrow-store.ts'
import type { Literal, Operand, Q } from './q-ast.ts'
import { isSystem } from './q-match.ts'
import { scopePrefix } from './scopes.ts'
import type { TypeExpression } from './types.ts'

export interface Filter {
  where: string
  values: unknown[]
  exact: boolean
  /** SELECT of what the clause calls `candidates` */
  candidates?: string
}

interface Clause {
  sql: string
  exact: boolean
}

/** Hub names of attributes that have sensed series: their newest value is not in the entity's row. */
export type IsSensed = (attribute: string) => boolean

const TRUE: Clause = { sql: 'true', exact: true }
const ANY: Clause = { sql: 'true', exact: false }

const join = (clauses: readonly Clause[], word: 'AND' | 'OR'): Clause => ({
  sql: `(${clauses.map(({ sql }) => sql).join(` ${word} `)})`,
  exact: clauses.every(({ exact }) => exact),
})

/** What is known before the search itself: see narrow.ts. */
export interface Narrowed {
  /** conditions that few entities satisfy, the fewest first: these are the only ones that can match */
  drive: readonly Condition[]
  /** conditions of q that all of them satisfy */
  satisfied: ReadonlySet<Q>
  /** conditions of q that they may satisfy */
  likely: ReadonlySet<Q>
  /** they lie where the geo-query looks */
  geo: boolean
  /** types that no entity has beside another one */
  pure: ReadonlySet<string>
}

const UNKNOWN: Narrowed = { drive: [], satisfied: new Set(), likely: new Set(), geo: false, pure: new Set() }

/** `most`: the first driving condition is only taken for selective; up to one more of its hits than that are looked at. */
export const createFilter = (
  query: EntityQuery,
  isSensed: IsSensed,
  now: Date,
  known: Narrowed = UNKNOWN,
  most?: number,
): Filter => {
  let candidates: string | undefined
  const values: unknown[] = []
  const put = (value: unknown): string => `$${values.push(value)}`
  const tenant = put(query.tenant)

  const hasKeys = (keys: readonly string[]): string => `e.keys @> ${put(keys)}::text[]`

  /** Deleted entities have no search tokens: their types are looked at. */
  const typesOfDeleted = (expression: TypeExpression): string => {
    if (typeof expression === 'string') return `e.types @> ARRAY[${put(expression)}]::text[]`
    return `(${expression.terms.map(typesOfDeleted).join(expression.op === 'or' ? ' OR ' : ' AND ')})`
  }

  const typeClause = (expression: TypeExpression): Clause => {
    const live = types(expression)
    if (!query.deleted) return live
    return { sql: `(CASE WHEN e.live THEN ${live.sql} ELSE ${typesOfDeleted(expression)} END)`, exact: live.exact }
  }

  const types = (expression: TypeExpression): Clause => {
    // by the first type, which is the only one: the index then gives them in the order of ids
    if (typeof expression === 'string' && known.pure.has(expression))
      return { sql: `e.type = ${put(hubName(expression))}`, exact: true }
    if (typeof expression === 'string') return { sql: hasKeys([typeKey(expression)]), exact: true }
    const { op, terms } = expression
    if (terms.every((term) => typeof term === 'string')) {
      const keys = put((terms as string[]).map(typeKey))
      return { sql: `e.keys ${op === 'or' ? '&&' : '@>'} ${keys}::text[]`, exact: true }
    }
    return join(terms.map(types), op === 'or' ? 'OR' : 'AND')
  }

  /** The part of a pattern that every match begins with; only an anchored pattern has one. */
  const prefixOf = (pattern: string): string | undefined => {
    if (!pattern.startsWith('^') || pattern.includes('|')) return undefined
    const literal = /^[A-Za-z0-9:_/-]*/.exec(pattern.slice(1))?.[0] ?? ''
    // the last character may be made optional by what follows it
    const sure = /^[*?{]/.test(pattern.slice(1 + literal.length)) ? literal.slice(0, -1) : literal
    return sure === '' ? undefined : sure
  }

  const selector = (one: Selector): Clause => {
    const clauses: Clause[] = []
    if (one.ids) clauses.push({ sql: `e.id = ANY(${put(one.ids)})`, exact: true })
    if (one.idPattern) {
      const prefix = prefixOf(one.idPattern)
      clauses.push(prefix ? { sql: `starts_with(e.id, ${put(prefix)})`, exact: false } : ANY)
    }
    if (one.types) clauses.push(typeClause(one.types))
    return clauses.length === 0 ? TRUE : join(clauses, 'AND')
  }

  const sensed = (iri: string): string => `e.id IN (SELECT entity FROM data.series WHERE attribute = ${put(hubName(iri))})`
  const sensedNumber = (iri: string, condition: string): string =>
    `e.id IN (SELECT s.entity FROM data.series s JOIN data.latest l ON l.district = s.district AND l.series = s.id
      WHERE s.attribute = ${put(hubName(iri))} AND l.value ${condition})`

  const exists = (iri: string): Clause => {
    const inDoc = hasKeys([attributeKey(iri)])
    if (query.tenant !== '' || !isSensed(hubName(iri))) return { sql: inDoc, exact: true }
    return { sql: `(${inDoc} OR ${sensed(iri)})`, exact: false }
  }

  const numbers = (iri: string, condition: string): Clause => {
    const inDoc = `e.id IN (SELECT n.entity FROM data.entity_number n
      WHERE n.tenant = ${tenant} AND n.key = ${put(iri)} AND n.num ${condition})`
    if (query.tenant !== '' || !isSensed(hubName(iri))) return { sql: inDoc, exact: true }
    return { sql: `(${inDoc} OR ${sensedNumber(iri, condition)})`, exact: false }
  }

  const equality = (iri: string, literal: Literal): Clause => {
    if (literal.kind === 'number') return numbers(iri, `= ${put(literal.value)}`)
    const text = String(literal.value)
    // the same moment has many spellings, and a long text has no token
    if (literal.kind === 'time' || text.length > MOST_KEYED || !Number.isNaN(dateTime(text)))
      return { ...exists(iri), exact: false }
    const token = { sql: hasKeys([valueKey(iri, literal.value as string | boolean)]), exact: true }
    if (query.tenant !== '' || !isSensed(hubName(iri))) return token
    return { sql: `(${token.sql} OR ${sensed(iri)})`, exact: false }
  }

  const operandClause = (iri: string, operand: Operand): Clause => {
    if (operand.kind === 'one') return equality(iri, operand.value)
    if (operand.kind === 'list')
      return join(
        operand.values.map((literal) => equality(iri, literal)),
        'OR',
      )
    const { from, to } = operand
    if (from.kind !== 'number' || to.kind !== 'number') return { ...exists(iri), exact: false }
    return numbers(iri, `BETWEEN ${put(from.value)} AND ${put(to.value)}`)
  }

  const condition = (q: Q): Clause => {
    if (known.satisfied.has(q)) return TRUE
    if (known.likely.has(q)) return ANY
    if ('terms' in q) return join(q.terms.map(condition), q.op === 'and' ? 'AND' : 'OR')
    const [iri, ...rest] = q.path.names as [string, ...string[]]
    if (isSystem(iri) || q.op === 'absent') return ANY
    if (rest.length > 0 || q.path.trailing.length > 0 || q.path.linked) return { ...exists(iri), exact: false }
    if (q.op === 'exists') return exists(iri)
    if (!('operand' in q) || q.op === '!=') return { ...exists(iri), exact: false }
    if (q.op === '==') return operandClause(iri, q.operand)
    if (q.operand.kind === 'one' && q.operand.value.kind === 'number')
      return numbers(iri, `${q.op} ${put(q.operand.value.value)}`)
    return { ...exists(iri), exact: false }
  }

  // what few places satisfy drives the search (narrow.ts); what many do is asked of each entity on the way, not listed first
  const geo = (q: GeoQ): Clause => ({
    sql: `(SELECT true FROM (${geoCandidates(q, tenant, put)}) p WHERE p.entity = e.id LIMIT 1)`,
    exact: false,
  })

  const clauses: Clause[] = [{ sql: `e.tenant = ${tenant}`, exact: true }]
  if (!query.deleted)
    clauses.push({ sql: 'e.live', exact: true }, { sql: `(e.expires_at IS NULL OR e.expires_at > ${put(now)})`, exact: true })
  if (query.regions) clauses.push({ sql: `e.region LIKE ANY (${put(query.regions.map((region) => `${region}%`))})`, exact: true })
  if (query.selectors.length > 0) clauses.push(join(query.selectors.map(selector), 'OR'))
  if (query.attributes)
    clauses.push(
      join(
        query.attributes.map((iri) => (isSystem(iri) ? ANY : exists(iri))),
        'OR',
      ),
    )
  if (query.q) clauses.push(condition(query.q))
  // the ids never leave the database; as an array they lead the search by the primary key, in its order
  known.drive.forEach((one, i) => {
    const ids = candidatesSql(one, tenant, put)
    if (i === 0 && most !== undefined) candidates = `${ids} LIMIT ${put(most + 1)}`
    const first = candidates === undefined ? ids : 'SELECT entity FROM candidates'
    clauses.push({ sql: i === 0 ? `e.id = ANY(ARRAY(${first}))` : `e.id IN (${ids})`, exact: true })
  })
  if (query.geo) clauses.push(known.geo ? ANY : geo(query.geo))
  if (query.scopeQ) {
    const prefix = scopePrefix(query.scopeQ)
    clauses.push(prefix ? { sql: hasKeys([scopeKey(prefix)]), exact: false } : ANY)
  }
  return {
    where: clauses.map(({ sql }) => sql).join('\n AND '),
    values,
    exact: clauses.every(({ exact }) => exact),
    ...(candidates === undefined ? {} : { candidates }),
  }
}
