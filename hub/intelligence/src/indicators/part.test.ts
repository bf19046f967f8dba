import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addPart, emptyPart, mergeParts, type Part, provenanceOf, quantise, rebase } from './part.ts'

const value = fc.double({ min: -1e4, max: 1e4, noNaN: true }).map(quantise)
const part: fc.Arbitrary<Part> = fc.record({
  count: fc.integer({ min: -50, max: 50 }),
  sum: value,
  weight: value,
  min: value,
  max: value,
  last: value,
  // two inputs at one instant have no order: every time is used once
  lastAt: fc.integer(),
  sumMoment: value,
  countMoment: fc.integer({ min: -5000, max: 5000 }),
  marks: fc.integer({ min: 0, max: 7 }),
})

test('merging is exact in any order and grouping', () => {
  fc.assert(
    fc.property(fc.uniqueArray(part, { selector: (p) => p.lastAt, maxLength: 12 }), fc.nat(11), (parts, cut) => {
      const all = parts.reduce(mergeParts, emptyPart())
      assert.deepEqual(parts.toReversed().reduce(mergeParts, emptyPart()), all)
      const left = parts.slice(0, cut).reduce(mergeParts, emptyPart())
      const right = parts.slice(cut).reduce(mergeParts, emptyPart())
      assert.deepEqual(mergeParts(right, left), all)
      const inPlace = emptyPart()
      for (const one of parts) addPart(inPlace, one)
      assert.deepEqual(inPlace, all)
    }),
  )
})

test('what was added and taken back leaves nothing', () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      assert.equal([...values, ...values.map((v) => -v)].reduce((sum, v) => sum + v, 0) + 0, 0)
    }),
  )
})

test('moments follow the start of the window', () => {
  const moved = rebase({ ...emptyPart(), sum: 3, count: 1, sumMoment: 6, countMoment: 2 }, 10)
  assert.equal(moved.sumMoment, 36)
  assert.equal(moved.countMoment, 12)
})

test('the least real input decides the provenance', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 7].map(provenanceOf), [
    null,
    'local',
    'elsewhere',
    'elsewhere',
    'simulated',
    'simulated',
    'simulated',
  ])
})
