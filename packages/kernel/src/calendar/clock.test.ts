import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DurationUnit } from '@haihe/contract'
import fc from 'fast-check'
import { chineseCalendar, dueAt, elapsed, type Pause } from './index.ts'
import { slowDueAt, slowElapsed } from './oracle.ts'

const calendar = chineseCalendar()
const at = (local: string) => new Date(`${local}+08:00`)
const due = (start: string, amount: number, unit: DurationUnit) => dueAt(at(start), { amount, unit }, calendar)
const MINUTE = 60_000

test('working days: the first day does not count, the last ends at closing', () => {
  assert.deepEqual(due('2026-11-20T09:00', 1, 'workingDay'), at('2026-11-23T18:00'))
  assert.deepEqual(due('2026-11-21T09:00', 1, 'workingDay'), at('2026-11-23T18:00'))
  assert.deepEqual(due('2026-09-30T23:59', 3, 'workingDay'), at('2026-10-10T18:00'))
  assert.deepEqual(due('2026-11-20T09:00', 0.5, 'workingDay'), at('2026-11-23T14:15'))
})

test('working hours: a start outside office hours counts from the next opening', () => {
  assert.deepEqual(due('2026-11-20T07:00', 1, 'workingHour'), at('2026-11-20T09:30'))
  assert.deepEqual(due('2026-11-20T12:00', 4, 'workingHour'), at('2026-11-20T18:00'))
  assert.deepEqual(due('2026-11-20T17:30', 1, 'workingHour'), at('2026-11-23T09:00'))
  assert.deepEqual(due('2026-10-01T10:00', 2, 'workingHour'), at('2026-10-08T10:30'))
})

test('natural days end at midnight and minutes are minutes', () => {
  assert.deepEqual(due('2026-11-20T09:00', 1, 'naturalDay'), at('2026-11-22T00:00'))
  assert.deepEqual(due('2026-11-20T09:00', 90, 'minute'), at('2026-11-20T10:30'))
  assert.deepEqual(due('2026-12-31T09:00', 7, 'naturalDay'), at('2027-01-08T00:00'))
})

test('a limit of nothing is due at once', () => {
  for (const unit of ['minute', 'workingHour', 'workingDay', 'naturalDay'] as const)
    assert.deepEqual(due('2026-11-21T03:00', 0, unit), at('2026-11-21T03:00'))
})

test('a working limit that runs into an unpublished year is reported', () => {
  const missing = { code: 'CALENDAR_YEAR_MISSING', details: { year: 2027 } }
  assert.throws(() => due('2026-12-28T09:00', 4, 'workingDay'), missing)
  assert.throws(() => due('2026-12-31T17:30', 1, 'workingHour'), missing)
  assert.throws(() => elapsed(at('2026-12-31T09:00'), [], at('2027-01-01T09:00'), 'workingDay', calendar), missing)
  assert.deepEqual(due('2026-12-28T09:00', 3, 'workingDay'), at('2026-12-31T18:00'))
})

test('a pause pushes the deadline back; while it lasts there is none', () => {
  const start = at('2026-11-16T09:00')
  const limit = { amount: 2, unit: 'workingDay' } as const
  const open = [{ from: at('2026-11-17T10:00'), to: null }]
  assert.equal(dueAt(start, limit, calendar, open), null)
  const ended = [{ from: at('2026-11-17T18:00'), to: at('2026-11-19T18:00') }]
  assert.deepEqual(dueAt(start, limit, calendar, ended), at('2026-11-20T18:00'))
  assert.equal(elapsed(start, open, at('2026-11-20T18:00'), 'workingDay', calendar), 0.2)
})

test('a pause after the deadline does not move it', () => {
  const late = [{ from: at('2026-11-20T18:00'), to: null }]
  assert.deepEqual(dueAt(at('2026-11-19T09:00'), { amount: 1, unit: 'workingDay' }, calendar, late), at('2026-11-20T18:00'))
})

test('no time has passed at or before the start', () => {
  assert.equal(elapsed(at('2026-11-20T09:00'), [], at('2026-11-20T09:00'), 'minute', calendar), 0)
  assert.equal(elapsed(at('2026-11-20T09:00'), [], at('2026-11-19T09:00'), 'workingHour', calendar), 0)
})

test('a negative or broken limit is refused', () => {
  assert.throws(() => due('2026-11-20T09:00', -1, 'minute'), RangeError)
  assert.throws(() => due('2026-11-20T09:00', Number.NaN, 'workingDay'), RangeError)
})

/** Starts near the holidays of 2025 and 2026, where weekdays, days off and make-up days meet. */
const anyStart = fc
  .tuple(
    fc.constantFrom('2025-01-24', '2025-09-26', '2026-02-12', '2026-04-02', '2026-04-29', '2026-06-17', '2026-09-28'),
    fc.nat(14 * 1440),
  )
  .map(([day, minutes]) => new Date(at(`${day}T00:00`).getTime() + minutes * MINUTE))
const anyUnit = fc.constantFrom<DurationUnit>('minute', 'workingHour', 'workingDay', 'naturalDay')
const anyPauses = (start: Date) =>
  fc.array(fc.tuple(fc.integer({ min: -600, max: 12_000 }), fc.nat(4000)), { maxLength: 3 }).map((spans) =>
    spans.map(
      ([from, length]): Pause => ({
        from: new Date(start.getTime() + from * MINUTE),
        to: new Date(start.getTime() + (from + length) * MINUTE),
      }),
    ),
  )
const started = anyStart.chain((start) => fc.record({ start: fc.constant(start), pauses: anyPauses(start), unit: anyUnit }))

test('time used equals the count of single minutes', () => {
  fc.assert(
    fc.property(started, fc.nat(9000), ({ start, pauses, unit }, minutes) => {
      const until = new Date(start.getTime() + minutes * MINUTE)
      const fast = elapsed(start, pauses, until, unit, calendar)
      assert.ok(Math.abs(fast - slowElapsed(start, pauses, until, unit)) < 1e-6)
    }),
    { numRuns: 150 },
  )
})

test('the deadline equals the count of single minutes', () => {
  const amounts = { minute: 2000, workingHour: 16, workingDay: 5, naturalDay: 6 }
  fc.assert(
    fc.property(started, fc.double({ min: 0.01, max: 1, noNaN: true }), ({ start, pauses, unit }, share) => {
      const amount = Math.ceil(amounts[unit] * share)
      assert.deepEqual(dueAt(start, { amount, unit }, calendar, pauses), slowDueAt(start, amount, unit, pauses))
    }),
    { numRuns: 150 },
  )
})

test('a clock read at its deadline is exactly used up, and one millisecond before it is not', () => {
  const fine = fc.record({ start: anyStart, ms: fc.nat(59_999), unit: anyUnit, amount: fc.integer({ min: 1, max: 20 }) })
  fc.assert(
    fc.property(fine, ({ start, ms, unit, amount }) => {
      const from = new Date(start.getTime() + ms)
      const end = dueAt(from, { amount, unit }, calendar)
      assert.equal(elapsed(from, [], end, unit, calendar), amount)
      assert.ok(elapsed(from, [], new Date(end.getTime() - 1), unit, calendar) < amount)
    }),
  )
})
