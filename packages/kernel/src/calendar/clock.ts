/**
 * Deadlines of cases: a limit in one of four units, counted from a start, standing still while paused.
 *
 * - minute: real time.
 * - workingHour: office time only; a start outside office hours counts from the next opening.
 * - workingDay: the day of the start does not count (民法典第二百零一条) and the last day ends with office hours
 *   (第二百零三条第二款); a day under way counts by the share of its office time that is over.
 * - naturalDay: the day of the start does not count and the last day ends at 24:00; holidays count.
 *
 * `dueAt` and `elapsed` are two views of one measure: elapsed(due) equals the limit, and one moment later exceeds it
 * as soon as the unit's time runs again.
 */
import { DAY, type Duration, type DurationUnit } from '@haihe/contract'
import { type Calendar, indexOf, instantOf, splitInstant } from './calendar.ts'
import { instantOfOfficeMs, instantOfWorkdays, officeMsAt, workdaysAt } from './working-time.ts'

/** A span in which a clock stands still; `to` is null while it lasts. */
export interface Pause {
  from: Date
  to: Date | null
}

interface Measure {
  /** units that have run from the start to an instant, pauses not deducted */
  at: (instant: number) => number
  /** the earliest instant at which that many units have run */
  reach: (units: number) => number
}

const endOfDay = (instant: number): number => instantOf(splitInstant(instant).day + 1, 0)

/** From the end of the day of the start on: the rule of both day units. */
const fromNextDay = (start: number, run: (instant: number) => number): ((instant: number) => number) => {
  const begin = endOfDay(start)
  return (instant) => (instant <= begin ? 0 : run(instant) - run(begin))
}

const measureOf = (start: number, unit: DurationUnit, calendar: Calendar): Measure => {
  switch (unit) {
    case 'minute':
      return { at: (instant) => (instant - start) / 60_000, reach: (units) => start + Math.round(units * 60_000) }
    case 'naturalDay':
      return {
        at: fromNextDay(start, (instant) => instant / DAY),
        reach: (units) => endOfDay(start) + Math.round(units * DAY),
      }
    case 'workingHour': {
      const since = officeMsAt(calendar, start)
      return {
        at: (instant) => (officeMsAt(calendar, instant) - since) / 3_600_000,
        reach: (units) => instantOfOfficeMs(calendar, since + Math.round(units * 3_600_000)),
      }
    }
    case 'workingDay': {
      // the whole workdays up to the end of the day of the start; that day must be a known one
      const since = calendar.workdaysBefore[indexOf(calendar, splitInstant(start).day) + 1]!
      return {
        at: (instant) => Math.max(0, workdaysAt(calendar, instant) - since),
        reach: (units) => instantOfWorkdays(calendar, since + units),
      }
    }
  }
}

/** Pauses cut to [start, until), sorted and merged. A pause that lasts runs to `until`. */
const mergePauses = (paused: readonly Pause[], start: number, until: number): [number, number][] => {
  const merged: [number, number][] = []
  const spans = paused
    .map((pause): [number, number] => [
      Math.max(start, pause.from.getTime()),
      Math.min(until, pause.to === null ? until : pause.to.getTime()),
    ])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0])
  for (const [from, to] of spans) {
    const last = merged.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Removes the noise of floating sums, so that a clock read at its deadline is exactly used up; 1 ms is above 1e-8. */
const exact = (units: number): number => Math.round(units * 1e9) / 1e9

/**
 * Units of the limit used between `start` and `at`, pauses deducted. 0 when `at` is not after `start`.
 * Throws CALENDAR_YEAR_MISSING when a working unit needs a day of a year that is not published.
 */
export const elapsed = (start: Date, paused: readonly Pause[], at: Date, unit: DurationUnit, calendar: Calendar): number => {
  const [begin, end] = [start.getTime(), at.getTime()]
  if (end <= begin) return 0
  const measure = measureOf(begin, unit, calendar)
  const standing = mergePauses(paused, begin, end).reduce((sum, [from, to]) => sum + measure.at(to) - measure.at(from), 0)
  return Math.max(0, exact(measure.at(end) - standing))
}

/**
 * The instant at which the limit is used up; later than it is overdue. Pauses that have ended push it back;
 * while a pause lasts there is none: null. Amounts may be fractions. A limit of 0 is due at `start`.
 */
export function dueAt(start: Date, limit: Duration, calendar: Calendar): Date
export function dueAt(start: Date, limit: Duration, calendar: Calendar, paused: readonly Pause[]): Date | null
export function dueAt(start: Date, limit: Duration, calendar: Calendar, paused: readonly Pause[] = []): Date | null {
  if (!(limit.amount >= 0)) throw new RangeError('a limit is not negative')
  const begin = start.getTime()
  if (limit.amount === 0) return new Date(begin)
  const measure = measureOf(begin, limit.unit, calendar)
  let due = measure.reach(limit.amount)
  let standing = 0
  for (const [from, to] of mergePauses(paused, begin, Number.POSITIVE_INFINITY)) {
    // a pause that begins at or after the deadline found so far comes too late to move it
    if (from >= due) break
    if (to === Number.POSITIVE_INFINITY) return null
    standing += measure.at(to) - measure.at(from)
    due = Math.max(due, measure.reach(limit.amount + standing))
  }
  return new Date(due)
}
