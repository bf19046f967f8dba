import type pg from 'pg'
import type { EntityMap, MapEntry } from './entity-map.ts'

interface Row {
  id: string
  tenant: string
  account: string
  kind: EntityMap['kind']
  query: string
  expires_at: Date
}

const mapOf = ({ expires_at, ...row }: Row): EntityMap => ({ ...row, expiresAt: expires_at })

/** The map with its entries; what an account has beyond `most` goes, the soonest to expire first. */
export const insertMap = async (
  pool: pg.Pool,
  map: EntityMap,
  entries: readonly MapEntry[],
  now: Date,
  most: number,
): Promise<void> => {
  await pool.query(
    `WITH crowd AS (
       DELETE FROM data.entity_map WHERE id IN (
         SELECT id FROM data.entity_map WHERE account = $3 ORDER BY expires_at DESC, id OFFSET $9)),
     made AS (
       INSERT INTO data.entity_map (id, tenant, account, kind, query, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)
     INSERT INTO data.entity_map_entry (map, entity, region, sources)
     SELECT made.id, t.entity, t.region, t.sources
     FROM made, jsonb_to_recordset($8::jsonb) AS t (entity text, region text, sources text[])`,
    [map.id, map.tenant, map.account, map.kind, map.query, now, map.expiresAt, JSON.stringify(entries), most - 1],
  )
}

/** A map of the account that has not expired. */
export const findMap = async (
  pool: pg.Pool,
  { tenant, id, account }: Pick<EntityMap, 'tenant' | 'id' | 'account'>,
  now: Date,
): Promise<EntityMap | undefined> => {
  const { rows } = await pool.query<Row>(
    `SELECT id, tenant, account, kind, query, expires_at FROM data.entity_map
     WHERE id = $1 AND tenant = $2 AND account = $3 AND expires_at > $4`,
    [id, tenant, account, now],
  )
  return rows[0] ? mapOf(rows[0]) : undefined
}

export const expireMap = async (pool: pg.Pool, id: string, at: Date): Promise<void> => {
  await pool.query('UPDATE data.entity_map SET expires_at = $2 WHERE id = $1', [id, at])
}

export const deleteMap = async (pool: pg.Pool, id: string): Promise<void> => {
  await pool.query('DELETE FROM data.entity_map WHERE id = $1', [id])
}

export const deleteExpiredMaps = async (pool: pg.Pool, now: Date): Promise<void> => {
  await pool.query('DELETE FROM data.entity_map WHERE expires_at <= $1', [now])
}

/** Entries after an entity, in the order of ids. */
export const listEntries = async (pool: pg.Pool, map: string, after: string, most: number): Promise<MapEntry[]> => {
  const { rows } = await pool.query<MapEntry>(
    'SELECT entity, region, sources FROM data.entity_map_entry WHERE map = $1 AND entity > $2 ORDER BY entity LIMIT $3',
    [map, after, most],
  )
  return rows
}

export const findEntry = async (pool: pg.Pool, map: string, entity: string): Promise<MapEntry | undefined> => {
  const { rows } = await pool.query<MapEntry>(
    'SELECT entity, region, sources FROM data.entity_map_entry WHERE map = $1 AND entity = $2',
    [map, entity],
  )
  return rows[0]
}

export const deleteEntries = async (pool: pg.Pool, map: string, entities: readonly string[]): Promise<void> => {
  await pool.query('DELETE FROM data.entity_map_entry WHERE map = $1 AND entity = ANY ($2)', [map, entities])
}
