/**
 * Rules on rows together, each one statement over the held table: SELECT _key, bad for every row it applies to. Names
 * come from published schemas and are quoted; constants are numbers of the rule.
 */
import type { QualityCheck, Resource, ResourceField } from '@haihe/contract'
import { type Db, firstRow, sql } from '@haihe/kernel'
import type { RawBuilder } from 'kysely'
import { fieldIn } from '../row/compile.ts'
import { familyOf } from '../row/values.ts'
import { Unfit } from '../unfit.ts'

const SET_KINDS = ['unique', 'duplicate', 'reference', 'equal', 'outlier', 'stuck', 'gap'] as const
export type SetCheck = Extract<QualityCheck, { kind: (typeof SET_KINDS)[number] }>
export const isSetCheck = (check: QualityCheck): check is SetCheck => (SET_KINDS as readonly string[]).includes(check.kind)

interface SetScope {
  resource: Resource
  /** quoted name of the table of a resource */
  table: (resource: Pick<Resource, 'no'>) => string
  /** the other resource of a rule; undefined when it is gone */
  other: Resource | undefined
}

type Sql = RawBuilder<unknown>
const all = (parts: readonly Sql[]): Sql => sql.join([...parts], sql` AND `)
const list = (parts: readonly Sql[]): Sql => sql.join([...parts])
const column = (alias: string, { name }: ResourceField): Sql => sql`${sql.ref(`${alias}.${name}`)}`

/** Two columns of different types compare by their texts. */
const alike = (a: ResourceField, b: ResourceField): boolean =>
  a.type === b.type || (familyOf(a) === 'number' && familyOf(b) === 'number')
const same = (a: ResourceField, b: ResourceField): Sql =>
  alike(a, b) ? sql`${column('h', a)} = ${column('o', b)}` : sql`${column('h', a)}::text = ${column('o', b)}::text`

const numeric = (field: ResourceField): ResourceField => {
  if (familyOf(field) !== 'number') throw new Unfit(`${field.name} 不是数值`)
  return field
}
const temporal = (field: ResourceField): ResourceField => {
  if (familyOf(field) !== 'time') throw new Unfit(`${field.name} 不是时间`)
  return field
}

const outlier = (check: Extract<SetCheck, { kind: 'outlier' }>, from: Sql, x: Sql, group: Sql): Sql => {
  const { method, threshold } = check.parameters
  const given = sql`SELECT h._key, ${x}::double precision AS x, ${group} AS g FROM ${from} WHERE ${x} IS NOT NULL`
  if (method === 'iqr')
    return sql`WITH v AS MATERIALIZED (${given}), q AS (SELECT g, percentile_cont(0.25) WITHIN GROUP (ORDER BY x) AS low,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY x) AS high FROM v GROUP BY g)
      SELECT v._key, v.x < low - ${threshold} * (high - low) OR v.x > high + ${threshold} * (high - low) AS bad
      FROM v JOIN q ON q.g = v.g`
  // Iglewicz and Hoaglin: 0.6745 deviations of the median to one standard deviation; the mean deviation where more than
  // half of the values are the same
  return sql`WITH v AS MATERIALIZED (${given}),
      m AS (SELECT g, percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS middle FROM v GROUP BY g),
      d AS (SELECT v.g, m.middle, percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(v.x - m.middle)) AS mad,
          avg(abs(v.x - m.middle)) AS mean FROM v JOIN m ON m.g = v.g GROUP BY v.g, m.middle)
    SELECT v._key, CASE WHEN mad > 0 THEN 0.6745 * abs(v.x - middle) / mad WHEN mean > 0 THEN abs(v.x - middle) / (1.253314 * mean)
      ELSE 0 END > ${threshold} AS bad FROM v JOIN d ON d.g = v.g`
}

/** Throws Unfit when the rule does not fit the fields. */
export const setSql = (check: SetCheck, { resource, table, other }: SetScope): Sql => {
  const fields = (check.fields as readonly string[]).map((name) => fieldIn(resource, name))
  const own = fields.map((field) => column('h', field))
  const from = sql`${sql.raw(table(resource))} AS h`
  const present = all(own.map((one) => sql`${one} IS NOT NULL`))
  const others = (): { to: Resource; theirs: ResourceField[]; their: Sql } => {
    if (!('resource' in check.parameters)) throw new Unfit('没有对照的资源')
    if (other?.kind !== 'table') throw new Unfit('对照的资源不存在或不是库表')
    if (check.parameters.fields.length !== fields.length) throw new Unfit('两边的信息项数目不同')
    const theirs = check.parameters.fields.map((name) => fieldIn(other, name))
    return { to: other, theirs, their: sql`${sql.raw(table(other))} AS o` }
  }
  const group = (): Sql => {
    const within = 'within' in check.parameters ? check.parameters.within : null
    return within === null ? sql`''` : sql`coalesce(${column('h', fieldIn(resource, within))}::text, '')`
  }
  switch (check.kind) {
    case 'unique':
      return sql`SELECT h._key, count(*) OVER (PARTITION BY ${list(own)}) > 1 AS bad FROM ${from} WHERE ${present}`
    case 'duplicate': {
      const plain = own.map((one) => sql`regexp_replace(lower(normalize(${one}::text, NFKC)), '\\s', '', 'g')`)
      return sql`SELECT h._key, row_number() OVER (PARTITION BY ${list(plain)} ORDER BY h._key) > 1 AS bad FROM ${from} WHERE ${present}`
    }
    case 'reference': {
      const { theirs, their } = others()
      const match = all(fields.map((field, n) => same(field, theirs[n] as ResourceField)))
      return sql`SELECT h._key, NOT EXISTS (SELECT 1 FROM ${their} WHERE ${match}) AS bad FROM ${from} WHERE ${present}`
    }
    case 'equal': {
      const { to, theirs, their } = others()
      const on = all(check.parameters.on.map((pair) => same(fieldIn(resource, pair.own), fieldIn(to, pair.other))))
      const equal = all(
        fields.map((field, n) => {
          const theirField = theirs[n] as ResourceField
          const [a, b] = [column('h', field), column('o', theirField)]
          const cast = alike(field, theirField) ? sql`` : sql`::text`
          return sql`${a}${cast} IS NOT DISTINCT FROM ${b}${cast}`
        }),
      )
      return sql`SELECT h._key, NOT bool_or(${equal}) AS bad FROM ${from} JOIN ${their} ON ${on} GROUP BY h._key`
    }
    case 'outlier':
      return outlier(check, from, column('h', numeric(fields[0] as ResourceField)), group())
    case 'stuck': {
      const [value, time] = own
      temporal(fields[1] as ResourceField)
      return sql`SELECT r._key, count(*) OVER (PARTITION BY r.g, r.v, r.run) >= ${check.parameters.times} AS bad FROM (
        SELECT h._key, ${group()} AS g, ${value}::text AS v,
          row_number() OVER (PARTITION BY ${group()} ORDER BY ${time}, h._key)
            - row_number() OVER (PARTITION BY ${group()}, ${value}::text ORDER BY ${time}, h._key) AS run
        FROM ${from} WHERE ${present}) AS r`
    }
    case 'gap': {
      temporal(fields[0] as ResourceField)
      const at = sql`${own[0]}::timestamptz`
      return sql`SELECT s._key, s.at - s.before > ${check.parameters.seconds} * interval '1 second' AS bad FROM (
        SELECT h._key, ${at} AS at, lag(${at}) OVER (PARTITION BY ${group()} ORDER BY ${at}, h._key) AS before
        FROM ${from} WHERE ${present}) AS s WHERE s.before IS NOT NULL`
    }
  }
}

export const countSet = async (db: Db, query: Sql): Promise<{ checked: number; failed: number }> =>
  (await firstRow(
    db,
    sql<{
      checked: number
      failed: number
    }>`SELECT count(*) AS checked, count(*) FILTER (WHERE bad) AS failed FROM (${query}) AS x`,
  )) ?? { checked: 0, failed: 0 }

/** Keys of rows that fail, as a subquery. */
export const failingKeys = (query: Sql): Sql => sql`SELECT _key FROM (${query}) AS x WHERE bad`
