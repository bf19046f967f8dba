import { expect, test } from 'vitest'
import { isNarrowed, queryOf } from './query.ts'

test('without any filter nothing is asked for', () => {
  expect(isNarrowed({})).toBe(false)
  expect(isNarrowed({ view: 'map', open: 'urn:x:1' })).toBe(false)
  expect(isNarrowed({ region: '120101' })).toBe(true)
})

test('each filter has its place in the query', () => {
  expect(queryOf({ find: '1015A' }, null)).toEqual({ type: 'Query', entities: [{ type: '*', idPattern: '.*1015A.*' }] })
  const square = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  }
  expect(queryOf({ type: 'Road', q: 'length>5', region: '120101' }, square)).toEqual({
    type: 'Query',
    entities: [{ type: 'Road' }],
    q: 'length>5',
    geoQ: { georel: 'within', geometry: 'Polygon', coordinates: square.coordinates },
  })
})
