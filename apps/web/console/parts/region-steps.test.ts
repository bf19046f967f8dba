import { expect, test } from 'vitest'
import { stepsFor } from './region-steps.tsx'

test('each region on the way offers what lies below it', () => {
  expect(stepsFor(null, '12', 9)).toEqual(['12'])
  expect(stepsFor('12', '12', 9)).toEqual(['12'])
  expect(stepsFor('120101', '12', 9)).toEqual(['12', '120101'])
  expect(stepsFor('120101001', '12', 9)).toEqual(['12', '120101'])
  expect(stepsFor('120101001', '12', 12)).toEqual(['12', '120101', '120101001'])
})

test('who manages a district begins there, and a region elsewhere is not a way', () => {
  expect(stepsFor('120101001', '120101', 12)).toEqual(['120101', '120101001'])
  expect(stepsFor('120102', '120101', 9)).toEqual(['120101'])
})
