/** The one way from kept parts to values, for tiles of now, screens of the past and series alike. */
import { partialValue } from '@haihe/contract'
import type { Indicator } from './definitions.ts'
import { mergeParts, type Part } from './part.ts'

export interface WindowPart {
  /** start of the window */
  at: number
  /** minutes of the window that have passed */
  minutes: number
  part: Part
}

export interface Measured {
  at: number
  value: number | null
  /** gauges: how many objects count; else how many inputs */
  count: number
  /** what the value was read from; marks are those of the window's own inputs */
  part: Part
}

const MINUTES_PER_DAY = 1440

/** Σ count × minutes over a window that opened with `opening`. */
const countedMinutes = (opening: Part, part: Part, minutes: number): number =>
  opening.count * minutes + part.count * minutes - part.countMoment

/** Readings of the window per weight and day. */
const perDay = (opening: Part, part: Part, minutes: number): number | null => {
  const weight = countedMinutes(opening, part, minutes) / MINUTES_PER_DAY
  return weight === 0 ? null : part.sum / weight
}

/** Mean over objects and time. */
const timeMean = (opening: Part, part: Part, minutes: number): number | null => {
  const objects = countedMinutes(opening, part, minutes)
  if (objects === 0) return null
  return (opening.sum * minutes + part.sum * minutes - part.sumMoment) / objects
}

const gaugeValue = (
  { def, zeroWithoutInput }: Indicator,
  before: Part,
  part: Part,
  balance: Part,
  minutes: number,
): number | null => {
  if (def.aggregate === 'timeMean') return timeMean(before, part, minutes)
  if (def.aggregate === 'perDay') return perDay(before, part, minutes)
  return zeroWithoutInput && def.aggregate === 'sumOfLast' ? balance.sum : partialValue(balance, def.aggregate)
}

/**
 * Values of consecutive windows, oldest first. `opening` is the sum of every difference before the first (gauges only).
 * A gap stays a gap; only numbers of events are 0 without input.
 */
export const measureWindows = (indicator: Indicator, opening: Part, windows: readonly WindowPart[]): Measured[] => {
  const { aggregate } = indicator.def
  let balance = opening
  return windows.map(({ at, minutes, part }) => {
    if (!indicator.gauge) {
      const value = partialValue(part, aggregate)
      return { at, value: value === null && indicator.zeroWithoutInput ? 0 : value, count: part.count, part }
    }
    const before = balance
    balance = mergeParts(before, part)
    const value = gaugeValue(indicator, before, part, balance, minutes)
    return { at, value, count: balance.count, part: { ...balance, marks: part.marks } }
  })
}
