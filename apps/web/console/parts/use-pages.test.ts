import { afterEach, expect, test, vi } from 'vitest'
import { readAll } from './use-pages.ts'

afterEach(() => vi.unstubAllGlobals())

/** Pages of a list, one after the other, and what was asked. */
const serving = (...pages: { items: number[]; next: string | null }[]): string[] => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return Response.json(pages[asked.length - 1])
  })
  return asked
}

test('all pages are read, each from where the one before ended', async () => {
  const asked = serving({ items: [1, 2], next: 'c2' }, { items: [3], next: null })
  expect(await readAll('/api/loans', { state: 'open' })).toEqual({ items: [1, 2, 3], complete: true })
  expect(asked).toEqual(['/api/loans?limit=200&state=open', '/api/loans?cursor=c2&limit=200&state=open'])
})

test('a list that hands out smaller pages is asked for those', async () => {
  const asked = serving({ items: [1], next: null })
  await readAll('/api/cases', { limit: 100 })
  expect(asked).toEqual(['/api/cases?limit=100'])
})

test('what is beyond the most is not read, and that is said', async () => {
  serving({ items: [1, 2, 3], next: 'c2' })
  expect(await readAll('/api/loans', {}, 'cursor', 2)).toEqual({ items: [1, 2], complete: false })
})
