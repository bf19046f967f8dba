/** Five-field schedules (minute hour day month weekday) in local time: *, numbers, ranges, lists and steps. */
import { z } from 'zod'
import { DAY, zonedInstant } from './local-time.ts'

const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
]

const readPart = (part: string, [low, high]: readonly [number, number]): number[] | undefined => {
  const found = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part)
  if (!found) return undefined
  const from = found[1] === undefined ? low : Number(found[1])
  const to = found[2] !== undefined ? Number(found[2]) : found[1] === undefined || found[3] !== undefined ? high : from
  const step = Number(found[3] ?? 1)
  if (from < low || to > high || from > to || step < 1) return undefined
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step)
}

interface Cron {
  sets: Set<number>[]
  anyDay: boolean
  anyWeekday: boolean
}

const parse = (pattern: string): Cron | undefined => {
  const fields = pattern.trim().split(/\s+/)
  if (fields.length !== 5) return undefined
  const sets: Set<number>[] = []
  for (const [index, field] of fields.entries()) {
    const parts = field.split(',').map((part) => readPart(part, RANGES[index] as [number, number]))
    if (parts.some((part) => part === undefined)) return undefined
    sets.push(new Set((parts as number[][]).flat().map((value) => (index === 4 ? value % 7 : value))))
  }
  return { sets, anyDay: fields[2] === '*', anyWeekday: fields[4] === '*' }
}

export const CronPattern = z
  .string()
  .trim()
  .max(100)
  .refine((text) => parse(text) !== undefined, { message: '应为五段：分 时 日 月 周，例如 30 2 * * *' })

/** The first time after `after`; undefined when the pattern names a day that never comes. Days and weekdays both named: either. */
export const nextTime = (pattern: string, after: Date, zone: string): Date | undefined => {
  const cron = parse(pattern)
  if (!cron) throw new RangeError(`not a schedule: ${pattern}`)
  const [minutes, hours, days, months, weekdays] = cron.sets as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>]
  // one day before: the local day is not yet known
  const start = Math.floor(after.getTime() / DAY) * DAY - DAY
  for (let n = 0; n < 366 * 5; n += 1) {
    const date = new Date(start + n * DAY)
    const day = days.has(date.getUTCDate())
    const weekday = weekdays.has(date.getUTCDay())
    const matches = cron.anyDay || cron.anyWeekday ? day && weekday : day || weekday
    if (!matches || !months.has(date.getUTCMonth() + 1)) continue
    let best: number | undefined
    for (const hour of hours)
      for (const minute of minutes) {
        const local = {
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour,
          minute,
          second: 0,
        }
        const at = zonedInstant(local, zone)
        if (at > after.getTime() && (best === undefined || at < best)) best = at
      }
    if (best !== undefined) return new Date(best)
  }
  return undefined
}
