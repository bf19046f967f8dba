import type { EntityHistoryItem } from '@haihe/contract'
import { expect, test } from 'vitest'
import { historyPath, pointsOf } from './history.ts'

const item = (more: Partial<EntityHistoryItem>): EntityHistoryItem => ({
  id: '1',
  kind: 'sensed',
  attribute: 'pm25',
  dataset: null,
  value: 1,
  unit: null,
  observedAt: null,
  at: '2026-11-20T08:00:00.000Z',
  actor: null,
  provenance: null,
  ...more,
})

test('readings come in the order they were measured in', () => {
  const points = pointsOf([
    item({ value: 3, at: '2026-11-20T09:00:00.000Z' }),
    item({ value: 2, observedAt: '2026-11-20T07:00:00.000Z', at: '2026-11-20T10:00:00.000Z' }),
  ])
  expect(points).toEqual([
    { at: '2026-11-20T07:00:00.000Z', value: 2 },
    { at: '2026-11-20T09:00:00.000Z', value: 3 },
  ])
})

test('a deletion is a gap, texts are no chart', () => {
  expect(
    pointsOf([item({ value: 3 }), item({ kind: 'deleted', value: null, at: '2026-11-20T09:00:00.000Z' })])?.at(-1)?.value,
  ).toBeNull()
  expect(pointsOf([item({ value: 'open' })])).toBeNull()
  expect(pointsOf([])).toBeNull()
})

test('an id stays whole in the address', () => {
  expect(historyPath('urn:x:a/b')).toBe('/api/entities/urn%3Ax%3Aa%2Fb/history')
})
