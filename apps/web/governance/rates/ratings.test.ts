import type { RateRow } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { ratesSearch, sortRates } from './ratings.ts'

const row = (key: string, composite: number | null, total = 1): RateRow => ({
  key,
  name: key,
  total,
  closed: 0,
  overdue: 0,
  onTime: null,
  responseRate: null,
  resolutionRate: null,
  satisfactionRate: null,
  composite,
})

describe('three rates', () => {
  it('stand in order, without a figure last', () => {
    const rows = [row('a', null), row('b', 80), row('c', 95), row('d', 80)]
    expect(sortRates(rows, 'composite').map(({ key }) => key)).toEqual(['c', 'b', 'd', 'a'])
    expect(sortRates([row('a', 1, 3), row('b', 1, 9)], 'total').map(({ key }) => key)).toEqual(['b', 'a'])
  })
  it('take their question from the address', () => {
    expect(ratesSearch({ group: 'region', sort: 'overdue', region: '120101' })).toEqual({
      group: 'region',
      sort: 'overdue',
      region: '120101',
    })
    expect(ratesSearch({ group: 'x', sort: 'name', region: '1' })).toEqual({ group: 'unit', sort: 'composite' })
  })
})
