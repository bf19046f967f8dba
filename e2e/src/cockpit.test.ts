/** Story 1: the cockpit. Numbers of the districts, down to the community and back, pushed, explained, and as they were. */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, launch, openPage, type Size, signIn } from './lib/browser.ts'
import { eventually } from './lib/eventually.ts'
import { type Hub, startHub } from './lib/hub.ts'
import { type Person, signInAs } from './lib/person.ts'
import { params, row, shows, tile } from './lib/screen.ts'
import { announce, HOUR, MINUTE, observe, reading, station } from './lib/sense.ts'

let hub: Hub
let browser: Browser
let engineer: Person

const HEPING = { id: station('E2E-1'), region: '120101001001', name: '花园路站', lon: 117.19829, lat: 39.12632 }
const HEDONG = { id: station('E2E-2'), region: '120102', name: '河东站', lon: 117.2517, lat: 39.1282 }
const NANKAI = { id: station('E2E-3'), region: '120104', name: '南开站', lon: 117.1501, lat: 39.1382 }

/** Air whose index is known from the ends of the steps of HJ 633-2026: PM10 of 50 μg/m³ is 50, of 120 μg/m³ is 100. */
const air = (pm10: 50 | 120) => ({ pm25: 10, pm10, so2: 8, no2: 20, co: 0.4, o3: 40 })

/** Hourly reports of one station up to now: what the air was before, and what it is since two hours. */
const report = (id: string, before: 50 | 120, since: 50 | 120): Promise<void> => {
  const now = Date.now() - 1000
  const hours = [5, 4, 3, 2, 1, 0]
  return observe(
    engineer,
    'air-stations',
    hours.flatMap((ago) => reading(id, now - ago * HOUR, air(ago > 2 ? before : since))),
  )
}

before(async () => {
  hub = await startHub()
  browser = await launch()
  engineer = await signInAs(hub, 'shujuke')
  await announce(engineer, 'AirQualityObserved', [HEPING, HEDONG, NANKAI])
  await report(HEPING.id, 50, 120)
  await report(HEDONG.id, 50, 50)
})
after(async () => {
  await browser?.close()
  await hub?.stop()
})

const open = async (t: TestContext, size: Size): Promise<Page> => {
  const page = await openPage(t, browser, size)
  await signIn(page, hub.url, 'shizhang', '/cockpit?region=12&indicator=air.aqi')
  return page
}
const walkDownAndBack = async (page: Page): Promise<void> => {
  await shows(tile(page, '空气质量指数'), '75')
  await shows(row(page, '和平区'), '100')
  await shows(row(page, '河东区'), '50')
  await row(page, '和平区').click()
  await shows(row(page, '劝业场街道'), '100')
  assert.equal(params(page).region, '120101')
  await shows(tile(page, '空气质量指数'), '100')
  await row(page, '劝业场街道').click()
  await shows(row(page, '花园路社区'), '100')
  assert.equal(params(page).region, '120101001')
  assert.equal(params(page).indicator, 'air.aqi')
  const crumbs = page.getByRole('navigation', { name: '区划层级' })
  await crumbs.getByText('劝业场街道').waitFor()
  await page.reload()
  await shows(row(page, '花园路社区'), '100')
  await page.goBack()
  await shows(row(page, '劝业场街道'), '100')
  await page.goBack()
  await shows(row(page, '河东区'), '50')
  assert.equal(params(page).region, '12')
}

const readExplanation = async (page: Page): Promise<void> => {
  await tile(page, '空气质量指数').click()
  const panel = page.getByRole('complementary', { name: '指标解释' })
  await panel.getByText('站点 AQI = max(IAQI)').waitFor()
  assert.equal(params(page).panel, 'explain:air.aqi')
  const rules = panel.locator('section', { has: page.getByRole('heading', { name: '依据的规则' }) })
  await rules
    .getByText(/HJ 633—2026/)
    .first()
    .waitFor()
  await rules.getByText('官方依据').first().waitFor()
  await rules
    .getByText(/起施行|施行$/)
    .first()
    .waitFor()
  const sources = panel.locator('section', { has: page.getByRole('heading', { name: '数据来源' }) })
  await sources.getByText('空气质量自动监测站').waitFor()
  await sources.getByText('模拟').waitFor()
  await sources.getByText(/刚刚|分钟前/).waitFor()
  const records = panel.locator('section', { has: page.getByRole('heading', { name: /原始记录/ }) })
  await records.getByText('花园路站').first().waitFor()
  await records.getByText('河东站').first().waitFor()
}

test('laptop: from the city to the community and back, explained, pushed, and as it was', async (t) => {
  const page = await open(t, 'laptop')
  await walkDownAndBack(page)
  await assertAccessible(page, 'cockpit of the city')

  await readExplanation(page)
  await assertAccessible(page, 'explanation')
  await page.keyboard.press('Escape')
  await page.getByRole('complementary', { name: '指标解释' }).waitFor({ state: 'detached' })
  assert.equal(params(page).panel, undefined)

  // a third station begins to report: the screen moves by itself, the page is not loaded again
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }))
  await shows(page.getByRole('status').first(), '实时')
  await report(NANKAI.id, 50, 120)
  await shows(tile(page, '空气质量指数'), '83')
  await shows(row(page, '南开区'), '100')
  assert.equal(await page.evaluate(() => 'sameDocument' in globalThis), true)

  // two and a half hours ago the air was better everywhere
  await page.getByRole('button', { name: /选择时间，回看过去/ }).click()
  const when = new Date(Date.now() - 150 * MINUTE + 8 * HOUR).toISOString().slice(0, 16)
  await page.getByLabel('回看到哪一分钟').fill(when)
  await page.getByRole('button', { name: '回看', exact: true }).click()
  await page.getByText('画面是过去的情况，不再更新').waitFor()
  assert.equal(params(page).at, when)
  await shows(row(page, '和平区'), '50')
  await shows(tile(page, '空气质量指数'), '50')
  await assertAccessible(page, 'cockpit of the past')
  await page.getByRole('button', { name: '返回实时' }).click()
  await shows(row(page, '和平区'), '100')
  await eventually(() => assert.equal(params(page).at, undefined))
})

test('phone: the same numbers, the same way down and back, the same explanation', async (t) => {
  const page = await open(t, 'phone')
  await shows(row(page, '和平区'), '100')
  await row(page, '和平区').click()
  await shows(row(page, '劝业场街道'), '100')
  await shows(tile(page, '空气质量指数'), '100')
  await page.goBack()
  await shows(row(page, '河东区'), '50')
  await assertAccessible(page, 'cockpit on a phone')
  await readExplanation(page)
  await assertAccessible(page, 'explanation on a phone')
  await page.getByRole('button', { name: '关闭' }).click()
  await shows(row(page, '和平区'), '100')
})
