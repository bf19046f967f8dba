import { describe, expect, it } from 'vitest'
import { type Category, findCategory, groupsOf, searchCategories, withRecent } from './tree.ts'

const category = (code: string, zh: string, parent: string | null, en = code): Category => ({
  code,
  title: { zh, en },
  parent,
  kind: 'component',
  selfHandle: false,
  urgency: 'normal',
})
const ALL = [
  category('01', '公用设施', null, 'Public utilities'),
  category('0102', '污水井盖', '01', 'Sewer cover'),
  category('0118', '路灯', '01', 'Street lamp'),
  category('02', '道路交通', null),
  category('99', '其他', null),
  category('0301', '公共厕所', '03'),
]

describe('the tree of categories', () => {
  it('has groups with leaves; a leaf without a group is its own', () => {
    expect(groupsOf(ALL).map(({ code, children }) => [code, children.map((leaf) => leaf.code)])).toEqual([
      ['01', ['0102', '0118']],
      ['02', ['02']],
      ['99', ['99']],
      ['0301', ['0301']],
    ])
  })
  it('finds leaves by title, group, English and code, by every word', () => {
    const groups = groupsOf(ALL)
    expect(searchCategories(groups, '井盖').map(({ code }) => code)).toEqual(['0102'])
    expect(searchCategories(groups, '公用 路灯').map(({ code }) => code)).toEqual(['0118'])
    expect(searchCategories(groups, 'LAMP').map(({ code }) => code)).toEqual(['0118'])
    expect(searchCategories(groups, '0102').map(({ code }) => code)).toEqual(['0102'])
    expect(searchCategories(groups, '火车')).toEqual([])
    expect(searchCategories(groups, ' ')).toEqual([])
  })
  it('gives one by its code', () => {
    expect(findCategory(groupsOf(ALL), '0118')?.title.zh).toBe('路灯')
    expect(findCategory(groupsOf(ALL), '01')).toBeUndefined()
  })
})

describe('recent categories', () => {
  it('keep the newest six, each once', () => {
    expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a'])
    expect(withRecent(['a', 'b', 'c', 'd', 'e', 'f'], 'g')).toEqual(['g', 'a', 'b', 'c', 'd', 'e'])
  })
})
