/** Differences of two versions in words: where, what it was, what it is. */
import type { CatalogueDifference, ResourceField } from '@haihe/contract'
import type { useWords } from '../../ui/i18n.ts'

type Words = ReturnType<typeof useWords>

/** Last word of a path → the words its values have. */
const VALUES: Record<string, string> = {
  cycle: 'resource.cycle',
  grade: 'resource.grade',
  category: 'resource.category',
  mask: 'resource.mask',
}

/** 'fields.born.classification.grade' → «出生日期 · 分级 · 级别»; a field is called by its title where it is known. */
export const placeOf = (path: string, t: Words, titleOf: (field: string) => string): string => {
  const [top = '', ...rest] = path.split('.')
  const word = (part: string) => t(`catalogue.path.${part}`, { defaultValue: part })
  if (top !== 'fields') return [top, ...rest].map(word).join(' · ')
  const [field, ...parts] = rest
  return field === undefined ? word('fields') : [titleOf(field), ...parts.map(word)].join(' · ')
}

const isField = (value: unknown): value is Pick<ResourceField, 'title' | 'type'> =>
  typeof value === 'object' && value !== null && 'title' in value && 'type' in value

const groupOf = (path: string): string | undefined => {
  const last = path.split('.').at(-1) ?? ''
  if (path === 'sharing.type' || path === 'opening.type') return 'resource.access'
  if (path === 'kind') return 'resource.kind'
  if (path === 'subject.kind') return 'resource.subject'
  if (path === 'channels') return 'resource.channel'
  if (last === 'type') return 'resource.type'
  return VALUES[last]
}

/** A value as people read it; null when there is none. */
export const wordOf = ({ path }: Pick<CatalogueDifference, 'path'>, value: unknown, t: Words): string | null => {
  if (value === null || value === undefined || value === '') return null
  const group = groupOf(path)
  const word = (one: unknown) => (group ? t(`${group}.${String(one)}`, { defaultValue: String(one) }) : String(one))
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(word).join(t('catalogue.comma'))
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
  if (isField(value)) return `${value.title} · ${t(`resource.type.${value.type}`)}`
  if (typeof value === 'object') return JSON.stringify(value)
  return word(value)
}
