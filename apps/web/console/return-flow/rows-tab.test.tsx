import type { ReturnPackage } from '@haihe/contract'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../../ui/queries.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { RowsTab, shownValue } from './rows-tab.tsx'

const asked: string[] = []
beforeEach(() => {
  withWords({ zh, en })
  asked.length = 0
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  )
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return Response.json({ version: 2, part: 0, rows: [{ title: '海河志' }], next: null })
  })
})
afterEach(() => vi.unstubAllGlobals())

const of = (more: Partial<ReturnPackage>): ReturnPackage =>
  ({
    id: 'p1',
    unitName: '东馆',
    state: 'active',
    version: 2,
    canRead: true,
    parts: [{ part: 0, title: '借阅', rows: 1, fields: [{ name: 'title', title: '书名', type: 'text' }] }],
    ...more,
  }) as ReturnPackage
const draw = (one: ReturnPackage) =>
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RowsTab of={one} />
    </QueryClientProvider>,
  )

test('the unit that gets a package sees its rows and takes them as a file', async () => {
  draw(of({}))
  expect(await screen.findByText('海河志')).toBeTruthy()
  expect(screen.getByText('下载 XLSX').getAttribute('href')).toBe('/api/return-flow/packages/p1/file?format=xlsx&part=0')
})

test('nobody else asks for rows: a look would stand in the record of people', () => {
  draw(of({ canRead: false }))
  expect(screen.getByText('仅接收单位可以查看数据')).toBeTruthy()
  expect(asked).toEqual([])
})

test('structures are shown as they are, gaps as a dash', () => {
  expect([shownValue(null), shownValue({ a: 1 }), shownValue(0)]).toEqual(['—', '{"a":1}', '0'])
})
