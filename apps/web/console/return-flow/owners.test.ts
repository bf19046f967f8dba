import { expect, test } from 'vitest'
import { grantableOwners } from './owners.ts'

test('one grants what the own units own; a role without a unit reaches all of its region', () => {
  const engineer = { role: 'dataEngineer' as const, unit: 'library', region: '99' }
  expect(grantableOwners({ grants: [engineer, { role: 'leader', unit: 'museum', region: '99' }] })).toEqual(['library'])
  expect(grantableOwners({ grants: [engineer, { role: 'cityCenter', unit: null, region: '99' }] })).toBeNull()
})
