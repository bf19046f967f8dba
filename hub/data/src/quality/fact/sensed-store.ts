/** Quality of live sensing data, from what ingest found: faults, latest readings, rejected items. */
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export interface Tally {
  checked: number
  failed: number
}

const NONE: Tally = { checked: 0, failed: 0 }

/** Series of numbers, and those whose value has stopped moving. */
export const stuckSeries = async (db: Db, type: string, region: string): Promise<Tally> =>
  (await firstRow(
    db,
    sql<Tally>`SELECT count(*) AS checked, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM data.sensor_fault f
        WHERE f.entity = s.entity AND f.attribute = s.attribute AND f.kind = 'stuck' AND f.recovered_at IS NULL)) AS failed
      FROM data.series s WHERE s.type = ${type} AND s.kind = 'number' AND NOT s.derived AND s.region LIKE ${`${region}%`}`,
  )) ?? NONE

/** Objects, and those that are silent, as a whole or in one attribute. */
export const silentObjects = async (db: Db, type: string, region: string): Promise<Tally> =>
  (await firstRow(
    db,
    sql<Tally>`SELECT count(*) AS checked, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM data.sensor_fault f
        WHERE f.entity = e.entity AND f.kind = 'gap' AND f.recovered_at IS NULL)) AS failed
      FROM (SELECT DISTINCT entity FROM data.series WHERE type = ${type} AND region LIKE ${`${region}%`}) AS e`,
  )) ?? NONE

/**
 * Objects × attributes, and the pairs without a reading. Field names are those of the catalogue (no capitals), so they
 * are compared by letters and digits alone; what no object of the type ever reported is no series.
 */
export const missingReadings = async (db: Db, type: string, region: string, fields: readonly string[]): Promise<Tally> => {
  const names = fields.map((field) => field.replaceAll('_', ''))
  return (
    (await firstRow(
      db,
      sql<Tally>`WITH own AS MATERIALIZED (SELECT s.entity, s.attribute, l.series IS NOT NULL AS there FROM data.series s
          LEFT JOIN data.latest l ON l.district = s.district AND l.series = s.id
          WHERE s.type = ${type} AND NOT s.derived AND s.region LIKE ${`${region}%`}),
        wanted AS (SELECT DISTINCT attribute FROM own WHERE lower(regexp_replace(attribute, '[^A-Za-z0-9]', '', 'g')) = ANY(${names}::text[])),
        pairs AS (SELECT count(*) AS n FROM (SELECT DISTINCT entity FROM own) e CROSS JOIN wanted),
        present AS (SELECT count(*) AS n FROM own JOIN wanted USING (attribute) WHERE own.there)
      SELECT pairs.n AS checked, pairs.n - present.n AS failed FROM pairs, present`,
    )) ?? NONE
  )
}

/** Items that sources of the type brought since then, and those that were rejected. */
export const rejectedItems = async (db: Db, type: string, region: string, since: Date): Promise<Tally> =>
  (await firstRow(
    db,
    sql<Tally>`SELECT coalesce(sum(received), 0) AS checked, coalesce(sum(rejected), 0) AS failed FROM data.source_minute
      WHERE minute >= ${since} AND source IN (SELECT DISTINCT source FROM data.series
        WHERE type = ${type} AND NOT derived AND region LIKE ${`${region}%`})`,
  )) ?? NONE

/** Newest reading of the objects of a type. */
export const newestReading = async (db: Db, type: string, region: string): Promise<Date | null> =>
  (
    await firstRow(
      db,
      sql<{
        at: Date | null
      }>`SELECT max(l.at) AS at FROM data.series s JOIN data.latest l ON l.district = s.district AND l.series = s.id
        WHERE s.type = ${type} AND s.region LIKE ${`${region}%`}`,
    )
  )?.at ?? null

interface FaultSample {
  entity: string
  attribute: string
  region: string
  since: Date
}

/** Open faults of the objects of a type, oldest first. */
export const openFaults = (db: Db, type: string, region: string, kind: 'stuck' | 'gap', most: number) =>
  rows(
    db,
    sql<FaultSample>`SELECT entity, attribute, region, since FROM data.sensor_fault
      WHERE type = ${type} AND kind = ${kind} AND recovered_at IS NULL AND region LIKE ${`${region}%`} ORDER BY since LIMIT ${most}`,
  )
