/** Unit (单位): a body that can be responsible. It sits in a region and may stand under another unit. */
import { z } from 'zod'
import { RegionCode } from './region.ts'

export const UNIT_KINDS = ['city-bureau', 'district-government', 'district-bureau', 'street', 'public-enterprise'] as const
export const UnitKind = z.enum(UNIT_KINDS)
export type UnitKind = z.infer<typeof UnitKind>

export const Unit = z.object({
  /** readable and never changed: tj-cgw, hp-cgw, st-120101001 */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)+$/),
  name: z.string().min(1),
  kind: UnitKind,
  /** what it is in charge of, the same words for the bureaus of city and districts: cgw, sthj, jtw … */
  duties: z.array(z.string()),
  region: RegionCode,
  parent: z.string().nullable(),
  /** true when the name follows the usual pattern and was not taken from a published list */
  generated: z.boolean(),
})
export type Unit = z.infer<typeof Unit>
