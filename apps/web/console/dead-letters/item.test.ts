import { expect, test } from 'vitest'
import { isObject, shapeProblems } from './item.ts'

const good = {
  entity: 'urn:ngsi-ld:AirQualityObserved:1001A',
  type: 'AirQualityObserved',
  attribute: 'pm25',
  value: 35,
  at: '2026-11-20T08:00:00+08:00',
}

test('a whole observation has nothing to object to', () => {
  expect(shapeProblems(good)).toEqual([])
  expect(shapeProblems({ ...good, value: true })).toEqual([])
})

test('each slip names its field and what is wrong with it', () => {
  const { value: _, ...gap } = good
  expect(shapeProblems({ ...good, at: '2026-11-20 08:00' })).toEqual([{ path: 'at', problem: 'time' }])
  expect(shapeProblems({ ...good, value: null })).toEqual([{ path: 'value', problem: 'type' }])
  expect(shapeProblems(gap)).toEqual([{ path: 'value', problem: 'missing' }])
  expect(shapeProblems({ ...good, entity: 'no uri' })).toEqual([{ path: 'entity', problem: 'uri' }])
  expect(shapeProblems({ ...good, attribute: '' })).toEqual([{ path: 'attribute', problem: 'size' }])
  expect(shapeProblems({ ...good, colour: 'red' })).toEqual([{ path: 'colour', problem: 'unknown' }])
})

test('only an object is an item', () => {
  expect([{}, [], null, 'x', 1].map(isObject)).toEqual([true, false, false, false, false])
})
