/** Working days and office time between instants. Every function is a look-up in the calendar's prefix sums. */
import { AppError, MINUTE } from '@haihe/contract'
import { type Calendar, dateOf, dayOf, indexOf, instantOf, nextYear, splitInstant } from './calendar.ts'

/** True when the local date YYYY-MM-DD is worked, make-up workdays included. */
export const isWorkday = (calendar: Calendar, date: string): boolean => calendar.shape[indexOf(calendar, dayOf(date))]! >= 0

/** Office milliseconds of a day before `ms` past its midnight. */
const officeMsInDay = (calendar: Calendar, index: number, ms: number): number => {
  const shape = calendar.spans[calendar.shape[index]!]
  if (!shape) return 0
  return shape.reduce((sum, [open, close]) => sum + Math.max(0, Math.min(ms, close) - open), 0)
}

/** Office milliseconds since the calendar's first day. */
export const officeMsAt = (calendar: Calendar, at: number): number => {
  const { day, ms } = splitInstant(at)
  const index = indexOf(calendar, day)
  return calendar.officeMsBefore[index]! + officeMsInDay(calendar, index, ms)
}

/** Workdays since the calendar's first day; the day under way counts by the share of its office time that is over. */
export const workdaysAt = (calendar: Calendar, at: number): number => {
  const { day, ms } = splitInstant(at)
  const index = indexOf(calendar, day)
  const length = calendar.officeMsBefore[index + 1]! - calendar.officeMsBefore[index]!
  return calendar.workdaysBefore[index]! + (length === 0 ? 0 : officeMsInDay(calendar, index, ms) / length)
}

/** Last index whose prefix sum lies below `target`: the day in which the sum reaches it. */
const dayReaching = (calendar: Calendar, prefix: Int32Array | Float64Array, target: number): number => {
  if (target > prefix.at(-1)!) throw new AppError('CALENDAR_YEAR_MISSING', { year: nextYear(calendar) })
  let low = 0
  let high = prefix.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (prefix[middle]! < target) low = middle
    else high = middle
  }
  return low
}

/** The instant in day `index` at which `within` of its office milliseconds are over. */
const instantInDay = (calendar: Calendar, index: number, within: number): number => {
  let left = within
  for (const [open, close] of calendar.spans[calendar.shape[index]!]!) {
    if (left <= close - open) return instantOf(calendar.firstDay + index, open + left)
    left -= close - open
  }
  throw new RangeError('more office time than the day holds')
}

/** The earliest instant at which `officeMsAt` equals `target` (above 0). */
export const instantOfOfficeMs = (calendar: Calendar, target: number): number => {
  const index = dayReaching(calendar, calendar.officeMsBefore, target)
  return instantInDay(calendar, index, target - calendar.officeMsBefore[index]!)
}

/** The earliest instant at which `workdaysAt` equals `target` (above 0). */
export const instantOfWorkdays = (calendar: Calendar, target: number): number => {
  const index = dayReaching(calendar, calendar.workdaysBefore, target)
  const length = calendar.officeMsBefore[index + 1]! - calendar.officeMsBefore[index]!
  return instantInDay(calendar, index, Math.round((target - calendar.workdaysBefore[index]!) * length))
}

/** The n-th workday after a local date (before it, when n is negative). n = 0 is the date itself, worked or not. */
export const addWorkingDays = (calendar: Calendar, date: string, n: number): string => {
  const index = indexOf(calendar, dayOf(date))
  if (!Number.isInteger(n)) throw new RangeError('workdays are counted whole')
  if (n === 0) return date
  const target = n > 0 ? calendar.workdaysBefore[index + 1]! + n : calendar.workdaysBefore[index]! + n + 1
  if (target < 1) throw new AppError('CALENDAR_YEAR_MISSING', { year: calendar.years[0]!.year - 1 })
  return dateOf(calendar.firstDay + dayReaching(calendar, calendar.workdaysBefore, target))
}

/** The earliest instant by which `minutes` of office time have passed since `start`. 0 minutes give `start`. */
export const addWorkingMinutes = (calendar: Calendar, start: Date, minutes: number): Date => {
  const since = officeMsAt(calendar, start.getTime())
  if (!(minutes >= 0)) throw new RangeError('a duration is not negative')
  const span = Math.round(minutes * MINUTE)
  return span === 0 ? new Date(start) : new Date(instantOfOfficeMs(calendar, since + span))
}

/** Office minutes from `from` to `to`; 0 when `to` is not after `from`. */
export const workingMinutesBetween = (calendar: Calendar, from: Date, to: Date): number =>
  to <= from ? 0 : (officeMsAt(calendar, to.getTime()) - officeMsAt(calendar, from.getTime())) / MINUTE
