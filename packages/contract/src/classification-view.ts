/** Classification of fields as people suggest, confirm and lower it. */
import { z } from 'zod'
import { DataCategory, FieldClassification, FieldName, FieldType, Grade, Mask, PERSONAL, SENSITIVE } from './resource.ts'

const Instant = z.iso.datetime({ offset: true })

export const ClassificationSuggestion = z.object({
  grade: Grade,
  category: DataCategory,
  mask: Mask,
  /** 0…1 */
  confidence: z.number(),
  /** in words, never with a value of the sample */
  reason: z.string(),
  /** values that were looked at */
  sampled: z.number().int(),
  at: Instant,
})
export type ClassificationSuggestion = z.infer<typeof ClassificationSuggestion>

export const ClassifiedField = z.object({
  name: FieldName,
  title: z.string(),
  type: FieldType,
  standard: z.string().nullable(),
  current: FieldClassification,
  suggestion: ClassificationSuggestion.nullable(),
  /** the suggestion is stricter than what holds: the owner should look again */
  stricter: z.boolean(),
  /** a lowering waits for a second person */
  lowering: z.number().int().nullable(),
})
export type ClassifiedField = z.infer<typeof ClassifiedField>

export const ClassificationView = z.object({
  resource: z.uuid(),
  code: z.string(),
  title: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  rows: z.number().int(),
  /** maximum of the fields, raised by volume */
  grade: Grade,
  /** the same without volume */
  fieldGrade: Grade,
  unconfirmed: z.number().int(),
  canConfirm: z.boolean(),
  fields: z.array(ClassifiedField),
})
export type ClassificationView = z.infer<typeof ClassificationView>

export const FieldConfirmation = z.strictObject({
  grade: Grade,
  category: DataCategory,
  mask: Mask,
  /** needed when it lowers what holds; else the reason of the suggestion stays */
  reason: z.string().trim().max(500).default(''),
})
export type FieldConfirmation = z.infer<typeof FieldConfirmation>

/** POST /api/classification/:resource/confirm */
export const ClassificationConfirmation = z
  .strictObject({
    /** as the owner says */
    fields: z.record(FieldName, FieldConfirmation).default({}),
    /** as suggested, or as it holds where nothing was suggested */
    accept: z.array(FieldName).max(300).default([]),
  })
  .refine(({ fields, accept }) => Object.keys(fields).length + accept.length > 0, '请选择要确认的信息项')
  .refine(({ fields }) => Object.keys(fields).length <= 300, '信息项过多')
export type ClassificationConfirmation = z.infer<typeof ClassificationConfirmation>

/** What became of a confirmation: lowered fields wait for a second person. */
export const ClassificationOutcome = z.object({
  confirmed: z.array(FieldName),
  waiting: z.array(FieldName),
  view: ClassificationView,
})
export type ClassificationOutcome = z.infer<typeof ClassificationOutcome>

export const UnconfirmedResource = z.object({
  resource: z.uuid(),
  code: z.string(),
  title: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  grade: Grade,
  fields: z.number().int(),
  unconfirmed: z.number().int(),
  canConfirm: z.boolean(),
})
export type UnconfirmedResource = z.infer<typeof UnconfirmedResource>

export const LoweringState = z.enum(['open', 'approved', 'refused'])
export type LoweringState = z.infer<typeof LoweringState>

/** A downgrade (降级): asked with a reason by one person, decided by another. */
export const ClassificationLowering = z.object({
  id: z.number().int(),
  resource: z.uuid(),
  resourceTitle: z.string(),
  owner: z.string(),
  field: FieldName,
  fieldTitle: z.string(),
  before: FieldClassification,
  after: FieldClassification,
  reason: z.string(),
  askedBy: z.string(),
  askedByName: z.string(),
  askedAt: Instant,
  state: LoweringState,
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: Instant.nullable(),
  decision: z.string().nullable(),
  canDecide: z.boolean(),
})
export type ClassificationLowering = z.infer<typeof ClassificationLowering>

type Protection = Pick<FieldClassification, 'grade' | 'category' | 'mask'>

/** Masks from weakest to strongest: what shows less is stronger. */
const STRENGTH: Record<Mask, number> = {
  none: 0,
  year: 1,
  place: 1,
  address: 1,
  phone: 1,
  'identity-number': 1,
  'bank-card': 1,
  name: 1,
  'identity-number-outer': 2,
  pseudonym: 2,
  hide: 3,
}

/** Would the field be less protected than before: by grade, by mask, or as no longer personal. */
export const lowersProtection = (before: Protection, after: Protection): boolean =>
  after.grade < before.grade ||
  STRENGTH[after.mask] < STRENGTH[before.mask] ||
  (PERSONAL.includes(before.category) && !PERSONAL.includes(after.category)) ||
  (SENSITIVE.includes(before.category) && !SENSITIVE.includes(after.category))

/** Stricter in some way and laxer in none. */
export const raisesProtection = (before: Protection, after: Protection): boolean =>
  !lowersProtection(before, after) && lowersProtection(after, before)
