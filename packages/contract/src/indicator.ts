/** Indicator (指标): a declared computation with dimensions region × window. Pure and mergeable. */
import { z } from 'zod'
import { AlertLevel } from './alert.ts'
import { Text } from './text.ts'

export const WINDOWS = ['minute', 'hour', 'day', 'month'] as const
export const Window = z.enum(WINDOWS)
export type Window = z.infer<typeof Window>

/**
 * Two families. Of the readings in a window: mean, sum, min, max, count, last, and ratio (Σ value ÷ Σ weight); there every
 * reading counts, so an object that reports more often weighs more.
 * Of the objects themselves (gauges): every object counts once, with its latest reading, however often it reports.
 *   sumOfLast    free parking places of a district: the sum over its car parks, at the end of the window
 *   meanOfLast   the mean over the objects, at the end of the window
 *   ratioOfLast  Σ latest value ÷ Σ latest weight, at the end of the window
 *   timeMean     the mean over objects and time: an object counts for as long as its reading is its latest
 *   perDay       Σ of the readings in the window ÷ (Σ latest weight × days passed): turnover, times per place and day
 * Gauges are kept as differences (new − old latest, at the time of the reading), so partials stay mergeable in any order
 * and the value at any minute is the sum of all differences up to it.
 */
export const AGGREGATES = [
  'mean',
  'sum',
  'min',
  'max',
  'count',
  'last',
  'ratio',
  'sumOfLast',
  'meanOfLast',
  'ratioOfLast',
  'timeMean',
  'perDay',
] as const
export const Aggregate = z.enum(AGGREGATES)
export type Aggregate = z.infer<typeof Aggregate>

const GAUGES: readonly Aggregate[] = ['sumOfLast', 'meanOfLast', 'ratioOfLast', 'timeMean', 'perDay']
export const isGauge = (aggregate: Aggregate): boolean => GAUGES.includes(aggregate)

/**
 * One mergeable partial. For `ratio`, `sum` is the numerator and `weight` the denominator. For gauges the fields are
 * differences: `count` of objects, `sum` of their values, `weight` of their weights; for `perDay` `sum` is plain and
 * `count` is the weight.
 */
export const Partial = z.object({
  count: z.number(),
  sum: z.number(),
  weight: z.number(),
  min: z.number(),
  max: z.number(),
  last: z.number(),
  /** epoch milliseconds of `last` */
  lastAt: z.number(),
  /** gauges: Σ difference × minutes since the start of the window, of `sum` and of `count`; gives the mean over time */
  sumMoment: z.number().default(0),
  countMoment: z.number().default(0),
})
export type Partial = z.infer<typeof Partial>

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
    sumMoment: a.sumMoment + b.sumMoment,
    countMoment: a.countMoment + b.countMoment,
  }
}

/**
 * The value of a partial under an aggregate; null when it has no inputs (a gap stays a gap). For a gauge the partial is
 * the sum of all differences up to the moment asked for.
 */
export const partialValue = (partial: Partial | undefined, aggregate: Aggregate): number | null => {
  if (!partial || partial.count === 0) return null
  switch (aggregate) {
    case 'mean':
    case 'meanOfLast':
    // over an instant the mean over time is the mean of the latest readings
    case 'timeMean':
      return partial.sum / partial.count
    case 'ratio':
    case 'ratioOfLast':
      return partial.weight === 0 ? null : partial.sum / partial.weight
    case 'sum':
    case 'sumOfLast':
      return partial.sum
    // needs the time that has passed: not a matter of one partial
    case 'perDay':
      return null
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
    z.object({
      entityType: z.string(),
      attribute: z.string(),
      /** ratio, ratioOfLast, perDay: the denominator; it must be reported (or derived) at the same times as `attribute` */
      weightAttribute: z.string().optional(),
    }),
    z.object({ event: z.string() }),
  ]),
  /** smallest region that keeps the indicator; street unless told */
  finest: z.enum(['district', 'street', 'community']).optional(),
  /**
   * gauges fed by readings: an object silent for this many seconds no longer counts, until it reports again;
   * three times `staleAfter` unless told, null never
   */
  forgetAfter: z.number().int().positive().nullable().optional(),
  /** windows people may ask for; the finest one is also the step in which the past can be asked for */
  windows: z.array(Window).min(1),
  /** the window a tile or a map shows */
  shown: Window,
  /** open to everybody, signed in or not; others are for who may read indicators */
  open: z.boolean().optional(),
  /** shown to people when they click the number */
  formula: Text,
  /** ids of the dated rules the computation uses */
  rules: z.array(z.string()),
  owner: z.string(),
  /** after how many seconds without input the number is stale */
  staleAfter: z.number().int(),
  /**
   * colour bands for maps and tiles: a value, rounded as it is shown, at or past `from` wears `level`; "past" is above,
   * or below when higher is better
   */
  bands: z.array(z.object({ from: z.number(), level: AlertLevel.nullable(), label: Text })).default([]),
})
export type IndicatorDef = z.infer<typeof IndicatorDef>
export type IndicatorInput = z.input<typeof IndicatorDef>
