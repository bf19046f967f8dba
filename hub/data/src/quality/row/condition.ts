/** Conditions of rules compiled to functions over a row: true, false, or null where a value is missing. */
import { QUALITY_CONDITION_DEPTH, QUALITY_CONDITION_PARTS, type QualityCondition, type ResourceField } from '@haihe/contract'
import { PatternError, wholePattern } from '../../pattern.ts'
import { Unfit } from '../unfit.ts'
import { comparable, constant, familyOf, isMissing, OPS, type Row } from './values.ts'

type Judge = (row: Row) => boolean | null

export interface ConditionScope {
  field: (name: string) => ResourceField
  /** local date */
  today: string
}

export const pattern = (source: string): ((value: string) => boolean) => {
  try {
    return wholePattern(source)
  } catch (error) {
    if (error instanceof PatternError) throw new Unfit(`格式 ${source} 有误：${error.message}`)
    throw error
  }
}

const children = (condition: QualityCondition): readonly QualityCondition[] =>
  'all' in condition ? condition.all : 'any' in condition ? condition.any : 'not' in condition ? [condition.not] : []

/** Fields a condition reads. */
export const fieldsOf = (condition: QualityCondition): string[] => {
  if (!('field' in condition)) return [...new Set(children(condition).flatMap(fieldsOf))]
  return 'other' in condition ? [condition.field, condition.other] : [condition.field]
}

const sizeOf = (condition: QualityCondition): number => 1 + children(condition).reduce((sum, child) => sum + sizeOf(child), 0)
const depthOf = (condition: QualityCondition): number => 1 + Math.max(0, ...children(condition).map(depthOf))

const leaf = (condition: Extract<QualityCondition, { field: string }>, { field, today }: ConditionScope): Judge => {
  const { name, type } = field(condition.field)
  if ('is' in condition) return (row) => isMissing(row[name]) === (condition.is === 'null')
  if ('matches' in condition) {
    if (familyOf({ type }) !== 'text') throw new Unfit(`${name} 不是文本，不能比对格式`)
    const matches = pattern(condition.matches)
    return (row) => (isMissing(row[name]) ? null : matches(String(row[name])))
  }
  if ('other' in condition) {
    const other = field(condition.other)
    if (familyOf({ type }) === 'none' || familyOf({ type }) !== familyOf(other))
      throw new Unfit(`${name} 与 ${other.name} 的类型不能比较`)
    const op = OPS[condition.op]
    const asDate = type === 'date' || other.type === 'date'
    return (row) => {
      const a = comparable(row[name], type, asDate)
      const b = comparable(row[other.name], other.type, asDate)
      return a === null || b === null ? null : op(a, b)
    }
  }
  const values = ('in' in condition ? condition.in : [condition.value]).map((value) => constant(value, type, today))
  if (values.some((value) => value === undefined)) throw new Unfit(`比较值与 ${name} 的类型不符`)
  const op = 'in' in condition ? OPS['='] : OPS[condition.op]
  const known = values.filter((value) => value !== undefined)
  return (row) => {
    if (isMissing(row[name])) return null
    return known.some(({ value, asDate }) => op(comparable(row[name], type, asDate)!, value))
  }
}

const join = (parts: readonly Judge[], decisive: boolean): Judge => {
  return (row) => {
    let unknown = false
    for (const part of parts) {
      const answer = part(row)
      if (answer === decisive) return decisive
      if (answer === null) unknown = true
    }
    return unknown ? null : !decisive
  }
}

const compile = (condition: QualityCondition, scope: ConditionScope): Judge => {
  if ('field' in condition) return leaf(condition, scope)
  if ('not' in condition) {
    const inner = compile(condition.not, scope)
    return (row) => {
      const answer = inner(row)
      return answer === null ? null : !answer
    }
  }
  const parts = children(condition).map((child) => compile(child, scope))
  return join(parts, 'any' in condition)
}

/** Throws Unfit when the condition does not fit the fields, or is too large. */
export const compileCondition = (condition: QualityCondition, scope: ConditionScope): Judge => {
  if (depthOf(condition) > QUALITY_CONDITION_DEPTH || sizeOf(condition) > QUALITY_CONDITION_PARTS) throw new Unfit('条件过于复杂')
  return compile(condition, scope)
}
