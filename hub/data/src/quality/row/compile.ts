/** Rules on single rows compiled to functions: exact, because the validators are those of the forms. */
import {
  isCertificateId,
  isIdentityNumber,
  isPlate,
  isUscc,
  parseIdentityNumber,
  parsePhone,
  type QualityCheck,
  type QualityStandard,
  type Resource,
  type ResourceField,
  withinRegion,
} from '@haihe/contract'
import { Unfit } from '../unfit.ts'
import { type ConditionScope, compileCondition, fieldsOf, pattern } from './condition.ts'
import { comparable, constant, familyOf, isMissing, type Row } from './values.ts'

const ROW_KINDS = [
  'not-null',
  'pattern',
  'code-list',
  'standard',
  'length',
  'range',
  'within-region',
  'identity-birthday',
  'compare',
  'expression',
] as const
type RowKind = (typeof ROW_KINDS)[number]
export type RowCheck = Extract<QualityCheck, { kind: RowKind }>
export const isRowCheck = (check: QualityCheck): check is RowCheck => (ROW_KINDS as readonly string[]).includes(check.kind)

/** null: the rule does not apply to this row */
export type Verdict = boolean | null

export interface RowScope {
  resource: Pick<Resource, 'fields' | 'region'>
  /** local date */
  today: string
  /** true for a region of the city, also a former one */
  hasRegion: (code: string) => boolean
  /** the city's code: regions outside are only looked at by their shape */
  city: string
}

const REGION = /^[1-8]\d(\d{4}(\d{3}(\d{3}(\d{3})?)?)?)?$/

const STANDARDS: Record<QualityStandard, (value: string, scope: RowScope) => boolean> = {
  'GB 11643': (value, { today }) => isIdentityNumber(value, today),
  'GB 32100': (value) => isUscc(value),
  'GB/T 36904': (value) => isCertificateId(value),
  'GB/T 2260': (value, { city, hasRegion }) => (value.startsWith(city) ? hasRegion(value) : REGION.test(value)),
  phone: (value) => parsePhone(value) !== undefined || /^[2-9]\d{6,7}$/.test(value),
  plate: (value) => isPlate(value),
}

export const fieldIn = (resource: Pick<Resource, 'fields'>, name: string): ResourceField => {
  const field = resource.fields.find((one) => one.name === name)
  if (!field) throw new Unfit(`没有信息项 ${name}`)
  return field
}

const textual = (field: ResourceField): ResourceField => {
  if (familyOf(field) !== 'text') throw new Unfit(`${field.name} 不是文本`)
  return field
}

/** Only texts that are there are looked at. */
const onText = (field: ResourceField, judge: (value: string) => boolean) => {
  const { name } = textual(field)
  return (row: Row): Verdict => (isMissing(row[name]) ? null : judge(String(row[name])))
}

const range = (field: ResourceField, { min, max }: { min: unknown; max: unknown }, today: string) => {
  if (min === null && max === null) throw new Unfit('范围至少有一端')
  if (!['number', 'time'].includes(familyOf(field))) throw new Unfit(`${field.name} 不是数值或时间`)
  const bound = (value: unknown) => {
    if (value === null) return null
    const known = constant(value as string | number, field.type, today)
    if (!known) throw new Unfit(`范围与 ${field.name} 的类型不符`)
    return known
  }
  const [low, high] = [bound(min), bound(max)]
  return (row: Row): Verdict => {
    if (isMissing(row[field.name])) return null
    const of = (asDate: boolean) => comparable(row[field.name], field.type, asDate)!
    return (!low || of(low.asDate) >= low.value) && (!high || of(high.asDate) <= high.value)
  }
}

/** Throws Unfit when the rule does not fit the fields. */
export const compileRow = (check: RowCheck, scope: RowScope): ((row: Row) => Verdict) => {
  const fields = check.fields.map((name) => fieldIn(scope.resource, name))
  const field = fields[0] as ResourceField
  const conditions: ConditionScope = { field: (name) => fieldIn(scope.resource, name), today: scope.today }
  switch (check.kind) {
    case 'not-null':
      return (row) => !isMissing(row[field.name])
    case 'pattern':
      return onText(field, pattern(check.parameters.pattern))
    case 'code-list': {
      const codes = new Set(check.parameters.codes)
      if (familyOf(field) === 'none') throw new Unfit(`${field.name} 不能比对代码`)
      return (row) => (isMissing(row[field.name]) ? null : codes.has(String(row[field.name])))
    }
    case 'standard': {
      const judge = STANDARDS[check.parameters.standard]
      return onText(field, (value) => judge(value.trim(), scope))
    }
    case 'length': {
      const { min, max } = check.parameters
      return onText(field, (value) => {
        const length = [...value].length
        return (min === null || length >= min) && (max === null || length <= max)
      })
    }
    case 'range':
      return range(field, check.parameters, scope.today)
    case 'within-region':
      return onText(field, (value) => withinRegion(value, scope.resource.region))
    case 'identity-birthday': {
      const [number, birthday] = [textual(field), fields[1] as ResourceField]
      if (familyOf(birthday) === 'number') throw new Unfit(`${birthday.name} 不是日期`)
      return (row) => {
        const person = parseIdentityNumber(String(row[number.name] ?? '').trim())
        if (!person || isMissing(row[birthday.name])) return null
        const day = comparable(row[birthday.name], birthday.type, true)
        return String(day).replaceAll(/\D/g, '').slice(0, 8) === person.birthDate.replaceAll('-', '')
      }
    }
    case 'compare': {
      const [a, b] = check.fields
      return compileCondition({ field: a, op: check.parameters.op, other: b }, conditions)
    }
    case 'expression': {
      const unlisted = fieldsOf(check.parameters.condition).find((name) => !check.fields.includes(name))
      if (unlisted) throw new Unfit(`条件用到的 ${unlisted} 没有列在信息项中`)
      return compileCondition(check.parameters.condition, conditions)
    }
  }
}

const todayBelow = (check: RowCheck): boolean => {
  const text = JSON.stringify(check.parameters)
  return text.includes('"today"')
}

/** A row that passes today may fail tomorrow: such a rule is checked anew each day. */
export const agesOut = (check: RowCheck): boolean =>
  (check.kind === 'range' && check.parameters.min === 'today') || (check.kind === 'expression' && todayBelow(check))

/** A row that fails today may pass tomorrow. */
export const agesIn = (check: RowCheck): boolean =>
  (check.kind === 'range' && check.parameters.max === 'today') ||
  (check.kind === 'standard' && check.parameters.standard === 'GB 11643')
