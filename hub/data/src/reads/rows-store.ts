/** Rows of held tables. Names come from the published schema and are quoted; everything else is a bound value. */
import type { Resource, ResourceField } from '@haihe/contract'
import type pg from 'pg'
import { quoted, selectField } from '../held/columns.ts'

export interface RowPlan {
  /** quoted name of the table */
  table: string
  fields: readonly ResourceField[]
  /** predicate of the decision and conditions of the caller; values from $1 on */
  where: string
  values: readonly unknown[]
  /** shuffled: the order tells nothing of keys that are not shown whole */
  shuffle: string | null
}

export interface HeldRow {
  _order: string
  _key: string
  _subject: string | null
  _run: number | null
  [field: string]: unknown
}

const orderOf = ({ shuffle, values }: RowPlan): { sql: string; values: unknown[] } =>
  shuffle === null
    ? { sql: '_key', values: [...values] }
    : { sql: `encode(sha256(convert_to($${values.length + 1}::text || _key, 'UTF8')), 'hex')`, values: [...values, shuffle] }

const selected = ({ fields }: RowPlan, order: string): string =>
  [`${order} AS _order`, '_key', '_subject', '_run', ...fields.map(selectField)].join(', ')

/** The same, after a row; one more than asked for tells whether there are more. */
export const pageRows = async (pool: pg.Pool, plan: RowPlan, after: string | null, limit: number): Promise<HeldRow[]> => {
  const order = orderOf(plan)
  const values = order.values
  const place = (value: unknown): string => `$${values.push(value)}`
  const rest = after === null ? '' : ` AND ${order.sql} > ${place(after)}::text`
  const { rows } = await pool.query<HeldRow>(
    `SELECT ${selected(plan, order.sql)} FROM ${plan.table} WHERE ${plan.where}${rest} ORDER BY 1 LIMIT ${place(limit)}`,
    values,
  )
  return rows
}

/** All rows of one moment, chunk by chunk. */
export async function* streamRows(pool: pg.Pool, plan: RowPlan, size: number): AsyncGenerator<HeldRow[], void> {
  const client = await pool.connect()
  try {
    const order = orderOf(plan)
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(
      `DECLARE held_rows NO SCROLL CURSOR FOR SELECT ${selected(plan, order.sql)} FROM ${plan.table} WHERE ${plan.where} ORDER BY 1`,
      order.values,
    )
    for (;;) {
      const { rows } = await client.query<HeldRow>(`FETCH ${size} FROM held_rows`)
      if (rows.length > 0) yield rows
      if (rows.length < size) return
    }
  } finally {
    await client.query('ROLLBACK').catch(() => {})
    client.release()
  }
}

/** Rows per combination of values; stops with one more than `most`. */
export const groupRows = async (
  pool: pg.Pool,
  plan: Pick<RowPlan, 'table' | 'fields' | 'where' | 'values'>,
  most: number,
): Promise<Record<string, unknown>[]> => {
  const columns = plan.fields.map(selectField).join(', ')
  const places = plan.fields.map((_, n) => n + 1).join(', ')
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT ${columns}, count(*) AS _count FROM ${plan.table} WHERE ${plan.where} GROUP BY ${places} LIMIT ${most + 1}`,
    [...plan.values],
  )
  return rows
}

/** True when a row holds this value in one of the fields. */
export const holdsValue = async (
  pool: pg.Pool,
  table: string,
  fields: readonly string[],
  value: string,
): Promise<string | null> => {
  const any = fields.map((name) => `${quoted(name)}::text = $1`).join(' OR ')
  const { rows } = await pool.query<{ _subject: string | null }>(`SELECT _subject FROM ${table} WHERE ${any} LIMIT 1`, [value])
  return rows[0] ? (rows[0]._subject ?? '') : null
}

export const fieldsNamed = (resource: Pick<Resource, 'fields'>, names: readonly string[]): ResourceField[] =>
  resource.fields.filter(({ name }) => names.includes(name))

/** How many rows a plan has. */
export const countRows = async (
  pool: pg.Pool,
  { table, where, values }: Pick<RowPlan, 'table' | 'where' | 'values'>,
): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, [...values])).rows[0]?.n ?? 0

/** The plan for rows written since an instant alone. */
export const since = (plan: RowPlan, at: Date): RowPlan => ({
  ...plan,
  where: `${plan.where} AND _at >= $${plan.values.length + 1}::timestamptz`,
  values: [...plan.values, at],
})
