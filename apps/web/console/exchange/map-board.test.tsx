import type { Mapping, Resource, RunView } from '@haihe/contract'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { beforeEach, expect, it, vi } from 'vitest'
import { startI18n } from '../../ui/i18n.ts'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { MapBoard } from './map-board.tsx'
import { columnsOf, tryRows } from './mapping.ts'
import { RunProgress } from './run-progress.tsx'
import { TriedRows } from './tried-rows.tsx'

startI18n({ zh, en })
beforeEach(() => localStorage.clear())

const field = { type: 'text', length: null, required: false, standard: null, description: '' }
const books = {
  fields: [
    { ...field, name: 'shelf', title: '书架号' },
    { ...field, name: 'pages', title: '页数', type: 'integer' },
  ],
  keys: ['shelf'],
  subject: null,
  regionField: null,
  region: '99',
} as unknown as Resource
const header = ['架位', '厚度']
const rows = [
  ['A1', '120'],
  ['A2', '很厚'],
]
const columns = columnsOf(header, rows)
const world = { zone: 'Asia/Shanghai', region: () => undefined }

const Board = () => {
  const [mapping, setMapping] = useState<Mapping>({ fields: {}, tables: {} })
  const tried = tryRows(books, mapping, header, rows, world)
  return (
    <>
      <MapBoard resource={books} columns={columns} mapping={mapping} onMapping={setMapping} tried={tried} />
      <TriedRows resource={books} mapping={mapping} tried={tried} header />
    </>
  )
}

it('a field is chosen, then its column; the first rows say at once what would be rejected and why', () => {
  render(<Board />)
  expect(screen.getByText('前 2 行：可写入 0，会拒收 2')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: /书架号/ }))
  fireEvent.click(screen.getByRole('button', { name: /架位/ }))
  expect(screen.getByText('前 2 行：可写入 2，会拒收 0')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('“页数”的来源列'), { target: { value: '厚度' } })
  expect(screen.getByText('前 2 行：可写入 1，会拒收 1')).toBeTruthy()
  expect(screen.getByText('1 行不合格')).toBeTruthy()
  expect(screen.getByText('页数 不是整数', { selector: 'td' })).toBeTruthy()
})

it('a transform is a chip that opens to be changed', () => {
  render(<Board />)
  fireEvent.change(screen.getByLabelText('“书架号”的来源列'), { target: { value: '架位' } })
  fireEvent.change(screen.getByLabelText('为“书架号”添加转换'), { target: { value: 'constant' } })
  fireEvent.change(screen.getByLabelText('值'), { target: { value: '总馆' } })
  expect(screen.getByRole('button', { name: '固定值 总馆' }).getAttribute('aria-expanded')).toBe('true')
  expect(screen.getAllByText('总馆', { selector: 'td' })).toHaveLength(2)
  fireEvent.click(screen.getByRole('button', { name: '去掉这个转换' }))
  expect(screen.queryByRole('button', { name: /固定值/ })).toBeNull()
})

it('a run shows how far it is, and pauses', async () => {
  const called: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    called.push(path)
    return new Response('{}', { headers: { 'content-type': 'application/json' } })
  })
  const at = '2026-11-20T08:00:00Z'
  const run = {
    ...{ id: 7, state: 'running', trigger: 'hand', wish: null, input: null, read: 30, written: 20, unchanged: 5, rejected: 5 },
    ...{ removed: 0, bytes: 0, total: 120, totalUnit: 'rows', rate: 10, expectedEnd: at, attempts: 1, error: null },
    ...{ createdAt: at, startedAt: at, changedAt: at, endedAt: null },
  } as unknown as RunView
  render(
    <Providers client={createQueryClient()}>
      <RunProgress run={run} manage />
    </Providers>,
  )
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25')
  fireEvent.click(screen.getByRole('button', { name: '暂停' }))
  await waitFor(() => expect(called).toContain('/api/runs/7/pause'))
})
