/** Checks what people filled in against the fields of a form. Screens and server use the same function. */
import type { FieldError } from './error.ts'
import { type Field, Place } from './form.ts'

/** Answers go by field name. The answer of a `photos` field is how many photos were sent along. */
export type Answers = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

const isDate = (value: string): boolean => {
  const ms = Date.parse(`${value}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)
}

const inRange = (field: Field, amount: number, what: string): string | null => {
  if (field.min !== undefined && amount < field.min) return `${what}不能小于 ${field.min}`
  if (field.max !== undefined && amount > field.max) return `${what}不能大于 ${field.max}`
  return null
}

/** What is wrong with one answer, in Chinese; null when nothing is. */
const faultOf = (field: Field, value: unknown): string | null => {
  switch (field.kind) {
    case 'text':
    case 'longText':
      if (typeof value !== 'string') return '应为文字'
      return value.length > (field.max ?? (field.kind === 'text' ? 200 : 2000))
        ? `不能超过 ${field.max ?? (field.kind === 'text' ? 200 : 2000)} 个字`
        : null
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? inRange(field, value, '数值') : '应为数字'
    case 'photos':
      return typeof value === 'number' ? inRange(field, value, '照片张数') : '照片请随附件提交'
    case 'boolean':
      return typeof value === 'boolean' ? null : '应为是或否'
    case 'choice':
      return field.options?.some((option) => option.value === value) ? null : '不在可选项内'
    case 'date':
      return typeof value === 'string' && isDate(value) ? null : '应为日期（年-月-日）'
    case 'datetime':
      return typeof value === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
        ? null
        : '应为带时区的时间'
    case 'place':
      return Place.safeParse(value).success ? null : '位置无效'
    case 'unit':
    case 'category':
      return typeof value === 'string' && value.length <= 80 ? null : '请选择一项'
    case 'units':
      return Array.isArray(value) && value.length <= 20 && value.every((item) => typeof item === 'string' && item.length <= 80)
        ? null
        : '请选择单位'
  }
}

/** Every fault of the answers, in the order of the fields; an answer without a field is one. */
export const checkForm = (fields: readonly Field[], answers: Answers): FieldError[] => {
  const known = new Set(fields.map((field) => field.name))
  const unknown = Object.keys(answers).filter((name) => !known.has(name))
  return [
    ...unknown.map((name) => ({ path: `data.${name}`, message: '不支持的字段' })),
    ...fields.flatMap((field) => {
      const value = answers[field.name]
      const path = field.kind === 'photos' ? 'attachments' : `data.${field.name}`
      const missing = isEmpty(value) || (field.kind === 'photos' && value === 0)
      if (missing) return field.required ? [{ path, message: `请填写「${field.label.zh}」` }] : []
      const message = faultOf(field, value)
      return message ? [{ path, message: `「${field.label.zh}」${message}` }] : []
    }),
  ]
}
