import type { Alert, Board, MapValues, Tile } from '@haihe/contract'
import { expect, test } from 'vitest'
import { sortAlerts } from './alert-stream.tsx'
import { byDomain } from './board.tsx'
import { courseWindow } from './explain-panel.tsx'
import { worstAlerts } from './region-map.tsx'
import { withMapValues, withTiles } from './use-live-numbers.ts'

const tile = (indicator: string, region: string, value: number) => ({ indicator, region, value }) as Tile
const alert = (id: string, level: Alert['level'], region: string, raisedAt: string) => ({ id, level, region, raisedAt }) as Alert

test('pushed tiles replace those of their indicator and region, and no others', () => {
  const board: Board = {
    region: '12',
    name: '天津市',
    at: '2026-11-20T00:00:00Z',
    tiles: [tile('a', '12', 1), tile('b', '12', 2)],
  }
  const fresh = new Map([
    ['a 12', tile('a', '12', 10)],
    ['b 120101', tile('b', '120101', 20)],
  ])
  expect(withTiles(board, fresh)?.tiles.map(({ value }) => value)).toEqual([10, 2])
  expect(withTiles(undefined, fresh)).toBeUndefined()
})

test('the newest push of a region wins on the map and takes its staleness away', () => {
  const map = {
    indicator: 'a',
    region: '12',
    window: 'hour',
    values: [{ region: '120101', name: '和平区', value: 1, level: null, freshAt: null, stale: true }],
  } as MapValues
  const push = (value: number, indicator = 'a') => ({
    indicator,
    region: '120101',
    value,
    level: 'blue' as const,
    freshAt: '2026-11-20T00:00:00Z',
  })
  expect(withMapValues(map, [push(2), push(3), push(9, 'b')])?.values[0]).toMatchObject({ value: 3, level: 'blue', stale: false })
})

test('a child region is marked by the worst alert inside it', () => {
  const alerts = [
    alert('1', 'blue', '120101001', '2026-11-20T00:00:00Z'),
    alert('2', 'orange', '120101', '2026-11-20T00:00:00Z'),
    alert('3', 'red', '1202', '2026-11-20T00:00:00Z'),
  ]
  expect([...worstAlerts(alerts, ['120101', '120102'])]).toEqual([['120101', 'orange']])
})

test('alerts: the most serious first, of equals the newest', () => {
  const sorted = sortAlerts([
    alert('old', 'blue', '12', '2026-11-20T00:00:00Z'),
    alert('new', 'blue', '12', '2026-11-20T01:00:00Z'),
    alert('red', 'red', '12', '2026-11-19T00:00:00Z'),
  ])
  expect(sorted.map(({ id }) => id)).toEqual(['red', 'new', 'old'])
})

test('tiles are grouped by domain in the order in which domains appear', () => {
  const groups = byDomain(
    [tile('air.a', '12', 1), tile('car.b', '12', 1), tile('air.c', '12', 1)],
    (id) => id.split('.')[0] ?? '',
  )
  expect(groups.map(({ domain, tiles }) => [domain, tiles.length])).toEqual([
    ['air', 2],
    ['car', 1],
  ])
})

test('a course is drawn by hour where hours are kept', () => {
  expect(courseWindow({ windows: ['minute', 'hour', 'day'], shown: 'minute' })).toBe('hour')
  expect(courseWindow({ windows: ['day', 'month'], shown: 'day' })).toBe('day')
})
