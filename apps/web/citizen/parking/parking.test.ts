import { describe, expect, it, test } from 'vitest'
import { around, distanceOf, fullness, parkingSearch } from './parking.ts'

describe('the address of parking', () => {
  it('keeps a place and a duration', () => {
    expect(parkingSearch({ lon: '117.2', lat: '39.1', minutes: '240', view: 'map' })).toEqual({
      lon: 117.2,
      lat: 39.1,
      minutes: 240,
      view: 'map',
    })
  })
  it('drops nonsense; two hours unless told', () => {
    expect(parkingSearch({ lon: 'x', lat: '39.1', minutes: '7' })).toEqual({ minutes: 120 })
    expect(parkingSearch({ lon: '999', lat: '39' })).toEqual({ minutes: 120 })
  })
})

describe('how full a car park is', () => {
  it('is told only by a number that is fresh', () => {
    expect(fullness({ free: 50, total: 100, stale: true })).toBe('unknown')
  })
  it('is full at none, few below a tenth or five', () => {
    expect(fullness({ free: 0, total: 100, stale: false })).toBe('full')
    expect(fullness({ free: 4, total: 10, stale: false })).toBe('few')
    expect(fullness({ free: 10, total: 100, stale: false })).toBe('few')
    expect(fullness({ free: 11, total: 100, stale: false })).toBe('some')
    expect(fullness({ free: 11, total: null, stale: false })).toBe('some')
  })
})

describe('a distance', () => {
  it('is in tens of metres, then in kilometres', () => {
    expect(distanceOf(3)).toEqual({ key: 'parking.metres', value: '10' })
    expect(distanceOf(84)).toEqual({ key: 'parking.metres', value: '80' })
    expect(distanceOf(1240)).toEqual({ key: 'parking.kilometres', value: '1.2' })
  })
})

test('the box around places holds them all', () => {
  const places = [
    { lon: 117.2, lat: 39.1 },
    { lon: 117.1, lat: 39.3 },
  ]
  expect(around(places)).toEqual([117.1, 39.1, 117.2, 39.3])
})
