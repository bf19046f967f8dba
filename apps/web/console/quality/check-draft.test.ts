import { QUALITY_OPS, QualityCheck, type QualityKind, QualityRuleInput } from '@haihe/contract/quality-view'
import { expect, test } from 'vitest'
import { draftOf, inputFrom, inputOf, KINDS, kindsFor, newDraft, startKind } from './check-draft.ts'

const OTHER = '3f1c1bd0-0b3c-4a2c-9d39-0f9a4b6f2a11'
const EXAMPLES: QualityCheck[] = [
  { kind: 'not-null', fields: ['title'], parameters: {} },
  { kind: 'pattern', fields: ['isbn'], parameters: { pattern: '[0-9]{13}' } },
  { kind: 'code-list', fields: ['shelf'], parameters: { codes: ['A', 'B'] } },
  { kind: 'standard', fields: ['reader'], parameters: { standard: 'GB 11643' } },
  { kind: 'length', fields: ['title'], parameters: { min: null, max: 200 } },
  { kind: 'range', fields: ['lent'], parameters: { min: '2020-01-01', max: 'today' } },
  { kind: 'range', fields: ['fee'], parameters: { min: 0, max: null } },
  { kind: 'within-region', fields: ['branch'], parameters: {} },
  { kind: 'identity-birthday', fields: ['reader', 'born'], parameters: {} },
  { kind: 'compare', fields: ['lent', 'returned'], parameters: { op: '<=' } },
  { kind: 'expression', fields: ['lent'], parameters: { condition: { field: 'lent', is: 'not-null' } } },
  { kind: 'unique', fields: ['loan_no'], parameters: {} },
  { kind: 'duplicate', fields: ['title', 'author'], parameters: {} },
  { kind: 'reference', fields: ['book'], parameters: { resource: OTHER, fields: ['id'] } },
  {
    kind: 'equal',
    fields: ['title', 'author'],
    parameters: { resource: OTHER, fields: ['title', 'writer'], on: [{ own: 'book', other: 'id' }] },
  },
  { kind: 'outlier', fields: ['fee'], parameters: { method: 'iqr', threshold: 1.5, within: 'branch' } },
  { kind: 'stuck', fields: ['count', 'at'], parameters: { times: 6, within: null } },
  { kind: 'gap', fields: ['at'], parameters: { seconds: 3600, within: null } },
  { kind: 'freshness', fields: [], parameters: { graceHours: 12 } },
  { kind: 'availability', fields: [], parameters: { days: 30 } },
  { kind: 'coverage', fields: [], parameters: { expected: 500 } },
  { kind: 'sensor-stuck', fields: [], parameters: {} },
  { kind: 'sensor-gap', fields: [], parameters: {} },
  { kind: 'sensor-complete', fields: ['count'], parameters: {} },
  { kind: 'intake', fields: [], parameters: { hours: 24 } },
]
const around = (check: QualityCheck) =>
  ({ dimension: 'accuracy', title: 'A loan is right', weight: 2, severity: 'error', since: '2026-01-01', check }) as const

test('every kind there is has a form', () => {
  expect(new Set(EXAMPLES.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)))
})

test.each(EXAMPLES)('a rule of kind $kind goes through the form unchanged', (check) => {
  const input = inputFrom(draftOf(around(check)))
  expect(input).toEqual(around(check))
  expect(QualityRuleInput.parse(input)).toEqual(around(check))
})

test('changing the kind takes along the fields, and asks for nothing of the kind before', () => {
  const range = draftOf(around({ kind: 'range', fields: ['fee'], parameters: { min: 0, max: 9 } }))
  const outlier = startKind('outlier', range)
  expect(outlier.fields).toEqual(['fee'])
  expect(outlier.title).toBe('A loan is right')
  expect(QualityCheck.parse(inputFrom(outlier).check)).toEqual({
    kind: 'outlier',
    fields: ['fee'],
    parameters: { method: 'robust-z', threshold: 3.5, within: null },
  })
})

test('what is missing is told where it is asked', () => {
  const faults = (kind: QualityKind) =>
    new Set(QualityRuleInput.safeParse(inputFrom(newDraft(kind, '2026-01-01'))).error?.issues.map(({ path }) => inputOf(path)))
  expect(faults('not-null')).toEqual(new Set(['title', 'fields']))
  expect(faults('pattern')).toEqual(new Set(['title', 'fields', 'pattern']))
  expect(faults('coverage')).toEqual(new Set(['title', 'expected']))
  expect(faults('equal')).toEqual(new Set(['title', 'fields', 'resource', 'on']))
})

test('relations are those of the contract; a service has only what needs no rows', () => {
  expect(KINDS.compare.parameters).toContainEqual(expect.objectContaining({ choices: QUALITY_OPS }))
  expect(kindsFor('service')).toEqual(['freshness', 'availability'])
  expect(kindsFor('entities')).toContain('sensor-gap')
  expect(kindsFor('table')).not.toContain('sensor-gap')
})
