/**
 * Regions (区划) are a prefix-coded tree: an ancestor is a prefix of its descendants.
 * Lengths follow GB/T 2260 and the statistical division codes: city 2, district 6, street 9,
 * community 12, grid 15 digits (GB/T 30428.1).
 */
import { z } from 'zod'

export const REGION_LEVELS = ['city', 'district', 'street', 'community', 'grid'] as const
export type RegionLevel = (typeof REGION_LEVELS)[number]

const LENGTHS: Record<RegionLevel, number> = { city: 2, district: 6, street: 9, community: 12, grid: 15 }

export const RegionCode = z.string().regex(/^(\d{2}|\d{6}|\d{9}|\d{12}|\d{15})$/)
export type RegionCode = z.infer<typeof RegionCode>

export const regionLevel = (code: string): RegionLevel => {
  const level = REGION_LEVELS.find((name) => LENGTHS[name] === code.length)
  if (!level) throw new RangeError(`not a region code: ${code}`)
  return level
}

/** The code cut to a level, or undefined when the code is shorter than that level. */
export const regionAt = (code: string, level: RegionLevel): string | undefined =>
  code.length >= LENGTHS[level] ? code.slice(0, LENGTHS[level]) : undefined

/** The code itself and every ancestor, smallest region first: 120101001 → [120101001, 120101, 12]. */
export const regionPath = (code: string): string[] =>
  REGION_LEVELS.map((level) => regionAt(code, level))
    .filter((part): part is string => part !== undefined)
    .reverse()

export const parentRegion = (code: string): string | undefined => regionPath(code)[1]

/** True when `code` is `scope` or lies below it. */
export const withinRegion = (code: string, scope: string): boolean => code.startsWith(scope)

export const childLevel = (code: string): RegionLevel | undefined => REGION_LEVELS[REGION_LEVELS.indexOf(regionLevel(code)) + 1]

export const Region = z.object({
  code: RegionCode,
  name: z.string(),
  level: z.enum(REGION_LEVELS),
  parent: RegionCode.nullable(),
  /** longitude, latitude in CGCS2000 (EPSG:4490) */
  centre: z.tuple([z.number(), z.number()]).nullable(),
  /** true when centre and outline are drawn for orientation only (示意) */
  schematic: z.boolean(),
})
export type Region = z.infer<typeof Region>
