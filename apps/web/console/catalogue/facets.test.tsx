import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { Facets } from './facets.tsx'

withWords({ zh, en })
const FACETS = {
  owner: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((value, index) => ({ value, title: `Branch ${value}`, count: 9 - index })),
  grade: [
    { value: '3', title: null, count: 5 },
    { value: '1', title: null, count: 2 },
  ],
}

test('a press on a value puts it beside those already chosen', () => {
  const change = vi.fn()
  render(<Facets search={{ owner: 'b' }} facets={FACETS} onChange={change} />)
  fireEvent.click(screen.getByRole('checkbox', { name: /Branch a/ }))
  expect(change).toHaveBeenCalledWith({ owner: 'b,a' })
})

test('long facets show a few, and what is chosen further down', () => {
  render(<Facets search={{ owner: 'g' }} facets={FACETS} onChange={() => undefined} />)
  expect(screen.queryByRole('checkbox', { name: /Branch f/ })).toBeNull()
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /Branch g/ }).checked).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: /更多/ }))
  expect(screen.getByRole('checkbox', { name: /Branch f/ })).toBeTruthy()
})

test('a chosen value of which nothing is left can still be taken out', () => {
  const change = vi.fn()
  render(<Facets search={{ cycle: 'weekly' }} facets={FACETS} onChange={change} />)
  fireEvent.click(screen.getByRole('checkbox', { name: /每周/ }))
  expect(change).toHaveBeenCalledWith({ cycle: undefined })
})

test('grades stand in their order', () => {
  render(<Facets search={{}} facets={FACETS} onChange={() => undefined} />)
  const grades = screen.getAllByRole('checkbox', { name: /一般/ }).map((box) => box.closest('label')?.textContent)
  expect(grades).toEqual(['一般 1 级2', '一般 3 级5'])
})
