import { holds, type Role } from '@haihe/contract/permission'
import { expect, test } from 'vitest'
import type { Registered } from './registry.ts'
import { arranged, PAGES, SECTIONS, visibleSections } from './sections.ts'
import en from './words-en.ts'
import zh from './words-zh.ts'

const paths = (role: Role) =>
  visibleSections((permission) =>
    holds({ id: 'a', kind: 'person', name: 'a', assurance: 3, grants: [{ role, unit: null, region: '12' }] }, permission),
  ).flatMap(({ pages }) => pages.map(({ path }) => path))

test('a data engineer sees all that flows, but neither accounts nor routing', () => {
  const seen = paths('dataEngineer')
  expect(seen).toEqual(expect.arrayContaining(['/sources', '/dead-letters', '/entities', '/subscriptions', '/jobs', '/audit']))
  expect(seen).not.toContain('/accounts')
  expect(seen).not.toContain('/routing')
})

test('an auditor sees the audit trail and deliveries, not the data', () => {
  const seen = paths('auditor')
  expect(seen).toEqual(expect.arrayContaining(['/audit', '/deliveries', '/rules']))
  expect(seen).not.toContain('/subscriptions')
  expect(seen).not.toContain('/sources')
})

test('a citizen sees nothing but public indicators', () => {
  expect(paths('citizen')).toEqual(['/', '/indicators'])
})

test('every section and page that is registered has a name in both languages, an address of its own and code that loads', async () => {
  expect(PAGES.length).toBeGreaterThan(20)
  for (const ids of [SECTIONS.map(({ id }) => id), PAGES.map(({ id }) => id), PAGES.map(({ path }) => path)])
    expect(new Set(ids).size).toBe(ids.length)
  for (const words of [zh, en] as { nav: Record<string, string>; page: Record<string, string> }[]) {
    expect(SECTIONS.map(({ id }) => id).filter((id) => !words.nav[id])).toEqual([])
    const several = SECTIONS.filter(({ pages }) => pages.length > 1).flatMap(({ pages }) => pages)
    expect(several.map(({ id }) => id).filter((id) => !words.page[id])).toEqual([])
  }
  for (const page of PAGES) expect(typeof (await page.load()), page.path).toBe('function')
})

const page = (path: string) => ({ id: path, path, needs: null, search: () => ({}), load: async () => () => null })

test('sections stand by group and rank, and pages that join one follow its own', () => {
  const parts: Registered[] = [
    { joins: 'desk', pages: [page('/loans')] },
    { id: 'shelf', icon: 'list', group: 'exchange', rank: 1, pages: [page('/shelf')] },
    { id: 'desk', icon: 'list', group: 'data', rank: 20, pages: [page('/desk')] },
    { id: 'door', icon: 'list', group: 'data', rank: 10, pages: [page('/door')] },
  ]
  expect(arranged(parts).map(({ pages }) => pages.map(({ path }) => path))).toEqual([['/door'], ['/desk', '/loans'], ['/shelf']])
  expect(() => arranged([{ joins: 'cellar', pages: [page('/wine')] }])).toThrow('no section cellar for /wine')
})
