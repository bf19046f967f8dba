/** The calendar as the contract's clock functions want it, and moments in the city's own time. */
import type { ClockMath, LocalMoment } from '@haihe/contract'
import { type Calendar, dueAt, elapsed, isWorkday, localDate } from '@haihe/kernel/calendar/index'

/** China has one time zone without summer time; the calendar of the kernel says the same. */
const OFFSET_MS = 8 * 3_600_000

export const clockMath = (calendar: Calendar): ClockMath => ({
  dueAt: (start, limit, pauses) => dueAt(start, limit, calendar, pauses),
  elapsed: (start, pauses, at, unit) => elapsed(start, pauses, at, unit, calendar),
})

const workdayOrNull = (calendar: Calendar, date: string): boolean | null => {
  try {
    return isWorkday(calendar, date)
  } catch {
    return null
  }
}

export const localMoment = (calendar: Calendar, at: Date): LocalMoment => {
  const local = new Date(at.getTime() + OFFSET_MS)
  return {
    time: local.toISOString().slice(11, 16),
    weekday: local.getUTCDay() === 0 ? 7 : local.getUTCDay(),
    workday: workdayOrNull(calendar, localDate(at)),
  }
}

/** Midnight at which a local date begins. */
export const startOfDay = (date: string): Date => new Date(Date.parse(`${date}T00:00:00Z`) - OFFSET_MS)

export { localDate }
