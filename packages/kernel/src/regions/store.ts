import { type Db, firstRow, rows, sql, type Trx } from '../db.ts'
import { LOCKS } from '../locks.ts'
import type { Ring } from './geometry.ts'

export interface RegionRow {
  code: string
  name: string
  parent: string | null
  lon: number | null
  lat: number | null
  schematic: boolean
  /** polygons of rings, outer ring first; the first point is not repeated */
  outline: Ring[][] | null
}

/** Hash of a city file that was loaded before. */
export const findCityFile = async (db: Db, name: string): Promise<string | undefined> =>
  (await firstRow(db, sql<{ hash: string }>`SELECT hash FROM kernel.city_file WHERE name = ${name}`))?.hash

/** Two processes that start together load one after the other. Held until the transaction ends. */
export const lockCityFiles = (trx: Trx) => sql`SELECT pg_advisory_xact_lock(${LOCKS.cityFiles}::bigint)`.execute(trx)

export const saveCityFile = (trx: Trx, name: string, hash: string, at: Date) =>
  sql`INSERT INTO kernel.city_file (name, hash, loaded_at) VALUES (${name}, ${hash}, ${at})
    ON CONFLICT (name) DO UPDATE SET hash = EXCLUDED.hash, loaded_at = EXCLUDED.loaded_at`.execute(trx)

/** Upserts the whole list in one statement; a region that the list no longer has stays, but is not current. */
export const replaceRegions = (trx: Trx, list: readonly RegionRow[]) =>
  sql`WITH given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        AS r (code text, name text, parent text, lon float8, lat float8, schematic boolean, outline jsonb)
    ), gone AS (
      UPDATE kernel.region SET current = false WHERE code NOT IN (SELECT code FROM given)
    )
    INSERT INTO kernel.region (code, name, parent, lon, lat, schematic, outline)
    SELECT code, name, parent, lon, lat, schematic, nullif(outline, 'null') FROM given
    ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, parent = EXCLUDED.parent, lon = EXCLUDED.lon, lat = EXCLUDED.lat,
      schematic = EXCLUDED.schematic, outline = EXCLUDED.outline, current = true`.execute(trx)

/** Every region, former ones too, in order of their codes. */
export const listRegions = (db: Db): Promise<(RegionRow & { current: boolean })[]> =>
  rows(
    db,
    sql<RegionRow & { current: boolean }>`SELECT code, name, parent, lon, lat, schematic, outline, current
      FROM kernel.region ORDER BY code`,
  )
