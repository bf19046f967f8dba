/** Values of a held row as rules compare them. */
import type { FieldType, ResourceField } from '@haihe/contract'
import { localDate } from '@haihe/kernel'

export type Row = Readonly<Record<string, unknown>>
type Comparable = number | string | boolean

/** A text of nothing but blanks is as missing as none. */
export const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '')

const FAMILIES: Record<FieldType, 'text' | 'number' | 'boolean' | 'time' | 'none'> = {
  text: 'text',
  region: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
  datetime: 'time',
  geometry: 'none',
  json: 'none',
}
export const familyOf = ({ type }: Pick<ResourceField, 'type'>) => FAMILIES[type]

/** Date as local YYYY-MM-DD, instant as milliseconds; `asDate` makes a date of an instant. Null where it is missing. */
export const comparable = (value: unknown, type: FieldType, asDate = false): Comparable | null => {
  if (isMissing(value)) return null
  if (type === 'date') return String(value).slice(0, 10)
  if (type === 'datetime') {
    const at = value instanceof Date ? value : new Date(String(value))
    return asDate ? localDate(at) : at.getTime()
  }
  if (type === 'integer' || type === 'number') return Number(value)
  if (type === 'boolean') return value === true
  return String(value)
}

/** A constant of a rule as it compares with a field; undefined when it does not fit. A date compares by local days. */
export const constant = (
  value: string | number | boolean,
  type: FieldType,
  today: string,
): { value: Comparable; asDate: boolean } | undefined => {
  switch (FAMILIES[type]) {
    case 'number':
      return typeof value === 'number' ? { value, asDate: false } : undefined
    case 'boolean':
      return typeof value === 'boolean' ? { value, asDate: false } : undefined
    case 'text':
      return typeof value === 'string' ? { value, asDate: false } : undefined
    case 'time': {
      if (typeof value !== 'string') return undefined
      const text = value === 'today' ? today : value
      if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { value: text, asDate: true }
      const at = new Date(text).getTime()
      return Number.isNaN(at) || type === 'date' ? undefined : { value: at, asDate: false }
    }
    case 'none':
      return undefined
  }
}

export const OPS = {
  '=': (a: Comparable, b: Comparable) => a === b,
  '!=': (a: Comparable, b: Comparable) => a !== b,
  '<': (a: Comparable, b: Comparable) => a < b,
  '<=': (a: Comparable, b: Comparable) => a <= b,
  '>': (a: Comparable, b: Comparable) => a > b,
  '>=': (a: Comparable, b: Comparable) => a >= b,
} as const
