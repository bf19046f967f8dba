import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isMissing, readTime } from './local-time.ts'

const utc = (text: string, zone = 'Asia/Shanghai') => {
  const at = readTime(text, zone)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

test('local hours are read in the zone of the feed', () => {
  assert.equal(utc('2017-07-07T16:00:00'), '2017-07-07T08:00:00.000Z')
  assert.equal(utc('2026/11/20 8:05'), '2026-11-20T00:05:00.000Z')
  assert.equal(utc('2026-11-20'), '2026-11-19T16:00:00.000Z')
  assert.equal(utc('2026-11-19 24:00'), '2026-11-19T16:00:00.000Z')
  assert.equal(utc('2026-08-15 10:00:00', 'UTC'), '2026-08-15T10:00:00.000Z')
})

test('an offset in the text wins over the zone', () => {
  assert.equal(utc('2020-03-26T18:00:00+08:00', 'UTC'), '2020-03-26T10:00:00.000Z')
  assert.equal(utc('2020-03-26 18:00:00Z'), '2020-03-26T18:00:00.000Z')
  assert.equal(utc('2020-03-26T18:00:00-0330'), '2020-03-26T21:30:00.000Z')
})

test('epoch seconds and milliseconds are read as such', () => {
  assert.equal(utc('1499414400'), '2017-07-07T08:00:00.000Z')
  assert.equal(utc('1499414400000'), '2017-07-07T08:00:00.000Z')
})

test('a change of the clocks neither loses nor moves other hours', () => {
  assert.equal(utc('2026-03-29 01:59', 'Europe/Berlin'), '2026-03-29T00:59:00.000Z')
  assert.equal(utc('2026-03-29 03:00', 'Europe/Berlin'), '2026-03-29T01:00:00.000Z')
  assert.equal(utc('2026-03-29 02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
  assert.equal(utc('2026-10-25 02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z')
  assert.equal(utc('2026-10-25 03:00', 'Europe/Berlin'), '2026-10-25T02:00:00.000Z')
  assert.equal(utc('2026-07-01 12:00', 'America/Los_Angeles'), '2026-07-01T19:00:00.000Z')
})

test('what is no time is refused', () => {
  for (const text of [
    '',
    'yesterday',
    '2026-02-30 10:00',
    '2026-13-01',
    '2026-01-01 25:00',
    '2026-01-01 24:01',
    '20260101',
    '2026-01-01T10:00:00+8',
  ])
    assert.equal(utc(text), null, text)
})

test('any instant of the city survives being written as local time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      const local = new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Asia/Shanghai',
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(seconds * 1000)
      // 1986–1991 had summer time, whose repeated hour has two instants
      fc.pre(seconds < 500_000_000 || seconds > 700_000_000)
      assert.equal(readTime(local, 'Asia/Shanghai'), seconds * 1000)
    }),
  )
})

test('every way of writing no value is a gap', () => {
  for (const text of ['', ' ', '-', '—', '_', '-;', '--', 'NA', 'null', 'NaN']) assert.ok(isMissing(text), text)
  for (const text of ['0', '-1', '0.0', 'x']) assert.ok(!isMissing(text), text)
})
