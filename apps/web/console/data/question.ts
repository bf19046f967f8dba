/** What the screen asks of a resource: reason, fields, conditions; and what of it the policy lets it ask. */
import { type Decision, type FieldType, Purpose, type ReadReason, type Resource, type ResourceField } from '@haihe/contract'
import { instantOf } from '../../ui/minute.ts'

export const OPERATORS = ['=', '<', '<=', '>', '>=', 'in'] as const
export type Operator = (typeof OPERATORS)[number]

/** As typed. */
export interface ConditionDraft {
  id: number
  field: string
  op: Operator
  value: string
}

export interface Condition {
  field: string
  op: Operator
  value: string | number | boolean | (string | number)[]
}

/** Shapes and documents are not compared. */
const COMPARED: readonly FieldType[] = ['text', 'region', 'integer', 'number', 'boolean', 'date', 'datetime']

export const operatorsOf = (type: FieldType): readonly Operator[] =>
  type === 'boolean' ? ['='] : type === 'datetime' || type === 'date' ? OPERATORS.filter((op) => op !== 'in') : OPERATORS

/** Fields that are shown whole: a condition on any other would unmask it. */
export const comparableFields = (resource: Pick<Resource, 'fields'>, decision: Pick<Decision, 'fields'>): ResourceField[] =>
  resource.fields.filter(({ name, type }) => decision.fields[name]?.effect === 'allow' && COMPARED.includes(type))

/** Hidden values and pseudonyms are no groups; shapes and documents neither. */
export const groupableFields = (resource: Pick<Resource, 'fields'>, decision: Pick<Decision, 'fields'>): ResourceField[] =>
  resource.fields.filter(({ name, type }) => {
    const of = decision.fields[name]
    return of !== undefined && of.effect !== 'deny' && !['hide', 'pseudonym'].includes(of.mask) && COMPARED.includes(type)
  })

const one = (type: FieldType, text: string): string | number | boolean | undefined => {
  const value = text.trim()
  if (value === '') return undefined
  if (type === 'integer') return /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
  if (type === 'number') return Number.isFinite(Number(value)) ? Number(value) : undefined
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : undefined
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined
  if (type === 'datetime') return instantOf(value)
  return value
}

/** The condition for the server; undefined when the value is not of the field's type. */
export const conditionOf = (
  draft: ConditionDraft,
  fields: readonly Pick<ResourceField, 'name' | 'type'>[],
): Condition | undefined => {
  const type = fields.find(({ name }) => name === draft.field)?.type
  if (type === undefined) return undefined
  if (draft.op !== 'in') {
    const value = one(type, draft.value)
    return value === undefined ? undefined : { field: draft.field, op: draft.op, value }
  }
  const values = draft.value
    .split(/[,，、\s]+/)
    .filter((text) => text !== '')
    .map((text) => one(type, text))
  if (values.length === 0 || values.includes(undefined)) return undefined
  return { field: draft.field, op: 'in', value: values as (string | number)[] }
}

/** A cell as people read it; documents as JSON. */
export const cellText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const KEY = 'haihe.read-reason'

/** Purpose and basis named once hold for the visit: until the tab closes, on this device alone. */
export const rememberedReason = (): ReadReason | null => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<ReadReason> | null
    const purpose = Purpose.safeParse(kept?.purpose)
    return purpose.success && typeof kept?.basis === 'string' && kept.basis.trim().length >= 2
      ? { purpose: purpose.data, basis: kept.basis }
      : null
  } catch {
    return null
  }
}

export const rememberReason = (reason: ReadReason | null): void => {
  try {
    if (reason) sessionStorage.setItem(KEY, JSON.stringify(reason))
    else sessionStorage.removeItem(KEY)
  } catch {
    // without storage it is asked for again
  }
}

/** Does anything of the resource open only to who names purpose and basis? */
export const asksReason = (decision: Pick<Decision, 'fields'>): boolean =>
  Object.values(decision.fields).some(({ reason }) => reason === 'protected-without-purpose')
