/** For tests: the slowest honest way to know working time, one minute at a time, straight from the list of days. */
import { type DurationUnit, MINUTE } from '@haihe/contract'
import type { Pause } from './clock.ts'
import { publishedYears } from './published.ts'

const off = new Set(publishedYears().flatMap((year) => year.holidays))
const madeUp = new Set(publishedYears().flatMap((year) => year.workdays))

const local = (at: number): Date => new Date(at + 8 * 60 * MINUTE)
const dateText = (at: number): string => local(at).toISOString().slice(0, 10)

const worksOn = (at: number): boolean => {
  const date = dateText(at)
  return madeUp.has(date) || (!off.has(date) && local(at).getUTCDay() % 6 !== 0)
}

const inOffice = (at: number): boolean => {
  const clock = local(at).toISOString().slice(11, 16)
  return worksOn(at) && ((clock >= '08:30' && clock < '12:00') || (clock >= '14:00' && clock < '18:00'))
}

/** What the minute that begins at `at` adds to a clock started at `start`. A worked day holds 450 office minutes. */
const minuteOf = (unit: DurationUnit, at: number, start: number): number => {
  const laterDay = dateText(at) > dateText(start)
  if (unit === 'minute') return 1
  if (unit === 'naturalDay') return laterDay ? 1 / 1440 : 0
  if (unit === 'workingHour') return inOffice(at) ? 1 / 60 : 0
  return laterDay && inOffice(at) ? 1 / 450 : 0
}

const stands = (pauses: readonly Pause[], at: number): boolean =>
  pauses.some((pause) => pause.from.getTime() <= at && (pause.to === null || at < pause.to.getTime()))

/** Units used from `start` to `at`; all instants on whole minutes. */
export const slowElapsed = (start: Date, pauses: readonly Pause[], at: Date, unit: DurationUnit): number => {
  let units = 0
  for (let minute = start.getTime(); minute < at.getTime(); minute += MINUTE)
    if (!stands(pauses, minute)) units += minuteOf(unit, minute, start.getTime())
  return units
}

/** The first whole minute at which the limit is used up. */
export const slowDueAt = (start: Date, amount: number, unit: DurationUnit, pauses: readonly Pause[]): Date => {
  let minute = start.getTime()
  for (let units = 0; units < amount - 1e-9; minute += MINUTE)
    if (!stands(pauses, minute)) units += minuteOf(unit, minute, start.getTime())
  return new Date(minute)
}
