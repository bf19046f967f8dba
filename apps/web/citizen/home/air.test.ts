import type { Tile } from '@haihe/contract'
import { expect, test } from 'vitest'
import { airTiles } from './air.ts'

const tile = (indicator: string) => ({ indicator }) as Tile

test('the air index comes first, pollutants beside it, nothing else of the board', () => {
  const { main, rest } = airTiles(['parking.free', 'air-pm25', 'air-quality.aqi', 'air-pm10', 'cases.open'].map(tile))
  expect(main?.indicator).toBe('air-quality.aqi')
  expect(rest.map(({ indicator }) => indicator)).toEqual(['air-pm25', 'air-pm10'])
})

test('a board without air has no index', () => {
  expect(airTiles([tile('parking.free')])).toEqual({ main: undefined, rest: [] })
})
