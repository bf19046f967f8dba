import type { CatalogueEntry, Decision, FieldDecision, Permission } from '@haihe/contract'
import { expect, test } from 'vitest'
import { nextSteps } from './next-steps.ts'

const entry = (change: object = {}) =>
  ({
    resource: {
      id: 'r',
      owner: 'library',
      region: '12',
      state: 'published',
      version: 1,
      sharing: { type: 'conditional' },
      ...change,
    },
  }) as unknown as CatalogueEntry
const decided = (...fields: [FieldDecision['effect'], FieldDecision['reason']][]): Pick<Decision, 'fields'> => ({
  fields: Object.fromEntries(fields.map(([effect, reason], at) => [`f${at}`, { effect, reason, mask: 'none' as const }])),
})
const all = () => true
const only =
  (...granted: Permission[]) =>
  (permission: Permission) =>
    granted.includes(permission)
const ids = (...of: Parameters<typeof nextSteps>) => nextSteps(...of).map(({ id }) => id)

test('who may read it begins with its data, and may ask for what is still closed', () => {
  const some = decided(['allow', 'granted-clear'], ['deny', 'field-not-granted'])
  expect(ids(entry(), some, ['branch'], all).slice(0, 2)).toEqual(['data', 'need'])
  expect(ids(entry(), decided(['deny', 'protected-without-purpose']), ['branch'], all)[0]).toBe('data')
})

test('who sees nothing of it begins with asking for it, with the resource in the form', () => {
  const [first] = nextSteps(entry(), decided(['deny', 'no-grant']), ['branch'], all)
  expect(first).toEqual({ id: 'need', href: '/console/ledger?new=need&resource=r' })
})

test('its owner neither asks for it nor reports it as wrong', () => {
  const seen = ids(entry(), decided(['deny', 'no-grant']), ['library'], all)
  expect(seen[0]).toBe('data')
  expect(seen).not.toContain('need')
  expect(seen).not.toContain('wrong')
})

test('what is refused to everybody, and what is not published, is not asked for', () => {
  expect(ids(entry({ sharing: { type: 'refused' } }), decided(['deny', 'sharing-refused']), ['branch'], all)).not.toContain(
    'need',
  )
  const draft = ids(entry({ state: 'draft', version: 0 }), decided(['deny', 'resource-not-published']), ['branch'], all)
  for (const id of ['data', 'need', 'uses', 'wrong']) expect(draft).not.toContain(id)
})

test('a step without its permission is not offered', () => {
  expect(ids(entry(), decided(['deny', 'no-grant']), ['branch'], only('ledger.read', 'lineage.read'))).toEqual([
    'needs',
    'uses',
    'lineage',
  ])
})
