/** What feeds the attributes of city objects, and who listens to them. */
import { type Db, rows, sql } from '@haihe/kernel'
import type { Compiled } from '../context/subscription/spec.ts'

interface SourceOf {
  id: string
  title: string
  objects: number
}

/** Sources of an attribute, with how many objects each reports it for. */
export const sourcesOf = (db: Db, type: string, attribute: string, region: string) =>
  rows(
    db,
    sql<SourceOf>`SELECT s.source AS id, coalesce(max(src.title), s.source) AS title, count(DISTINCT s.entity) AS objects
      FROM data.series s LEFT JOIN data.source src ON src.id = s.source
      WHERE s.type = ${type} AND s.attribute = ${attribute} AND NOT s.derived AND s.region LIKE ${`${region}%`}
      GROUP BY s.source ORDER BY s.source`,
  )

/** Sources of the objects of a type, with how many objects each reports. */
export const sourcesOfType = (db: Db, type: string, region: string) =>
  rows(
    db,
    sql<SourceOf>`SELECT s.source AS id, coalesce(max(src.title), s.source) AS title, count(DISTINCT s.entity) AS objects
      FROM data.series s LEFT JOIN data.source src ON src.id = s.source
      WHERE s.type = ${type} AND NOT s.derived AND s.region LIKE ${`${region}%`} GROUP BY s.source ORDER BY s.source`,
  )

/** What a source reports: type and attribute. */
export const fedBy = (db: Db, source: string) =>
  rows(
    db,
    sql<{ type: string; attribute: string; title: string; objects: number }>`SELECT s.type, s.attribute,
        coalesce(max(src.title), s.source) AS title, count(DISTINCT s.entity) AS objects
      FROM data.series s LEFT JOIN data.source src ON src.id = s.source
      WHERE s.source = ${source} AND NOT s.derived GROUP BY s.source, s.type, s.attribute ORDER BY s.type, s.attribute`,
  )

export const attributesOfType = async (db: Db, type: string): Promise<string[]> =>
  (
    await rows(db, sql<{ attribute: string }>`SELECT DISTINCT attribute FROM data.series WHERE type = ${type} ORDER BY attribute`)
  ).map((row) => row.attribute)

/** Region of a source; undefined when there is none. */
export const regionOfSource = async (db: Db, source: string): Promise<string | undefined> =>
  (await rows(db, sql<{ region: string }>`SELECT region FROM data.source WHERE id = ${source}`))[0]?.region

export interface Listener {
  id: string
  name: string | null
  compiled: Pick<Compiled, 'query' | 'watched'>
}

/** Active subscriptions to city objects of the hub itself. */
export const listeners = (db: Db) =>
  rows(
    db,
    sql<Listener>`SELECT id, doc->>'subscriptionName' AS name, compiled FROM data.subscription
      WHERE kind = 'entity' AND active AND tenant = '' ORDER BY id LIMIT 5000`,
  )

/** Regions with codes of this length, inside the region, in which some object reports the attribute or has it derived. */
export const feedingRegions = async (
  db: Db,
  type: string,
  attribute: string,
  region: string,
  length: number,
): Promise<string[]> =>
  (
    await rows(
      db,
      sql<{ code: string }>`SELECT DISTINCT left(region, ${length}::int) AS code FROM data.series
        WHERE type = ${type} AND attribute = ${attribute} AND region LIKE ${`${region}%`} AND length(region) >= ${length}::int`,
    )
  ).map((row) => row.code)
