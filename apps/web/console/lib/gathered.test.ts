import { expect, test } from 'vitest'
import { gathered } from './gathered.ts'

test('words of several folders become one catalogue, branch by branch', () => {
  const [shelf, desk] = [{ nav: { shelf: '书架' }, shelf: { empty: '空' } }, { nav: { desk: '总台' } }]
  expect(gathered({ shelf, desk })).toEqual({ nav: { shelf: '书架', desk: '总台' }, shelf: { empty: '空' } })
  expect(shelf).toEqual({ nav: { shelf: '书架' }, shelf: { empty: '空' } })
})

test('the same word in two folders is a mistake and is named', () => {
  expect(() => gathered({ a: { nav: { shelf: '书架' } }, b: { nav: { shelf: '架子' } } })).toThrow(/^b says nav\.shelf,/)
  expect(() => gathered({ a: { nav: '书架' }, b: { nav: { shelf: '架子' } } })).toThrow(/^b says nav,/)
})
