import type { Unit } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { unitChoices } from './units.ts'

const unit = (id: string, region: string): Unit => ({
  id,
  name: id,
  kind: 'street',
  duties: [],
  region,
  parent: null,
  generated: false,
})

describe('units to choose from', () => {
  it('are those near the case, nearest first; other districts are left out', () => {
    const units = [
      unit('tj-cgw', '12'),
      unit('hd-cgw', '120102'),
      unit('st-2', '120101002'),
      unit('hp-cgw', '120101'),
      unit('st-1', '120101001'),
    ]
    expect(unitChoices(units, '120101001').map(({ value }) => value)).toEqual(['st-1', 'hp-cgw', 'tj-cgw', 'st-2'])
  })
})
