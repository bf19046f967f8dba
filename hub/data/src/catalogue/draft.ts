/** A draft as it is stored, and how its code is formed. */
import { AppError, draftProblems, ResourceDraft } from '@haihe/contract'

/** 前段码: class 1 digit, item 2, list 3, detail as it is; '2.11.1' → '211001'. */
export const frontCode = (path: string): string => {
  const [kind = '', item = '', list = '', ...detail] = path.split('.')
  return kind + item.padStart(2, '0') + (list === '' ? '' : list.padStart(3, '0')) + detail.join('')
}

/** The draft as it is stored; throws INVALID_INPUT with every problem. */
export const checkedDraft = (given: ResourceDraft): ResourceDraft => {
  const draft = ResourceDraft.parse(given)
  const errors = draftProblems(draft)
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })
  return draft.kind === 'table' ? { ...draft, target: null } : draft
}
