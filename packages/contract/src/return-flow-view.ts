/** Return flow (数据回流): what a street gets back of the data that concern its region, as a package. */
import { z } from 'zod'
import { RegionCode } from './region.ts'
import { FieldName, FieldType, UpdateCycle } from './resource.ts'

const Instant = z.iso.datetime({ offset: true })

export const RETURN_STATES = ['proposed', 'active', 'ended'] as const
export const ReturnState = z.enum(RETURN_STATES)
export type ReturnState = z.infer<typeof ReturnState>

export const ReturnPartInput = z.strictObject({
  resource: z.uuid(),
  fields: z.array(FieldName).min(1).max(300),
  /** of those, the ones shown whole; the rest is masked as classified */
  clear: z.array(FieldName).max(300).default([]),
})
export type ReturnPartInput = z.infer<typeof ReturnPartInput>

export const ReturnPackageInput = z.strictObject({
  title: z.string().trim().min(2).max(100),
  summary: z.string().trim().max(1000).default(''),
  /** the unit that gets it back */
  unit: z.string().min(1).max(80),
  /** rows of this region and below; inside the unit's own */
  region: RegionCode,
  /** realtime: with every load of its resources */
  cycle: UpdateCycle.default('realtime'),
  /** law, rule or agreement */
  basis: z.string().trim().min(2).max(500),
  until: Instant,
  parts: z.array(ReturnPartInput).min(1).max(20),
})
export type ReturnPackageInput = z.infer<typeof ReturnPackageInput>

export const RETURN_PART_STATES = ['proposed', 'confirmed', 'declined'] as const

/** POST …/parts/:part/decision: the owner's word; fields left out are not given, and of the rest only `clear` is shown whole. */
export const ReturnDecision = z.discriminatedUnion('confirm', [
  z.strictObject({
    confirm: z.literal(true),
    fields: z.array(FieldName).min(1).max(300).optional(),
    clear: z.array(FieldName).max(300).optional(),
  }),
  z.strictObject({ confirm: z.literal(false), reason: z.string().trim().min(2, '请写明理由').max(300) }),
])
export type ReturnDecision = z.infer<typeof ReturnDecision>

export const ReturnPart = z.object({
  part: z.number().int(),
  resource: z.uuid(),
  title: z.string(),
  /** unit that confirms it */
  owner: z.string(),
  ownerName: z.string(),
  /** proposed: waits for its owner */
  state: z.enum(RETURN_PART_STATES),
  decidedAt: Instant.nullable(),
  /** why its owner declined */
  reason: z.string().nullable(),
  /** the caller may confirm or decline it now */
  canDecide: z.boolean(),
  /** null until confirmed */
  grant: z.uuid().nullable(),
  /** proposed to be shown whole */
  clear: z.array(FieldName),
  rows: z.number().int(),
  fields: z.array(z.object({ name: FieldName, title: z.string(), type: FieldType })),
})
export type ReturnPart = z.infer<typeof ReturnPart>

export const ReturnPackage = z.object({
  id: z.uuid(),
  title: z.string(),
  summary: z.string(),
  unit: z.string(),
  unitName: z.string(),
  region: RegionCode,
  regionName: z.string(),
  cycle: UpdateCycle,
  basis: z.string(),
  until: Instant,
  state: ReturnState,
  /** 0 before the first refresh */
  version: z.number().int(),
  rows: z.number().int(),
  fields: z.number().int(),
  /** when the last version was made, and when it was last found to be current */
  changedAt: Instant.nullable(),
  checkedAt: Instant.nullable(),
  /** why the last refresh failed; null when it did not */
  error: z.string().nullable(),
  canRead: z.boolean(),
  canManage: z.boolean(),
  parts: z.array(ReturnPart),
})
export type ReturnPackage = z.infer<typeof ReturnPackage>

export const ReturnVersion = z.object({
  version: z.number().int(),
  at: Instant,
  rows: z.number().int(),
  added: z.number().int(),
  removed: z.number().int(),
})
export type ReturnVersion = z.infer<typeof ReturnVersion>

export const ReturnRows = z.object({
  version: z.number().int(),
  part: z.number().int(),
  rows: z.array(z.record(z.string(), z.unknown())),
  next: z.number().int().nullable(),
})
export type ReturnRows = z.infer<typeof ReturnRows>

/** What a region gets back, for indicators and screens. */
export const ReturnFigure = z.object({
  region: RegionCode,
  regionName: z.string(),
  packages: z.number().int(),
  /** fields in force, each once per package and resource (回流字段数) */
  fields: z.number().int(),
  rows: z.number().int(),
  checkedAt: Instant.nullable(),
})
export type ReturnFigure = z.infer<typeof ReturnFigure>
