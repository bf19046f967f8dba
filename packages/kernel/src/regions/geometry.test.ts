import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { centroid, clipHalfPlane, contains, doubleArea, metresToEdge, type Point, type Ring, voronoiCells } from './geometry.ts'

const area = (ring: Ring): number => Math.abs(doubleArea(ring)) / 2
const total = (rings: readonly Ring[]): number => rings.reduce((sum, ring) => sum + area(ring), 0)

/** A comb with three teeth: a cut through the teeth leaves three parts. */
const COMB: Ring = [
  [0, 0],
  [5, 0],
  [5, 3],
  [4, 3],
  [4, 1],
  [3, 1],
  [3, 3],
  [2, 3],
  [2, 1],
  [1, 1],
  [1, 3],
  [0, 3],
]
/** A star-shaped ring from distances in even directions. */
const star = (distances: readonly number[]): Ring =>
  distances.map((distance, index): Point => {
    const angle = (2 * Math.PI * index) / distances.length
    return [117 + distance * Math.cos(angle), 39 + distance * Math.sin(angle)]
  })
const anyStar = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }).map(star)
const anyPoint = fc.tuple(fc.double({ min: 116.2, max: 117.8, noNaN: true }), fc.double({ min: 38.2, max: 39.8, noNaN: true }))

test('a cut through the teeth of a comb leaves one part per tooth', () => {
  assert.deepEqual(clipHalfPlane(COMB, 0, 1, -2).map(area), [1, 1, 1])
  assert.deepEqual(clipHalfPlane(COMB, 0, -1, 2).map(area), [8])
  assert.deepEqual(clipHalfPlane(COMB, 0, 1, -4), [])
  assert.deepEqual(clipHalfPlane(COMB, 0, 1, 1), [COMB])
})

test('both sides of a cut have the area of the whole', () => {
  fc.assert(
    fc.property(anyStar, anyPoint, fc.double({ min: 0, max: 7, noNaN: true }), (ring, [x, y], angle) => {
      const [a, b] = [Math.cos(angle), Math.sin(angle)]
      const c = -a * x - b * y
      const sides = [...clipHalfPlane(ring, a, b, c), ...clipHalfPlane(ring, -a, -b, -c)]
      assert.ok(Math.abs(total(sides) - area(ring)) < 1e-9)
    }),
  )
})

test('cells cover the outline once, and a point lies in the cell of the nearest', () => {
  fc.assert(
    fc.property(anyStar, fc.array(anyPoint, { minLength: 1, maxLength: 12 }), anyPoint, (ring, sites, point) => {
      const apart = sites.filter(
        (site, i) => sites.findIndex((other) => Math.hypot(site[0] - other[0], site[1] - other[1]) < 1e-3) === i,
      )
      const cells = voronoiCells(ring, apart)
      assert.ok(Math.abs(cells.reduce((sum, parts) => sum + total(parts), 0) - area(ring)) < 1e-9)
      const stretch = Math.cos((apart[0]![1] * Math.PI) / 180)
      const far = apart.map(([x, y]) => Math.hypot((x - point[0]) * stretch, y - point[1]))
      const holding = cells.findIndex((parts) => contains(parts, point))
      if (holding >= 0) assert.ok(far[holding]! <= Math.min(...far) + 1e-9)
      else assert.ok(!contains([ring], point) || metresToEdge(cells.flat(), point) < 1)
    }),
  )
})

test('centre of gravity and distance to the edge', () => {
  assert.deepEqual(
    centroid([
      [0, 0],
      [4, 0],
      [4, 2],
      [0, 2],
    ]),
    [2, 1],
  )
  assert.deepEqual(
    centroid([
      [1, 1],
      [3, 1],
    ]),
    [2, 1],
  )
  const metres = metresToEdge(
    [
      [
        [117, 39],
        [118, 39],
        [118, 40],
        [117, 40],
      ],
    ],
    [117.5, 39.1],
  )
  assert.ok(Math.abs(metres - 11_132) < 1)
})

test('a hole is outside', () => {
  const rings: Ring[] = [
    [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
    ],
    [
      [1, 1],
      [3, 1],
      [3, 3],
      [1, 3],
    ],
  ]
  assert.equal(contains(rings, [0.5, 0.5]), true)
  assert.equal(contains(rings, [2, 2]), false)
})
