/** Conditions of a request: on fields that are shown whole alone, since any other would be unmasked by them. */
import { AppError, type Decision, type FieldType, type Resource } from '@haihe/contract'
import { z } from 'zod'
import { quoted } from '../held/columns.ts'
import type { ReadRequest } from '../platform/ports.ts'

export const OPERATORS = ['=', '<', '<=', '>', '>=', 'in'] as const
export const Condition = z.strictObject({
  field: z.string().max(60),
  op: z.enum(OPERATORS),
  value: z.union([z.string().max(1000), z.number(), z.boolean(), z.array(z.union([z.string().max(1000), z.number()])).max(200)]),
})
export const Conditions = z.array(Condition).max(20)

const VALUE: Partial<Record<FieldType, z.ZodType>> = {
  text: z.string(),
  region: z.string(),
  integer: z.number().int(),
  number: z.number(),
  boolean: z.boolean(),
  date: z.iso.date(),
  datetime: z.iso.datetime({ offset: true }),
}
const CAST: Partial<Record<FieldType, string>> = {
  text: 'text',
  region: 'text',
  integer: 'bigint',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
}

interface Checked {
  field: string
  type: FieldType
  cast: string
  op: (typeof OPERATORS)[number]
  value: unknown
}

/** Throws FILTER_NOT_ALLOWED for a field that is not shown whole, INVALID_INPUT for a value of another type. */
const check = (where: ReadRequest['where'], resource: Pick<Resource, 'fields'>, decision: Pick<Decision, 'fields'>): Checked[] =>
  where.map(({ field: name, op, value }) => {
    const field = resource.fields.find((one) => one.name === name)
    if (!field || decision.fields[name]?.effect !== 'allow') throw new AppError('FILTER_NOT_ALLOWED', { field: name })
    const schema = VALUE[field.type]
    const cast = CAST[field.type]
    const parsed = (op === 'in' ? z.array(schema ?? z.never()) : (schema ?? z.never())).safeParse(value)
    if (!parsed.success || !cast)
      throw new AppError('INVALID_INPUT', { errors: [{ path: `where.${name}`, message: '条件的取值与信息项类型不符' }] })
    return { field: name, type: field.type, cast, op, value: parsed.data }
  })

/** As SQL over a held table. Throws FILTER_NOT_ALLOWED, INVALID_INPUT. */
export const compileConditions = (
  where: ReadRequest['where'],
  resource: Pick<Resource, 'fields'>,
  decision: Pick<Decision, 'fields'>,
  first: number,
): { sql: string; values: unknown[] } => {
  const values: unknown[] = []
  const parts = check(where, resource, decision).map(({ field, cast, op, value }) => {
    const place = `$${first + values.push(value) - 1}`
    return op === 'in' ? `${quoted(field)} = ANY(${place}::${cast}[])` : `${quoted(field)} ${op} ${place}::${cast}`
  })
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values }
}

type Ordered = string | number | boolean

/** A value in the order of its type; undefined for one of another type, which no condition is true of. */
const ordered = (type: FieldType, value: unknown): Ordered | undefined => {
  // NGSI-LD writes dates as {"@type": "DateTime", "@value": …} too
  const plain = typeof value === 'object' && value !== null && '@value' in value ? value['@value'] : value
  if (type === 'integer' || type === 'number') return typeof plain === 'number' ? plain : undefined
  if (type === 'boolean') return typeof plain === 'boolean' ? plain : undefined
  if (typeof plain !== 'string') return undefined
  if (type !== 'datetime') return plain
  const at = Date.parse(plain)
  return Number.isNaN(at) ? undefined : at
}

const TESTS: Record<Exclude<Checked['op'], 'in'>, (a: Ordered, b: Ordered) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** The same over rows that are not in a table: city objects, answers of services. */
export const matchConditions = (
  where: ReadRequest['where'],
  resource: Pick<Resource, 'fields'>,
  decision: Pick<Decision, 'fields'>,
): ((row: Readonly<Record<string, unknown>>) => boolean) => {
  const tests = check(where, resource, decision).map(({ field, type, op, value }) => {
    const wanted = (Array.isArray(value) ? value : [value]).map((one) => ordered(type, one))
    return (row: Readonly<Record<string, unknown>>): boolean => {
      const is = ordered(type, row[field])
      if (is === undefined) return false
      if (op === 'in') return wanted.includes(is)
      const [other] = wanted
      return other !== undefined && TESTS[op](is, other)
    }
  })
  return (row) => tests.every((test) => test(row))
}
