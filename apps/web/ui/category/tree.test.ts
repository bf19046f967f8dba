import { describe, expect, it } from 'vitest'
import { type Category, groupsOf, withRecent } from './tree.ts'

const category = (code: string, zh: string, parent: string | null, leaf = true): Category => ({
  code,
  title: { zh, en: code },
  parent,
  leaf,
  kind: 'component',
  standardCode: code,
  standard: 'GB/T 30428.2',
  region: '12',
  selfHandle: false,
  urgency: 'normal',
  words: [],
  limit: null,
})

describe('the groups of categories', () => {
  it('hold their leaves; a leaf without a group stands alone, a group without leaves is left out', () => {
    const all = [
      category('C01', '公用设施', null, false),
      category('C0102', '污水井盖', 'C01'),
      category('C0118', '路灯', 'C01'),
      category('C02', '道路交通', null, false),
      category('X', '其他', null),
    ]
    expect(groupsOf(all).map(({ code, children }) => [code, children.map((leaf) => leaf.code)])).toEqual([
      ['C01', ['C0102', 'C0118']],
      ['X', ['X']],
    ])
  })
})

describe('recent categories', () => {
  it('keep the newest six, each once', () => {
    expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a'])
    expect(withRecent(['a', 'b', 'c', 'd', 'e', 'f'], 'g')).toEqual(['g', 'a', 'b', 'c', 'd', 'e'])
  })
})
