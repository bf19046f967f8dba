import { afterEach, expect, test } from 'vitest'
import { figure, formatAgo, formatChange, formatDate, formatFigure, formatMoment, formatSpan, formatTimeLeft } from './format.ts'
import { instantOf, localMinute } from './minute.ts'
import { setPreferences } from './preferences.ts'

afterEach(() => setPreferences({ language: 'zh' }))
const EVENING = '2026-11-20T14:05:09Z' // 22:05 in Tianjin

test('Chinese magnitudes: 万 from ten thousand, 亿 from a hundred million', () => {
  expect(formatFigure(9999, '件')).toBe('9,999 件')
  expect(formatFigure(14230, '件')).toBe('1.42万 件')
  expect(formatFigure(1_400_000)).toBe('140.0万')
  expect(formatFigure(137_300_000, '元', 1)).toBe('1.37亿 元')
  expect(formatFigure(-52_000)).toBe('-5.20万')
})

test('a share is shown in percent and changes by points', () => {
  expect(formatFigure(0.9435, 'ratio', 1)).toBe('94.4%')
  expect(formatChange(-0.004, '%', 1)).toBe('−0.4 百分点')
})

test('a change that rounds to nothing is no change', () => {
  expect(formatChange(0.3, 'µg/m³', 0)).toBe('持平')
})

test('a missing value is a dash with its unit', () => {
  expect(figure(null, 'ratio')).toEqual({ text: '—', magnitude: '', unit: '%' })
  expect(formatFigure(Number.NaN, '件')).toBe('—')
})

test('dates and times are those of Asia/Shanghai, in 24 hours', () => {
  expect(formatDate(EVENING)).toBe('11月20日 周五')
  expect(formatMoment(EVENING)).toBe('11月20日 22:05')
  expect(formatMoment(EVENING, Date.parse('2026-11-20T15:59:00Z'))).toBe('22:05')
  expect(formatMoment(EVENING, Date.parse('2026-11-20T16:01:00Z'))).toBe('11月20日 22:05')
})

test('midnight is 00:00 and a minute goes to the address and back unchanged', () => {
  expect(localMinute('2026-11-20T16:00:00Z')).toBe('2026-11-21T00:00')
  expect(Date.parse(instantOf(localMinute(EVENING)) ?? '')).toBe(Date.parse('2026-11-20T14:05:00Z'))
  expect(instantOf('2026-13-20T14:05')).toBeUndefined()
  expect(instantOf('yesterday')).toBeUndefined()
})

test('spans name their two largest units', () => {
  const minute = 60_000
  expect(formatSpan(30_000)).toBe('不到 1 分钟')
  expect(formatSpan(59 * minute)).toBe('59 分钟')
  expect(formatSpan(65 * minute)).toBe('1 小时 5 分')
  expect(formatSpan(51 * 60 * minute)).toBe('2 天 3 小时')
  expect(formatSpan(48 * 60 * minute)).toBe('2 天')
})

test('time left says how late a thing is once it is late', () => {
  const now = Date.parse(EVENING)
  expect(formatTimeLeft('2026-11-20T16:05:09Z', now)).toEqual({ text: '还剩 2 小时', overdue: false })
  expect(formatTimeLeft('2026-11-20T13:35:09Z', now)).toEqual({ text: '超时 30 分钟', overdue: true })
  expect(formatAgo('2026-11-20T14:02:00Z', now)).toBe('3 分钟前')
})

test('English has its own words and magnitudes', () => {
  setPreferences({ language: 'en' })
  expect(formatFigure(14230, '件')).toBe('14.23k cases')
  expect(formatFigure(3.2, '次/泊位', 1)).toBe('3.2 per space')
  expect(formatFigure(12, 'µg/m³')).toBe('12 µg/m³')
  expect(formatDate(EVENING)).toBe('Fri 20 Nov')
})
