import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CronPattern, nextTime } from './cron.ts'

const next = (pattern: string, after: string, zone = 'Asia/Shanghai') => nextTime(pattern, new Date(after), zone)?.toISOString()

test('the next time of a schedule is in local time and after now', () => {
  assert.equal(next('30 2 * * *', '2026-11-20T02:00:00Z'), '2026-11-20T18:30:00.000Z')
  assert.equal(next('*/15 * * * *', '2026-11-20T02:00:00Z'), '2026-11-20T02:15:00.000Z')
  assert.equal(next('0 9-17/4 * * 1-5', '2026-11-20T09:30:00Z'), '2026-11-23T01:00:00.000Z')
  assert.equal(next('0 0 29 2 *', '2026-03-01T00:00:00Z'), '2028-02-28T16:00:00.000Z')
  assert.equal(next('0 8 1 * 7', '2026-11-20T02:00:00Z'), '2026-11-22T00:00:00.000Z')
  assert.equal(next('0 0 30 2 *', '2026-11-20T02:00:00Z'), undefined)
})

test('what is no schedule is refused', () => {
  for (const pattern of ['', '* * * *', '60 * * * *', '* 24 * * *', '5-1 * * * *', '*/0 * * * *', 'a * * * *'])
    assert.equal(CronPattern.safeParse(pattern).success, false, pattern)
})
