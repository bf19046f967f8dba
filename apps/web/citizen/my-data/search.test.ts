import { expect, test } from 'vitest'
import { myDataSearch, recordText, spanFrom } from './search.ts'

test('what the address does not know is left out', () => {
  expect(myDataSearch({ tab: 'records', unit: 'library', span: 30 })).toEqual({ tab: 'records', unit: 'library', span: '30' })
  expect(myDataSearch({ tab: 'secrets', unit: 7, span: '5' })).toEqual({})
})

test('a span begins at a whole hour so many days ago; all of time has no beginning', () => {
  const now = Date.parse('2026-11-20T10:25:00Z')
  expect(spanFrom('30', now)).toBe('2026-10-21T10:00:00.000Z')
  expect(spanFrom('all', now)).toBeUndefined()
  expect(spanFrom(undefined, now)).toBeUndefined()
})

test('empty values of a record are shown as a dash, never as nothing', () => {
  expect([null, '', 0, false, { a: 1 }].map(recordText)).toEqual(['—', '—', '0', '✗', '{"a":1}'])
})
