/** Lengths of time, and local times as sources write them → instants. */

/** in milliseconds */
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** As an answer tells an instant that may not have come. */
export const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null

export interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** True for an IANA time zone name that this platform knows. */
export const isTimeZone = (zone: string): boolean => {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

const formatOf = (zone: string): Intl.DateTimeFormat => {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

/** Milliseconds by which the zone is ahead of UTC at an instant. */
const offsetAt = (zone: string, at: number): number => {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

const remembered = new Map<string, [number, number]>()

/** Offsets a day before and a day after; asked for every row of a file, so a day is looked up once. */
const offsetsAround = (zone: string, { year, month, day, hour }: LocalTime): [number, number] => {
  const key = `${zone} ${year}-${month}-${day}T${hour}`
  let found = remembered.get(key)
  if (!found) {
    if (remembered.size > 20_000) remembered.clear()
    const wall = Date.UTC(year, month - 1, day, hour)
    found = [offsetAt(zone, wall - 86_400_000), offsetAt(zone, wall + 86_400_000)]
    remembered.set(key, found)
  }
  return found
}

/**
 * Epoch milliseconds of a wall-clock time in a zone. A time that a change of the clocks skips is taken with the offset
 * before the change; one that it repeats is its first occurrence.
 */
export const zonedInstant = (local: LocalTime, zone: string): number => {
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  const [before, after] = offsetsAround(zone, local)
  if (before === after) return wall - before
  const early = wall - Math.max(before, after)
  return offsetAt(zone, early) === Math.max(before, after)
    ? early
    : wall - (offsetAt(zone, wall - before) === before ? before : Math.min(before, after))
}

const LOCAL = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?)?$/
const OFFSET = /^(.+?)\s*(Z|[+-]\d{2}:?\d{2})$/

const parts = (text: string): LocalTime | undefined => {
  const found = LOCAL.exec(text)
  if (!found) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => Number(part ?? 0))
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 24 || minute > 59 || second > 59) return undefined
  // 24:00 is the end of the day, as hourly tables write it
  if (hour === 24 && (minute > 0 || second > 0)) return undefined
  return { year, month, day, hour, minute, second }
}

/**
 * Reads what feeds write: ISO with or without offset, `2026/11/20 8:00`, a date alone (its midnight), epoch seconds or
 * milliseconds. Without an offset the time is local to `zone`. NaN when it is none of these.
 */
export const readTime = (text: string, zone: string): number => {
  const trimmed = text.trim()
  if (/^\d{10}$/.test(trimmed)) return Number(trimmed) * 1000
  if (/^\d{13}$/.test(trimmed)) return Number(trimmed)
  const offset = OFFSET.exec(trimmed)
  const local = parts(offset?.[1] ?? trimmed)
  if (!local) return Number.NaN
  if (!offset) return zonedInstant(local, zone)
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  const sign = offset[2] as string
  if (sign === 'Z') return wall
  const digits = sign.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return wall - (sign.startsWith('-') ? -minutes : minutes) * 60_000
}

/** How feeds write "no value": nothing, dashes, NA. A gap stays a gap. */
export const isMissing = (text: string): boolean => /^[\s\-—–_;；]*$|^(na|n\/a|nan|null|none)$/i.test(text)
