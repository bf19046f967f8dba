import type { ResourceDraft } from '@haihe/contract'
import { expect, test } from 'vitest'
import { draftOf, emptyForm, formOf, newRow, splitPath, wrongWith } from './draft.ts'

const field = (name: string, title: string): ResourceDraft['fields'][number] => ({
  name,
  title,
  type: 'text',
  length: 40,
  required: true,
  standard: null,
  description: '',
  classification: { grade: 3, category: 'name', mask: 'name', confirmed: true, reason: 'by hand' },
})
const LOANS: ResourceDraft = {
  title: 'Loans',
  summary: 'Who borrowed which book',
  path: '2.1.4',
  owner: 'library',
  region: '12',
  kind: 'table',
  target: null,
  fields: [field('reader', 'Reader'), field('book', 'Book'), field('branch', 'Branch')],
  keys: ['reader', 'book'],
  subject: { kind: 'person', field: 'reader' },
  regionField: 'branch',
  sharing: { type: 'conditional', condition: 'for statistics', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api', 'file'],
  cycle: 'daily',
  keywords: ['books'],
}
const key = (word: string) => word

test('a draft goes through the form unchanged', () => {
  expect(draftOf(formOf(LOANS))).toEqual(LOANS)
  expect(wrongWith(LOANS, key)).toEqual({})
})

test('what refers to a field follows its new name and its new place', () => {
  const form = formOf(LOANS)
  const [reader, ...others] = form.rows
  const draft = draftOf({ ...form, rows: [...others, { ...reader!, name: 'borrower' }] })
  expect(draft.keys).toEqual(['book', 'borrower'])
  expect(draft.subject?.field).toBe('borrower')
  expect(draft.fields.map(({ name }) => name)).toEqual(['book', 'branch', 'borrower'])
})

test('a field that is gone is missed where it was the subject, and no longer the region', () => {
  const form = formOf(LOANS)
  const draft = draftOf({ ...form, rows: form.rows.filter(({ name }) => name === 'book') })
  expect(draft.regionField).toBeNull()
  expect(wrongWith(draft, key)).toHaveProperty(['subject.field'])
})

test('an empty form says what is missing, field by field', () => {
  const wrong = wrongWith(draftOf(emptyForm(null, '12')), key)
  expect(Object.keys(wrong)).toEqual(
    expect.arrayContaining(['title', 'summary', 'path', 'owner', 'fields.0.name', 'fields.0.title', 'sharing.condition']),
  )
})

test('sharing that is refused needs its basis', () => {
  const refused = (basis: string) => wrongWith({ ...LOANS, sharing: { type: 'refused', condition: '', basis } }, key)
  expect(refused('')).toHaveProperty(['sharing.basis'])
  expect(refused('Library Act § 3')).toEqual({})
})

test('a length that is no number is refused', () => {
  const form = formOf(LOANS)
  const rows = form.rows.map((row) => ({ ...row, length: 'many' }))
  expect(wrongWith(draftOf({ ...form, rows }), key)).toHaveProperty(['fields.0.length'])
})

test('a path is an item of the guide and the number in it; departments are numbered by the city', () => {
  expect(splitPath('2.11.1')).toEqual({ base: '2.11', list: '1' })
  expect(splitPath('3.11.1')).toEqual({ base: '3', list: '11.1' })
})

test('a new line gets a number of its own', () => {
  expect(newRow(formOf(LOANS).rows).id).toBe(4)
})
