import { expect, test } from 'vitest'
import { filtersOn, questionOf, stateKey, toggled } from './catalogue.ts'
import { catalogueSearch } from './section.ts'

test('values of a facet join by commas, and the last one taken out leaves the address', () => {
  expect(toggled({}, 'owner', 'library')).toBe('library')
  expect(toggled({ owner: 'library' }, 'owner', 'archive')).toBe('library,archive')
  expect(toggled({ owner: 'library,archive' }, 'owner', 'library')).toBe('archive')
  expect(toggled({ owner: 'archive' }, 'owner', 'archive')).toBeUndefined()
})

test('filters are counted over all facets', () => {
  expect(filtersOn({ owner: 'library,archive', grade: '3', q: 'loan' })).toBe(3)
})

test('the question to the server carries words, view and facets, by relevance unless told', () => {
  expect(questionOf({ q: 'tushu', view: 'mine', sharing: 'refused' })).toMatchObject({
    q: 'tushu',
    view: 'mine',
    sort: 'relevance',
    sharing: 'refused',
  })
})

test('the address keeps what is known and drops the rest', () => {
  expect(catalogueSearch({ view: 'review', sort: 'size', from: '2', to: 'work', edit: 'no' })).toEqual({
    view: 'review',
    from: '2',
    to: 'work',
  })
})

test('a change that waits for review says so', () => {
  expect(stateKey({ state: 'changing', submitted: true })).toBe('resource.stateChangingReview')
  expect(stateKey({ state: 'changing', submitted: false })).toBe('resource.state.changing')
})
