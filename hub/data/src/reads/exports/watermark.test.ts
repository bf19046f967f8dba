import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Anchor, marked, markOf, matchOf, SURE, trace } from './watermark.ts'

const rows: Anchor[] = Array.from({ length: 3000 }, (_, n) => [`9901${n}`, `书名${n % 700}`])
const EXPORTS = Array.from({ length: 30 }, (_, n) => `export-${n}`)
const marks = EXPORTS.map((id) => ({ id, mark: markOf('secret', id) }))

const fileOf = (id: string): Anchor[] => {
  const mark = markOf('secret', id)
  const out: Anchor[] = []
  for (let at = 0; at < rows.length; at += 1000) out.push(...marked(rows.slice(at, at + 1000), mark, (row) => row))
  return out
}

test('a leaked part of a file is traced to its export among many, even with rows struck out', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...EXPORTS),
      fc.integer({ min: 0, max: 2900 }),
      fc.integer({ min: 60, max: 400 }),
      fc.integer({ min: 2, max: 9 }),
      (id, from, count, gap) => {
        const leaked = fileOf(id)
          .slice(from, from + count)
          .filter((_, n) => n % gap !== 0)
        if (leaked.length < 40) return
        const found = trace(marks.map((one) => ({ ...one, anchors: leaked })))
        assert.equal(found?.id, id)
      },
    ),
    { numRuns: 40 },
  )
})

test('a copy that is none of the exports is laid at nobody’s door', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(rows.slice(0, 400), { minLength: 100 }), (copy) => {
      assert.equal(trace(marks.map((one) => ({ ...one, anchors: copy }))), null)
    }),
    { numRuns: 30 },
  )
})

test('every row is still there, and a handful of rows accuses nobody', () => {
  assert.deepEqual([...fileOf('export-1')].sort(), [...rows].sort())
  assert.ok(matchOf(fileOf('export-1').slice(0, 10), markOf('secret', 'export-1')).score < SURE)
})
