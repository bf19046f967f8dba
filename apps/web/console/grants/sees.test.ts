import type { DataGrantInput, Resource, ResourceField } from '@haihe/contract'
import { expect, test } from 'vitest'
import { channelsOf, emptyDraft, inputOf, obstacleOf, wrongIn } from './grants.ts'
import { asGrant, effectsOf, exampleOf, limitsOf, PLAIN_LIMITS, seenUnder } from './sees.ts'

const field = (name: string, classification: Partial<ResourceField['classification']> = {}): ResourceField => ({
  name,
  title: name,
  type: 'text',
  length: null,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 2, category: 'business', mask: 'none', confirmed: true, reason: '', ...classification },
})
const resource = {
  id: '11111111-1111-4111-8111-111111111111',
  owner: 'library',
  region: '99',
  state: 'published',
  stopped: false,
  rows: 100,
  fields: [
    field('branch'),
    field('name', { grade: 3, category: 'name', mask: 'name' }),
    field('health', { grade: 4, category: 'health', mask: 'hide' }),
  ],
  sharing: { type: 'conditional', condition: '', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api', 'file'],
} as unknown as Resource
const AT = new Date('2026-11-21T00:00:00Z')
const input = (more: Partial<DataGrantInput> = {}): DataGrantInput => ({
  resource: resource.id,
  grantee: 'school',
  fields: ['branch', 'name', 'health'],
  clear: [],
  purpose: 'public-service',
  basis: '章程',
  region: null,
  channels: ['api'],
  quota: null,
  from: '',
  until: '',
  ...more,
})
const see = (more: Partial<DataGrantInput> = {}) =>
  seenUnder(asGrant(input(more), AT), resource, { limits: PLAIN_LIMITS, at: AT })

test('the preview masks what is not granted whole and leaves out what is not granted', () => {
  const { fields } = see({ fields: ['branch', 'name'] }).decision
  expect(fields.branch).toMatchObject({ effect: 'allow' })
  expect(fields.name).toMatchObject({ effect: 'mask', mask: 'name', reason: 'granted-masked' })
  expect(fields.health).toMatchObject({ effect: 'deny', reason: 'field-not-granted' })
})

test('a field that opens to a second factor alone says so', () => {
  const seen = see({ clear: ['name', 'health'] })
  expect(seen.decision.fields.health?.effect).toBe('allow')
  expect([...seen.second]).toEqual(['health'])
  expect(effectsOf(seen.decision.fields)).toEqual({ allow: 3, mask: 0, deny: 0 })
})

test('a grant that reaches by file alone is looked at as a file, not as missing', () => {
  expect(see({ channels: ['file'] }).decision.fields.branch?.effect).toBe('allow')
})

test('examples come from the masks themselves', () => {
  expect(exampleOf('name', { name: '欧阳小明' })).toBe('欧阳**')
  expect(exampleOf('hide', {})).toBeNull()
  expect(exampleOf('none', {})).toBeNull()
})

test('limits are those of the rules; a rule of another shape leaves the cautious default', () => {
  const volume = { steps: [{ rows: 10, raise: 1 }], most: 5 as const }
  expect(
    limitsOf([
      { id: 'data.volume-grades', value: volume },
      { id: 'data.smallest-group', value: 8 },
    ]),
  ).toEqual({
    volume,
    smallest: 8,
  })
  expect(limitsOf([{ id: 'data.volume-grades', value: 3 }])).toEqual(PLAIN_LIMITS)
})

test('a draft is sent when nothing of it is wrong; its last day is included', () => {
  const draft = emptyDraft(resource.id, '2026-11-21')
  expect(Object.keys(wrongIn(draft)).sort()).toEqual(['basis', 'fields', 'grantee', 'purpose', 'until'])
  expect(inputOf(draft)).toBeNull()
  const whole = {
    ...draft,
    grantee: 'school',
    fields: ['name'],
    clear: ['name', 'branch'],
    purpose: 'statistics' as const,
    basis: ' 章程 ',
    quota: '20',
    until: '2026-11-30',
  }
  expect(inputOf(whole)).toMatchObject({
    clear: ['name'],
    basis: '章程',
    quota: 20,
    from: '2026-11-21T00:00:00+08:00',
    until: '2026-11-30T16:00:00.000Z',
  })
  expect(wrongIn({ ...whole, quota: '0' })).toEqual({ quota: 'quota' })
  expect(wrongIn({ ...whole, until: '2026-11-20' })).toEqual({ until: 'until' })
})

test('events go with the interface; what is refused or another’s cannot be granted', () => {
  expect(channelsOf(resource)).toEqual(['api', 'file', 'event'])
  expect(channelsOf({ channels: ['table'] })).toEqual(['table'])
  const actor = (unit: string) => ({
    id: 'a',
    kind: 'person' as const,
    name: 'a',
    assurance: 3 as const,
    grants: [{ role: 'dataEngineer' as const, unit, region: '99' }],
  })
  expect(obstacleOf(actor('library'), resource)).toBeNull()
  expect(obstacleOf(actor('school'), resource)).toBe('notYours')
  expect(obstacleOf(actor('library'), { ...resource, state: 'draft' })).toBe('unpublished')
  expect(obstacleOf(actor('library'), { ...resource, sharing: { ...resource.sharing, type: 'refused' } })).toBe('refused')
})
