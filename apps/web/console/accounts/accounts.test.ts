import { holds, type Permission } from '@haihe/contract/permission'
import { expect, test } from 'vitest'
import { grantableRoles, tokenState } from './accounts.ts'

const rolesOf = (role: 'admin' | 'dataEngineer') =>
  grantableRoles((permission: Permission) =>
    holds({ id: 'a', kind: 'person', name: 'a', assurance: 3, grants: [{ role, unit: null, region: '12' }] }, permission),
  )

test('a permission is asked for without a region: it may hold anywhere', () => {
  const asked: unknown[][] = []
  grantableRoles((...given: [Permission]) => {
    asked.push(given)
    return true
  })
  expect(asked.every((given) => given.length === 1)).toBe(true)
})

test('nobody hands out more than they hold', () => {
  expect(rolesOf('admin')).toContain('admin')
  expect(rolesOf('dataEngineer')).toEqual(expect.arrayContaining(['dataEngineer', 'device']))
  expect(rolesOf('dataEngineer')).not.toContain('cityCenter')
})

test('a token is valid, about to expire, expired or revoked', () => {
  const now = Date.parse('2026-11-20T00:00:00Z')
  const at = (expiresAt: string | null, revokedAt: string | null = null) => tokenState({ expiresAt, revokedAt }, now)
  expect(at(null)).toBe('valid')
  expect(at('2027-01-01T00:00:00Z')).toBe('valid')
  expect(at('2026-11-25T00:00:00Z')).toBe('soon')
  expect(at('2026-11-20T00:00:00Z')).toBe('expired')
  expect(at('2027-01-01T00:00:00Z', '2026-11-01T00:00:00Z')).toBe('revoked')
})
