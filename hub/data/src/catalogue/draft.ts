/** What makes a draft whole beyond its shape, and how its code is formed. */
import { AppError, type FieldError, ResourceDraft } from '@haihe/contract'

/** 前段码: class 1 digit, item 2, list 3, detail as it is; '2.11.1' → '211001'. */
export const frontCode = (path: string): string => {
  const [kind = '', item = '', list = '', ...detail] = path.split('.')
  return kind + item.padStart(2, '0') + (list === '' ? '' : list.padStart(3, '0')) + detail.join('')
}

const problems = (draft: ResourceDraft): FieldError[] => {
  const names = new Set<string>()
  const found: FieldError[] = []
  const refuse = (path: string, message: string) => found.push({ path, message })
  draft.fields.forEach(({ name }, index) => {
    if (names.has(name)) refuse(`fields.${index}.name`, `信息项 ${name} 重复`)
    names.add(name)
  })
  draft.keys.forEach((key, index) => {
    if (!names.has(key)) refuse(`keys.${index}`, `主键 ${key} 不是信息项`)
  })
  if (draft.subject && !names.has(draft.subject.field)) refuse('subject.field', '主体字段不是信息项')
  if (draft.regionField && !names.has(draft.regionField)) refuse('regionField', '区划字段不是信息项')
  if (draft.sharing.type === 'refused' && draft.sharing.basis.trim() === '') refuse('sharing.basis', '不予共享须写明法律依据')
  if (draft.sharing.type === 'conditional' && draft.sharing.condition.trim() === '')
    refuse('sharing.condition', '有条件共享须写明条件')
  if (draft.opening.type === 'conditional' && draft.opening.condition.trim() === '')
    refuse('opening.condition', '有条件开放须写明条件')
  if (draft.kind !== 'table' && !draft.target)
    refuse('target', draft.kind === 'entities' ? '须写明城市对象类型' : '须写明服务地址')
  if (draft.kind === 'service' && draft.target && !/^https?:\/\/[^\s]+$/.test(draft.target)) refuse('target', '服务地址须为网址')
  return found
}

/** The draft as it is stored; throws INVALID_INPUT with every problem. */
export const checkedDraft = (given: ResourceDraft): ResourceDraft => {
  const draft = ResourceDraft.parse(given)
  const errors = problems(draft)
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })
  return draft.kind === 'table' ? { ...draft, target: null } : draft
}
