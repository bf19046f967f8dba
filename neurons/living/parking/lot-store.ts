/** Car parks as the data floor knows them: place, latest report, source. */
import type { Provenance } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export interface LotRow {
  id: string
  name: string | null
  region: string
  lon: number
  lat: number
  free: number
  free_at: Date
  total: number | null
  source: string
  source_title: string | null
  provenance: Provenance | null
}

const latest = (attribute: string, alias: string) => sql`LEFT JOIN data.series ${sql.raw(`${alias}s`)}
    ON ${sql.raw(`${alias}s`)}.entity = e.id AND ${sql.raw(`${alias}s`)}.attribute = ${attribute} AND ${sql.raw(`${alias}s`)}.kind = 'number'
  LEFT JOIN data.latest ${sql.raw(alias)} ON ${sql.raw(alias)}.district = ${sql.raw(`${alias}s`)}.district AND ${sql.raw(alias)}.series = ${sql.raw(`${alias}s`)}.id`

const lots = (type: string) => sql`SELECT e.id, e.region, f.value AS free, f.at AS free_at, t.value AS total, fs.source,
    src.title AS source_title, src.provenance, g.lon, g.lat,
    (SELECT v.value #>> '{0,value}' FROM jsonb_each(e.doc) AS v
      WHERE v.key ~ '[/#]name$' AND jsonb_typeof(v.value #> '{0,value}') = 'string' ORDER BY v.key LIMIT 1) AS name
  FROM data.entity e
  JOIN LATERAL (SELECT coalesce(lon, (center(bounds))[0]) AS lon, coalesce(lat, (center(bounds))[1]) AS lat
    FROM data.entity_geo WHERE entity = e.id AND tenant = '' ORDER BY attribute LIMIT 1) AS g ON true
  ${latest('availableSpotNumber', 'f')} ${latest('totalSpotNumber', 't')}
  LEFT JOIN data.source src ON src.id = fs.source
  WHERE e.type = ${type} AND e.tenant = '' AND e.live AND f.at IS NOT NULL`

export interface Area {
  west: number
  south: number
  east: number
  north: number
}

/** Car parks with a report, within a box. */
export const lotsWithin = (db: Db, type: string, area: Area): Promise<LotRow[]> =>
  rows(
    db,
    sql<LotRow>`SELECT * FROM (${lots(type)}) AS l
      WHERE l.lon BETWEEN ${area.west} AND ${area.east} AND l.lat BETWEEN ${area.south} AND ${area.north}`,
  )

export const findLot = (db: Db, type: string, id: string): Promise<LotRow | undefined> =>
  firstRow(db, sql<LotRow>`SELECT * FROM (${lots(type)} AND e.id = ${id}) AS l`)

/** Free places over the last hours, oldest first, at most one per five minutes. */
export const lotHistory = (db: Db, id: string, from: Date, to: Date): Promise<{ at: Date; free: number }[]> =>
  rows(
    db,
    sql<{ at: Date; free: number }>`SELECT max(o.at) AS at, (array_agg(o.value ORDER BY o.at DESC))[1] AS free
      FROM data.series s JOIN data.observation o ON o.district = s.district AND o.series = s.id
      WHERE s.entity = ${id} AND s.attribute = 'availableSpotNumber' AND o.at >= ${from} AND o.at <= ${to}
      GROUP BY floor(extract(epoch FROM o.at) / 300) ORDER BY 1`,
  )
