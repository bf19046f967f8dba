/**
 * The value of a number from its raw rows by the plain meaning of its aggregate: nothing in common with the kept parts but
 * the rounding of values to the grid on which sums are exact.
 */
import type { Indicator } from '../indicators/definitions.ts'
import { quantise } from '../indicators/part.ts'
import { MINUTE } from '../indicators/windows.ts'

export interface Point {
  series: number
  /** epoch milliseconds */
  at: number
  value: number
  weight: number | null
}

/** A reading with the minutes of the window in which its object counts with it. */
export type Counted<P extends Point> = P & { minutes: number; standing: boolean }

const floor = (at: number): number => Math.floor(at / MINUTE) * MINUTE
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + quantise(value), 0)

/**
 * Each reading counts from the start of its minute until the minute of the next one of its object, or until its object is
 * forgotten. `standing`: it is the one that counts at the end of the window.
 */
export const counted = <P extends Point>(points: readonly P[], forget: number | null, start: number, end: number): Counted<P>[] =>
  [...Map.groupBy(points, ({ series }) => series).values()].flatMap((own) => {
    const inOrder = own.toSorted((a, b) => a.at - b.at)
    return inOrder.map((point, index) => {
      const next = inOrder[index + 1]?.at ?? Number.POSITIVE_INFINITY
      const until = Math.min(next, forget === null ? Number.POSITIVE_INFINITY : point.at + forget)
      const from = Math.max(start, floor(point.at))
      const to = Math.min(end, until === Number.POSITIVE_INFINITY ? end : floor(until))
      return { ...point, minutes: Math.max(0, to - from) / MINUTE, standing: floor(point.at) < end && to === end && from < end }
    })
  })

/** Numbers of the readings of a window. `shown` settles which of several newest readings of one instant is the last. */
export const ofReadings = ({ def }: Indicator, points: readonly Point[], shown: number | null): number | null => {
  const weighed = def.aggregate === 'ratio' ? points.filter(({ weight }) => weight !== null) : points
  const values = weighed.map(({ value }) => value)
  if (values.length === 0) return null
  switch (def.aggregate) {
    case 'mean':
      return sum(values) / values.length
    case 'sum':
      return sum(values)
    case 'count':
      return values.length
    case 'min':
      return values.reduce((least, value) => Math.min(least, value))
    case 'max':
      return values.reduce((most, value) => Math.max(most, value))
    case 'ratio': {
      const whole = sum(weighed.map(({ weight }) => weight as number))
      return whole === 0 ? null : sum(values) / whole
    }
    default: {
      const newest = points.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY)
      const last = points.filter(({ at }) => at === newest).map(({ value }) => value)
      return shown !== null && last.includes(shown) ? shown : (last[0] as number)
    }
  }
}

const MINUTES_PER_DAY = 1440

/** Numbers over objects; `values` of perDay are the readings of the window. */
export const ofObjects = (
  { def }: Indicator,
  values: readonly Counted<Point>[],
  weights: readonly Counted<Point>[],
): number | null => {
  const standing = values.filter((point) => point.standing)
  const total = sum(standing.map(({ value }) => value))
  const byTime = (points: readonly Counted<Point>[]): number =>
    points.reduce((all, { value, minutes }) => all + quantise(value) * minutes, 0)
  switch (def.aggregate) {
    case 'sumOfLast':
      return standing.length === 0 ? null : total
    case 'meanOfLast':
      return standing.length === 0 ? null : total / standing.length
    case 'ratioOfLast': {
      const whole = sum(weights.filter((point) => point.standing).map(({ value }) => value))
      return standing.length === 0 || whole === 0 ? null : total / whole
    }
    case 'perDay': {
      const days = byTime(weights) / MINUTES_PER_DAY
      return days === 0 ? null : sum(values.map(({ value }) => value)) / days
    }
    default: {
      const time = values.reduce((all, { minutes }) => all + minutes, 0)
      return time === 0 ? null : byTime(values) / time
    }
  }
}

/** Numbers of events: what was added, over what it is set against. */
export const ofEvents = ({ def, gauge, zeroWithoutInput }: Indicator, points: readonly Point[]): number | null => {
  if (points.length === 0) return zeroWithoutInput ? 0 : null
  if (def.aggregate === 'ratio' || def.aggregate === 'ratioOfLast') {
    const whole = sum(points.map(({ weight }) => weight ?? (gauge ? 0 : 1)))
    return whole === 0 ? null : sum(points.map(({ value }) => value)) / whole
  }
  if (gauge) return sum(points.map(({ value }) => value))
  return ofReadings({ def } as Indicator, points, null)
}
