import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { insertPoints, type Point } from './gauge.ts'

/** The plain meaning: the latest reading at `t`, unless it is too old. */
const latestAt = (points: readonly Point[], t: number, forget: number | null): number | null => {
  const latest = points.filter((point) => point.at <= t).sort((a, b) => b.at - a.at)[0]
  return latest && (forget === null || t < latest.at + forget) ? latest.value : null
}

const points = fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 60 }), value: fc.integer({ min: -9, max: 9 }) }), {
  selector: (point) => point.at,
  maxLength: 14,
})

test('differences add up to the latest readings at every instant, in whatever order the readings come', () => {
  fc.assert(
    fc.property(
      points,
      fc.array(fc.integer({ min: 1, max: 4 })),
      fc.option(fc.integer({ min: 1, max: 30 })),
      (shuffled, sizes, forget) => {
        const changes: { at: number; value: number; count: number }[] = []
        let rest = shuffled
        let stored: Point[] = []
        for (const size of [...sizes, shuffled.length]) {
          const batch = rest.slice(0, size)
          rest = rest.slice(size)
          insertPoints(
            stored.toSorted((a, b) => a.at - b.at),
            batch,
            forget,
            (at, value, count) => changes.push({ at, value, count }),
          )
          stored = [...stored, ...batch]
        }
        for (let t = -1; t <= 95; t += 1) {
          const past = changes.filter((change) => change.at <= t)
          const count = past.reduce((sum, change) => sum + change.count, 0)
          const value = past.reduce((sum, change) => sum + change.value, 0)
          assert.deepEqual(count === 0 ? null : value, latestAt(shuffled, t, forget))
        }
      },
    ),
  )
})

test('a reading on time makes three differences: the old one leaves, the new one enters and is to be forgotten later', () => {
  const changes: number[][] = []
  insertPoints([{ at: 0, value: 5 }], [{ at: 10, value: 8 }], 60, (at, value, count) => changes.push([at, value, count]))
  assert.deepEqual(changes, [
    [60, 5, 1],
    [10, -5, -1],
    [10, 8, 1],
    [70, -8, -1],
  ])
})
