/** Aggregated temporal values (clause 4.5.19): one value per method and period, counted from the start of the range. */
import { instanceValue } from '../model/entity.ts'
import type { Json } from '../model/json.ts'
import { periodOf } from './duration.ts'
import type { Moment } from './evolution.ts'
import { timeText } from './evolution.ts'
import type { Aggregated, Aggregation } from './temporal-query.ts'

/** What a value counts as (table 4.5.19.1-1): numbers as they are, truth as 0 and 1, arrays by their length. */
const numeric = (value: Json | undefined): number | undefined => {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (Array.isArray(value)) return value.length
  return undefined
}

const comparable = (value: Json | undefined): number | string | undefined => (typeof value === 'string' ? value : numeric(value))

const least = <T extends number | string>(values: readonly T[], sign: 1 | -1): T | undefined =>
  values.reduce<T | undefined>(
    (best, value) => (best === undefined || (value < best ? 1 : -1) * sign > 0 ? value : best),
    undefined,
  )

/** Lengths of arrays have no squares and no deviation. */
const isScalar = (value: Json | undefined): boolean => !Array.isArray(value)

/** What counts targets of relationships; nothing else is said of them (table 4.5.19.1-3). */
const COUNTS: ReadonlySet<Aggregation> = new Set(['totalCount', 'distinctCount'])

const METHODS: Record<Aggregation, (values: (Json | undefined)[]) => Json | undefined> = {
  totalCount: (values) => values.length,
  distinctCount: (values) => new Set(values.map((value) => JSON.stringify(value))).size,
  sum: (values) => sumOf(values, (n) => n),
  sumsq: (values) => sumOf(values.filter(isScalar), (n) => n * n),
  avg: (values) => {
    const numbers = numbersOf(values)
    return numbers.length === 0 ? undefined : numbers.reduce((a, b) => a + b, 0) / numbers.length
  },
  min: (values) => least(comparablesOf(values), 1),
  max: (values) => least(comparablesOf(values), -1),
  stddev: (values) => {
    const numbers = numbersOf(values.filter(isScalar))
    if (numbers.length === 0) return undefined
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length
    return Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length)
  },
}

const numbersOf = (values: readonly (Json | undefined)[]): number[] => values.map(numeric).filter((n) => n !== undefined)
const comparablesOf = (values: readonly (Json | undefined)[]): (number | string)[] =>
  values.map(comparable).filter((value) => value !== undefined)
const sumOf = (values: readonly (Json | undefined)[], map: (n: number) => number): number | undefined => {
  const numbers = numbersOf(values)
  return numbers.length === 0 ? undefined : numbers.reduce((sum, n) => sum + map(n), 0)
}

/** Method → [value, from, to] per period that holds instances, oldest first. `end`: of the range, for a period without length. */
export const aggregate = (
  moments: readonly Moment[],
  { methods, period }: Aggregated,
  origin: number,
  end: number,
): Record<string, Json[]> => {
  const whole = period.ms === 0 && period.months === 0
  const groups = new Map<number, { to: number; links: boolean; values: (Json | undefined)[] }>()
  for (const { at, instance } of moments) {
    const [from, to] = whole ? [origin, end] : periodOf(at, origin, period)
    const group = groups.get(from) ?? { to, links: false, values: [] }
    group.values.push(instanceValue(instance))
    group.links ||= instance.type === 'Relationship' || instance.type === 'ListRelationship'
    groups.set(from, group)
  }
  const periods = [...groups].sort(([a], [b]) => a - b)
  return Object.fromEntries(
    methods.map((method) => [
      method,
      periods.flatMap(([from, { to, links, values }]): Json[] => {
        const value = links && !COUNTS.has(method) ? undefined : METHODS[method](values)
        return value === undefined ? [] : [[value, timeText(from), timeText(to)]]
      }),
    ]),
  )
}
