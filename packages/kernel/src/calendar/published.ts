/** Published years: those of the chinese-days package, and files that an operator imports for later ones. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@haihe/contract'
import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { z } from 'zod'
import { type Calendar, type CalendarYear, createCalendar, dayOf, type OfficeHours } from './calendar.ts'

/** Shape of an imported year: `{"year":2027,"basis":"国办发明电〔2026〕…号","holidays":[…],"workdays":[…]}` */
export const ImportedYear = z
  .strictObject({
    year: z.number().int().min(2004).max(2100),
    basis: z.string().min(1, '请注明通知文号').max(200),
    holidays: z.array(z.iso.date()).min(5, '放假日期不完整').max(120),
    workdays: z.array(z.iso.date()).max(60),
  })
  .superRefine((entry, context) => {
    const inNotice = (date: string) => date.startsWith(`${entry.year}-`) || date.startsWith(`${entry.year - 1}-12-`)
    const weekend = (date: string) => [0, 6].includes((dayOf(date) + 4) % 7)
    const all = [...entry.holidays, ...entry.workdays]
    const bad = [
      ...all.filter((date) => !inNotice(date)).map((date) => `${date} 不属于 ${entry.year} 年的通知`),
      ...all.filter((date, index) => all.indexOf(date) !== index).map((date) => `${date} 重复`),
      ...entry.workdays.filter((date) => !weekend(date)).map((date) => `${date} 不是周末，不能调休上班`),
    ]
    for (const message of bad) context.addIssue({ code: 'custom', message })
  })

const yearOf = (date: string): number => Number(date.slice(0, 4))

/** 2004–2026 as the State Council published them, from the npm package chinese-days (MIT). */
export const publishedYears = (): CalendarYear[] => {
  const holidays = Object.keys(chineseDays.holidays)
  const workdays = Object.keys(chineseDays.workdays)
  const years = [...new Set(holidays.map(yearOf))].sort((a, b) => a - b)
  return years.map((year) => ({
    year,
    basis: `国务院办公厅关于${year}年部分节假日安排的通知（数据来自 chinese-days）`,
    holidays: holidays.filter((date) => yearOf(date) === year),
    workdays: workdays.filter((date) => yearOf(date) === year),
  }))
}

/** Checks an imported year. Throws INVALID_INPUT that names every wrong date. */
export const parseYear = (input: unknown): CalendarYear => {
  const parsed = ImportedYear.safeParse(input)
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_INPUT', {
    errors: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  })
}

/** The calendar with one more year, or with a corrected one. The calendar given is not changed. */
export const withYear = (calendar: Calendar, input: unknown): Calendar => {
  const added = parseYear(input)
  return createCalendar([...calendar.years.filter((entry) => entry.year !== added.year), added], calendar.hours)
}

export const chineseCalendar = (hours?: readonly OfficeHours[]): Calendar => createCalendar(publishedYears(), hours)

/** The published calendar and every `*.json` year of a folder; a folder that does not exist adds nothing. */
export const loadCalendar = async (folder: string, hours?: readonly OfficeHours[]): Promise<Calendar> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.json')).sort()
  const imported = await Promise.all(files.map(async (name) => parseYear(JSON.parse(await readFile(join(folder, name), 'utf8')))))
  const replaced = new Set(imported.map((entry) => entry.year))
  return createCalendar([...publishedYears().filter((entry) => !replaced.has(entry.year)), ...imported], hours)
}
