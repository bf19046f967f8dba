/** The files of a city folder: regions, outlines, units. Made by checks/extract for the city that is shipped. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RegionCode, Unit } from '@haihe/contract'
import { z } from 'zod'

/** `[code, name]`, or with the centre in CGCS2000 `[code, name, lon, lat]` */
const RegionRow = z.union([
  z.tuple([RegionCode, z.string().min(1), z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  z.tuple([RegionCode, z.string().min(1)]),
])
export const RegionsFile = z.object({ regions: z.array(RegionRow).min(1) })
export type RegionsFile = z.infer<typeof RegionsFile>

const Rings = z.array(z.array(z.tuple([z.number(), z.number()])).min(4))
export const OutlinesFile = z.object({
  features: z.array(
    z.object({
      id: RegionCode,
      properties: z.object({ schematic: z.boolean() }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: Rings }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(Rings) }),
      ]),
    }),
  ),
})
export type OutlinesFile = z.infer<typeof OutlinesFile>

const UnitsFile = z.object({ units: z.array(Unit) })

interface CityFile<T> {
  /** of the bytes: an unchanged file is not loaded again */
  hash: string
  parse: () => T
}

const readFirst = async (folder: string, names: readonly string[]): Promise<Buffer | undefined> => {
  for (const name of names)
    try {
      return await readFile(join(folder, name))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  return undefined
}

/** A file of the folder, generated or written by hand; undefined when the city has none. Parsing waits until it is asked for. */
const readCityFile = async <T>(
  folder: string,
  stem: string,
  ending: string,
  schema: z.ZodType<T>,
): Promise<CityFile<T> | undefined> => {
  const bytes = await readFirst(folder, [`${stem}.generated.${ending}`, `${stem}.${ending}`])
  if (!bytes) return undefined
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    parse: () => {
      const parsed = schema.safeParse(JSON.parse(bytes.toString('utf8')))
      if (parsed.success) return parsed.data
      throw new Error(`${stem} of the city in ${folder} is wrong:\n${z.prettifyError(parsed.error)}`)
    },
  }
}

export const readRegionsFile = (folder: string) => readCityFile(folder, 'regions', 'json', RegionsFile)
export const readOutlinesFile = (folder: string) => readCityFile(folder, 'outlines', 'geojson', OutlinesFile)
export const readUnitsFile = (folder: string) => readCityFile(folder, 'units', 'json', UnitsFile)
