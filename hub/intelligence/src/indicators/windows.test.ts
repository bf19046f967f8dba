import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WINDOWS } from '@haihe/contract'
import fc from 'fast-check'
import { createZone, localDate, MINUTE, rangesOf, windowShift, windowStart } from './windows.ts'

const zone = createZone('Asia/Shanghai')
const at = (text: string) => Date.parse(text)

test('a day and a month begin at local midnight', () => {
  assert.equal(windowStart(zone, 'day', at('2026-11-20T15:59:59Z')), at('2026-11-19T16:00:00Z'))
  assert.equal(windowStart(zone, 'day', at('2026-11-20T16:00:00Z')), at('2026-11-20T16:00:00Z'))
  assert.equal(windowStart(zone, 'month', at('2026-11-30T17:00:00Z')), at('2026-11-30T16:00:00Z'))
  assert.equal(localDate(zone, at('2026-11-30T17:00:00Z')), '2026-12-01')
})

test('half-hour zones have their own hours', () => {
  const kolkata = createZone('Asia/Kolkata')
  assert.equal(windowStart(kolkata, 'hour', at('2026-11-20T02:40:00Z')), at('2026-11-20T02:30:00Z'))
})

test('a window holds its instant and ends where the next begins', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WINDOWS),
      fc.integer({ min: at('2015-01-01T00:00Z'), max: at('2035-01-01T00:00Z') }),
      (window, t) => {
        const start = windowStart(zone, window, t)
        const next = windowShift(zone, window, start, 1)
        assert.ok(start <= t && t < next)
        assert.equal(windowStart(zone, window, next), next)
        assert.equal(windowShift(zone, window, next, -1), start)
      },
    ),
  )
})

test('ranges cover an interval once, in order, with few rows', () => {
  const minute = fc
    .integer({ min: at('2024-01-01T00:00Z') / MINUTE, max: at('2026-12-31T00:00Z') / MINUTE })
    .map((m) => m * MINUTE)
  fc.assert(
    fc.property(fc.tuple(minute, minute), fc.boolean(), ([a, b], open) => {
      const [from, to] = [open ? -Infinity : Math.min(a, b), Math.max(a, b)]
      const ranges = rangesOf(zone, 'minute', from, to).sort((x, y) => x.from - y.from)
      let reached = from
      for (const range of ranges) {
        assert.equal(range.from, reached)
        assert.ok(range.to > range.from)
        assert.equal(windowStart(zone, range.window, range.to), range.to)
        if (range.from !== -Infinity) assert.equal(windowStart(zone, range.window, range.from), range.from)
        reached = range.to
      }
      assert.equal(reached, ranges.length === 0 ? from : to)
      for (const range of ranges.filter(({ window, from: low }) => window !== 'month' && low !== -Infinity))
        assert.ok(range.to - range.from < 2 * { minute: 60, hour: 24 * 60, day: 31 * 24 * 60, month: 0 }[range.window] * MINUTE)
    }),
  )
})
