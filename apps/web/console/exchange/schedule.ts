/** Schedules as people say them: by hand, every so often, daily, weekly, monthly; anything else by its five parts. */
import { nextTime } from '@haihe/contract'
import { ZONE } from '../../ui/minute.ts'

export const RHYTHMS = ['hand', 'minutes', 'hourly', 'daily', 'weekly', 'monthly', 'own'] as const
export type Rhythm = (typeof RHYTHMS)[number]

export interface Plan {
  rhythm: Rhythm
  /** 02:30; of hourly ones the minutes alone count */
  time: string
  /** 1 Monday … 7 Sunday, or the day of the month */
  day: number
  /** every so many minutes */
  every: number
  own: string
}
export const FIRST_PLAN: Plan = { rhythm: 'daily', time: '02:30', day: 1, every: 15, own: '' }

export const cronOf = ({ rhythm, time, day, every, own }: Plan): string | null => {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  switch (rhythm) {
    case 'hand':
      return null
    case 'minutes':
      return `*/${every} * * * *`
    case 'hourly':
      return `${minute} * * * *`
    case 'daily':
      return `${minute} ${hour} * * *`
    case 'weekly':
      return `${minute} ${hour} * * ${day}`
    case 'monthly':
      return `${minute} ${hour} ${day} * *`
    case 'own':
      return own.trim().replaceAll(/\s+/g, ' ')
  }
}

const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0')

export const planOf = (cron: string | null): Plan => {
  if (cron === null) return { ...FIRST_PLAN, rhythm: 'hand' }
  const often = /^\*\/(\d{1,2}) \* \* \* \*$/.exec(cron)
  if (often) return { ...FIRST_PLAN, rhythm: 'minutes', every: Number(often[1]) }
  const found = /^(\d{1,2}) (\*|\d{1,2}) (\*|\d{1,2}) \* (\*|\d)$/.exec(cron)
  if (!found) return { ...FIRST_PLAN, rhythm: 'own', own: cron }
  const [, minute, hour, day, weekday] = found
  const time = `${hour === '*' ? '00' : two(hour)}:${two(minute)}`
  if (hour === '*')
    return day === '*' && weekday === '*'
      ? { ...FIRST_PLAN, rhythm: 'hourly', time }
      : { ...FIRST_PLAN, rhythm: 'own', own: cron }
  if (day !== '*')
    return weekday === '*'
      ? { ...FIRST_PLAN, rhythm: 'monthly', time, day: Number(day) }
      : { ...FIRST_PLAN, rhythm: 'own', own: cron }
  return weekday === '*'
    ? { ...FIRST_PLAN, rhythm: 'daily', time }
    : { ...FIRST_PLAN, rhythm: 'weekly', time, day: Number(weekday) || 7 }
}

/** The next times; null when the pattern is none. */
export const nextTimes = (cron: string, after: number, count = 3): Date[] | null => {
  try {
    const times: Date[] = []
    let at = new Date(after)
    while (times.length < count) {
      const next = nextTime(cron, at, ZONE)
      if (!next) break
      times.push(next)
      at = next
    }
    return times
  } catch {
    return null
  }
}
