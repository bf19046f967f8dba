/** What people see of regions over the API. */
import { z } from 'zod'
import { Region, RegionCode } from './region.ts'

/** GET /api/regions/:code and GET /api/regions/locate */
export const RegionDetail = Region.extend({
  /** from the city down to the region itself */
  path: z.array(z.object({ code: RegionCode, name: z.string() })),
  /** names of the path in one: 天津市和平区劝业场街道 */
  fullName: z.string(),
  /** how many regions lie directly below */
  children: z.number().int(),
})
export type RegionDetail = z.infer<typeof RegionDetail>

const Position = z.array(z.number()).min(2).max(3)

/** GET /api/regions/:code/outlines: GeoJSON (RFC 7946) of the regions directly below, in CGCS2000. */
export const RegionOutlines = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: RegionCode,
      properties: z.object({
        code: RegionCode,
        name: z.string(),
        /** drawn for orientation only (示意) */
        schematic: z.boolean(),
        centre: z.tuple([z.number(), z.number()]).nullable(),
      }),
      geometry: z.union([
        z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position)) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(Position))) }),
      ]),
    }),
  ),
})
export type RegionOutlines = z.infer<typeof RegionOutlines>
