import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { render, screen, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { DataCards } from './data-cards.tsx'

withWords({ zh, en })
afterEach(() => vi.unstubAllGlobals())

const ME = {
  account: { id: 'a', name: 'a' },
  actor: { id: 'a', kind: 'person', name: 'a', assurance: 3, grants: [{ role: 'dataEngineer', unit: 'library', region: '12' }] },
  units: [{ id: 'library', name: '总馆' }],
}
const RUN = { lastRun: { state: 'failed' }, openRejects: 7 }

/** Answers by the beginning of the address; what is not named is refused. */
const show = (answers: Record<string, unknown>) => {
  vi.stubGlobal('fetch', async (path: string) => {
    const found = Object.entries({ '/api/me': ME, ...answers }).find(([start]) => path.startsWith(start))
    const body = found ? found[1] : { status: 403, code: 'FORBIDDEN', title: 'no', detail: '不行', traceId: 't1' }
    return new Response(JSON.stringify(body), {
      status: found ? 200 : 403,
      headers: { 'content-type': found ? 'application/json' : 'application/problem+json' },
    })
  })
  const router = createRouter({ routeTree: createRootRoute({ component: DataCards }), history: createMemoryHistory() })
  render(
    <Providers client={createQueryClient()}>
      <RouterProvider router={router} />
    </Providers>,
  )
}
const card = async (name: string) => within(await screen.findByRole('region', { name }))

test('what waits stands in a line that leads to exactly that, and what is zero is quiet', async () => {
  show({
    '/api/ledger': { total: 3 },
    '/api/catalogue': { total: 0 },
    '/api/classification': { fields: 0 },
    '/api/quality': { total: 0 },
    '/api/cases': { total: 0 },
    '/api/connectors': { items: [RUN, { lastRun: null, openRejects: 0 }], total: 2 },
  })
  const late = await (await card('供需对接')).findByRole('link', { name: /已超时的需求.*3/ })
  expect(late.getAttribute('href')).toBe('/console/ledger?late=yes')
  expect(await (await card('数据目录')).findByText('没有等着处理的')).toBeTruthy()
  const connectors = await card('数据接入')
  expect(await connectors.findByRole('link', { name: /上次运行失败.*1/ })).toBeTruthy()
  expect(await connectors.findByRole('link', { name: /待处理拒收行.*7/ })).toBeTruthy()
})

test('a question that failed is not shown as nothing waiting, and can be asked again', async () => {
  show({ '/api/connectors': { items: [], total: 0 } })
  const needs = await card('供需对接')
  expect(await needs.findByRole('button', { name: '重试' })).toBeTruthy()
  expect(needs.queryByText('没有等着处理的')).toBeNull()
})
