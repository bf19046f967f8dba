/** What the page of classification decides by itself: which fields wait, which suggestions are sure, what a change would do. */
import { type ClassifiedField, type FieldClassification, lowersProtection } from '@haihe/contract'

/** From this confidence on a suggestion is taken without a look at it; the server's own default. */
export const SURE = 0.9
export const SHORTEST_REASON = 8

export type Protection = Pick<FieldClassification, 'grade' | 'category' | 'mask'>

/** Nobody has confirmed it, and no downgrade of it waits. */
export const isOpen = ({ current, lowering }: ClassifiedField): boolean => !current.confirmed && lowering === null

export const isSure = ({ suggestion }: ClassifiedField): boolean => suggestion !== null && suggestion.confidence >= SURE

export const sureOf = (fields: readonly ClassifiedField[]): string[] =>
  fields.filter((field) => isOpen(field) && isSure(field)).map(({ name }) => name)

export type Comparison = 'none' | 'same' | 'stricter' | 'laxer' | 'other'

/** How the suggestion stands to what holds. */
export const comparisonOf = ({ current, suggestion, stricter }: ClassifiedField): Comparison => {
  if (suggestion === null) return 'none'
  const { grade, category, mask } = suggestion
  if (grade === current.grade && category === current.category && mask === current.mask) return 'same'
  if (stricter) return 'stricter'
  return lowersProtection(current, suggestion) ? 'laxer' : 'other'
}

/** A reason is needed only where protection falls, and then a real one. */
export const isShort = (current: Protection, next: Protection, reason: string): boolean =>
  lowersProtection(current, next) && reason.trim().length < SHORTEST_REASON
