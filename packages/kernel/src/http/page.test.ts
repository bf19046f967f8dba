import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { pageOf, TimeCursor, timeCursor } from './page.ts'

test('where a page ended is read back as it was written', () => {
  const Cursor = TimeCursor(z.uuid())
  const at = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(at, fc.uuid({ version: 4 }), (time, id) =>
      assert.deepEqual(Cursor.parse(timeCursor(time, id)), { at: time, id }),
    ),
  )
  assert.deepEqual(TimeCursor(z.coerce.number().int()).parse('2026-11-20T08:00:00.000Z_17').id, 17)
})

test('a cursor that nobody wrote is refused', () => {
  const Cursor = TimeCursor(z.uuid())
  for (const text of ['', '_', 'yesterday_1', `2026-11-20T08:00:00.000Z_1`, `${'9'.repeat(200)}_1`])
    assert.equal(Cursor.safeParse(text).success, false, text)
})

test('pages of any size show every entry once and then end', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1 })), fc.integer({ min: 1, max: 7 }), (all, limit) => {
      const seen: number[] = []
      let from: number | null = 0
      while (from !== null) {
        const page: { items: number[]; next: string | null } = pageOf(all.slice(from, from + limit + 1), limit, String)
        seen.push(...page.items)
        from = page.next === null ? null : all.indexOf(Number(page.next)) + 1
      }
      assert.deepEqual(seen, all)
    }),
  )
})
