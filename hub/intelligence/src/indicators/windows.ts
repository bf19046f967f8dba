/** Windows of time in the city's time zone: minute, hour, day, month. Instants are epoch milliseconds. */
import { WINDOWS, type Window } from '@haihe/contract'

export const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const QUARTER = 15 * MINUTE

export interface Zone {
  /** milliseconds to add to an instant to read the local clock */
  offset: (at: number) => number
}

/** Offsets change at whole quarters of an hour at the earliest: one look-up per quarter is remembered. */
export const createZone = (timeZone: string): Zone => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const known = new Map<number, number>()
  return {
    offset: (at) => {
      const quarter = Math.floor(at / QUARTER)
      const cached = known.get(quarter)
      if (cached !== undefined) return cached
      const part = Object.fromEntries(format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, Number(value)]))
      const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!)
      if (known.size > 20_000) known.clear()
      known.set(quarter, local - quarter * QUARTER)
      return local - quarter * QUARTER
    },
  }
}

/** The instant at which the local clock reads `local` (given as if it were UTC). */
const instantOf = (zone: Zone, local: number): number => {
  const guess = local - zone.offset(local)
  return local - zone.offset(guess)
}

/** Start of the window that holds `at`. */
export const windowStart = (zone: Zone, window: Window, at: number): number => {
  if (window === 'minute') return Math.floor(at / MINUTE) * MINUTE
  const offset = zone.offset(at)
  const local = at + offset
  if (window === 'hour') return Math.floor(local / HOUR) * HOUR - offset
  if (window === 'day') return instantOf(zone, Math.floor(local / DAY) * DAY)
  const date = new Date(local)
  return instantOf(zone, Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1))
}

/** Start of the window `steps` after (before, when negative) the one that starts at `start`. */
export const windowShift = (zone: Zone, window: Window, start: number, steps: number): number => {
  if (window === 'minute') return start + steps * MINUTE
  if (window === 'hour') return start + steps * HOUR
  const local = new Date(start + zone.offset(start))
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()]
  return instantOf(zone, window === 'day' ? Date.UTC(year, month, day + steps) : Date.UTC(year, month + steps, 1))
}

/** Local date YYYY-MM-DD of an instant, as dated rules want it. */
export const localDate = (zone: Zone, at: number): string => new Date(at + zone.offset(at)).toISOString().slice(0, 10)

export interface Range {
  window: Window
  /** inclusive; -Infinity for everything before */
  from: number
  /** exclusive */
  to: number
}

/**
 * Covers [from, to) with as few windows as there are: months, then days, hours and the finest window towards both ends.
 * `from` and `to` lie on starts of the finest window.
 */
export const rangesOf = (zone: Zone, finest: Window, from: number, to: number): Range[] => {
  const ranges: Range[] = []
  const sizes = WINDOWS.slice(WINDOWS.indexOf(finest)).reverse()
  const cover = (sizeIndex: number, low: number, high: number): void => {
    if (low >= high) return
    const window = sizes[sizeIndex]!
    if (sizeIndex === sizes.length - 1) {
      ranges.push({ window, from: low, to: high })
      return
    }
    const floor = low === -Infinity ? low : windowStart(zone, window, low)
    const first = floor === low ? low : windowShift(zone, window, floor, 1)
    const last = windowStart(zone, window, high)
    if (first < last) {
      cover(sizeIndex + 1, low, first)
      ranges.push({ window, from: first, to: last })
      cover(sizeIndex + 1, last, high)
    } else cover(sizeIndex + 1, low, high)
  }
  cover(0, from, to)
  return ranges
}
