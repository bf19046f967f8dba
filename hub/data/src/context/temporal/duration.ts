/** ISO 8601 durations, as periods of aggregation: months and years as the calendar has them. */
import { bad } from '../problem.ts'

export interface Duration {
  months: number
  /** milliseconds besides the months */
  ms: number
}

const PATTERN = /^P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Throws BadRequestData. A period of no length stands for the whole range. */
export const parseDuration = (text: string, name = 'aggrPeriodDuration'): Duration => {
  const found = PATTERN.exec(text)
  if (!found) throw bad('temporal.invalid', { reason: `${name}: ${text}` })
  const [years, months, weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return { months: years * 12 + months, ms: (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000 }
}

/** `times` periods after a moment, in UTC. */
export const addDuration = (at: number, { months, ms }: Duration, times: number): number => {
  if (months === 0) return at + ms * times
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months * times)
  // the last day of a shorter month stands for one it does not have
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime() + ms * times
}

/** Bounds of the period that holds a moment, counted from the origin. */
export const periodOf = (at: number, origin: number, duration: Duration): [from: number, to: number] => {
  const approx = duration.ms + duration.months * 28 * 86_400_000
  let n = Math.max(0, Math.floor((at - origin) / (duration.ms + duration.months * 31 * 86_400_000)) - 1)
  if (approx === 0) return [origin, origin]
  while (addDuration(origin, duration, n + 1) <= at) n += 1
  while (n > 0 && addDuration(origin, duration, n) > at) n -= 1
  return [addDuration(origin, duration, n), addDuration(origin, duration, n + 1)]
}
