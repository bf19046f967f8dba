/** Indicator (指标): a declared computation with dimensions region × window. Pure and mergeable. */
import { z } from 'zod'
import { AlertLevel } from './alert.ts'
import { Text } from './text.ts'

export const WINDOWS = ['minute', 'hour', 'day', 'month'] as const
export const Window = z.enum(WINDOWS)
export type Window = z.infer<typeof Window>

export const AGGREGATES = ['mean', 'sum', 'min', 'max', 'count', 'last', 'ratio'] as const
export const Aggregate = z.enum(AGGREGATES)
export type Aggregate = z.infer<typeof Aggregate>

/** One mergeable partial. For `ratio`, `sum` is the numerator and `weight` the denominator. */
export const Partial = z.object({
  count: z.number(),
  sum: z.number(),
  weight: z.number(),
  min: z.number(),
  max: z.number(),
  last: z.number(),
  /** epoch milliseconds of `last` */
  lastAt: z.number(),
})
export type Partial = z.infer<typeof Partial>

export const partialOf = (value: number, at: number, weight = 1): Partial => ({
  count: 1,
  sum: value,
  weight,
  min: value,
  max: value,
  last: value,
  lastAt: at,
})

export const mergePartials = (a: Partial, b: Partial): Partial => {
  const newer = b.lastAt >= a.lastAt ? b : a
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    weight: a.weight + b.weight,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    last: newer.last,
    lastAt: newer.lastAt,
  }
}

/** The value of a partial under an aggregate; null when it has no inputs (a gap stays a gap). */
export const partialValue = (partial: Partial | undefined, aggregate: Aggregate): number | null => {
  if (!partial || partial.count === 0) return null
  switch (aggregate) {
    case 'mean':
      return partial.sum / partial.count
    case 'ratio':
      return partial.weight === 0 ? null : partial.sum / partial.weight
    case 'sum':
      return partial.sum
    case 'min':
      return partial.min
    case 'max':
      return partial.max
    case 'count':
      return partial.count
    case 'last':
      return partial.last
  }
}

export const IndicatorDef = z.object({
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  title: Text,
  description: Text,
  domain: z.string(),
  unit: z.string(),
  /** decimals shown */
  precision: z.number().int().min(0).max(4),
  /** +1 higher is better, -1 lower is better, 0 neither */
  direction: z.union([z.literal(1), z.literal(-1), z.literal(0)]),
  aggregate: Aggregate,
  /** what feeds it: an attribute of an entity type, or an event of the business hub */
  source: z.union([
    z.object({ entityType: z.string(), attribute: z.string(), weightAttribute: z.string().optional() }),
    z.object({ event: z.string() }),
  ]),
  windows: z.array(Window).min(1),
  /** the window a tile or a map shows */
  shown: Window,
  /** shown to people when they click the number */
  formula: Text,
  /** ids of the dated rules the computation uses */
  rules: z.array(z.string()),
  owner: z.string(),
  /** after how many seconds without input the number is stale */
  staleAfter: z.number().int(),
  /** colour bands for maps and tiles: a value at or past `from` wears `level` (see direction) */
  bands: z.array(z.object({ from: z.number(), level: AlertLevel.nullable(), label: Text })).default([]),
})
export type IndicatorDef = z.infer<typeof IndicatorDef>
export type IndicatorInput = z.input<typeof IndicatorDef>
