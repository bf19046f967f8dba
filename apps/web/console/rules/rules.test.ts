import { expect, test } from 'vitest'
import { kindOf, ruleKey, standing, standingOn, timeOf, valueFrom } from './rules.ts'

test('a rule is past, in force or to come by its days; the end day no longer counts', () => {
  const rule = { from: '2026-01-01', to: '2026-12-01' }
  expect(['2025-12-31', '2026-01-01', '2026-11-30', '2026-12-01'].map((day) => timeOf(rule, day))).toEqual([
    'coming',
    'now',
    'now',
    'past',
  ])
  expect(timeOf({ from: '2026-01-01', to: null }, '2030-01-01')).toBe('now')
})

test('a version gives way to a later one of its region, not to one of a smaller region', () => {
  const rule = (from: string, region: string) => ({
    id: 'loan.days',
    title: { zh: '借期', en: 'Loan' },
    value: 1,
    unit: 'd',
    basis: 'x',
    official: false,
    from,
    to: null,
    region,
  })
  const versions = [rule('2020-01-01', '99'), rule('2026-01-01', '99'), rule('2026-01-01', '990101'), rule('2030-01-01', '99')]
  expect(versions.map((one) => standingOn(one, versions, '2026-11-20'))).toEqual(['replaced', 'now', 'now', 'coming'])
})

test('values are edited by what they are', () => {
  expect(
    [3, 'x', true, { amount: 2, unit: 'workingDay' }, { amount: 2, unit: 'workingDay', more: 1 }, [1]].map((value) =>
      kindOf(value as never),
    ),
  ).toEqual(['number', 'text', 'boolean', 'duration', 'json', 'json'])
})

test('what was typed keeps the kind of the value before, or is refused', () => {
  expect(valueFrom('number', ' 2.5 ', '')).toBe(2.5)
  expect(valueFrom('number', 'two', '')).toBeUndefined()
  expect(valueFrom('number', ' ', '')).toBeUndefined()
  expect(valueFrom('duration', '3', 'workingDay')).toEqual({ amount: 3, unit: 'workingDay' })
  expect(valueFrom('duration', '0', 'workingDay')).toBeUndefined()
  expect(valueFrom('json', '{"a":1}', '')).toEqual({ a: 1 })
  expect(valueFrom('json', '{', '')).toBeUndefined()
})

test('a setting of a person stands apart from defaults and from published rules', () => {
  const rule = {
    id: 'loan.days',
    title: { zh: '借期', en: 'Loan' },
    value: 1,
    unit: 'd',
    basis: 'x',
    from: '2026-01-01',
    to: null,
    region: '99',
    changedBy: null,
    changedAt: '2026-01-01T00:00:00Z',
  }
  expect(standing({ ...rule, official: true, origin: 'scenario' })).toBe('official')
  expect(standing({ ...rule, official: false, origin: 'scenario' })).toBe('configurable')
  expect(standing({ ...rule, official: false, origin: 'manual' })).toBe('manual')
  expect(ruleKey(rule)).toBe('loan.days@99@2026-01-01')
})
