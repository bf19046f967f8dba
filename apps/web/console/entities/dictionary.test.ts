import type { CatalogueEntry } from '@haihe/contract'
import { expect, test } from 'vitest'
import { dictionaryOf } from './dictionary.ts'

const entry = { resource: { target: 'Branch', title: '分馆', fields: [{ name: 'open_seats', title: '空座' }] } } as CatalogueEntry
const table = { resource: { target: null, title: '借阅', fields: [] } } as unknown as CatalogueEntry

test('types and attributes are called as the catalogue calls them', () => {
  const words = dictionaryOf([table, entry])
  expect(words.typeTitle('Branch')).toBe('分馆')
  expect(words.attributeTitle('Branch', 'openSeats')).toBe('空座')
})

test('what the catalogue does not know has no other name', () => {
  const words = dictionaryOf([entry])
  expect([words.typeTitle('Shelf'), words.attributeTitle('Branch', 'crowd'), words.attributeTitle('Shelf', 'openSeats')]).toEqual(
    [null, null, null],
  )
})
