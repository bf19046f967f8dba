import { expect, test } from 'vitest'
import { parsePlain, stringifyPlain } from '../../ui/router.ts'
import { id, minute, nextSort, oneOf, region, searchOf, sorted, sortOf, timeRange, timeSearch, words } from './address.ts'

const parse = searchOf({ source: id, state: oneOf('open', 'replayed'), region, q: words(20), ...timeSearch })

test('a filter survives the way into the address and back', () => {
  const filter = { source: 'air-stations', state: 'open' as const, region: '120101', q: '井盖 & 路', from: '2026-11-20T08:30' }
  expect(parse(parsePlain(stringifyPlain(filter)))).toEqual(filter)
})

test('what cannot be read leaves the address', () => {
  expect(parse({ source: 'a b', state: 'lost', region: '1201', q: ' ', span: '3w', from: '20261120', other: 'x' })).toEqual({})
})

test('an instant of another program becomes the minute in the city', () => {
  expect(minute('2026-11-20T00:30:00Z')).toBe('2026-11-20T08:30')
  expect(minute('2026-11-20')).toBeUndefined()
})

const NOW = Date.parse('2026-11-20T12:00:42Z')

test('a span counts back from the running minute', () => {
  expect(timeRange({ span: '1h' }, NOW)).toEqual({ from: '2026-11-20T11:00:00.000Z' })
  expect(timeRange({}, NOW, '24h')).toEqual({ from: '2026-11-19T12:00:00.000Z' })
  expect(timeRange({}, NOW)).toEqual({})
})

test('given minutes win over a span, and the last one is included', () => {
  expect(timeRange({ span: '1h', from: '2026-11-20T08:00', to: '2026-11-20T09:00' }, NOW)).toEqual({
    from: '2026-11-20T08:00:00+08:00',
    to: '2026-11-20T01:01:00.000Z',
  })
})

test('a column sorts upwards, downwards, then not at all', () => {
  expect([undefined, 'rate', '-rate', 'name'].map((now) => nextSort(now, 'rate'))).toEqual(['rate', '-rate', undefined, 'rate'])
  expect(sortOf('-rate')).toEqual({ by: 'rate', descending: true })
  expect(sortOf(undefined)).toBeNull()
})

test('gaps come last whichever way a table is sorted', () => {
  const rows = [{ n: 2 }, { n: null }, { n: 9 }, { n: 1 }]
  const by = (row: { n: number | null }) => row.n
  expect(sorted(rows, by, false).map(by)).toEqual([1, 2, 9, null])
  expect(sorted(rows, by, true).map(by)).toEqual([9, 2, 1, null])
})
