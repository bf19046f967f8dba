import { expect, test } from 'vitest'
import { findingOf, queryOf } from './cases.ts'

test('open cases of the first type are asked for unless something else is chosen', () => {
  expect(queryOf({})).toEqual({ type: 'data-rectification', queue: 'all', open: true, q: undefined })
  expect(queryOf({ type: 'data-correction', whose: 'unit', state: 'closed', q: '借' })).toEqual({
    type: 'data-correction',
    queue: 'unit',
    open: false,
    q: undefined,
  })
  expect(queryOf({ state: 'all', q: '借阅' })).toMatchObject({ open: undefined, q: '借阅' })
})

test('what was found stands under the word of its type, without what is empty', () => {
  const correction = { field: 'title', row: '', wrong: '书名不对', right: '', basis: '现场核对', code: '1/1', resource: 'r' }
  expect(findingOf({ data: { correction } })).toEqual({
    resource: 'r',
    code: '1/1',
    facts: { field: 'title', wrong: '书名不对', basis: '现场核对' },
  })
  expect(findingOf({ data: { quality: { resource: 'r', code: '1/1', score: 61.5, limit: 80 } } }).facts).toEqual({
    score: '61.5',
    limit: '80',
  })
  expect(findingOf({ data: {} })).toEqual({ resource: null, code: null, facts: {} })
})
