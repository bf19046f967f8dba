/** City objects of one type in an order of their own, and what was known of them at an instant. */
import { afterPrefix } from '@haihe/kernel'
import type pg from 'pg'
import { type Found, SENSED } from '../../context/query/find-store.ts'
import { ENTITY_COLUMNS, keptOf } from '../../context/write/write-store.ts'

export interface EntityPlan {
  /** the hub's name of the type, and its IRI */
  type: string
  iri: string
  /** codes of regions; null for all */
  regions: readonly string[] | null
  /** null: by id; else an order that tells nothing of it */
  shuffle: string | null
  /** those that lived at this instant; null: that live now */
  at: Date | null
  /** changed since, or fed by sensors: a reading may come late */
  since: Date | null
}

export interface Placed extends Found {
  order: string
}

interface Statement {
  order: string
  where: string
  values: unknown[]
}

const statementOf = ({ type, iri, regions, shuffle, at, since }: EntityPlan): Statement => {
  const values: unknown[] = [type, iri]
  const place = (value: unknown): string => `$${values.push(value)}`
  const parts = [`e.tenant = ''`, '(e.type = $1 OR (cardinality(e.types) > 1 AND e.types @> ARRAY[$2::text]))']
  if (at === null) parts.push('e.live')
  else {
    const when = place(at)
    parts.push(`e.created_at <= ${when}::timestamptz AND (e.live OR e.deleted_at > ${when}::timestamptz)`)
  }
  if (regions !== null) {
    const ranges = regions.map((one) => `(e.region ~>=~ ${place(one)} AND e.region ~<~ ${place(afterPrefix(one))})`)
    parts.push(ranges.length === 0 ? 'FALSE' : `(${ranges.join(' OR ')})`)
  }
  if (since !== null)
    parts.push(`(e.modified_at >= ${place(since)}::timestamptz OR EXISTS (SELECT 1 FROM data.series s WHERE s.entity = e.id))`)
  const order = shuffle === null ? 'e.id' : `encode(sha256(convert_to(${place(shuffle)}::text || e.id, 'UTF8')), 'hex')`
  return { order, where: parts.join(' AND '), values }
}

/** In the order of the plan, after a place (or from it on). */
export const listPlaced = async (
  db: pg.Pool | pg.ClientBase,
  plan: EntityPlan,
  { after, including, limit }: { after: string | null; including: boolean; limit: number },
): Promise<Placed[]> => {
  const { order, where, values } = statementOf(plan)
  const rest = after === null ? '' : ` AND ${order} ${including ? '>=' : '>'} $${values.push(after)}::text`
  const { rows } = await db.query(
    `SELECT ${ENTITY_COLUMNS}, ${SENSED}, e._order FROM (SELECT e.*, ${order} AS _order FROM data.entity e
       WHERE ${where}${rest} ORDER BY ${order} LIMIT $${values.push(limit)}) e ORDER BY e._order`,
    values,
  )
  return rows.map((row) => ({ kept: keptOf(row), sensed: row.sensed ?? [], order: row._order as string }))
}

/** All of them as of one moment of the store, chunk by chunk. */
export async function* streamPlaced(pool: pg.Pool, plan: EntityPlan, size: number): AsyncGenerator<Placed[], void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    for (let after: string | null = null; ; ) {
      const found: Placed[] = await listPlaced(client, plan, { after, including: false, limit: size })
      if (found.length > 0) yield found
      if (found.length < size) return
      after = found.at(-1)?.order ?? null
    }
  } finally {
    await client.query('ROLLBACK').catch(() => {})
    client.release()
  }
}
