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
  { range: Range; apart: boolean; sensed: boolean } | { geo: GeoQ }

/** Ids of live entities that may satisfy a condition; one more than `most` when there are more. */
export const candidateIds = async (pool: pg.Pool, tenant: string, condition: Condition, most: number): Promise<string[]> => {
  const values: unknown[] = []
  const put = (value: unknown): string => `$${values.push(value)}`
  const owner = put(tenant)

  const compare = (column: string, { low, high }: Range): string =>
    [
      ...(low ? [`${column} ${low.open ? '>' : '>='} ${put(low.value)}`] : []),
      ...(high ? [`${column} ${high.open ? '<' : '<='} ${put(high.value)}`] : []),
    ].join(' AND ')

  const numbers = ({ range, apart, sensed }: Extract<Condition, { range: Range }>): string => {
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

  const ids = 'geo' in condition ? geoCandidates(condition.geo, owner, put) : numbers(condition)
  const { rows } = await pool.query<{ entity: string }>(`SELECT entity FROM (${ids}) c LIMIT ${put(most + 1)}`, values)
  const found = new Set(rows.map(({ entity }) => entity))
  // what came twice took the place of others
  return rows.length > most ? Array.from({ length: most + 1 }, (_, i) => rows[i]?.entity ?? '') : [...found]
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
