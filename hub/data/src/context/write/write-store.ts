import type pg from 'pg'
import type { Kept } from '../model/entity.ts'

/** Whose entity: id and tenant together. */
export interface Key {
  tenant: string
  id: string
}

interface EntityRow {
  tenant: string
  id: string
  types: string[]
  scope: string[]
  region: string
  source: string | null
  provenance: string | null
  doc: Kept['attributes']
  hidden: Record<string, string>
  live: boolean
  origin: Kept['origin']
  created_at: Date
  modified_at: Date
  expires_at: Date | null
  deleted_at: Date | null
}

export const ENTITY_COLUMNS = `e.tenant, e.id, e.types, e.scope, e.region, e.source, e.provenance, e.doc, e.hidden, e.live, e.origin,
  e.created_at, e.modified_at, e.expires_at, e.deleted_at`

export const keptOf = (row: EntityRow): Kept => ({
  tenant: row.tenant,
  id: row.id,
  types: row.types,
  scope: row.scope,
  attributes: row.doc,
  region: row.region,
  source: row.source,
  provenance: row.provenance,
  hidden: row.hidden,
  live: row.live,
  origin: row.origin,
  createdAt: row.created_at.toISOString(),
  modifiedAt: row.modified_at.toISOString(),
  ...(row.expires_at ? { expiresAt: row.expires_at.toISOString().replace('.000Z', 'Z') } : {}),
  ...(row.deleted_at ? { deletedAt: row.deleted_at.toISOString() } : {}),
})

/** Rows of the given entities, locked in one order for everybody. */
export const lockEntities = async (client: pg.ClientBase, keys: readonly Key[]): Promise<Kept[]> => {
  const { rows } = await client.query<EntityRow>({
    name: 'context-lock',
    text: `SELECT ${ENTITY_COLUMNS} FROM data.entity e
      WHERE e.id = ANY($1) AND (e.id, e.tenant) IN (SELECT * FROM unnest($1::text[], $2::text[]))
      ORDER BY e.id, e.tenant FOR UPDATE`,
    values: [keys.map((key) => key.id), keys.map((key) => key.tenant)],
  })
  return rows.map(keptOf)
}

export interface EntityWrite {
  kept: Kept
  /** first type as the hub calls it */
  type: string
  keys: string[]
  nextExpiry: string | null
}

const recordset = (writes: readonly EntityWrite[]): string =>
  JSON.stringify(
    writes.map(({ kept, type, keys, nextExpiry }) => ({
      tenant: kept.tenant,
      id: kept.id,
      type,
      types: kept.types,
      scope: kept.scope,
      region: kept.region,
      source: kept.source,
      provenance: kept.provenance,
      doc: kept.attributes,
      keys,
      live: kept.live,
      origin: kept.origin,
      hidden: kept.hidden,
      created_at: kept.createdAt,
      modified_at: kept.modifiedAt,
      expires_at: kept.expiresAt ?? null,
      next_expiry: nextExpiry,
      deleted_at: kept.deletedAt ?? null,
    })),
  )

const RECORD = `jsonb_to_recordset($1::jsonb) AS t (tenant text, id text, type text, types text[], scope text[], region text,
  source text, provenance text, doc jsonb, keys text[], live boolean, origin text, hidden jsonb, created_at timestamptz,
  modified_at timestamptz, expires_at timestamptz, next_expiry timestamptz, deleted_at timestamptz)`
const FIELDS = `tenant, id, type, types, scope, region, source, provenance, doc, keys, live, origin, hidden, created_at, modified_at,
  expires_at, next_expiry, deleted_at`

/** How many were inserted: fewer than given when somebody else made one of them meanwhile. */
export const insertEntities = async (client: pg.ClientBase, writes: readonly EntityWrite[]): Promise<number> => {
  const { rowCount } = await client.query({
    name: 'context-insert',
    text: `INSERT INTO data.entity (${FIELDS}) SELECT ${FIELDS} FROM ${RECORD} ORDER BY id, tenant ON CONFLICT (id, tenant) DO NOTHING`,
    values: [recordset(writes)],
  })
  return rowCount ?? 0
}

export const updateEntities = async (client: pg.ClientBase, writes: readonly EntityWrite[]): Promise<void> => {
  await client.query({
    name: 'context-update',
    text: `UPDATE data.entity e SET type = t.type, types = t.types, scope = t.scope, region = t.region, source = t.source,
        provenance = t.provenance, doc = t.doc, keys = t.keys, live = t.live, origin = t.origin, hidden = t.hidden, created_at = t.created_at,
        modified_at = t.modified_at, expires_at = t.expires_at, next_expiry = t.next_expiry, deleted_at = t.deleted_at
      FROM ${RECORD} WHERE e.id = t.id AND e.tenant = t.tenant`,
    values: [recordset(writes)],
  })
}

export interface NumberRow {
  tenant: string
  entity: string
  key: string
  num: number
  several: boolean
}

export interface GeoRow {
  tenant: string
  entity: string
  attribute: string
  dataset: string | null
  geometry: unknown
  west: number
  south: number
  east: number
  north: number
  lon: number | null
  lat: number | null
  /** H3 index as a signed decimal */
  cell: string
}

export const deleteNumbers = async (client: pg.ClientBase, keys: readonly Key[]): Promise<void> => {
  await client.query({
    name: 'context-delete-numbers',
    text: `DELETE FROM data.entity_number n USING unnest($1::text[], $2::text[]) AS k (tenant, id)
      WHERE n.tenant = k.tenant AND n.entity = k.id`,
    values: [keys.map((key) => key.tenant), keys.map((key) => key.id)],
  })
}

export const insertNumbers = async (client: pg.ClientBase, rows: readonly NumberRow[]): Promise<void> => {
  await client.query({
    name: 'context-insert-numbers',
    text: `INSERT INTO data.entity_number (tenant, entity, key, num, several)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::boolean[])`,
    values: [
      rows.map((row) => row.tenant),
      rows.map((row) => row.entity),
      rows.map((row) => row.key),
      rows.map((row) => row.num),
      rows.map((row) => row.several),
    ],
  })
}

export const deleteGeos = async (client: pg.ClientBase, keys: readonly Key[]): Promise<void> => {
  await client.query({
    name: 'context-delete-geos',
    text: `DELETE FROM data.entity_geo g USING unnest($1::text[], $2::text[]) AS k (tenant, id)
      WHERE g.tenant = k.tenant AND g.entity = k.id`,
    values: [keys.map((key) => key.tenant), keys.map((key) => key.id)],
  })
}

export const insertGeos = async (client: pg.ClientBase, rows: readonly GeoRow[]): Promise<void> => {
  await client.query({
    name: 'context-insert-geos',
    text: `INSERT INTO data.entity_geo (tenant, entity, attribute, dataset, geometry, bounds, lon, lat, cell)
      SELECT tenant, entity, attribute, dataset, geometry, box(point(west, south), point(east, north)), lon, lat, cell
      FROM jsonb_to_recordset($1::jsonb) AS t (tenant text, entity text, attribute text, dataset text, geometry jsonb,
        west float8, south float8, east float8, north float8, lon float8, lat float8, cell bigint)`,
    values: [JSON.stringify(rows)],
  })
}

export interface InstanceRow {
  tenant: string
  entity: string
  attribute: string
  dataset: string | null
  observed_at: string | null
  created_at: string
  modified_at: string
  deleted_at: string | null
  actor: string | null
  doc: unknown
}

/** History rows, in the order given. */
export const insertInstances = async (client: pg.ClientBase, rows: readonly InstanceRow[]): Promise<void> => {
  await client.query({
    name: 'context-insert-instances',
    text: `INSERT INTO data.attribute_instance
        (tenant, entity, attribute, dataset, observed_at, created_at, modified_at, deleted_at, actor, doc)
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (tenant text, entity text, attribute text, dataset text,
        observed_at timestamptz, created_at timestamptz, modified_at timestamptz, deleted_at timestamptz, actor text, doc jsonb)`,
    values: [JSON.stringify(rows)],
  })
}

/** One row per source; ids by source. */
export const insertPending = async (
  client: pg.ClientBase,
  rows: readonly { source: string; items: readonly unknown[] }[],
  at: string,
): Promise<Map<string, number>> => {
  const { rows: inserted } = await client.query<{ id: number; source: string }>({
    name: 'context-insert-pending',
    text: `INSERT INTO data.pending_reading (source, items, created_at)
      SELECT source, items, $2 FROM jsonb_to_recordset($1::jsonb) AS t (source text, items jsonb) RETURNING id, source`,
    values: [JSON.stringify(rows), at],
  })
  return new Map(inserted.map((row) => [row.source, row.id]))
}

export const deletePending = async (pool: pg.Pool, ids: readonly number[]): Promise<void> => {
  await pool.query({ name: 'context-delete-pending', text: 'DELETE FROM data.pending_reading WHERE id = ANY($1)', values: [ids] })
}

export const listPending = async (pool: pg.Pool, before: Date, most: number) =>
  (
    await pool.query<{ id: number; source: string; items: unknown[] }>(
      'SELECT id, source, items FROM data.pending_reading WHERE created_at < $1 ORDER BY id LIMIT $2',
      [before, most],
    )
  ).rows

/** Entities whose time has come, or that of one of their attributes. */
export const findExpired = async (pool: pg.Pool, now: Date, most: number): Promise<Key[]> =>
  (
    await pool.query<Key>('SELECT tenant, id FROM data.entity WHERE next_expiry <= $1 AND live ORDER BY next_expiry LIMIT $2', [
      now,
      most,
    ])
  ).rows
