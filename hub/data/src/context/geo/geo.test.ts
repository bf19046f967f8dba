import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NgsiError } from '../problem.ts'
import { distance, haversine } from './distance.ts'
import { boundsOf, type Geometry, type Position, whyNotGeometry } from './geometry.ts'
import { boundsFor, matchesGeometry, readGeoQ } from './geoq.ts'
import { contains, disjoint, equals, intersects, overlaps, within } from './relations.ts'

// Brute force: shapes of whole grid cells, so that a set of cells says what a polygon covers.
const SIZE = 8
const rectangle = fc
  .tuple(
    fc.integer({ min: 0, max: SIZE - 1 }),
    fc.integer({ min: 0, max: SIZE - 1 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([x, y, w, h]) => ({ x, y, right: Math.min(SIZE, x + w), top: Math.min(SIZE, y + h) }))
type Rectangle = { x: number; y: number; right: number; top: number }
const at = (x: number, y: number): Position => [117 + x / 100, 39 + y / 100]
const polygon = (r: Rectangle): Geometry => ({
  type: 'Polygon',
  coordinates: [[at(r.x, r.y), at(r.right, r.y), at(r.right, r.top), at(r.x, r.top), at(r.x, r.y)]],
})
const cells = (r: Rectangle): Set<string> => {
  const found = new Set<string>()
  for (let x = r.x; x < r.right; x += 1) for (let y = r.y; y < r.top; y += 1) found.add(`${x},${y}`)
  return found
}
const touch = (a: Rectangle, b: Rectangle): boolean => a.x <= b.right && b.x <= a.right && a.y <= b.top && b.y <= a.top

test('relations of rectangles are those of the cells they cover', () => {
  fc.assert(
    fc.property(rectangle, rectangle, (a, b) => {
      const [ga, gb, ca, cb] = [polygon(a), polygon(b), cells(a), cells(b)]
      const common = [...ca].filter((cell) => cb.has(cell)).length
      assert.equal(intersects(ga, gb), touch(a, b), 'intersects')
      assert.equal(disjoint(ga, gb), !touch(a, b), 'disjoint')
      assert.equal(within(ga, gb), common === ca.size, 'within')
      assert.equal(contains(ga, gb), common === cb.size, 'contains')
      assert.equal(equals(ga, gb), common === ca.size && common === cb.size, 'equals')
      assert.equal(overlaps(ga, gb), common > 0 && common < ca.size && common < cb.size, 'overlaps')
    }),
    { numRuns: 3000 },
  )
})

test('a point is within a rectangle when it lies strictly inside, and meets it on the border too', () => {
  fc.assert(
    fc.property(rectangle, fc.integer({ min: -1, max: SIZE + 1 }), fc.integer({ min: -1, max: SIZE + 1 }), (r, x, y) => {
      const point: Geometry = { type: 'Point', coordinates: at(x, y) }
      const inside = x > r.x && x < r.right && y > r.y && y < r.top
      const closed = x >= r.x && x <= r.right && y >= r.y && y <= r.top
      assert.equal(within(point, polygon(r)), inside)
      assert.equal(contains(polygon(r), point), inside)
      assert.equal(intersects(point, polygon(r)), closed)
    }),
    { numRuns: 2000 },
  )
})

const line = (...points: [number, number][]): Geometry => ({ type: 'LineString', coordinates: points.map(([x, y]) => at(x, y)) })
const square = polygon({ x: 0, y: 0, right: 4, top: 4 })
const holed: Geometry = {
  type: 'Polygon',
  coordinates: [...(square.coordinates as Position[][]), [at(1, 1), at(1, 3), at(3, 3), at(3, 1), at(1, 1)]],
}

test('holes, lines and many parts', () => {
  const point = (x: number, y: number): Geometry => ({ type: 'Point', coordinates: at(x, y) })
  assert.equal(intersects(point(2, 2), holed), false)
  assert.equal(within(point(0.5, 0.5), holed), true)
  assert.equal(within(polygon({ x: 0, y: 0, right: 4, top: 1 }), holed), true)
  assert.equal(within(square, holed), false)
  assert.equal(within(holed, square), true)
  assert.equal(overlaps(square, holed), false)
  assert.equal(within(line([0.5, 0.5], [0.5, 3.5]), holed), true)
  assert.equal(within(line([0.5, 2], [3.5, 2]), holed), false)
  assert.equal(intersects(line([-1, 2], [5, 2]), square), true)
  assert.equal(within(line([1, 0], [3, 0]), square), false, 'a line on the border shares no interior')
  assert.equal(within(line([1, 1], [2, 2]), line([0, 0], [4, 4])), true)
  assert.equal(overlaps(line([0, 0], [2, 0]), line([1, 0], [3, 0])), true)
  assert.equal(overlaps(line([0, 0], [2, 0]), line([1, -1], [1, 1])), false)
  assert.equal(equals(line([0, 0], [2, 0]), line([2, 0], [1, 0], [0, 0])), true)
  const two: Geometry = { type: 'MultiPoint', coordinates: [at(1, 1), at(9, 9)] }
  assert.equal(intersects(two, square), true)
  assert.equal(within(two, square), false)
  const islands: Geometry = {
    type: 'MultiPolygon',
    coordinates: [square.coordinates as Position[][], polygon({ x: 6, y: 6, right: 8, top: 8 }).coordinates as Position[][]],
  }
  assert.equal(within(polygon({ x: 6, y: 6, right: 7, top: 7 }), islands), true)
  assert.equal(within(islands, square), false)
  assert.equal(contains(islands, two), false)
})

test('distances are those of the sphere', () => {
  // one degree of latitude on the mean sphere
  assert.ok(Math.abs(haversine([117, 39], [117, 40]) - 111_195.08) < 0.1)
  assert.ok(Math.abs(distance({ type: 'Point', coordinates: at(6, 2) }, square) - haversine(at(6, 2), at(4, 2))) < 0.5)
  assert.equal(distance({ type: 'Point', coordinates: at(2, 2) }, square), 0)
})

test('nothing near lies outside the bounds that the store looks in', () => {
  const lon = fc.double({ min: 110, max: 125, noNaN: true })
  const lat = fc.double({ min: 30, max: 45, noNaN: true })
  fc.assert(
    fc.property(lon, lat, lon, lat, fc.integer({ min: 1, max: 300_000 }), (x1, y1, x2, y2, metres) => {
      const q = readGeoQ({ georel: `near;maxDistance==${metres}`, geometry: 'Point', coordinates: [x1, y1] })
      const geometry: Geometry = { type: 'Point', coordinates: [x2, y2] }
      if (!matchesGeometry(geometry, q)) return
      const bounds = boundsFor(q)
      assert.ok(!bounds || (x2 >= bounds[0] && x2 <= bounds[2] && y2 >= bounds[1] && y2 <= bounds[3]))
    }),
    { numRuns: 3000 },
  )
})

test('a geo-query names a known relation, a geometry and coordinates that fit', () => {
  const point = { geometry: 'Point', coordinates: '[117.2,39.1]' }
  assert.deepEqual(readGeoQ({ georel: 'near;minDistance==5', ...point }), {
    georel: 'near',
    minDistance: 5,
    geometry: { type: 'Point', coordinates: [117.2, 39.1] },
    geoproperty: 'https://uri.etsi.org/ngsi-ld/location',
  })
  for (const wrong of [
    { georel: 'near', ...point },
    { georel: 'nearby', ...point },
    { georel: 'near;maxDistance=5', ...point },
    { georel: 'within', geometry: 'Circle', coordinates: '[1,2]' },
    { georel: 'within', geometry: 'Polygon', coordinates: '[117.2,39.1]' },
    { georel: 'within', geometry: 'Point', coordinates: '[500000,4300000]' },
    { georel: 'within', geometry: 'Point', coordinates: 'x' },
    { georel: 'within', geometry: 'Point' },
  ])
    assert.throws(() => readGeoQ(wrong), NgsiError, JSON.stringify(wrong))
})

test('only GeoJSON in longitude and latitude is a geometry', () => {
  const point = { type: 'Point', coordinates: [117.2, 39.1] }
  assert.equal(whyNotGeometry(point), null)
  assert.equal(whyNotGeometry({ ...point, crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } } }), null)
  assert.equal(whyNotGeometry({ ...point, crs: { type: 'name', properties: { name: 'EPSG:3857' } } }), 'crs')
  assert.equal(whyNotGeometry({ type: 'Point', coordinates: [13_046_000, 4_740_000] }), 'longitude/latitude')
  assert.equal(whyNotGeometry({ type: 'GeometryCollection', geometries: [point] }), 'type')
  assert.equal(
    whyNotGeometry({
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      ],
    }),
    'LinearRing',
  )
  assert.deepEqual(boundsOf(square), [117, 39, 117.04, 39.04])
})
