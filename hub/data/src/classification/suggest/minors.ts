/** Minors under fourteen (PIPL 28) by birth dates and identity numbers. */
import { parseIdentityNumber } from '@haihe/contract'

/** YYYY-MM-DD of a date as files write it; undefined for anything else. */
const birthDateOf = (value: string): string | undefined => {
  const parts = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?$/.exec(value)
  if (!parts) return undefined
  const date = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
  const parsed = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) && date >= '1880-01-01' ? date : undefined
}

/** Local date `today` fourteen years back: who was born after it is under fourteen. */
const fourteenYearsBefore = (today: string): string => `${Number(today.slice(0, 4)) - 14}${today.slice(4)}`

/** Share of values that belong to somebody under fourteen; null when none tells an age. */
export const minorShare = (values: readonly string[], today: string): number | null => {
  const births = values.flatMap((value) => parseIdentityNumber(value, today)?.birthDate ?? birthDateOf(value) ?? [])
  if (births.length === 0) return null
  const limit = fourteenYearsBefore(today)
  return births.filter((birth) => birth > limit).length / births.length
}

/** Dates that only lives explain: from long ago until lately, over two generations. */
export const spanLives = (values: readonly string[], today: string): boolean => {
  const dates = values.flatMap((value) => birthDateOf(value) ?? [])
  if (dates.length < 20 || dates.length < values.length * 0.9) return false
  const early = dates.filter((date) => date < '1950-01-01').length / dates.length
  const years = dates.map((date) => Number(date.slice(0, 4))).sort((a, b) => a - b)
  const past = dates.every((date) => date <= today)
  return past && early >= 0.03 && years[Math.floor(years.length * 0.95)]! - years[Math.floor(years.length * 0.05)]! >= 35
}
