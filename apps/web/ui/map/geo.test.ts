import type { Polygon } from 'geojson'
import { expect, test } from 'vitest'
import { clusterPoints } from './cluster.ts'
import { type Area, areaAt, boundsOf, contains, fromMercator, labelPoint, toMercator } from './geo.ts'

const area = (code: string, coordinates: Polygon['coordinates']): Area => ({
  type: 'Feature',
  properties: { code, name: code, schematic: false },
  geometry: { type: 'Polygon', coordinates },
})
/** a U: its middle lies outside */
const horseshoe = area('u', [
  [
    [0, 0],
    [9, 0],
    [9, 9],
    [7, 9],
    [7, 1],
    [2, 1],
    [2, 9],
    [0, 9],
    [0, 0],
  ],
])
const ring = area('o', [
  [
    [20, 0],
    [30, 0],
    [30, 10],
    [20, 10],
    [20, 0],
  ],
  [
    [23, 3],
    [27, 3],
    [27, 7],
    [23, 7],
    [23, 3],
  ],
])

test('the label point lies inside even when the middle does not', () => {
  expect(contains(horseshoe.geometry, [4.5, 5])).toBe(false)
  expect(contains(horseshoe.geometry, labelPoint(horseshoe))).toBe(true)
})

test('a hole is outside', () => {
  expect(contains(ring.geometry, [25, 5])).toBe(false)
  expect(areaAt([horseshoe, ring], [21, 5])?.properties.code).toBe('o')
  expect(areaAt([horseshoe, ring], [15, 5])).toBeUndefined()
})

test('bounds span all areas; no areas have none', () => {
  expect(boundsOf([horseshoe, ring])).toEqual([0, 0, 30, 10])
  expect(boundsOf([])).toBeNull()
})

test('Web Mercator goes there and back', () => {
  const [lon, lat] = fromMercator(toMercator([117.2, 39.13]))
  expect(lon).toBeCloseTo(117.2, 9)
  expect(lat).toBeCloseTo(39.13, 9)
})

test('points in one bucket become one cluster at their middle, none is lost', () => {
  const clusters = clusterPoints(
    [
      { id: 'a', x: 2, y: 2 },
      { id: 'b', x: 4, y: 6 },
      { id: 'c', x: 90, y: 90 },
    ],
    40,
  )
  expect(clusters).toHaveLength(2)
  expect(clusters[0]).toMatchObject({ x: 3, y: 4 })
  expect(clusters[1]).toMatchObject({ id: 'c', x: 90, y: 90 })
})
