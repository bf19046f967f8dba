import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClock, hourOfDay } from './clock.ts'
import { airPlay } from './data/air.ts'
import { complaintPlay } from './data/complaints.ts'
import { parkingPlay } from './data/parking.ts'
import { pointIn, type Street } from './data/places.ts'
import { drawPhoto } from './photo.ts'
import { createRandom } from './random.ts'

const square: Street = {
  code: '120101001',
  name: '示例街道',
  district: '120101',
  centre: [117.2, 39.1],
  rings: [
    [
      [117.1, 39.1],
      [117.2, 39.1],
      [117.2, 39.2],
      [117.1, 39.2],
      [117.1, 39.1],
    ],
  ],
}
const HOURS = Array.from({ length: 24 * 14 }, (_, hour) => hour)

test('the virtual clock runs at its speed and knows the hour in China', () => {
  let real = 0
  const clock = createClock(60, Date.parse('2026-11-20T00:00:00Z'), () => real)
  real = 60_000
  assert.equal(clock.now(), Date.parse('2026-11-20T01:00:00Z'))
  assert.equal(hourOfDay(clock.now()), 9)
  assert.equal(clock.real(3_600_000), 60_000)
})

test('a generated station stays within what a station can measure, and has bad days', () => {
  const play = airPlay(null, [{ code: '120101', name: '和平区', centre: [117.2, 39.1] }], createRandom(1))
  const station = play.stations[0]
  assert.ok(station)
  const readings = HOURS.map((hour) => play.reading(station, hour))
  for (const reading of readings) {
    assert.ok(reading.pm25 !== null && reading.pm25 > 0 && reading.pm25 < 600)
    assert.ok(reading.o3 !== null && reading.o3 >= 5 && reading.o3 < 400)
  }
  assert.ok(readings.some((reading) => (reading.pm25 ?? 0) > 75))
  assert.ok(readings.some((reading) => (reading.pm25 ?? 0) < 35))
})

test('a generated car park never has more free places than places, and fills and empties over the day', () => {
  const play = parkingPlay(null, [square], 1, createRandom(2))
  const park = play.parks[0]
  assert.ok(park)
  const free = HOURS.map((hour) => park.free(hour * 3_600_000))
  assert.ok(free.every((value) => value >= 0 && value <= park.total))
  assert.ok(Math.max(...free) - Math.min(...free) > park.total * 0.2)
})

test('points lie inside their street and complaints carry a four-digit category', () => {
  const random = createRandom(3)
  for (let i = 0; i < 100; i += 1) {
    const { lon, lat } = pointIn(square, random)
    assert.ok(lon >= 117.1 && lon <= 117.2 && lat >= 39.1 && lat <= 39.2)
  }
  assert.match(complaintPlay(null, random).next().category, /^\d{4}$/)
})

test('the drawn photo is a PNG that differs before and after', () => {
  const before = drawPhoto('before', createRandom(4))
  const after = drawPhoto('after', createRandom(4))
  assert.equal(before.subarray(1, 4).toString('latin1'), 'PNG')
  assert.notDeepEqual(before, after)
})

test('the same seed plays the same city', () => {
  const draw = (seed: number) => parkingPlay(null, [square], 1, createRandom(seed)).parks[0]?.total
  assert.equal(draw(9), draw(9))
})

test('real series are used when the data folder is given', {
  skip: process.env.HAIHE_DATA_DIR ? false : 'HAIHE_DATA_DIR is not set: the real series were not tried',
}, () => {
  const folder = process.env.HAIHE_DATA_DIR ?? null
  const random = createRandom(5)
  const air = airPlay(folder, [], random)
  assert.equal(air.real, true)
  assert.ok(air.stations.length >= 14)
  const parking = parkingPlay(folder, [square], 1, random)
  assert.equal(parking.real, true)
  assert.equal(complaintPlay(folder, random).real, true)
})
