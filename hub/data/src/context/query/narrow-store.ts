import type pg from 'pg'
import type { GeoQ } from '../geo/geoq.ts'
import { hubName } from '../vocabulary.ts'
import { geoCandidates } from './geo-candidates.ts'

export interface Bound {
  value: number
  open: boolean
}

interface Range {
  iri: string
  low?: Bound
  high?: Bound
}

export type Condition =
  /** apart: the two ends are separate conditions, which two numbers of one entity may satisfy; sensed: readings count too */
  | { range: Range; apart: boolean; sensed: boolean }
  | { geo: GeoQ }
  /** search tokens that the entity has all of */
  | { tokens: readonly string[] }

type Put = (value: unknown) => string

const rangeSql = ({ range, apart, sensed }: Extract<Condition, { range: Range }>, owner: string, put: Put): string => {
  const compare = (column: string, { low, high }: Range): string =>
    [
      ...(low ? [`${column} ${low.open ? '>' : '>='} ${put(low.value)}`] : []),
      ...(high ? [`${column} ${high.open ? '<' : '<='} ${put(high.value)}`] : []),
    ].join(' AND ')
  const from = `SELECT n.entity FROM data.entity_number n WHERE n.tenant = ${owner} AND n.key = ${put(range.iri)}`
  const { low, high } = range
  const parts = [`${from} AND ${compare('n.num', range)}`]
  if (apart && low && high)
    parts.push(`(${from} AND n.several AND ${compare('n.num', { iri: range.iri, low })} INTERSECT
      ${from} AND n.several AND ${compare('n.num', { iri: range.iri, high })})`)
  if (sensed)
    parts.push(`SELECT s.entity FROM data.series s JOIN data.latest l ON l.district = s.district AND l.series = s.id
      WHERE s.attribute = ${put(hubName(range.iri))} AND ${compare('l.value', range)}`)
  return parts.join('\n UNION ALL ')
}

/** SELECT of the ids (`entity`) of live entities that may satisfy a condition; some may come twice. */
export const candidatesSql = (condition: Condition, owner: string, put: Put): string => {
  if ('geo' in condition) return geoCandidates(condition.geo, owner, put)
  if ('range' in condition) return rangeSql(condition, owner, put)
  return `SELECT k.id AS entity FROM data.entity k WHERE k.live AND k.tenant = ${owner} AND k.keys @> ${put(condition.tokens)}::text[]`
}

/** How many entities may satisfy a condition, counted up to one more than `most`. The ids stay where they are. */
export const countCandidates = async (pool: pg.Pool, tenant: string, condition: Condition, most: number): Promise<number> => {
  const values: unknown[] = []
  const put: Put = (value) => `$${values.push(value)}`
  const sql = candidatesSql(condition, put(tenant), put)
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM (${sql} LIMIT ${put(most + 1)}) c`, values)
  return Number(rows[0]?.n ?? 0)
}

/** Has an entity this type beside another one? */
export const isMixed = async (pool: pg.Pool, tenant: string, type: string): Promise<boolean> => {
  const { rows } = await pool.query({
    name: 'context-is-mixed',
    text: `SELECT 1 FROM data.entity WHERE live AND cardinality(types) > 1 AND types @> ARRAY[$1] AND tenant = $2 LIMIT 1`,
    values: [type, tenant],
  })
  return rows.length > 0
}
