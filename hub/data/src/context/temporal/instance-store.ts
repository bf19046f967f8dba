import type pg from 'pg'
import type { Instance } from '../model/entity.ts'
import { hubName, iriOf } from '../vocabulary.ts'
import type { TimeProperty } from './temporal-query.ts'

export interface InstanceWindow {
  tenant: string
  entities: readonly string[]
  /** attribute IRIs; undefined: all */
  attributes?: readonly string[]
  /** dataset ids, '' for the default; undefined: all */
  datasets?: readonly string[]
  property: TimeProperty
  /** epoch milliseconds, half-open; undefined: without bound */
  from?: number
  to?: number
  /** newest first */
  descending: boolean
  /** instances per attribute */
  most: number
  /** marks of deletions too, whatever the property; they stand at the time of the deletion */
  marks?: boolean
}

export interface PastInstance {
  entity: string
  /** IRI */
  attribute: string
  /** 0 for a sensed reading */
  seq: number
  /** time by the property asked for, epoch milliseconds */
  at: number
  instance: Instance
}

const COLUMN: Record<TimeProperty, string> = {
  observedAt: 'observed_at',
  createdAt: 'created_at',
  modifiedAt: 'modified_at',
  deletedAt: 'deleted_at',
}

interface Row {
  entity: string
  attribute: string
  seq: number
  observed_at: Date | null
  created_at: Date
  modified_at: Date
  deleted_at: Date | null
  at: Date
  doc: Instance
}

const iso = (date: Date): string => date.toISOString()

export const instanceIdOf = (seq: number): string => `urn:ngsi-ld:Instance:${seq}`

/** Row of an instance; undefined when the id was not given out by this hub. */
export const seqOf = (instanceId: string): number | undefined => {
  const found = /^urn:ngsi-ld:Instance:(\d{1,15})$/.exec(instanceId)
  return found ? Number(found[1]) : undefined
}

const pastOf = (row: Row): PastInstance => ({
  entity: row.entity,
  attribute: row.attribute,
  seq: row.seq,
  at: row.at.getTime(),
  instance: {
    ...row.doc,
    instanceId: instanceIdOf(row.seq),
    createdAt: iso(row.created_at),
    modifiedAt: iso(row.modified_at),
    ...(row.deleted_at ? { deletedAt: iso(row.deleted_at) } : {}),
  },
})

/** Instances written over NGSI-LD. Marks of deletions are shown by their own time alone. */
export const listInstances = async (pool: pg.Pool, window: InstanceWindow, now: Date): Promise<PastInstance[]> => {
  const bounded = window.from !== undefined || window.to !== undefined
  const column = COLUMN[window.property]
  // without bounds, what was never observed belongs to the evolution too
  const known = window.property === 'observedAt' && !bounded ? 'coalesce(observed_at, created_at)' : column
  const at = window.marks ? `coalesce(deleted_at, ${known})` : known
  const direction = window.descending ? 'DESC' : 'ASC'
  const { rows } = await pool.query<Row>(
    `SELECT * FROM (
       SELECT entity, attribute, seq, observed_at, created_at, modified_at, deleted_at, ${at} AS at, doc,
         row_number() OVER (PARTITION BY entity, attribute ORDER BY ${at} ${direction}, seq ${direction}) AS n
       FROM data.attribute_instance
       WHERE tenant = $1 AND entity = ANY ($2) AND ($3::text[] IS NULL OR attribute = ANY ($3))
         AND ${at} IS NOT NULL AND ($4::timestamptz IS NULL OR ${at} >= $4) AND ($5::timestamptz IS NULL OR ${at} < $5)
         AND ${window.property === 'deletedAt' || window.marks ? 'true' : 'deleted_at IS NULL'}
         AND ($8::text[] IS NULL OR coalesce(dataset, '') = ANY ($8))
         AND (NOT doc ? 'expiresAt' OR (doc ->> 'expiresAt')::timestamptz > $7)) x
     WHERE n <= $6 ORDER BY entity, attribute, n`,
    [
      window.tenant,
      window.entities,
      window.attributes ?? null,
      window.from === undefined ? null : new Date(window.from),
      window.to === undefined ? null : new Date(window.to),
      window.most,
      now,
      window.datasets ?? null,
    ],
  )
  return rows.map(pastOf)
}

interface SensedRow {
  entity: string
  attribute: string
  unit: string | null
  provenance: string | null
  at: Date
  value: number
}

/** Sensed readings of the ingest pipeline, series by series through their primary key. */
export const listSensed = async (pool: pg.Pool, window: InstanceWindow): Promise<(SensedRow & { iri: string })[]> => {
  if (window.tenant !== '' || window.property === 'deletedAt' || window.datasets?.includes('') === false) return []
  const { rows } = await pool.query<SensedRow>(
    `SELECT s.entity, s.attribute, s.unit, c.provenance, o.at, o.value
     FROM data.series s LEFT JOIN data.source c ON c.id = s.source CROSS JOIN LATERAL (
       SELECT r.at, r.value FROM data.observation r WHERE r.district = s.district AND r.series = s.id
         AND ($3::timestamptz IS NULL OR r.at >= $3) AND ($4::timestamptz IS NULL OR r.at < $4)
       ORDER BY r.at ${window.descending ? 'DESC' : 'ASC'} LIMIT $5) o
     WHERE s.entity = ANY ($1) AND s.kind = 'number' AND ($2::text[] IS NULL OR s.attribute = ANY ($2))`,
    [
      window.entities,
      window.attributes ? window.attributes.map(hubName) : null,
      window.from === undefined ? null : new Date(window.from),
      window.to === undefined ? null : new Date(window.to),
      window.most,
    ],
  )
  return rows.map((row) => ({ ...row, iri: iriOf(row.attribute) }))
}

/** One instance as it is kept. */
export const findInstance = async (
  pool: pg.Pool,
  { tenant, entity, attribute, seq }: { tenant: string; entity: string; attribute: string; seq: number },
): Promise<PastInstance | undefined> => {
  const { rows } = await pool.query<Row>(
    `SELECT entity, attribute, seq, observed_at, created_at, modified_at, deleted_at, coalesce(observed_at, created_at) AS at, doc
     FROM data.attribute_instance WHERE tenant = $1 AND entity = $2 AND attribute = $3 AND seq = $4`,
    [tenant, entity, attribute, seq],
  )
  return rows[0] ? pastOf(rows[0]) : undefined
}

/** The newest instances of one attribute, one per dataset, without one of them. */
export const listNewest = async (
  pool: pg.Pool,
  { tenant, entity, attribute, without }: { tenant: string; entity: string; attribute: string; without: number },
): Promise<Instance[]> => {
  const { rows } = await pool.query<{ doc: Instance }>(
    `SELECT DISTINCT ON (dataset) doc FROM data.attribute_instance
     WHERE tenant = $1 AND entity = $2 AND attribute = $3 AND seq <> $4 AND deleted_at IS NULL
     ORDER BY dataset, coalesce(observed_at, created_at) DESC, seq DESC`,
    [tenant, entity, attribute, without],
  )
  return rows.map(({ doc }) => doc)
}

/** False when somebody else changed or removed it meanwhile. */
export const updateInstance = async (
  client: pg.ClientBase,
  {
    tenant,
    entity,
    seq,
    before,
    doc,
    now,
  }: {
    tenant: string
    entity: string
    seq: number
    /** modifiedAt as it was read */
    before: string
    doc: Instance
    now: string
  },
): Promise<boolean> => {
  const { rowCount } = await client.query(
    `UPDATE data.attribute_instance SET doc = $5, observed_at = $6, dataset = $7, modified_at = $8
     WHERE tenant = $1 AND entity = $2 AND seq = $3 AND modified_at = $4`,
    [tenant, entity, seq, before, JSON.stringify(doc), doc.observedAt ?? null, doc.datasetId ?? null, now],
  )
  return rowCount === 1
}

export const deleteInstance = async (client: pg.ClientBase, tenant: string, entity: string, seq: number): Promise<boolean> => {
  const { rowCount } = await client.query('DELETE FROM data.attribute_instance WHERE tenant = $1 AND entity = $2 AND seq = $3', [
    tenant,
    entity,
    seq,
  ])
  return rowCount === 1
}

/** The past of one attribute. `dataset`: undefined for every one, null for the default. */
export const deletePast = async (
  client: pg.ClientBase,
  { tenant, entity, attribute, dataset }: { tenant: string; entity: string; attribute?: string; dataset?: string | null },
): Promise<number> => {
  const { rowCount } = await client.query(
    `DELETE FROM data.attribute_instance WHERE tenant = $1 AND entity = $2 AND ($3::text IS NULL OR attribute = $3)
       AND ($4 OR dataset IS NOT DISTINCT FROM $5)`,
    [tenant, entity, attribute ?? null, dataset === undefined, dataset ?? null],
  )
  return rowCount ?? 0
}

/** Of instances with the same time and dataset the last one written stays: what is sent twice is there once. */
export const dropReplaced = async (
  client: pg.ClientBase,
  { tenant, entity, attributes }: { tenant: string; entity: string; attributes: readonly string[] },
): Promise<void> => {
  await client.query(
    `DELETE FROM data.attribute_instance a USING (
       SELECT attribute, dataset, observed_at, max(seq) AS seq FROM data.attribute_instance
       WHERE tenant = $1 AND entity = $2 AND attribute = ANY ($3) AND observed_at IS NOT NULL AND deleted_at IS NULL
       GROUP BY attribute, dataset, observed_at HAVING count(*) > 1) k
     WHERE a.tenant = $1 AND a.entity = $2 AND a.attribute = k.attribute AND a.dataset IS NOT DISTINCT FROM k.dataset
       AND a.observed_at = k.observed_at AND a.deleted_at IS NULL AND a.seq < k.seq`,
    [tenant, entity, attributes],
  )
}
