import type pg from 'pg'
import type { Attributes, Instance } from '../model/entity.ts'

export interface HistorySpan {
  entity: string
  /** IRI as written, name as the pipeline has it; undefined: all attributes */
  attribute?: { iri: string; name: string }
  from?: Date
  /** exclusive */
  to?: Date
  /** not after this, inclusive: where the last page ended */
  until?: Date
  limit: number
}

export interface WrittenRow {
  seq: number
  attribute: string
  dataset: string | null
  t: Date
  observed_at: Date | null
  modified_at: Date
  deleted_at: Date | null
  actor: string | null
  doc: Instance
}

/** What was written over NGSI-LD, newest first: by the time it speaks of, else by the time it came. */
export const listWritten = async (pool: pg.Pool, span: HistorySpan): Promise<WrittenRow[]> => {
  const { rows } = await pool.query<WrittenRow>(
    `SELECT * FROM (
       SELECT seq, attribute, dataset, observed_at, modified_at, deleted_at, actor, doc, coalesce(deleted_at, observed_at, modified_at) AS t
       FROM data.attribute_instance WHERE tenant = '' AND entity = $1 AND ($2::text IS NULL OR attribute = $2)) w
     WHERE ($3::timestamptz IS NULL OR t >= $3) AND ($4::timestamptz IS NULL OR t < $4) AND ($5::timestamptz IS NULL OR t <= $5)
     ORDER BY t DESC, seq DESC LIMIT $6`,
    [span.entity, span.attribute?.iri ?? null, span.from ?? null, span.to ?? null, span.until ?? null, span.limit],
  )
  return rows
}

export interface SensedRow {
  series: number
  attribute: string
  unit: string | null
  provenance: string | null
  t: Date
  value: number
}

/** Readings of the pipeline, newest first. */
export const listReadings = async (pool: pg.Pool, span: HistorySpan): Promise<SensedRow[]> => {
  const { rows } = await pool.query<SensedRow>(
    `SELECT s.id AS series, s.attribute, s.unit, c.provenance, o.at AS t, o.value
     FROM data.series s LEFT JOIN data.source c ON c.id = s.source CROSS JOIN LATERAL (
       SELECT r.at, r.value FROM data.observation r WHERE r.district = s.district AND r.series = s.id
         AND ($3::timestamptz IS NULL OR r.at >= $3) AND ($4::timestamptz IS NULL OR r.at < $4) AND ($5::timestamptz IS NULL OR r.at <= $5)
       ORDER BY r.at DESC LIMIT $6) o
     WHERE s.entity = $1 AND s.kind = 'number' AND ($2::text IS NULL OR s.attribute = $2)
     ORDER BY o.at DESC, s.id DESC LIMIT $6`,
    [span.entity, span.attribute?.name ?? null, span.from ?? null, span.to ?? null, span.until ?? null, span.limit],
  )
  return rows
}

export interface Placed {
  region: string
  types: string[]
  attributes: Attributes
}

/** Region, types and present attributes of an entity, also of a deleted one. */
export const findPlaced = async (pool: pg.Pool, entity: string): Promise<Placed | undefined> =>
  (await pool.query<Placed>(`SELECT region, types, doc AS attributes FROM data.entity WHERE id = $1 AND tenant = ''`, [entity]))
    .rows[0]
