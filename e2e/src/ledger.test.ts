/** Story 8: a department needs data of another; from statement to rating every hand is on a screen, at a desk and on a phone. */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { api, assertAccessible, launch, openPage, type Size, signIn } from './lib/browser.ts'
import { eventually } from './lib/eventually.ts'
import { type Hub, startHub } from './lib/hub.ts'

let hub: Hub
let browser: Browser

before(async () => {
  hub = await startHub({ HAIHE_DEMO_DATA: '1' })
  browser = await launch({ webgl: false })
})
after(async () => {
  await browser?.close()
  await hub?.stop()
})

const open = async (t: TestContext, size: Size, login: string, to: string): Promise<Page> => {
  const page = await openPage(t, browser, size)
  await signIn(page, hub.url, login, to)
  return page
}

interface Need {
  row: { id: string; caseNo: string; state: string; open: boolean }
}

const stateOf = async (page: Page, id: string): Promise<string> =>
  (await api<Need>(page, 'GET', `/api/ledger/${id}`)).body.row.state

/** Presses an action of the need, lets `fill` complete its form, and sends it. */
const act = async (page: Page, id: string, action: string, fill: (page: Page) => Promise<unknown> = async () => {}) => {
  await page.goto(`${hub.url}/console/ledger?open=${id}`)
  await page.getByRole('button', { name: action, exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: action })
  await dialog.waitFor()
  await fill(page)
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('a need goes from statement to rating on the screens, the data is read under its grant, and the number leads back to the case', async (t) => {
  const asker = await open(t, 'laptop', 'chengguan', '/console')
  const resource = await eventually(async () => {
    const { body } = await api<{ items: { id: string; title: string; rows: number }[] }>(
      asker,
      'GET',
      `/api/catalogue?q=${encodeURIComponent('独居老人关爱台账')}`,
    )
    const [first] = body.items
    assert.ok(first && first.rows > 0)
    return first.id
  }, 120_000)

  // 需求单位: states it
  await asker.goto(`${hub.url}/console/ledger?new=need&resource=${resource}`)
  for (const field of ['老人姓名', '居住地址']) await asker.getByRole('checkbox', { name: new RegExp(`^${field}`) }).check()
  await asker.getByLabel('事项或场景').fill('独居老人住所周边环境整治')
  await asker.getByLabel('依据').fill('《天津市养老服务促进条例》')
  await assertAccessible(asker, 'form of a need')
  await asker.getByRole('button', { name: '提交', exact: true }).click()
  await asker.waitForURL(/open=/)
  const id = new URL(asker.url()).searchParams.get('open') as string
  assert.equal(await stateOf(asker, id), 'toReview')

  // 主管部门: reviews; 数源单位: confirms with a day, and authorises what was asked for
  const desk = await open(t, 'laptop', 'shizhongxin', '/console')
  await act(desk, id, '审查通过，转数源单位')
  const owner = await open(t, 'laptop', 'minzheng', '/console')
  await act(owner, id, '确认责任', (page) => page.getByLabel('承诺提供日').fill(inDays(7)))
  assert.equal(await stateOf(owner, id), 'connected')
  await act(owner, id, '授权', (page) => page.getByLabel('授权截止日').fill(inDays(200)))
  assert.equal(await stateOf(owner, id), 'authorised')

  // 需求单位: reads under the grant, each name masked; that it was used is noticed by itself
  const why = new URLSearchParams({ limit: '5', purpose: 'governance', basis: '《天津市养老服务促进条例》', fields: 'xm,dz' })
  const rows = await eventually(async () => {
    const answer = await api<{ rows: Record<string, string>[] }>(asker, 'GET', `/api/resources/${resource}/rows?${why}`)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.rows
  })
  assert.ok(rows.length > 0 && rows.every(({ xm, sfzh }) => xm?.includes('*') && sfzh === undefined))
  await eventually(async () => assert.equal(await stateOf(asker, id), 'used'))

  // and rates it, on a phone
  const phone = await open(t, 'phone', 'chengguan', '/console')
  await phone.goto(`${hub.url}/console/ledger?open=${id}`)
  await phone.getByRole('button', { name: '评价满足度', exact: true }).waitFor()
  await assertAccessible(phone, 'a need on a phone')
  await act(phone, id, '评价满足度', async (page) => {
    await page.getByRole('radio', { name: '满足', exact: true }).check({ force: true })
    await page.getByLabel('满意程度（1–5）').fill('5')
  })
  const { body } = await api<Need>(phone, 'GET', `/api/ledger/${id}`)
  assert.equal(body.row.open, false)

  // the number of the city says what came of it, and leads back to this case
  await eventually(async () => {
    const { body: found } = await api<{ value: number; agrees: boolean; items: { name: string }[] }>(
      desk,
      'GET',
      '/api/indicators/exchange.needs-met/trace?region=12',
    )
    assert.deepEqual([found.value, found.agrees, found.items.map(({ name }) => name)], [1, true, [body.row.caseNo]])
  })
  await desk.goto(`${hub.url}/cockpit?indicator=exchange.needs-met&panel=explain:exchange.needs-met`)
  const trace = desk.getByRole('link', { name: '追溯', exact: true })
  await trace.focus()
  await desk.keyboard.press('Enter')
  await desk.getByText(/由 1 条原始数据重新计算.*完全一致/).waitFor()
  await assertAccessible(desk, 'a number traced to its rows')
})
