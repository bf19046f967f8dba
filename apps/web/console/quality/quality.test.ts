import type { QualityRuleView } from '@haihe/contract'
import { expect, test } from 'vitest'
import { byNeed, passRate, sampleHref, scoreText, standingOf } from './quality.ts'

const rule = (id: string, of: Partial<QualityRuleView>) =>
  ({ id, checked: 100, failed: 0, problem: null, silenced: null, ...of }) as QualityRuleView

test('rules that ask for a hand come first, silenced ones last', () => {
  const rules = [
    rule('fine', {}),
    rule('silenced', { failed: 90, silenced: { reason: 'r', by: 'b', at: '2026-01-01T00:00:00Z' } }),
    rule('bad', { failed: 60 }),
    rule('broken', { checked: null, failed: null, problem: 'the other resource is gone' }),
    rule('worse', { failed: 80 }),
  ]
  expect(rules.sort(byNeed).map(({ id }) => id)).toEqual(['broken', 'worse', 'bad', 'fine', 'silenced'])
})

test('a pass rate is known only where something was checked', () => {
  expect(passRate({ checked: 4, failed: 1 })).toBe(0.75)
  expect(passRate({ checked: 0, failed: 0 })).toBeNull()
  expect(passRate({ checked: null, failed: null })).toBeNull()
})

test('a score is never rounded up to the limit or to a hundred', () => {
  expect([99.96, 79.99, 80, 41.1, null].map(scoreText)).toEqual(['99.9', '79.9', '80.0', '41.1', '—'])
})

test('the standing is what the server says of the limits', () => {
  expect(standingOf({ score: 70, below: 'rectify' })).toBe('rectify')
  expect(standingOf({ score: 95, below: null })).toBe('good')
  expect(standingOf({ score: null, below: null })).toBe('none')
})

const fields = [
  { name: 'no', type: 'text' },
  { name: 'copy', type: 'integer' },
  { name: 'at', type: 'datetime' },
] as const
const sample = (values: { field: string; value: string | number | null; masked?: boolean }[], run: number | null = 7) => ({
  run,
  line: 3,
  at: null,
  region: null,
  values: values.map(({ field, value, masked = false }) => ({ field, title: field, value, masked })),
})

test('a failing row leads to its own lineage by its key, as the hub writes keys', () => {
  const row = sample([
    { field: 'no', value: 'a|b' },
    { field: 'copy', value: 2 },
  ])
  expect(decodeURIComponent(sampleHref('r1', fields, ['no', 'copy'], row) ?? '')).toBe('/console/lineage?tab=row&row=r1#a\\|b|2')
  expect(decodeURIComponent(sampleHref('r1', fields, ['no'], sample([{ field: 'no', value: '007' }])) ?? '')).toContain('r1#007')
})

test('a masked key never becomes an address: the run is named instead, or nothing', () => {
  const row = sample([{ field: 'no', value: '999999', masked: true }])
  expect(decodeURIComponent(sampleHref('r1', fields, ['no'], row) ?? '')).toBe('/console/lineage?node=run:7')
  expect(sampleHref('r1', fields, ['no'], { ...row, run: null })).toBeNull()
  expect(
    decodeURIComponent(sampleHref('r1', fields, ['at'], sample([{ field: 'at', value: '2026-01-01T00:00:00Z' }])) ?? ''),
  ).toContain('run:7')
})
