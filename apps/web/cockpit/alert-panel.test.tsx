import type { AlertDetail, Role } from '@haihe/contract'
import { createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Providers } from '../ui/mount.tsx'
import { createQueryClient } from '../ui/queries.ts'
import { withWords } from '../ui/test/words.ts'
import { AlertPanel } from './alert-panel.tsx'
import en from './locales/en.json'
import zh from './locales/zh.json'

withWords({ zh, en })

const DETAIL: AlertDetail = {
  alert: {
    id: 'a1',
    rule: 'books.missing',
    title: { zh: '图书缺失', en: 'Books missing' },
    level: 'orange',
    state: 'open',
    region: '120101',
    regionName: '和平区',
    entity: null,
    indicator: null,
    subject: '和平分馆',
    value: 12,
    unit: '册',
    threshold: 10,
    raisedAt: '2026-11-20T00:00:00Z',
    changedAt: '2026-11-20T00:00:00Z',
    closedAt: null,
    closedBy: null,
    reason: null,
    owner: null,
    caseId: null,
    provenance: 'simulated',
  },
  log: [{ seq: 1, at: '2026-11-20T00:00:00Z', kind: 'raised', level: 'orange', value: 12, actor: null, note: '' }],
}

const sent: { path: string; body: unknown }[] = []
const as = (role: Role, region = '12') => {
  sent.length = 0
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (init.method === 'POST') sent.push({ path, body: JSON.parse(String(init.body)) })
    const me = {
      account: { id: '1', login: 'x', name: '甲', kind: 'staff' },
      actor: { id: '1', kind: 'person', name: '甲', grants: [{ role, unit: null, region }], assurance: 3 },
      units: [],
    }
    return new Response(JSON.stringify(path === '/api/me' ? me : DETAIL))
  })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <AlertPanel id="a1" region="12" at={undefined} /> }),
  })
  render(
    <Providers client={createQueryClient()}>
      <RouterProvider router={router} />
    </Providers>,
  )
  return screen.findByText('和平分馆')
}
afterEach(() => vi.unstubAllGlobals())
const button = (name: string) => screen.queryByRole('button', { name })

test('who may only read sees no button to act', async () => {
  await as('auditor')
  await screen.findByText('发出预警')
  expect(button('确认收到')).toBeNull()
  expect(button('签发关闭')).toBeNull()
})

test('a dispatcher of another district may not act on it', async () => {
  await as('streetDispatcher', '120102')
  expect(button('确认收到')).toBeNull()
})

test('a dispatcher of the place acknowledges but does not sign off', async () => {
  await as('streetDispatcher', '120101')
  await waitFor(() => expect(button('确认收到')).not.toBeNull())
  expect(button('签发关闭')).toBeNull()
  fireEvent.click(button('确认收到') as HTMLElement)
  await waitFor(() => expect(sent).toEqual([{ path: '/api/alerts/a1/acknowledge', body: {} }]))
})

test('signing off asks for a reason before anything is sent', async () => {
  await as('supervisor')
  await waitFor(() => expect(button('签发关闭')).not.toBeNull())
  fireEvent.click(button('签发关闭') as HTMLElement)
  const dialog = await screen.findByRole('dialog')
  const confirm = [...dialog.querySelectorAll('button')].find((each) => each.textContent === '签发关闭') as HTMLElement
  fireEvent.click(confirm)
  await screen.findByText('请填写签发关闭的理由')
  expect(sent).toEqual([])
  fireEvent.change(screen.getByLabelText('签发关闭的理由'), { target: { value: '已现场清点，系统重复登记' } })
  fireEvent.click(confirm)
  await waitFor(() => expect(sent).toEqual([{ path: '/api/alerts/a1/sign-off', body: { reason: '已现场清点，系统重复登记' } }]))
})
