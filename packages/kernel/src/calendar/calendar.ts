/**
 * The Chinese working calendar (工作日历) as a value: which days are worked, and during which hours.
 * Days are counted in the civil time of China (UTC+8, no summer time since 1991; the calendar starts in 2004).
 *
 * A year exists only when the State Council has published its holidays. Anything that would need a day of another
 * year throws CALENDAR_YEAR_MISSING: a deadline is never guessed.
 */
import { AppError, DAY } from '@haihe/contract'
import { z } from 'zod'

const ZONE_MS = 8 * 3_600_000

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, '时刻格式应为 HH:MM')

/** Office hours in force from a local date on. Spans are ordered and do not overlap. */
export const OfficeHours = z.strictObject({
  /** local date YYYY-MM-DD, inclusive; the earliest entry also holds for all days before it */
  from: z.iso.date(),
  spans: z
    .array(z.tuple([ClockTime, ClockTime]))
    .min(1)
    .refine((spans) => spans.every(([open, close], index) => open < close && (index === 0 || spans[index - 1]![1] <= open)), {
      message: '办公时段须先后有序且不重叠',
    }),
})
export type OfficeHours = z.infer<typeof OfficeHours>

/** 8:30–12:00 and 14:00–18:00, the usual office hours of Tianjin's offices; configurable. */
export const DEFAULT_HOURS: OfficeHours = {
  from: '2004-01-01',
  spans: [
    ['08:30', '12:00'],
    ['14:00', '18:00'],
  ],
}

/** One published year: the days off and the make-up workdays (调休上班) of its State Council notice. */
export interface CalendarYear {
  year: number
  /** 文号 of the notice, or the data set it was taken from */
  basis: string
  /** local dates YYYY-MM-DD; may hold days of the December before, as notices do */
  holidays: readonly string[]
  workdays: readonly string[]
}

export interface Calendar {
  readonly years: readonly CalendarYear[]
  readonly hours: readonly OfficeHours[]
  /** first day that is known, in days since 1970-01-01 */
  readonly firstDay: number
  /** workdays and office milliseconds in the days firstDay … firstDay + i - 1; one entry more than days */
  readonly workdaysBefore: Int32Array
  readonly officeMsBefore: Float64Array
  /** index into `spans` for each day, -1 for a day off */
  readonly shape: Int8Array
  /** per entry of `hours`: office spans in milliseconds of the day */
  readonly spans: readonly (readonly (readonly [number, number])[])[]
}

/** Days since 1970-01-01 of a local date YYYY-MM-DD. Throws INVALID_INPUT for anything else. */
export const dayOf = (date: string): number => {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date)
    throw new AppError('INVALID_INPUT', { detail: `日期无效：${date}` })
  return ms / DAY
}

export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10)

/** The local day on which an instant falls, and the milliseconds since its midnight. */
export const splitInstant = (at: number): { day: number; ms: number } => {
  const day = Math.floor((at + ZONE_MS) / DAY)
  return { day, ms: at + ZONE_MS - day * DAY }
}

export const instantOf = (day: number, ms: number): number => day * DAY + ms - ZONE_MS

/** The local date (YYYY-MM-DD) of an instant. */
export const localDate = (at: Date): string => dateOf(splitInstant(at.getTime()).day)

const isWeekend = (day: number): boolean => [0, 6].includes((day + 4) % 7)

const toMs = (clock: string): number => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * 60_000

/** Builds the calendar: prefix sums, so that every question is a look-up. Years must follow one another. */
export const createCalendar = (published: readonly CalendarYear[], hours: readonly OfficeHours[] = [DEFAULT_HOURS]): Calendar => {
  const years = [...published].sort((a, b) => a.year - b.year)
  const periods = z
    .array(OfficeHours)
    .min(1)
    .parse([...hours])
    .sort((a, b) => a.from.localeCompare(b.from))
  if (years.length === 0) throw new RangeError('a calendar needs at least one year')
  years.forEach((entry, index) => {
    if (index > 0 && entry.year !== years[index - 1]!.year + 1)
      throw new AppError('CALENDAR_YEAR_MISSING', { year: years[index - 1]!.year + 1 })
  })
  const firstDay = dayOf(`${years[0]!.year}-01-01`)
  const days = dayOf(`${years.at(-1)!.year}-12-31`) - firstDay + 1
  const off = new Set(years.flatMap((entry) => entry.holidays.map(dayOf)))
  const madeUp = new Set(years.flatMap((entry) => entry.workdays.map(dayOf)))
  const spans = periods.map((entry) => entry.spans.map(([open, close]) => [toMs(open), toMs(close)] as const))
  const lengths = spans.map((shape) => shape.reduce((sum, [open, close]) => sum + close - open, 0))
  const starts = periods.map((entry) => dayOf(entry.from))
  const shape = new Int8Array(days)
  const workdaysBefore = new Int32Array(days + 1)
  const officeMsBefore = new Float64Array(days + 1)
  for (let index = 0; index < days; index++) {
    const day = firstDay + index
    const works = madeUp.has(day) || (!off.has(day) && !isWeekend(day))
    const period = Math.max(
      0,
      starts.findLastIndex((start) => start <= day),
    )
    shape[index] = works ? period : -1
    workdaysBefore[index + 1] = workdaysBefore[index]! + (works ? 1 : 0)
    officeMsBefore[index + 1] = officeMsBefore[index]! + (works ? lengths[period]! : 0)
  }
  return { years, hours: periods, firstDay, workdaysBefore, officeMsBefore, shape, spans }
}

/** Position of a day in the calendar's arrays. Throws CALENDAR_YEAR_MISSING for a year that is not published. */
export const indexOf = (calendar: Calendar, day: number): number => {
  const index = day - calendar.firstDay
  if (!(index >= 0 && index < calendar.shape.length))
    throw new AppError('CALENDAR_YEAR_MISSING', { year: Number(dateOf(day).slice(0, 4)) })
  return index
}

/** The year after the last published one, for messages when a count runs off the end. */
export const nextYear = (calendar: Calendar): number => calendar.years.at(-1)!.year + 1

/** The last local date for which working time is known: operators import the next year before it comes. */
export const lastKnownDate = (calendar: Calendar): string => dateOf(calendar.firstDay + calendar.shape.length - 1)

export const hasYear = (calendar: Calendar, year: number): boolean => calendar.years.some((entry) => entry.year === year)
