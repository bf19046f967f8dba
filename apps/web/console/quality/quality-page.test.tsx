import type { QualityRuleView, QualityScore, Role } from '@haihe/contract'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import { plainSearch } from '../../ui/router.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { QualityPage } from './quality-page.tsx'
import { qualitySearch } from './section.ts'

withWords({ zh, en })
afterEach(() => vi.unstubAllGlobals())

const ID = '3f1c1bd0-0b3c-4a2c-9d39-0f9a4b6f2a11'
const SCORE: QualityScore = {
  resource: ID,
  code: '203007/1',
  title: '借阅',
  owner: 'library',
  ownerName: '总馆',
  region: '12',
  score: 64.8,
  dimensions: [{ dimension: 'completeness', score: 64.8, weight: 20, checked: 100, failed: 35 }],
  rows: 100,
  below: 'rectify',
  limits: { rectify: 80, stop: 60, rule: 'loans.quality', basis: '总馆办法', official: true, from: '2026-01-01' },
  rectification: { id: 'c1', no: '数改1', state: 'open', at: '2026-11-20T00:00:00Z' },
  at: '2026-11-20T00:00:00Z',
}
const RULE: QualityRuleView = {
  id: 'default:not-null:no',
  resource: ID,
  dimension: 'completeness',
  title: '借书证号不为空',
  weight: 1,
  severity: 'error',
  since: '1970-01-01',
  check: { kind: 'not-null', fields: ['no'], parameters: {} },
  origin: 'default',
  silenced: null,
  checked: 100,
  failed: 35,
  at: '2026-11-20T00:00:00Z',
  problem: null,
}
const SAMPLES = {
  rule: RULE.id,
  failed: 35,
  rows: [
    {
      run: 4,
      line: 20,
      at: null,
      region: null,
      values: [
        { field: 'no', title: '借书证号', value: null, masked: true },
        { field: 'reader', title: '读者', value: '汉汉汉', masked: true },
      ],
    },
  ],
}

const open = async (address: string, role: Role, unit: string | null) => {
  const sent: { path: string; body: unknown }[] = []
  const me = { account: { id: 'a', name: 'a' }, units: [], actor: { grants: [{ role, unit, region: '12' }] } }
  const base = `/api/quality/resources/${ID}`
  const answers: [string, unknown][] = [
    ['/api/me', me],
    [`${base}/trend`, { points: [] }],
    [`${base}/rules/${encodeURIComponent(RULE.id)}/samples`, SAMPLES],
    [`${base}/rules/${encodeURIComponent(RULE.id)}/silence`, null],
    [`${base}/rules`, { items: [RULE] }],
    [base, SCORE],
    ['/api/quality/resources', { items: [SCORE], total: 1, next: null }],
    ['/api/quality/units', { items: [], total: 0, next: null }],
    ['/api/regions', { fullName: '全市' }],
    ['/api/catalogue', { resource: { kind: 'table', title: '借阅', fields: [], keys: [] } }],
  ]
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (init.method === 'POST') sent.push({ path, body: JSON.parse(String(init.body)) })
    const found = answers.find(([start]) => path.startsWith(start))
    return new Response(JSON.stringify(found?.[1] ?? {}), {
      status: found ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    })
  })
  const root = createRootRoute({ component: QualityPage, validateSearch: qualitySearch })
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [address] }), ...plainSearch })
  render(
    <Providers client={createQueryClient()}>
      <RouterProvider router={router} />
    </Providers>,
  )
  await screen.findByRole('heading', { name: '质量' })
  return sent
}

test('a resource below the limit says so, and leads to its rectification and its lineage', async () => {
  await open(`/?open=${ID}`, 'dataEngineer', 'library')
  const link = await screen.findByRole('link', { name: /数改1/ })
  expect(link.getAttribute('href')).toBe('/console/cases?type=data-rectification&open=c1')
  expect(screen.getByText(/整改线 80 分，停止共享线 60 分.*总馆办法/)).toBeTruthy()
  expect(screen.getAllByText('需整改').length).toBeGreaterThan(0)
  expect(screen.getByRole('link', { name: '查看血缘' }).getAttribute('href')).toContain(`resource%3A${ID}`)
})

test('who does not manage the resource sees its rules and has no button to change them', async () => {
  await open(`/?open=${ID}&rule=${encodeURIComponent(RULE.id)}`, 'dataEngineer', 'another')
  expect(await screen.findByText('汉汉汉')).toBeTruthy()
  expect(screen.getByText('第 20 行')).toBeTruthy()
  expect(screen.getByRole('link', { name: '查看来源' }).getAttribute('href')).toContain('run%3A4')
  for (const name of ['立即检查', '新增规则', '修改', '静默']) expect(screen.queryByRole('button', { name })).toBeNull()
})

test('silencing asks for the reason and sends it', async () => {
  const sent = await open(`/?open=${ID}&rule=${encodeURIComponent(RULE.id)}`, 'dataEngineer', 'library')
  fireEvent.click(await screen.findByRole('button', { name: '静默' }))
  const dialog = await screen.findByRole('alertdialog')
  const press = () => fireEvent.click([...dialog.querySelectorAll('button')].find((one) => one.textContent === '静默') as Element)
  press()
  expect(sent).toEqual([])
  fireEvent.change(dialog.querySelector('textarea') as Element, { target: { value: '旧系统停用' } })
  press()
  await waitFor(() =>
    expect(sent).toEqual([
      { path: `/api/quality/resources/${ID}/rules/${encodeURIComponent(RULE.id)}/silence`, body: { reason: '旧系统停用' } },
    ]),
  )
})
