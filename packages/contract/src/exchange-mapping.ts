/**
 * How the columns of a source become the fields of a resource: per field one source column and a chain of small
 * transforms. Server and screen call the same function.
 */
import { z } from 'zod'
import { FieldName } from './resource.ts'

const Column = z.string().min(1).max(300)

/** Tokens that `date` reads; everything else in a format stands for itself. */
const TOKENS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<short>\\d{2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
}

const isDateFormat = (format: string): boolean => {
  const tokens = format.match(/YYYY|YY|MM|M|DD|D|HH|H|mm|ss|SSS/g) ?? []
  const kinds = tokens.map((token) => (token.startsWith('Y') ? 'Y' : (token[0] as string)))
  return new Set(kinds).size === kinds.length && ['Y', 'M', 'D'].every((kind) => kinds.includes(kind))
}

export const Transform = z.discriminatedUnion('op', [
  /** blanks at both ends off; what is empty then is no value */
  z.strictObject({ op: z.literal('trim') }),
  z.strictObject({ op: z.literal('upper') }),
  /** reads a date or time of this format, for instance YYYY年M月D日 or DD/MM/YYYY HH:mm, and writes it as ISO 8601 */
  z.strictObject({
    op: z.literal('date'),
    format: z.string().min(4).max(60).refine(isDateFormat, { message: '格式须含年、月、日各一次，例如 YYYY-MM-DD' }),
  }),
  /** looks the value up in a table of the mapping; what is not in it is kept, dropped or makes the row rejected */
  z.strictObject({
    op: z.literal('codes'),
    table: z.string().min(1).max(60),
    otherwise: z.enum(['reject', 'keep', 'empty']).default('reject'),
  }),
  /** number × factor + offset: 万元 → 元, °F → °C */
  z.strictObject({ op: z.literal('scale'), factor: z.number(), offset: z.number().default(0) }),
  /** the same value for every row, whatever the column holds */
  z.strictObject({ op: z.literal('constant'), value: z.string().max(2000) }),
  /** one part of the text, counted from 0; from the end when negative */
  z.strictObject({ op: z.literal('split'), separator: z.string().min(1).max(20), part: z.number().int().min(-50).max(50) }),
  /** puts further columns behind the value */
  z.strictObject({
    op: z.literal('concat'),
    columns: z.array(Column).min(1).max(10),
    separator: z.string().max(20).default(''),
  }),
])
export type Transform = z.infer<typeof Transform>
export type TransformInput = z.input<typeof Transform>

export const FieldMapping = z.strictObject({
  /** column of the source; null for a field that is made by its transforms alone */
  column: Column.nullable(),
  transforms: z.array(Transform).max(12).default([]),
})
export type FieldMapping = z.infer<typeof FieldMapping>

export const Mapping = z
  .strictObject({
    /** field of the resource → where it comes from; fields that are not named stay empty */
    fields: z.record(FieldName, FieldMapping).refine((fields) => Object.keys(fields).length <= 300),
    /** code tables that `codes` looks up: name → source code → our code */
    tables: z
      .record(z.string().min(1).max(60), z.record(z.string().max(200), z.string().max(200)))
      .refine((tables) => Object.values(tables).every((table) => Object.keys(table).length <= 5000), {
        message: '每张代码对照表最多 5000 项',
      })
      .default({}),
  })
  .superRefine(({ fields, tables }, context) => {
    for (const [name, { transforms }] of Object.entries(fields))
      for (const [index, transform] of transforms.entries())
        if (transform.op === 'codes' && !Object.hasOwn(tables, transform.table))
          context.addIssue({
            code: 'custom',
            path: ['fields', name, 'transforms', index, 'table'],
            message: `没有名为“${transform.table}”的代码对照表`,
          })
  })
export type Mapping = z.infer<typeof Mapping>

/** A transform that could not be done: the row is rejected with it. */
export interface MappingProblem {
  reason: 'not-a-date' | 'not-in-table' | 'not-a-number' | 'no-such-part'
  detail: string
}

type Value = string | null
type Step = (value: Value, row: readonly Value[]) => Value | MappingProblem

const isProblem = (value: Value | MappingProblem): value is MappingProblem => typeof value === 'object' && value !== null

const compileFormat = (format: string): RegExp =>
  new RegExp(
    `^${format
      .split(/(YYYY|YY|MM|M|DD|D|HH|H|mm|ss|SSS)/)
      .map((part) => TOKENS[part] ?? part.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
      .join('')}$`,
  )

const readDate = (pattern: RegExp, text: string): string | undefined => {
  const found = pattern.exec(text.trim())?.groups
  if (!found) return undefined
  const two = (name: string): string => (found[name] ?? '0').padStart(2, '0')
  const year = found.year ?? (Number(found.short) < 70 ? `20${found.short}` : `19${found.short}`)
  const [month, day] = [two('month'), two('day')]
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return undefined
  if (found.hour === undefined) return `${year}-${month}-${day}`
  if (Number(two('hour')) > 23 || Number(two('minute')) > 59 || Number(two('second')) > 59) return undefined
  const fraction = found.fraction === undefined ? '' : `.${found.fraction}`
  return `${year}-${month}-${day} ${two('hour')}:${two('minute')}:${two('second')}${fraction}`
}

/** Twelve digits: 0.1 × 3 is 0.3, as people expect of a converted unit. */
const scaled = (value: number, factor: number, offset: number): string =>
  String(Number((value * factor + offset).toPrecision(12)))

const compileStep = (transform: Transform, mapping: Mapping, position: (column: string) => number): Step => {
  switch (transform.op) {
    case 'trim':
      return (value) => value?.trim() || null
    case 'upper':
      return (value) => value?.toUpperCase() ?? null
    case 'date': {
      const pattern = compileFormat(transform.format)
      return (value) =>
        value === null || value.trim() === ''
          ? null
          : (readDate(pattern, value) ?? { reason: 'not-a-date', detail: `${value} ≠ ${transform.format}` })
    }
    case 'codes': {
      const table = new Map(Object.entries(mapping.tables[transform.table] ?? {}))
      return (value) => {
        if (value === null) return null
        const found = table.get(value)
        if (found !== undefined) return found
        if (transform.otherwise === 'reject') return { reason: 'not-in-table', detail: `${transform.table}: ${value}` }
        return transform.otherwise === 'keep' ? value : null
      }
    }
    case 'scale':
      return (value) => {
        if (value === null || value.trim() === '') return null
        const number = Number(value.replaceAll(/(?<=\d),(?=\d{3})/g, ''))
        return Number.isFinite(number)
          ? scaled(number, transform.factor, transform.offset)
          : { reason: 'not-a-number', detail: value }
      }
    case 'constant':
      return () => transform.value
    case 'split':
      return (value) => {
        if (value === null) return null
        return value.split(transform.separator).at(transform.part) ?? { reason: 'no-such-part', detail: value }
      }
    case 'concat': {
      const positions = transform.columns.map(position)
      return (value, row) => {
        const parts = [value, ...positions.map((at) => row[at] ?? null)].filter((part) => part !== null && part !== '')
        return parts.length === 0 ? null : parts.join(transform.separator)
      }
    }
  }
}

/** Columns that a mapping reads. */
export const mappedColumns = (mapping: Mapping): string[] => [
  ...new Set(
    Object.values(mapping.fields).flatMap(({ column, transforms }) => [
      ...(column === null ? [] : [column]),
      ...transforms.flatMap((transform) => (transform.op === 'concat' ? transform.columns : [])),
    ]),
  ),
]

/**
 * A mapping made ready for rows whose values stand in the order of `columns`. The result gives for each name of `fields`
 * the mapped text, null for no value, or the problem that rejects the row. A column that the source lacks is no value.
 * The list is the same for every row: look at it before the next.
 */
export const compileMapping = (
  mapping: Mapping,
  columns: readonly string[],
  fields: readonly string[],
): ((row: readonly Value[]) => (Value | MappingProblem)[]) => {
  const positions = new Map(columns.map((column, index) => [column, index]))
  const position = (column: string): number => positions.get(column) ?? -1
  const plans = fields.map((name) => {
    const field = mapping.fields[name]
    if (!field) return { at: -1, steps: [] }
    const steps = field.transforms.map((transform) => compileStep(transform, mapping, position))
    return { at: field.column === null ? -1 : position(field.column), steps }
  })
  // one list for all rows: millions of them pass here
  const out: (Value | MappingProblem)[] = new Array(plans.length).fill(null)
  return (row) => {
    for (let n = 0; n < plans.length; n += 1) {
      const { at, steps } = plans[n] as (typeof plans)[number]
      let value: Value | MappingProblem = at < 0 ? null : (row[at] ?? null)
      for (const step of steps) {
        value = step(value as Value, row)
        if (isProblem(value)) break
      }
      out[n] = value
    }
    return out
  }
}
