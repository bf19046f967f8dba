/** Conditions of a request as SQL: on fields that are shown whole alone, since any other would be unmasked by them. */
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

/** Throws FILTER_NOT_ALLOWED for a field that is not shown whole, INVALID_INPUT for a value of another type. */
export const compileConditions = (
  where: ReadRequest['where'],
  resource: Pick<Resource, 'fields'>,
  decision: Pick<Decision, 'fields'>,
  first: number,
): { sql: string; values: unknown[] } => {
  const values: unknown[] = []
  const parts = where.map(({ field: name, op, value }) => {
    const field = resource.fields.find((one) => one.name === name)
    if (!field || decision.fields[name]?.effect !== 'allow') throw new AppError('FILTER_NOT_ALLOWED', { field: name })
    const schema = VALUE[field.type]
    const cast = CAST[field.type]
    const parsed = (op === 'in' ? z.array(schema ?? z.never()) : (schema ?? z.never())).safeParse(value)
    if (!parsed.success || !cast)
      throw new AppError('INVALID_INPUT', { errors: [{ path: `where.${name}`, message: '条件的取值与信息项类型不符' }] })
    const place = `$${first + values.push(parsed.data) - 1}`
    return op === 'in' ? `${quoted(name)} = ANY(${place}::${cast}[])` : `${quoted(name)} ${op} ${place}::${cast}`
  })
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values }
}
