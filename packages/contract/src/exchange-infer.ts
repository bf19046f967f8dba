/** What a source's columns probably are, and which fields they probably belong to. Suggestions; people decide. */
import { isIdentityNumber } from './codes/identity-number.ts'
import { parsePhone } from './codes/phone.ts'
import { isPlate } from './codes/plate.ts'
import { isUscc } from './codes/uscc.ts'
import type { FieldMapping, Mapping, Transform } from './exchange-mapping.ts'
import { readTime } from './local-time.ts'
import type { FieldType, ResourceField } from './resource.ts'

export interface InferredColumn {
  type: FieldType
  /** data standard that nine in ten values follow */
  standard: string | null
  /** format for the transform `date`, where values are not written as ISO */
  format: string | null
  /** values that are there */
  filled: number
  longest: number
}

const FORMATS: readonly [RegExp, string, FieldType][] = [
  [/^\d{4}年\d{1,2}月\d{1,2}日$/, 'YYYY年M月D日', 'date'],
  [/^\d{1,2}\/\d{1,2}\/\d{4}$/, 'D/M/YYYY', 'date'],
  [/^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}$/, 'D/M/YYYY H:mm', 'datetime'],
]
const STANDARDS: readonly [string, (value: string) => boolean][] = [
  ['GB 11643', (value) => isIdentityNumber(value)],
  ['GB 32100', isUscc],
  ['phone', (value) => parsePhone(value) !== undefined && !/^\d{3}$|^\d{5}$/.test(value)],
  ['plate', isPlate],
]

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.length === 0 ? 0 : values.filter(test).length / values.length

const isDay = (value: string): boolean => /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/.test(value) && !Number.isNaN(readTime(value, 'UTC'))
const isCompactDay = (value: string): boolean =>
  /^(19|20)\d{6}$/.test(value) && !Number.isNaN(readTime(value.replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3'), 'UTC'))
const isTime = (value: string): boolean =>
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]/.test(value) && !Number.isNaN(readTime(value, 'UTC'))
const isWhole = (value: string): boolean => /^-?(0|[1-9]\d{0,14})$/.test(value)
const isNumber = (value: string): boolean => /^-?(0|[1-9]\d{0,14}|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?$/.test(value)
const isBoolean = (value: string): boolean => /^(true|false|yes|no|是|否)$/i.test(value)
const isStructured = (value: string): boolean => /^[[{].*[\]}]$/s.test(value)

/** Formats of day and month are told apart by a value above twelve. */
const monthFirst = (values: readonly string[]): boolean =>
  values.some((value) => Number(value.split('/')[1]) > 12) && !values.some((value) => Number(value.split('/')[0]) > 12)

const typeOf = (name: string, values: readonly string[]): Pick<InferredColumn, 'type' | 'format'> => {
  const all = (test: (value: string) => boolean): boolean => values.every(test)
  for (const [pattern, format, type] of FORMATS)
    if (all((value) => pattern.test(value)))
      return { type, format: format.startsWith('D/M') && monthFirst(values) ? format.replace('D/M', 'M/D') : format }
  if (all(isDay)) return { type: 'date', format: null }
  if (all(isTime)) return { type: 'datetime', format: null }
  if (all(isCompactDay) && /日期|时间|date|time|_on$|_at$|day/i.test(name)) return { type: 'date', format: 'YYYYMMDD' }
  if (all((value) => /^\d{6}(\d{3}){0,3}$/.test(value)) && /区划|行政区|region|xzqh/i.test(name))
    return { type: 'region', format: null }
  if (all(isBoolean)) return { type: 'boolean', format: null }
  if (all(isStructured)) return { type: 'json', format: null }
  // a number of ours is not one that we count with: identifiers and codes keep their zeros
  if (/编号|编码|代码|号码|证号|电话|邮编|code$|_id$|_no$|phone|zip/i.test(name)) return { type: 'text', format: null }
  if (all(isWhole)) return { type: 'integer', format: null }
  if (all(isNumber)) return { type: 'number', format: null }
  return { type: 'text', format: null }
}

/** `values`: a sample, missing ones as null. */
export const inferColumn = (name: string, values: readonly (string | null)[]): InferredColumn => {
  const filled = values.flatMap((value) => (value === null || value.trim() === '' ? [] : [value.trim()]))
  const longest = filled.reduce((most, value) => Math.max(most, value.length), 0)
  if (filled.length === 0) return { type: 'text', standard: null, format: null, filled: 0, longest }
  const standard = STANDARDS.find(([, test]) => share(filled, test) >= 0.9)?.[0] ?? null
  if (standard) return { type: 'text', standard, format: null, filled: filled.length, longest }
  return { ...typeOf(name, filled), standard: null, filled: filled.length, longest }
}

const normal = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

const pairs = (text: string): Set<string> => new Set([...text].slice(1).map((char, at) => [...text][at] + char))

/** 0…1: shared pairs of neighbouring characters. */
export const nameLikeness = (a: string, b: string): number => {
  const [x, y] = [normal(a), normal(b)]
  if (x === '' || y === '') return 0
  if (x === y) return 1
  const [left, right] = [pairs(x), pairs(y)]
  const common = [...left].filter((pair) => right.has(pair)).length
  const dice = left.size + right.size === 0 ? 0 : (2 * common) / (left.size + right.size)
  const inside = x.includes(y) || y.includes(x) ? 0.6 + 0.3 * (Math.min(x.length, y.length) / Math.max(x.length, y.length)) : 0
  return Math.min(0.99, Math.max(dice, x.length > 1 && y.length > 1 ? inside : 0))
}

const LEAST = 0.5

/** A mapping by titles and names: every column at most once, the best pairs first. */
export const proposeMapping = (
  fields: readonly Pick<ResourceField, 'name' | 'title' | 'type' | 'standard'>[],
  columns: readonly (Pick<InferredColumn, 'type' | 'format' | 'standard'> & { name: string; title?: string | null })[],
): { mapping: Mapping; likeness: Record<string, number> } => {
  const found = fields
    .flatMap((field) =>
      columns.map((column) => {
        const names = [column.name, ...(column.title ? [column.title] : [])]
        const likeness = Math.max(...names.flatMap((name) => [nameLikeness(name, field.name), nameLikeness(name, field.title)]))
        const bonus = column.standard !== null && column.standard === field.standard ? 0.3 : column.type === field.type ? 0.05 : 0
        return { field, column, likeness, score: likeness + bonus }
      }),
    )
    .filter(({ score }) => score >= LEAST)
    .sort((a, b) => b.score - a.score)
  const [taken, used] = [new Map<string, (typeof found)[number]>(), new Set<string>()]
  for (const pair of found)
    if (!taken.has(pair.field.name) && !used.has(pair.column.name)) {
      taken.set(pair.field.name, pair)
      used.add(pair.column.name)
    }
  const entries = [...taken].map(([name, { column, field }]): [string, FieldMapping] => {
    const transforms: Transform[] = [{ op: 'trim' }]
    if (column.format && (field.type === 'date' || field.type === 'datetime'))
      transforms.push({ op: 'date', format: column.format })
    return [name, { column: column.name, transforms }]
  })
  return {
    mapping: { fields: Object.fromEntries(entries), tables: {} },
    likeness: Object.fromEntries([...taken].map(([name, { likeness }]) => [name, Math.round(likeness * 100) / 100])),
  }
}
