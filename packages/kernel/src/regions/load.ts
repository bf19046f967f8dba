/** Loads the regions of a city folder into the database: once, and again only when a file has changed. */
import { parentRegion } from '@haihe/contract'
import { type Db, inTransaction } from '../db.ts'
import { type OutlinesFile, type RegionsFile, readOutlinesFile, readRegionsFile } from './city-files.ts'
import type { Ring } from './geometry.ts'
import { findCityFile, lockCityFiles, type RegionRow, replaceRegions, saveCityFile } from './store.ts'

const open = (ring: Ring): Ring => {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring
}

/**
 * Rows of the regions with their outlines. Without an outline, a centre is only a guess: streets and below are schematic
 * unless the outline says otherwise. Throws when a code comes twice, or its parent is missing.
 */
export const regionRows = ({ regions }: RegionsFile, { features }: OutlinesFile): RegionRow[] => {
  const outlines = new Map(features.map((feature) => [feature.id as string, feature]))
  const known = new Set(regions.map(([code]) => code as string))
  if (known.size !== regions.length) throw new Error('a region code comes twice')
  for (const code of outlines.keys()) if (!known.has(code)) throw new Error(`outline of an unknown region ${code}`)
  return regions.map(([code, name, lon = null, lat = null]) => {
    const parent = parentRegion(code) ?? null
    if (parent !== null && !known.has(parent)) throw new Error(`region ${code} has no parent ${parent}`)
    const feature = outlines.get(code)
    const polygons = feature?.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature?.geometry.coordinates
    return {
      code,
      name,
      parent,
      lon,
      lat,
      schematic: feature?.properties.schematic ?? code.length > 6,
      outline: polygons?.map((rings) => rings.map(open)) ?? null,
    }
  })
}

export const saveRegions = (db: Db, list: readonly RegionRow[]): Promise<void> =>
  inTransaction(db, async (trx) => {
    await lockCityFiles(trx)
    await replaceRegions(trx, list)
  })

/** True when something was loaded, false when the database already had these very files. */
export const loadRegions = async (db: Db, folder: string, now: () => Date): Promise<boolean> => {
  const regions = await readRegionsFile(folder)
  if (!regions) throw new Error(`the city in ${folder} has no regions file`)
  const outlines = await readOutlinesFile(folder)
  const hash = `${regions.hash} ${outlines?.hash ?? ''}`
  return inTransaction(db, async (trx) => {
    await lockCityFiles(trx)
    if ((await findCityFile(trx, 'regions')) === hash) return false
    await replaceRegions(trx, regionRows(regions.parse(), outlines?.parse() ?? { features: [] }))
    await saveCityFile(trx, 'regions', hash, now())
    return true
  })
}
