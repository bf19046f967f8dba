import type { LineageGraph } from '@haihe/contract'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import { plainSearch } from '../../ui/router.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { Arrived } from './arrived.tsx'
import { LineagePage } from './lineage-page.tsx'
import { lineageSearch } from './section.ts'

withWords({ zh, en })
afterEach(() => vi.unstubAllGlobals())

const node = (kind: LineageGraph['nodes'][number]['kind'], id: string, title: string, distance: number) => ({
  kind,
  id,
  title,
  distance,
  more: false,
})
const GRAPH: LineageGraph = {
  root: 'resource:loans',
  nodes: [
    node('resource', 'loans', '借阅', 0),
    node('source', 'desk', '总台', -1),
    ...Array.from({ length: 12 }, (_, n) => node('field', `loans#f${n}`, `借阅·字段${n}`, 1)),
    node('grant', 'g', '分馆 · statistics · 至 2027-01-01', 1),
  ],
  edges: [
    { from: 'source:desk', to: 'resource:loans', by: '夜间装载' },
    ...Array.from({ length: 12 }, (_, n) => ({ from: 'resource:loans', to: `field:loans#f${n}`, by: '信息项' })),
    { from: 'resource:loans', to: 'grant:g', by: '授权' },
  ],
  truncated: false,
  missing: [],
}

const open = async (address: string, answers: Record<string, unknown>) => {
  const asked: { path: string; body: unknown }[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    asked.push({ path, body: init.body ? JSON.parse(String(init.body)) : null })
    const found = Object.entries({ '/api/me': { actor: { grants: [] } }, ...answers }).find(([start]) => path.startsWith(start))
    return new Response(JSON.stringify(found?.[1] ?? { status: 404 }), {
      status: found ? 200 : 404,
      headers: { 'content-type': 'application/json' },
    })
  })
  const root = createRootRoute({ component: LineagePage, validateSearch: lineageSearch })
  const router = createRouter({ routeTree: root, history: createMemoryHistory({ initialEntries: [address] }), ...plainSearch })
  render(
    <Providers client={createQueryClient()}>
      <RouterProvider router={router} />
    </Providers>,
  )
  await waitFor(() => expect(document.querySelector('.hc-page')).not.toBeNull())
  return { asked, router }
}

test('drawing and list say the same; many alike are one box until it is pressed', async () => {
  await open('/?node=resource:loans', { '/api/lineage/resource/loans': GRAPH })
  const drawing = await screen.findByRole('group', { name: '血缘图：借阅' })
  const list = screen.getByRole('region', { name: '节点列表' })
  expect(within(list).getByText('总台').closest('li')?.textContent).toContain('用于 借阅（夜间装载）')
  expect(within(list).getByText('分馆 · 统计分析 · 至 2027-01-01')).toBeTruthy()
  expect(within(list).getAllByText(/^借阅·字段/)).toHaveLength(12)
  expect(drawing.querySelectorAll('.hc-node')).toHaveLength(4)
  const group = drawing.querySelector('g[role="button"]') as Element
  expect(group.querySelector('title')?.textContent).toBe('信息项 12 项，下游第 1 层，点击展开')
  fireEvent.keyDown(group, { key: 'Enter' })
  expect(drawing.querySelectorAll('.hc-node')).toHaveLength(15)
})

test('a press on a node puts it in the middle, and the address says so', async () => {
  const { router, asked } = await open('/?node=resource:loans&depth=2', { '/api/lineage/': GRAPH })
  const drawing = await screen.findByRole('group', { name: '血缘图：借阅' })
  const source = drawing.querySelector('a[href*="node=source"]') as Element
  fireEvent.click(source)
  await waitFor(() => expect(router.state.location.search).toEqual({ node: 'source:desk', depth: '2' }))
  await waitFor(() => expect(asked.map(({ path }) => path)).toContain('/api/lineage/source/desk?depth=2&direction=both'))
})

test('a node outside the regions of the person is not there, and that is said', async () => {
  await open('/?node=resource:secret', {})
  expect(await screen.findByText('没有找到这个节点')).toBeTruthy()
})

test('an export is proven from the lineage part of its manifest; text that is none is not sent', async () => {
  const lineage = {
    export: 'e1',
    resource: '3f1c1bd0-0b3c-4a2c-9d39-0f9a4b6f2a11',
    version: 1,
    at: '2026-11-20T00:00:00Z',
    columns: [{ name: 'no', field: 'no' }],
    rows: 3,
    runs: [{ run: 1, rows: 2 }],
  }
  const { asked } = await open('/?tab=export', {
    '/api/lineage/exports/verify': {
      ok: false,
      columns: [{ name: 'no', field: 'no', ok: true, origins: ['connector:c'], fault: null }],
      runs: [{ run: 1, rows: 2, held: 2, connector: null, source: null, fault: null }],
      faults: ['rows-not-sum-of-runs'],
    },
  })
  const box = await screen.findByLabelText(/导出清单/)
  const verify = screen.getByRole('button', { name: '核验' })
  fireEvent.change(box, { target: { value: '{"rows": 1}' } })
  fireEvent.click(verify)
  expect(await screen.findByText(/这不是导出清单/)).toBeTruthy()
  expect(asked.some(({ path }) => path.includes('verify'))).toBe(false)
  fireEvent.change(box, { target: { value: JSON.stringify({ file: 'loans.csv', lineage }) } })
  fireEvent.click(verify)
  expect(await screen.findByText('总行数与各批次之和不符')).toBeTruthy()
  expect(asked.find(({ path }) => path.includes('verify'))?.body).toEqual(lineage)
})

test('a number says first whether its rows make it, then shows each row and how it came', async () => {
  const trace = {
    indicator: 'loans.open',
    title: { zh: '在借', en: 'On loan' },
    region: '99',
    regionName: '书城',
    unit: '册',
    precision: 0,
    formula: { zh: 'Σ', en: 'Σ' },
    aggregate: 'sumOfLast',
    window: 'hour',
    from: '2026-11-20T02:00:00Z',
    to: '2026-11-20T02:11:00Z',
    at: '2026-11-20T02:10:30Z',
    value: 12,
    recomputed: 12,
    agrees: true,
    total: 1,
    complete: true,
    cells: [{ window: 'hour', from: '2026-11-20T02:00:00Z', to: '2026-11-20T03:00:00Z', count: 1, sum: 12, weight: 0 }],
    items: [
      {
        kind: 'reading',
        node: 'reading:7@1763604600000',
        subject: 'urn:desk:1',
        name: '总台',
        attribute: 'loans',
        side: 'value',
        at: '2026-11-20T02:10:00Z',
        value: 12,
        weight: null,
        minutes: null,
        region: '990101',
        source: 'gate',
        provenance: 'local',
        derived: false,
        inputs: [],
        arrival: {
          batch: 5,
          lastBatch: 5,
          messages: 1,
          protocol: 'mqtt',
          message: 'haihe/gate/batch',
          receivedAt: '2026-11-20T02:10:01Z',
          items: 3,
          rejected: 1,
          exact: true,
        },
      },
    ],
    next: null,
    graph: {
      root: 'indicator:loans.open@99',
      nodes: [node('indicator', 'loans.open@99', '书城·在借', 0), node('reading', '7@1763604600000', '总台 loans 12', -1)],
      edges: [{ from: 'reading:7@1763604600000', to: 'indicator:loans.open@99', by: '计入' }],
      truncated: false,
      missing: [],
    },
  }
  const { asked } = await open('/?tab=number&number=loans.open@99', {
    '/api/indicators/loans.open/trace': trace,
    '/api/indicators': { items: [] },
  })
  expect(await screen.findByText(/由 1 条原始数据重新计算.*完全一致/)).toBeTruthy()
  expect(await screen.findByRole('group', { name: /血缘图/ })).toBeTruthy()
  // further pages speak of the moment of the first answer
  await waitFor(() => expect(asked.some(({ path }) => path.includes('at=2026-11-20T02%3A10%3A30Z'))).toBe(true))
})

test('how a row came is said with what was refused beside it, and leads to its request', async () => {
  const arrival = {
    batch: 5,
    lastBatch: 5,
    messages: 1,
    protocol: 'mqtt' as const,
    message: 'haihe/gate/batch',
    receivedAt: '2026-11-20T02:10:01Z',
    items: 3,
    rejected: 1,
    exact: true,
  }
  render(<Arrived row={{ kind: 'reading', derived: false, source: 'gate', arrival }} />)
  expect(screen.getByText(/同批 3 条 · 同批 1 条被拒 · haihe\/gate\/batch/)).toBeTruthy()
  expect(screen.getByRole('link').getAttribute('href')).toContain('node=batch%3Agate%2F5')
})
