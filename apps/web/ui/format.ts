/** Numbers, times and spans as people here read them: 万 and 亿, 24 hours, Asia/Shanghai, 11月20日 周五. */
import { uiWord } from './i18n.ts'
import { localMinute, ZONE } from './minute.ts'
import { getPreferences } from './preferences.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const inEnglish = () => getPreferences().language === 'en'

const decimals = (value: number, places: number): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: places, maximumFractionDigits: places }).format(value)

export interface Figure {
  text: string
  /** 万, 亿, k, M or nothing */
  magnitude: string
  /** unit beside the number, already in the person's language where it is a word of ours */
  unit: string
}

/** A value with unit `%` or `ratio` is a share 0…1 and is shown in percent. */
export const isShare = (unit: string): boolean => unit === '%' || unit === 'ratio'

const MAGNITUDES = {
  zh: [
    { from: 1e8, name: '亿' },
    { from: 1e4, name: '万' },
  ],
  en: [
    { from: 1e6, name: 'M' },
    { from: 1e4, by: 1e3, name: 'k' },
  ],
}

/** Units are written in Chinese where they are declared; those that are words have an English one in the catalogue. */
const unitWord = (unit: string): string => (inEnglish() && unit ? uiWord(`unit.${unit}`, { defaultValue: unit }) : unit)

/** Big numbers keep three or four significant digits; the exact one stands in the explanation. */
export const figure = (value: number | null, unit = '', precision = 0): Figure => {
  if (value === null || !Number.isFinite(value)) return { text: '—', magnitude: '', unit: isShare(unit) ? '%' : unitWord(unit) }
  if (isShare(unit)) return { text: decimals(value * 100, precision), magnitude: '', unit: '%' }
  const step: { from: number; by?: number; name: string } | undefined = MAGNITUDES[inEnglish() ? 'en' : 'zh'].find(
    ({ from }) => Math.abs(value) >= from,
  )
  if (!step) return { text: decimals(value, precision), magnitude: '', unit: unitWord(unit) }
  const small = value / (step.by ?? step.from)
  return { text: decimals(small, Math.abs(small) >= 100 ? 1 : 2), magnitude: step.name, unit: unitWord(unit) }
}

export const formatFigure = (value: number | null, unit = '', precision = 0): string => {
  const { text, magnitude, unit: shown } = figure(value, unit, precision)
  return text === '—' ? text : `${text}${magnitude}${shown === '%' ? '%' : shown ? ` ${shown}` : ''}`
}

/** A change with its sign; shares change by percentage points. */
export const formatChange = (change: number, unit = '', precision = 0): string => {
  const { text, magnitude } = figure(Math.abs(change), unit, precision)
  if (Number(text) === 0) return uiWord('time.same')
  const sign = change > 0 ? '+' : '−'
  return `${sign}${text}${magnitude}${isShare(unit) ? ` ${uiWord('time.points')}` : ''}`
}

interface Parts {
  year: string
  month: string
  day: string
  hour: string
  minute: string
  second: string
  weekday: string
}

const formatters = new Map<string, Intl.DateTimeFormat>()
const partsOf = (at: string | number, locale: string): Parts => {
  let formatter = formatters.get(locale)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, {
      timeZone: ZONE,
      hourCycle: 'h23',
      year: 'numeric',
      month: locale === 'en-GB' ? 'short' : 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      weekday: 'short',
    })
    formatters.set(locale, formatter)
  }
  return Object.fromEntries(formatter.formatToParts(new Date(at)).map(({ type, value }) => [type, value])) as unknown as Parts
}
const shown = (at: string | number): Parts => partsOf(at, inEnglish() ? 'en-GB' : 'zh-CN')
const bare = (text: string) => text.replace(/[年月日]/g, '')

/** 11月20日 周五 */
export const formatDate = (at: string | number): string => {
  const { month, day, weekday } = shown(at)
  return inEnglish() ? `${weekday} ${day} ${month}` : `${bare(month)}月${bare(day)}日 ${weekday}`
}

/** 14:05 */
export const formatTime = (at: string | number, seconds = false): string => {
  const { hour, minute, second } = shown(at)
  return seconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

/** 11月20日 14:05, without the date when it is the same day as `now` */
export const formatMoment = (at: string | number, now?: number): string => {
  const { month, day } = shown(at)
  if (now !== undefined && localMinute(at).slice(0, 10) === localMinute(now).slice(0, 10)) return formatTime(at)
  return `${inEnglish() ? `${day} ${month}` : `${bare(month)}月${bare(day)}日`} ${formatTime(at)}`
}

/** 3 分钟前; 刚刚 below a minute */
export const formatAgo = (at: string | number, now: number): string => {
  const ms = now - new Date(at).getTime()
  return ms < MINUTE ? uiWord('time.justNow') : uiWord('time.ago', { span: formatSpan(ms) })
}

/** 2 天 3 小时 · 3 小时 5 分 · 12 分钟: the two largest units */
export const formatSpan = (ms: number): string => {
  const span = Math.abs(ms)
  if (span < MINUTE) return uiWord('time.lessThanMinute')
  const days = Math.floor(span / DAY)
  const hours = Math.floor((span % DAY) / HOUR)
  const minutes = Math.floor((span % HOUR) / MINUTE)
  if (days > 0) return hours > 0 ? uiWord('time.daysHours', { days, hours }) : uiWord('time.days', { days })
  if (hours > 0) return minutes > 0 ? uiWord('time.hoursMinutes', { hours, minutes }) : uiWord('time.hours', { hours })
  return uiWord('time.minutes', { minutes })
}

/** 还剩 2 小时 · 已超时 1 天 */
export const formatTimeLeft = (dueAt: string | number, now: number): { text: string; overdue: boolean } => {
  const ms = new Date(dueAt).getTime() - now
  return { overdue: ms < 0, text: uiWord(ms < 0 ? 'time.overdueBy' : 'time.left', { span: formatSpan(ms) }) }
}
