import { expect, test } from 'vitest'
import { parsePlain, stringifyPlain } from './router.ts'

test('a region code in the address stays text', () => {
  expect(parsePlain('?region=120101&at=2026-11-20T08:30')).toEqual({ region: '120101', at: '2026-11-20T08:30' })
})

test('blanks leave the address, colons stay readable, everything comes back as it was', () => {
  const address = stringifyPlain({ region: '12', at: undefined, note: '', panel: 'explain:air.aqi', q: '井盖 & 路' })
  expect(address).toContain('panel=explain:air.aqi')
  expect(parsePlain(address)).toEqual({ region: '12', panel: 'explain:air.aqi', q: '井盖 & 路' })
})
