import { holds, type Role } from '@haihe/contract/permission'
import { expect, test } from 'vitest'
import { visibleSections } from './sections.ts'

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
  expect(paths('citizen')).toEqual(['/indicators'])
})
