/** Dated rules as GET /api/rules tells them, and a change of one that a person may configure. */
import type { Rule } from '@haihe/contract'

export interface StoredRule extends Rule {
  origin: 'scenario' | 'manual'
  changedBy: string | null
  changedAt: string
}

export const ruleKey = (rule: Pick<Rule, 'id' | 'region' | 'from'>): string => `${rule.id}@${rule.region}@${rule.from}`

/** Where a value comes from: a published document, a default of the field, or a person's own setting. */
export const standing = (rule: StoredRule): 'official' | 'configurable' | 'manual' =>
  rule.origin === 'manual' ? 'manual' : rule.official ? 'official' : 'configurable'

/** local date of the city, YYYY-MM-DD; `minute` as localMinute writes it */
export const dayOf = (minute: string): string => minute.slice(0, 10)

/** past: has ended; now: in force on the day; coming: starts later */
export const timeOf = (rule: Pick<Rule, 'from' | 'to'>, day: string): 'past' | 'now' | 'coming' =>
  rule.from > day ? 'coming' : rule.to !== null && rule.to <= day ? 'past' : 'now'

/** As timeOf, but a version that a later one of the same region has replaced is told apart. */
export const standingOn = (rule: Rule, versions: readonly Rule[], day: string): ReturnType<typeof timeOf> | 'replaced' => {
  const time = timeOf(rule, day)
  const replaced =
    time === 'now' &&
    versions.some((other) => other.region === rule.region && other.from > rule.from && timeOf(other, day) === 'now')
  return replaced ? 'replaced' : time
}

type Value = Rule['value']

export interface DurationValue {
  amount: number
  unit: string
}

export const isDuration = (value: unknown): value is DurationValue =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 2 &&
  typeof (value as DurationValue).amount === 'number' &&
  typeof (value as DurationValue).unit === 'string'

/** How a value is edited: numbers and durations in fields of their own, everything else as JSON. */
export type ValueKind = 'number' | 'text' | 'boolean' | 'duration' | 'json'
export const kindOf = (value: Value): ValueKind =>
  typeof value === 'number'
    ? 'number'
    : typeof value === 'string'
      ? 'text'
      : typeof value === 'boolean'
        ? 'boolean'
        : isDuration(value)
          ? 'duration'
          : 'json'

/** What was typed, as a value of the same kind; undefined when it is none. */
export const valueFrom = (kind: ValueKind, text: string, unit: string): Value | undefined => {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  switch (kind) {
    case 'number':
      return Number.isFinite(number) ? number : undefined
    case 'duration':
      return Number.isFinite(number) && number > 0 ? { amount: number, unit } : undefined
    case 'text':
      return text.trim() === '' ? undefined : text
    case 'boolean':
      return text === 'true'
    case 'json':
      try {
        return JSON.parse(text) as Value
      } catch {
        return undefined
      }
  }
}
