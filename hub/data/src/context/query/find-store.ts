import type pg from 'pg'
import type { Kept } from '../model/entity.ts'
import { ENTITY_COLUMNS, keptOf } from '../write/write-store.ts'
import type { Filter } from './filter-store.ts'

/** Newest reading of a series of the ingest pipeline. */
export interface Sensed {
  attribute: string
  /** ISO 8601 */
  at: string
  value: number | null
  state: string | boolean | null
  unit: string | null
  provenance: string | null
}

export interface Found {
  kept: Kept
  sensed: Sensed[]
}

export const SENSED = `(SELECT jsonb_agg(jsonb_build_object('attribute', s.attribute, 'value', l.value, 'state', l.state, 'unit', s.unit,
    'provenance', o.provenance, 'at', to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  FROM data.series s JOIN data.latest l ON l.district = s.district AND l.series = s.id LEFT JOIN data.source o ON o.id = s.source
  WHERE s.entity = e.id AND e.tenant = '') AS sensed`

// biome-ignore lint/suspicious/noExplicitAny: rows are described by keptOf
const found = (row: any): Found => ({ kept: keptOf(row), sensed: row.sensed ?? [] })

export const findOne = async (pool: pg.Pool, tenant: string, id: string): Promise<Found | undefined> => {
  const { rows } = await pool.query({
    name: 'context-find-one',
    text: `SELECT ${ENTITY_COLUMNS}, ${SENSED} FROM data.entity e WHERE e.id = $1 AND e.tenant = $2 AND e.live`,
    values: [id, tenant],
  })
  return rows[0] ? found(rows[0]) : undefined
}

export const findMany = async (pool: pg.Pool | pg.ClientBase, tenant: string, ids: readonly string[]): Promise<Found[]> => {
  const { rows } = await pool.query({
    name: 'context-find-many',
    text: `SELECT ${ENTITY_COLUMNS}, ${SENSED} FROM data.entity e WHERE e.id = ANY($1) AND e.tenant = $2 AND e.live`,
    values: [ids, tenant],
  })
  return rows.map(found)
}

/** A page in the order of ids. */
export const findPage = async (pool: pg.Pool, filter: Filter, limit: number, offset: number): Promise<Found[]> => {
  const { rows } = await pool.query(
    `SELECT ${ENTITY_COLUMNS}, ${SENSED} FROM (SELECT e.* FROM data.entity e WHERE ${filter.where}
       ORDER BY e.id LIMIT $${filter.values.length + 1} OFFSET $${filter.values.length + 2}) e ORDER BY e.id`,
    [...filter.values, limit, offset],
  )
  return rows.map(found)
}

/** The first entities of a filter that takes its candidates for few, and how many candidates there were. */
export const findFirst = async (pool: pg.Pool, filter: Filter, limit: number): Promise<{ found: Found[]; hits: number }> => {
  const { rows } = await pool.query(
    `WITH candidates AS MATERIALIZED (${filter.candidates})
     SELECT (SELECT count(*) FROM candidates) AS hits, p.* FROM (SELECT 1) one LEFT JOIN (
       SELECT ${ENTITY_COLUMNS}, ${SENSED} FROM (SELECT e.* FROM data.entity e WHERE ${filter.where}
         ORDER BY e.id LIMIT $${filter.values.length + 1}) e) p ON true ORDER BY p.id`,
    [...filter.values, limit],
  )
  return { hits: Number(rows[0]?.hits ?? 0), found: rows.filter((row) => row.id !== null).map(found) }
}

/** Candidates after an id, in the order of ids. */
export const findAfter = async (pool: pg.Pool, filter: Filter, after: string, limit: number): Promise<Found[]> => {
  const { rows } = await pool.query(
    `SELECT ${ENTITY_COLUMNS}, ${SENSED} FROM (SELECT e.* FROM data.entity e WHERE ${filter.where}
       AND e.id > $${filter.values.length + 1} ORDER BY e.id LIMIT $${filter.values.length + 2}) e ORDER BY e.id`,
    [...filter.values, after, limit],
  )
  return rows.map(found)
}

export const countMatches = async (pool: pg.Pool, filter: Filter): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*) AS n FROM data.entity e WHERE ${filter.where}`, filter.values)
  return rows[0]?.n ?? 0
}

/** Names of all attributes that have series; a loose index scan over the dictionary. */
export const listSensedNames = async (pool: pg.Pool): Promise<string[]> => {
  const { rows } = await pool.query<{ attribute: string }>(
    `WITH RECURSIVE names AS (
       (SELECT attribute FROM data.series ORDER BY attribute LIMIT 1)
       UNION ALL
       SELECT (SELECT s.attribute FROM data.series s WHERE s.attribute > n.attribute ORDER BY s.attribute LIMIT 1)
         FROM names n WHERE n.attribute IS NOT NULL)
     SELECT attribute FROM names WHERE attribute IS NOT NULL`,
  )
  return rows.map((row) => row.attribute)
}
