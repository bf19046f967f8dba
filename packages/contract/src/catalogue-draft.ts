/** What makes a draft of the catalogue whole beyond its shape. The form and the server ask the same function. */
import type { FieldError } from './error.ts'
import type { ResourceDraft } from './resource.ts'

export const draftProblems = (draft: ResourceDraft): FieldError[] => {
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
