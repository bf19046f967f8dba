/** The city as data: one folder, loaded at boot. The hub knows no city. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RegionCode, Text } from '@haihe/contract'
import { z } from 'zod'

export const City = z.object({
  code: RegionCode,
  name: Text,
  /** west, south, east, north in CGCS2000; places outside are rejected */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  timeZone: z.string(),
})
export type City = z.infer<typeof City>

export const readCity = async (folder: string): Promise<City> =>
  City.parse(JSON.parse(await readFile(join(folder, 'city.json'), 'utf8')))

/** True when a point lies inside the city's bounds. */
export const inBounds = (city: City, lon: number, lat: number): boolean => {
  const [west, south, east, north] = city.bounds
  return lon >= west && lon <= east && lat >= south && lat <= north
}
