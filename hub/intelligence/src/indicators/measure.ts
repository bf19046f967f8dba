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

/** Mean over objects and time of a window that opened with `opening`. */
const timeMean = (opening: Part, part: Part, minutes: number): number | null => {
  const objects = opening.count * minutes + part.count * minutes - part.countMoment
  if (objects === 0) return null
  return (opening.sum * minutes + part.sum * minutes - part.sumMoment) / objects
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
    const value =
      aggregate === 'timeMean'
        ? timeMean(before, part, minutes)
        : aggregate === 'sumOfLast' && indicator.zeroWithoutInput
          ? balance.sum
          : partialValue(balance, aggregate)
    return { at, value, count: balance.count, part: { ...balance, marks: part.marks } }
  })
}
