import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startI18n } from '../../ui/i18n.ts'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import en from '../locales/en.json'
import zh from '../locales/zh.json'
import { router } from '../router.tsx'
import { draftName } from './draft.ts'
import { EMPTY_REPORT, type ReportWords } from './questions.ts'

startI18n({ zh, en })

const me = {
  account: { id: 'a1', login: 'wang', name: '王女士', kind: 'person' },
  actor: { id: 'a1', kind: 'person', name: '王女士', grants: [], assurance: 2 },
  units: [],
}
const TYPE = {
  id: 'city-management',
  version: 1,
  title: { zh: '城市管理', en: 'City' },
  owner: '',
  states: [],
  sources: [],
  clocks: [],
  photos: 0,
}
const full: ReportWords = {
  ...EMPTY_REPORT,
  category: 'C0102',
  categoryTitle: { zh: '污水井盖', en: 'Sewer cover' },
  place: { lon: 117.2, lat: 39.12, crs: 'EPSG:4490', address: '解放北路 86 号' },
  withoutPhoto: true,
  description: '井盖翘起来了',
}

let signedIn = true
let posted: unknown[] = []
let answer: { status: number; body: unknown } | 'no network' = {
  status: 201,
  body: { id: 'r1', caseNo: '津城管20261120-000050' },
}

const ROUTES: Record<string, unknown> = {
  '/api/case-types': [TYPE],
  '/api/case-types/city-management/categories': [],
  '/api/citizen/reports/similar': [],
  '/api/regions/locate': {
    path: [
      { code: '12', name: '天津市' },
      { code: '120101', name: '和平区' },
    ],
  },
}

beforeEach(() => {
  localStorage.clear()
  signedIn = true
  posted = []
  answer = { status: 201, body: { id: 'r1', caseNo: '津城管20261120-000050' } }
  vi.stubGlobal('scrollTo', () => undefined)
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const path = address.split('?')[0] ?? ''
    if (path === '/api/me')
      return new Response(JSON.stringify(signedIn ? me : { code: 'UNAUTHENTICATED', status: 401 }), {
        status: signedIn ? 200 : 401,
      })
    if (init.method === 'POST') {
      posted.push(JSON.parse(String(init.body)))
      if (answer === 'no network') throw new TypeError('failed to fetch')
      return new Response(JSON.stringify(answer.body), { status: answer.status })
    }
    return path in ROUTES
      ? new Response(JSON.stringify(ROUTES[path]))
      : new Response(JSON.stringify({ status: 404, code: 'NOT_FOUND' }), { status: 404 })
  })
})
afterEach(() => vi.unstubAllGlobals())

const open = async (path: string, words?: ReportWords) => {
  if (words) localStorage.setItem(`haihe.draft.${draftName('a1')}`, JSON.stringify(words))
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [`/citizen${path}`] }) })
  render(
    <Providers client={createQueryClient()}>
      <RouterProvider router={router} />
    </Providers>,
  )
  await router.load()
}
const next = () => fireEvent.click(screen.getByRole('button', { name: '下一步' }))
const here = () => router.state.location.pathname

describe('the report of a citizen', () => {
  it('asks visitors to sign in and brings them back', async () => {
    signedIn = false
    await open('/report')
    const link = await screen.findByRole('link', { name: '登录或注册' })
    expect(link.getAttribute('href')).toContain('/auth/login?to=')
  })

  it('lets nobody past an open question', async () => {
    await open('/report/check', { ...full, place: null })
    expect(await screen.findByRole('heading', { name: '在什么地方？' })).toBeTruthy()
    expect(here()).toBe('/report/where')
  })

  it('says how to mend a phone number, and goes on once it is mended', async () => {
    await open('/report/contact', full)
    const phone = await screen.findByLabelText(/手机或座机号码/)
    fireEvent.change(phone, { target: { value: '138' } })
    next()
    expect((await screen.findByRole('alert')).textContent).toContain('手机号是 11 位数字')
    expect(phone.getAttribute('aria-describedby')).toBe('question-fault')
    fireEvent.change(phone, { target: { value: '13800138000' } })
    next()
    expect(await screen.findByRole('heading', { name: '看一遍，没错就提交' })).toBeTruthy()
  })

  it('saves every answer as it is typed', async () => {
    await open('/report/words', full)
    fireEvent.change(await screen.findByLabelText('情况说明'), { target: { value: '晚上看不见' } })
    expect(localStorage.getItem(`haihe.draft.${draftName('a1')}`)).toContain('晚上看不见')
  })

  it('goes back to the check after one answer was changed there', async () => {
    await open('/report/words?change=1', full)
    await screen.findByLabelText('情况说明')
    next()
    expect(await screen.findByRole('heading', { name: '看一遍，没错就提交' })).toBeTruthy()
  })

  it('shows all answers, sends them once and gives the number', async () => {
    await open('/report/check', full)
    expect(await screen.findByText('解放北路 86 号')).toBeTruthy()
    expect(screen.getByText('没有照片')).toBeTruthy()
    await waitFor(() => expect(screen.getByRole('button', { name: '提交' })).toBeTruthy())
    await screen.findByText('和平区')
    fireEvent.click(screen.getByRole('button', { name: '提交' }))
    expect(await screen.findByText('津城管20261120-000050')).toBeTruthy()
    expect(posted).toHaveLength(1)
    expect(posted[0]).toMatchObject({
      type: 'city-management',
      category: 'C0102',
      title: '污水井盖：解放北路 86 号',
      attachments: [],
    })
    expect(localStorage.getItem(`haihe.draft.${draftName('a1')}`)).toBeNull()
  })

  it('promises to send later when there is no network', async () => {
    answer = 'no network'
    await open('/report/check', full)
    await screen.findByText('和平区')
    fireEvent.click(screen.getByRole('button', { name: '提交' }))
    expect(await screen.findByRole('heading', { name: '已保存，等有网络就发出' })).toBeTruthy()
    expect(await screen.findByText(/有 1 条反映存在手机里/)).toBeTruthy()
  })

  it('keeps everything and says why when the server refuses', async () => {
    answer = { status: 422, body: { code: 'OUTSIDE_CITY', status: 422, title: '位置不在本市范围内', traceId: 't' } }
    await open('/report/check', full)
    await screen.findByText('和平区')
    fireEvent.click(screen.getByRole('button', { name: '提交' }))
    expect((await screen.findByRole('alert')).textContent).toContain('位置不在本市范围内')
    expect(localStorage.getItem(`haihe.draft.${draftName('a1')}`)).toContain('解放北路 86 号')
  })
})
