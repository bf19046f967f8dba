/** Story 4: the console. What flows in, what was rejected and why, what an object was, who is told, and an unbroken audit chain. */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { assertAccessible, launch, openPage, signIn } from './lib/browser.ts'
import { eventually } from './lib/eventually.ts'
import { type Hub, startHub } from './lib/hub.ts'
import { expect, type Person, signInAs } from './lib/person.ts'
import { shows } from './lib/screen.ts'
import { announce, carPark, MINUTE, observe, reading } from './lib/sense.ts'

let hub: Hub
let browser: Browser
let engineer: Person
let receiver: Server
/** notifications that the receiver got */
const received: { data: { id: string; availableSpotNumber?: unknown }[] }[] = []

const LOT = { id: carPark('E2E-1'), region: '120101001001', name: '滨江道停车场', lon: 117.1952, lat: 39.1183 }

before(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    response.statusCode = 204
    response.end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  hub = await startHub()
  browser = await launch()
  engineer = await signInAs(hub, 'shujuke')
  await announce(engineer, 'OffStreetParking', [LOT])
})
after(async () => {
  await browser?.close()
  await hub?.stop()
  receiver?.closeAllConnections()
  await new Promise((resolve) => receiver?.close(resolve))
})

const open = async (t: TestContext, login: string, to: string): Promise<Page> => {
  const page = await openPage(t, browser, 'laptop')
  await signIn(page, hub.url, login, to)
  return page
}

/** What was opened, beside its list. */
const panelOf = (page: Page): Locator => page.locator('section[aria-labelledby=panel-title]')

/** 93 good readings, one a minute, and seven that are not. */
const batch = (now: number): unknown[] => {
  const free = (ago: number, value: unknown) => ({
    entity: LOT.id,
    attribute: 'availableSpotNumber',
    value,
    at: new Date(now - ago * MINUTE).toISOString(),
  })
  const good = Array.from({ length: 93 }, (_, ago) => free(ago + 2, 100 + (ago % 40)))
  const bad = [
    free(1, -5),
    free(1, 'many'),
    { ...free(1, 90), at: 'yesterday' },
    free(-600, 90),
    { ...free(1, 90), entity: 'no uri' },
    { ...free(1, 90), entity: carPark('E2E-NEW') },
    { ...free(1, 90), colour: 'blue' },
  ]
  return [...good, ...bad]
}

test('what flows in, the seven that were rejected, one of them mended', async (t) => {
  const answer = expect(await engineer.send('POST', '/api/ingest/parking-lots', batch(Date.now())), 207)
  assert.deepEqual([answer.received, answer.stored, answer.rejected], [100, 93, 7])

  const page = await open(t, 'shujuke', '/console')
  await page.getByRole('heading', { level: 1, name: '总览' }).waitFor()
  await assertAccessible(page, 'overview')
  await page
    .getByRole('link', { name: /^数据源/ })
    .first()
    .click()
  const sources = page.getByRole('table')
  const source = sources.getByRole('row', { name: /公共停车场泊位/ })
  await shows(source, /93/)
  await shows(source, /刚刚|秒前|分钟前/)
  await assertAccessible(page, 'sources')
  await source.getByRole('link', { name: '公共停车场泊位' }).click()
  const panel = panelOf(page)
  await panel.getByText('入库').first().waitFor()
  await shows(panel.locator('.hc-count', { hasText: '入库' }), '93')
  await shows(panel.locator('.hc-count', { hasText: '拒收' }), '7')
  await assertAccessible(page, 'source')

  await page.goto(`${hub.url}/console/dead-letters?source=parking-lots`)
  const letters = page.getByRole('table').locator('tbody tr[data-key]')
  await eventually(async () => assert.equal(await letters.count(), 7))
  for (const text of await letters.allInnerTexts()) assert.match(text, /\p{Script=Han}{3}/u, text)
  await assertAccessible(page, 'dead letters')

  await letters.filter({ hasText: '-5' }).getByRole('link').first().click()
  const editor = panel.getByRole('textbox', { name: '修改内容' })
  await editor.fill((await editor.inputValue()).replace('-5', '88'))
  await assertAccessible(page, 'dead letter')
  await panel.getByRole('button', { name: '按修改后的内容重放' }).click()
  await panel.getByText('这条数据已重放入库。').waitFor()
  await eventually(async () => assert.equal(await letters.count(), 6))

  await page.goto(`${hub.url}/console/entities?open=${encodeURIComponent(LOT.id)}`)
  await panel.getByText(LOT.name).first().waitFor()
  await shows(panel.getByRole('row', { name: /availableSpotNumber/ }), '88')
  await assertAccessible(page, 'entity')
  await panel.getByRole('tab', { name: '历史' }).click()
  await panel.getByRole('combobox', { name: '属性' }).selectOption('availableSpotNumber')
  await shows(panel.getByRole('table').getByRole('row').nth(1), '88')
  await shows(panel, /共 94 条|已加载 94/)
  await assertAccessible(page, 'history')
})

test('a subscriber is told of every change, and the deliveries are on record', async (t) => {
  const page = await open(t, 'shujuke', '/console/subscriptions')
  await page.getByRole('button', { name: '新建订阅' }).first().click()
  const panel = panelOf(page)
  await panel.getByLabel('名称').fill('停车诱导屏')
  const types = panel.getByRole('combobox', { name: '对象类型' })
  await types.fill('OffStreetParking')
  await types.press('Enter')
  await types.press('Escape')
  const endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notify`
  await panel.getByLabel('接收地址').fill(endpoint)
  await assertAccessible(page, 'new subscription')
  await panel.getByRole('button', { name: '创建', exact: true }).click()
  await panel.getByRole('heading', { name: '停车诱导屏' }).waitFor()
  await panel.getByText(endpoint).first().waitFor()

  received.length = 0
  await observe(engineer, 'parking-lots', reading(LOT.id, Date.now() - 1000, { availableSpotNumber: 61 }))
  await eventually(() => {
    const told = received.flatMap(({ data }) => data).filter(({ id }) => id === LOT.id)
    assert.match(JSON.stringify(told.at(-1)?.availableSpotNumber), /\b61\b/)
  })
  await page.goto(`${hub.url}/console/deliveries`)
  const row = page
    .getByRole('table')
    .getByRole('row', { name: /停车诱导屏/ })
    .first()
  await shows(row, '已送达')
  await assertAccessible(page, 'deliveries')
  await row.getByRole('link').first().click()
  await panel.getByText('订阅方已确认收到。').waitFor()
})

test('the audit trail knows the replay, and its chain is whole', async (t) => {
  const page = await open(t, 'shenji', '/console/audit')
  await page
    .getByRole('table')
    .getByRole('row', { name: /重放死信/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: '验证审计链' }).click()
  await page.getByText(/审计链完整，共 \d+ 条记录/).waitFor()
  await assertAccessible(page, 'audit')
})
