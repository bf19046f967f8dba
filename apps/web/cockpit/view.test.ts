import { expect, test } from 'vitest'
import { panelOf, parseView } from './view.ts'

test('a full address becomes a view', () => {
  expect(parseView({ region: '120101', indicator: 'air.aqi', at: '2026-11-20T08:30', panel: 'explain:air.aqi' })).toEqual({
    region: '120101',
    indicator: 'air.aqi',
    at: '2026-11-20T08:30',
    panel: 'explain:air.aqi',
  })
})

test('an instant with an offset is understood as its minute in Tianjin', () => {
  expect(parseView({ at: '2026-11-20T00:30:00Z' }).at).toBe('2026-11-20T08:30')
})

test('what cannot be read is left out', () => {
  expect(parseView({ region: '1201', indicator: '<script>', at: 'yesterday', panel: 'edit:all', other: 'x' })).toEqual({})
})

test('a panel keeps colons in its id', () => {
  expect(panelOf('alert:urn:a:1')).toEqual({ kind: 'alert', id: 'urn:a:1' })
  expect(panelOf('alert:')).toBeNull()
  expect(panelOf(undefined)).toBeNull()
})
