/** Reporting from the street: camera, what, where, send. The step stands in the address. Pure. */
import type { CaseReport, CaseTypeView, CategoryView, Place } from '@haihe/contract'

export const STEPS = ['photo', 'what', 'where', 'check'] as const
export type Step = (typeof STEPS)[number]

export const reportSearch = (search: Record<string, unknown>): { step?: Step; done?: string } => {
  const step = STEPS.find((each) => each === search.step)
  return { ...(step ? { step } : {}), ...(typeof search.done === 'string' ? { done: search.done } : {}) }
}

export interface FieldReport {
  category: string
  place: Place | null
  description: string
  clientKey: string
}

export const EMPTY: FieldReport = { category: '', place: null, description: '', clientKey: '' }

/** Keys of what is missing, by step. */
export const missing = (report: FieldReport, photos: number, least: number): Partial<Record<Step, string>> => ({
  ...(photos < least ? { photo: 'report.missing.photo' } : {}),
  ...(report.category === '' ? { what: 'report.missing.what' } : {}),
  ...(report.place === null ? { where: 'report.missing.where' } : {}),
})

export const stepAfter = (step: Step): Step => STEPS[Math.min(STEPS.length - 1, STEPS.indexOf(step) + 1)] ?? 'check'

export const titleOf = (category: Pick<CategoryView, 'title'>, place: Place): string =>
  [category.title.zh, place.address.trim()].filter(Boolean).join('：').slice(0, 60)

export const bodyOf = (
  report: FieldReport,
  type: Pick<CaseTypeView, 'id'>,
  category: CategoryView,
): Omit<CaseReport, 'attachments'> => {
  if (report.place === null) throw new Error('a report has a place')
  const place = { ...report.place, address: report.place.address.trim() }
  return {
    type: type.id,
    category: category.code,
    title: titleOf(category, place),
    description: report.description.trim(),
    place,
    urgency: category.urgency,
    clientKey: report.clientKey,
  }
}
