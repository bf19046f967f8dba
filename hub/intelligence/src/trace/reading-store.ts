/** The raw rows that a number is made of. */
import type { Provenance } from '@haihe/contract'
import type { Run } from '../run.ts'

export interface RawRow {
  series: number
  district: number
  entity: string
  attribute: string
  region: string
  source: string
  derived: boolean
  provenance: Provenance | null
  at: Date
  value: number
  /** the reading of the weight that was known when this one was stored */
  weight: number | null
}

export interface Asked {
  type: string
  attribute: string
  region: string
  from: Date
  to: Date
  most: number
}

const SERIES = `SELECT s.id, s.district, s.entity, s.attribute, s.region, s.source, s.derived, src.provenance
  FROM data.series s LEFT JOIN data.source src ON src.id = s.source
  WHERE s.type = $1 AND s.attribute = $2 AND s.kind = 'number' AND starts_with(s.region, $3)`
const COLUMNS = 'own.id AS series, own.district, own.entity, own.attribute, own.region, own.source, own.derived, own.provenance'

const values = ({ type, attribute, region, from, to, most }: Asked): unknown[] => [type, attribute, region, from, to, most]

/** Readings in [from, to), newest first. */
export const readingsIn = (run: Run, asked: Asked) =>
  run<RawRow>(
    `WITH own AS (${SERIES})
      SELECT ${COLUMNS}, o.at, o.value, NULL::float8 AS weight FROM own
      JOIN data.observation o ON o.district = own.district AND o.series = own.id AND o.at >= $4 AND o.at < $5
      ORDER BY o.at DESC, own.entity LIMIT $6`,
    values(asked),
  )

/**
 * The same with the reading of another attribute that was known when each was stored: later transactions are left out.
 * Numbers of transactions run in a circle; what is less than half of it ahead is later.
 */
export const weighedReadingsIn = (run: Run, asked: Asked, weightAttribute: string) =>
  run<RawRow>(
    `WITH own AS (${SERIES})
      SELECT ${COLUMNS}, o.at, o.value, w.value AS weight FROM own
      JOIN data.observation o ON o.district = own.district AND o.series = own.id AND o.at >= $4 AND o.at < $5
      LEFT JOIN data.series other ON other.entity = own.entity AND other.attribute = $7 AND other.kind = 'number'
      LEFT JOIN LATERAL (SELECT value FROM data.observation k WHERE k.district = other.district AND k.series = other.id
          AND k.at <= o.at AND (o.xmin::text::bigint - k.xmin::text::bigint + 4294967296) % 4294967296 < 2147483648
        ORDER BY k.at DESC LIMIT 1) AS w ON true
      ORDER BY o.at DESC, own.entity LIMIT $6`,
    [...values(asked), weightAttribute],
  )

/** Readings in [from, to) and of every object the last one before; newest first. */
export const readingsOver = (run: Run, asked: Asked) =>
  run<RawRow>(
    `WITH own AS (${SERIES})
      SELECT ${COLUMNS}, o.at, o.value, NULL::float8 AS weight FROM own JOIN LATERAL (
        SELECT at, value FROM data.observation WHERE district = own.district AND series = own.id AND at >= $4 AND at < $5
        UNION ALL
        (SELECT at, value FROM data.observation WHERE district = own.district AND series = own.id AND at < $4 ORDER BY at DESC LIMIT 1)
      ) AS o ON true
      ORDER BY o.at DESC, own.entity LIMIT $6`,
    values(asked),
  )

export interface InputRow {
  i: number
  series: number
  district: number
  attribute: string
  source: string
  at: Date
  value: number
}

/** What derived readings were made of: of each attribute the newest reading at their time that was known when they were stored. */
export const inputsOf = (
  run: Run,
  derived: readonly Pick<RawRow, 'district' | 'series' | 'entity' | 'at'>[],
  attributes: readonly string[],
) =>
  run<InputRow>(
    `SELECT (q.i - 1)::int AS i, s.id AS series, s.district, s.attribute, s.source, k.at, k.value
      FROM unnest($1::int2[], $2::int4[], $3::timestamptz[], $4::text[]) WITH ORDINALITY AS q (district, series, at, entity, i)
      JOIN data.observation own ON own.district = q.district AND own.series = q.series AND own.at = q.at
      JOIN data.series s ON s.entity = q.entity AND s.attribute = ANY($5::text[]) AND s.kind = 'number'
      JOIN LATERAL (SELECT o.at, o.value FROM data.observation o WHERE o.district = s.district AND o.series = s.id AND o.at <= own.at
          AND (own.xmin::text::bigint - o.xmin::text::bigint + 4294967296) % 4294967296 < 2147483648
        ORDER BY o.at DESC LIMIT 1) AS k ON true
      ORDER BY q.i, s.attribute`,
    [
      derived.map(({ district }) => district),
      derived.map(({ series }) => series),
      derived.map(({ at }) => at),
      derived.map(({ entity }) => entity),
      attributes,
    ],
  )
