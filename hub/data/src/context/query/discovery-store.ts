import type pg from 'pg'
import { hubName } from '../vocabulary.ts'
import type { DiscoveryScope } from './discovery.ts'

export interface Pair {
  type: string
  attribute: string
  kind: string
  /** true: the attribute is a hub name of a series */
  sensed: boolean
}

const SCOPE = `e.tenant = $1 AND e.live AND (e.expires_at IS NULL OR e.expires_at > now())
  AND ($2::text[] IS NULL OR e.region LIKE ANY ($2))`
const scopeValues = ({ tenant, regions }: DiscoveryScope) => [tenant, regions ? regions.map((region) => `${region}%`) : null]

export const countTypes = async (pool: pg.Pool, scope: DiscoveryScope, only: string | null) =>
  (
    await pool.query<{ type: string; count: number }>(
      `SELECT t.type, count(*) AS count FROM data.entity e, unnest(e.types) AS t (type)
       WHERE ${SCOPE} AND ($3::text IS NULL OR e.keys @> ARRAY['t ' || $3]) AND ($3::text IS NULL OR t.type = $3)
       GROUP BY t.type ORDER BY t.type`,
      [...scopeValues(scope), only],
    )
  ).rows

export const listPairs = async (
  pool: pg.Pool,
  scope: DiscoveryScope,
  type: string | null,
  attribute: string | null,
): Promise<Pair[]> =>
  (
    await pool.query<Pair>(
      `SELECT DISTINCT t.type, a.key AS attribute, i ->> 'type' AS kind, false AS sensed
         FROM data.entity e, unnest(e.types) AS t (type), jsonb_each(e.doc) AS a, jsonb_array_elements(a.value) AS i
        WHERE ${SCOPE} AND ($3::text IS NULL OR e.keys @> ARRAY['t ' || $3]) AND ($3::text IS NULL OR t.type = $3)
          AND ($4::text IS NULL OR e.keys @> ARRAY['a ' || $4]) AND ($4::text IS NULL OR a.key = $4)
       UNION
       SELECT DISTINCT t.type, s.attribute, 'Property', true
         FROM data.series s JOIN data.entity e ON e.id = s.entity, unnest(e.types) AS t (type)
        WHERE ${SCOPE} AND $1 = '' AND ($3::text IS NULL OR t.type = $3) AND ($5::text IS NULL OR s.attribute = $5)
       ORDER BY 1, 2`,
      [...scopeValues(scope), type, attribute, attribute === null ? null : hubName(attribute)],
    )
  ).rows

/** Entities that have an attribute, sensed or written. */
export const countAttribute = async (pool: pg.Pool, scope: DiscoveryScope, iri: string): Promise<number> =>
  (
    await pool.query<{ n: number }>(
      `SELECT count(*) AS n FROM data.entity e WHERE ${SCOPE} AND (e.keys @> ARRAY['a ' || $3]
         OR ($1 = '' AND e.id IN (SELECT entity FROM data.series WHERE attribute = $4)))`,
      [...scopeValues(scope), iri, hubName(iri)],
    )
  ).rows[0]?.n ?? 0
