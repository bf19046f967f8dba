import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bd09ToGcj02, bd09ToWgs84, gcj02ToBd09, gcj02ToWgs84, type LonLat, wgs84ToBd09, wgs84ToGcj02 } from './coordinates.ts'

const anywhere = fc.tuple(fc.double({ min: 74, max: 134, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }))
const miss = (a: LonLat, b: LonLat) => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]))

test('a known point of Beijing shifts as published implementations have it', () => {
  // Tian'anmen area, the sample point of the common coordtransform libraries
  assert.ok(miss(wgs84ToGcj02([116.404, 39.915]), [116.41024449916938, 39.91640428150164]) < 1e-9)
  assert.ok(miss(gcj02ToBd09([116.404, 39.915]), [116.41036949371029, 39.92133699351021]) < 1e-7)
})

test('the shift in Tianjin is some hundred metres', () => {
  const [lon, lat] = wgs84ToGcj02([117.2, 39.13])
  assert.ok(lon - 117.2 > 0.004 && lon - 117.2 < 0.008)
  assert.ok(Math.abs(lat - 39.13) < 0.003)
})

test('there and back again misses by less than a millionth of a degree', () => {
  fc.assert(
    fc.property(anywhere, (point) => {
      assert.ok(miss(gcj02ToWgs84(wgs84ToGcj02(point)), point) < 1e-6)
      assert.ok(miss(bd09ToGcj02(gcj02ToBd09(point)), point) < 1e-6)
      assert.ok(miss(bd09ToWgs84(wgs84ToBd09(point)), point) < 1e-6)
    }),
  )
})

test('points outside the area of the offset stay where they are', () => {
  assert.deepEqual(wgs84ToGcj02([2.35, 48.85]), [2.35, 48.85])
  assert.deepEqual(gcj02ToWgs84([2.35, 48.85]), [2.35, 48.85])
})
