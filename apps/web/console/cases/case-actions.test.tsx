import type { AvailableAction, LedgerDetail } from '@haihe/contract'
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../../ui/queries.ts'
import { withWords } from '../../ui/test/words.ts'
import { startOf } from '../ledger/start.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { splitForm } from './action-dialog.tsx'
import { CaseActions, inTurn } from './case-actions.tsx'

const text = (name: string, required = false) => ({ name, label: { zh: name, en: name }, kind: 'text' as const, required })
const authorise: AvailableAction = {
  id: 'authorise',
  title: { zh: '授权', en: 'Authorise' },
  tone: 'primary',
  form: [{ ...text('until', true), kind: 'date' }, text('fields'), text('clear'), text('basis')],
  blocked: null,
}
const refuse: AvailableAction = {
  ...authorise,
  id: 'refuse',
  title: { zh: '不予共享', en: 'Refuse' },
  tone: 'danger',
  blocked: { zh: '须先确责', en: 'Confirm first' },
}
const RESOURCE = '00000000-0000-4000-8000-000000000001'
const detail = {
  row: { id: 'n1', title: '借阅记录', caseNo: '1', resource: { id: RESOURCE, code: '1', title: '借阅' }, owner: null },
  need: {
    fields: [
      { name: '书名', field: 'title' },
      { name: '心得', field: null },
    ],
    purpose: 'governance',
    region: null,
    owner: null,
    wantedBy: null,
  },
  case: { seq: 3, available: [refuse, authorise], summary: { id: 'n1', title: '借阅记录', caseNo: '1', region: '99' } },
} as unknown as LedgerDetail

const field = (name: string, title: string, mask: string) => ({ name, title, classification: { grade: 2, mask } })
const sent: unknown[] = []

beforeEach(() => {
  withWords({ zh, en })
  sent.length = 0
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (init.method === 'POST') {
      sent.push(path, JSON.parse(String(init.body)))
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    }
    const fields = [field('title', '书名', 'none'), field('reader', '读者', 'name')]
    return Response.json({ resource: { id: RESOURCE, fields }, ownerName: '' })
  })
})
afterEach(() => vi.unstubAllGlobals())

test('expected steps come first, blocked ones last', () => {
  expect(inTurn([refuse, authorise]).map(({ id }) => id)).toEqual(['authorise', 'refuse'])
})

test('fields are picked only where there is a resource to pick them from', () => {
  expect([...splitForm(authorise.form, RESOURCE).picked]).toEqual(['fields', 'clear'])
  expect(splitForm(authorise.form, null).plain).toHaveLength(4)
  expect(startOf(authorise.form, detail)).toEqual({ fields: 'title' })
})

test('an authorisation starts from what the need asks and sends names, not typed words', async () => {
  render(
    <QueryClientProvider client={createQueryClient()}>
      <CaseActions of={detail.case} resource={RESOURCE} startOf={(form) => startOf(form, detail)} />
    </QueryClientProvider>,
  )
  expect(screen.getByText('不予共享：须先确责')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '授权' }))
  const reader = await screen.findByRole('checkbox', { name: /^读者 *reader/ })
  expect((screen.getByRole('checkbox', { name: /^书名 *title/ }) as HTMLInputElement).checked).toBe(true)
  fireEvent.click(reader)
  fireEvent.click(screen.getByLabelText('读者：明文显示'))
  fireEvent.change(screen.getByLabelText('until'), { target: { value: '2030-01-01' } })
  const buttons = screen.getAllByRole('button', { name: '授权' })
  fireEvent.click(buttons.at(-1) as HTMLElement)
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent).toMatchObject([
    '/api/cases/n1/actions',
    { action: 'authorise', expectedSeq: 3, data: { fields: 'title,reader', clear: 'reader', until: '2030-01-01' } },
  ])
})
