import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { EntryPanel } from './entry-panel.tsx'

withWords({ zh, en })
const ID = '5c0d1b1e-7b64-4a52-9d5b-0b6f6d1c2a10'
const AT = '2026-11-20T08:00:00+08:00'
const RESOURCE = {
  id: ID,
  no: 1,
  code: '301001/1',
  title: 'Loans of books',
  summary: 'Who borrowed what',
  path: '3.1.1',
  owner: 'library',
  region: '12',
  kind: 'table',
  target: null,
  fields: [
    {
      name: 'reader',
      title: 'Reader',
      type: 'text',
      length: null,
      required: true,
      standard: null,
      description: '',
      classification: { grade: 3, category: 'name', mask: 'name', confirmed: false, reason: '' },
    },
  ],
  keys: ['reader'],
  subject: null,
  regionField: null,
  sharing: { type: 'refused', condition: '', basis: 'Library Act' },
  opening: { type: 'refused', condition: '' },
  channels: ['api'],
  cycle: 'daily',
  keywords: [],
  state: 'draft',
  version: 0,
  grade: 3,
  quality: null,
  stopped: false,
  rows: 0,
  loadedAt: null,
  publishedAt: null,
  updatedAt: AT,
}
const ENTRY = {
  resource: RESOURCE,
  ownerName: 'Library',
  submitted: false,
  revision: 4,
  overdue: false,
  dueAt: null,
  work: null,
  authors: ['ann'],
  actions: ['submit', 'change', 'withdraw'],
}
const ME = {
  account: { id: 'ann', login: 'ann', name: 'Ann', kind: 'person' },
  actor: {
    id: 'ann',
    kind: 'person',
    name: 'Ann',
    assurance: 3,
    grants: [{ role: 'dataEngineer', unit: 'library', region: '12' }],
  },
  units: [{ id: 'library', name: 'Library' }],
}

const sent: { url: string; body: unknown }[] = []
const answering = (entry: object) =>
  vi.stubGlobal('fetch', async (input: string, init: { method?: string; body?: string } = {}) => {
    const url = String(input)
    if (init.method === 'POST') sent.push({ url, body: JSON.parse(init.body ?? 'null') })
    const body = url.startsWith('/api/me')
      ? ME
      : url === `/api/catalogue/${ID}` || url.endsWith('/actions')
        ? entry
        : url.startsWith('/api/policy/explain')
          ? { decision: { effect: 'deny', reasons: [], fields: { reader: { effect: 'deny' } }, regions: null } }
          : { classes: [], items: [] }
    return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
  })
afterEach(() => {
  vi.unstubAllGlobals()
  sent.length = 0
})

const show = () => {
  const root = createRootRoute({
    component: () => <EntryPanel id={ID} search={{ open: ID }} go={() => undefined} onClose={() => undefined} />,
  })
  const router = createRouter({ routeTree: root, history: createMemoryHistory() })
  render(
    <Providers client={createQueryClient()}>
      <RouterProvider router={router} />
    </Providers>,
  )
}

test('a draft offers what its author may do, and submitting sends reason and revision', async () => {
  answering(ENTRY)
  show()
  fireEvent.click(await screen.findByRole('button', { name: '提交审核' }))
  expect(screen.queryByRole('button', { name: '审核发布' })).toBeNull()
  const dialog = await screen.findByRole('alertdialog')
  fireEvent.change(screen.getByLabelText('说明'), { target: { value: 'first entry' } })
  fireEvent.click([...dialog.querySelectorAll('button')].find((button) => button.textContent === '提交审核')!)
  await waitFor(() =>
    expect(sent.filter(({ url }) => url.endsWith('/actions'))).toEqual([
      { url: `/api/catalogue/${ID}/actions`, body: { action: 'submit', reason: 'first entry', revision: 4 } },
    ]),
  )
})

test('without a reason nothing is sent', async () => {
  answering(ENTRY)
  show()
  fireEvent.click(await screen.findByRole('button', { name: '撤销目录' }))
  const dialog = await screen.findByRole('alertdialog')
  fireEvent.click([...dialog.querySelectorAll('button')].find((button) => button.textContent === '撤销目录')!)
  expect(await screen.findByText(/请写明原因/)).toBeTruthy()
  expect(sent.filter(({ url }) => url.endsWith('/actions'))).toEqual([])
})

test('the legal basis of a refusal and the own view stand in the overview', async () => {
  answering(ENTRY)
  show()
  expect(await screen.findByText('依据：Library Act')).toBeTruthy()
  expect(await screen.findByText(/0 项完整显示，0 项脱敏，1 项不显示/)).toBeTruthy()
})

test('who may do nothing sees no buttons', async () => {
  answering({ ...ENTRY, actions: [] })
  show()
  expect(await screen.findByText('Who borrowed what')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '修改' })).toBeNull()
  expect(screen.queryByRole('button', { name: '提交审核' })).toBeNull()
})
