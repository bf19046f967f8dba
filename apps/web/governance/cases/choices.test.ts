import type { CategoryView, Unit } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { categoryChoices, unitChoices } from './choices.ts'

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

describe('categories to choose from', () => {
  it('are the leaves, named with their group', () => {
    const category = (code: string, zh: string, parent: string | null) =>
      ({ code, title: { zh, en: code }, parent, leaf: parent !== null }) as CategoryView
    expect(categoryChoices([category('C01', '公用设施', null), category('C0102', '污水井盖', 'C01')], 'zh')).toEqual([
      { value: 'C0102', label: '公用设施 · 污水井盖' },
    ])
  })
})
