import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  addWorkingDays,
  addWorkingMinutes,
  chineseCalendar,
  createCalendar,
  hasYear,
  isWorkday,
  lastKnownDate,
  loadCalendar,
  localDate,
  publishedYears,
  withYear,
  workingMinutesBetween,
} from './index.ts'

const calendar = chineseCalendar()
const at = (local: string) => new Date(`${local}+08:00`)
const missing = (year: number) => ({ code: 'CALENDAR_YEAR_MISSING', details: { year } })

const NEXT = {
  year: 2027,
  basis: '试验用通知，非真实安排',
  holidays: ['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10'],
  workdays: ['2027-02-20'],
}

test('knows holidays, make-up workdays, weekends and plain weekdays of the published years', () => {
  assert.equal(isWorkday(calendar, '2026-10-01'), false)
  assert.equal(isWorkday(calendar, '2026-10-10'), true) // a Saturday worked for the National Day week
  assert.equal(isWorkday(calendar, '2026-11-21'), false)
  assert.equal(isWorkday(calendar, '2026-11-20'), true)
  assert.equal(isWorkday(calendar, '2004-01-01'), false)
})

test('publishes 2004 to 2026 and reports any other year instead of guessing', () => {
  assert.deepEqual(
    publishedYears().map((year) => year.year),
    Array.from({ length: 23 }, (_, index) => 2004 + index),
  )
  assert.equal(hasYear(calendar, 2026), true)
  assert.equal(hasYear(calendar, 2027), false)
  assert.equal(lastKnownDate(calendar), '2026-12-31')
  assert.throws(() => isWorkday(calendar, '2027-01-04'), missing(2027))
  assert.throws(() => isWorkday(calendar, '2003-12-31'), missing(2003))
  assert.throws(() => addWorkingDays(calendar, '2026-12-30', 2), missing(2027))
  assert.throws(() => addWorkingDays(calendar, '2004-01-02', -1), missing(2003))
  assert.throws(() => addWorkingMinutes(calendar, at('2026-12-31T17:00'), 61), missing(2027))
})

test('refuses a date that is none', () => {
  for (const wrong of ['2026-02-30', '2026-1-1', 'tomorrow', ''])
    assert.throws(() => isWorkday(calendar, wrong), { code: 'INVALID_INPUT' })
})

test('the last office minute of the last published year still counts', () => {
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-12-31T17:00'), 60), at('2026-12-31T18:00'))
})

test('counts workdays forward and back over a holiday week', () => {
  assert.equal(addWorkingDays(calendar, '2026-09-30', 1), '2026-10-08')
  assert.equal(addWorkingDays(calendar, '2026-10-08', -1), '2026-09-30')
  assert.equal(addWorkingDays(calendar, '2026-10-03', 1), '2026-10-08')
  assert.equal(addWorkingDays(calendar, '2026-10-09', 1), '2026-10-10')
  assert.equal(addWorkingDays(calendar, '2026-10-03', 0), '2026-10-03')
})

test('office minutes stop at noon, at closing and over days off', () => {
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-11-20T08:30'), 210), at('2026-11-20T12:00'))
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-11-20T08:30'), 211), at('2026-11-20T14:01'))
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-11-20T13:00'), 1), at('2026-11-20T14:01'))
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-11-20T18:00'), 1), at('2026-11-23T08:31'))
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-10-03T10:00'), 450), at('2026-10-08T18:00'))
  assert.deepEqual(addWorkingMinutes(calendar, at('2026-11-21T03:00'), 0), at('2026-11-21T03:00'))
  assert.equal(workingMinutesBetween(calendar, at('2026-11-20T11:00'), at('2026-11-23T09:00')), 60 + 240 + 30)
  assert.equal(workingMinutesBetween(calendar, at('2026-11-23T09:00'), at('2026-11-20T11:00')), 0)
})

test('milliseconds are kept', () => {
  const start = new Date(at('2026-11-20T11:59').getTime() + 59_500)
  assert.equal(
    addWorkingMinutes(calendar, start, 1).toISOString(),
    new Date(at('2026-11-20T14:00').getTime() + 59_500).toISOString(),
  )
})

test('a changed rule of office hours holds from its date on', () => {
  const hours = [
    {
      from: '2004-01-01',
      spans: [
        ['08:30', '12:00'],
        ['14:00', '18:00'],
      ] as [string, string][],
    },
    {
      from: '2026-07-01',
      spans: [
        ['09:00', '12:00'],
        ['13:00', '17:00'],
      ] as [string, string][],
    },
  ]
  const dated = createCalendar(publishedYears(), hours)
  assert.deepEqual(addWorkingMinutes(dated, at('2026-06-30T17:00'), 90), at('2026-07-01T09:30'))
  assert.equal(workingMinutesBetween(dated, at('2026-06-30T00:00'), at('2026-07-02T00:00')), 450 + 420)
  assert.throws(() => createCalendar(publishedYears(), [{ from: '2026-01-01', spans: [['12:00', '09:00']] }]))
})

test('an imported year extends the calendar without changing the one given', () => {
  const longer = withYear(calendar, NEXT)
  assert.equal(isWorkday(longer, '2027-02-20'), true)
  assert.equal(addWorkingDays(longer, '2026-12-31', 1), '2027-01-04')
  assert.equal(hasYear(calendar, 2027), false)
})

test('an imported year is checked date by date', () => {
  assert.throws(() => withYear(calendar, { ...NEXT, year: 2028 }), { code: 'INVALID_INPUT' })
  assert.throws(() => withYear(calendar, { ...NEXT, holidays: [...NEXT.holidays, '2027-02-20'] }), { code: 'INVALID_INPUT' })
  assert.throws(() => withYear(calendar, { ...NEXT, workdays: ['2027-02-18'] }), { code: 'INVALID_INPUT' })
  assert.throws(() => withYear(calendar, { ...NEXT, extra: 1 }), { code: 'INVALID_INPUT' })
  assert.throws(() => withYear(calendar, null), { code: 'INVALID_INPUT' })
  const later = { ...NEXT, year: 2028, holidays: NEXT.holidays.map((date) => date.replace('2027', '2028')), workdays: [] }
  assert.throws(() => withYear(calendar, later), missing(2027))
})

test('years are loaded from a folder; no folder means none', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'haihe-calendar-'))
  context.after(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, '2027.json'), JSON.stringify(NEXT))
  assert.equal(lastKnownDate(await loadCalendar(folder)), '2027-12-31')
  assert.equal(lastKnownDate(await loadCalendar(join(folder, 'absent'))), '2026-12-31')
})

test('the local date of an instant is that of China', () => {
  assert.equal(localDate(new Date('2026-11-20T15:59:59Z')), '2026-11-20')
  assert.equal(localDate(new Date('2026-11-20T16:00:00Z')), '2026-11-21')
})
