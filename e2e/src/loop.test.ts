/** Story 2: a reading crosses its threshold, a case is opened, the right people close it, and the numbers change. */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, launch, openPage, type Size, signIn } from './lib/browser.ts'
import { perform } from './lib/casework.ts'
import { type Hub, startHub } from './lib/hub.ts'
import { expect, type Person, signInAs } from './lib/person.ts'
import { photo, photoFile } from './lib/photo.ts'
import { act, row, shows, tile } from './lib/screen.ts'
import { announce, carPark, MINUTE, observe, reading } from './lib/sense.ts'

let hub: Hub
let browser: Browser
let engineer: Person

const LOT = { id: carPark('E2E-1'), region: '120101001001', name: '滨江道停车场', lon: 117.1952, lat: 39.1183 }
const OTHER = { id: carPark('E2E-2'), region: '120101001002', name: '和平路停车场', lon: 117.1996, lat: 39.1243 }

before(async () => {
  hub = await startHub()
  browser = await launch({ webgl: false })
  engineer = await signInAs(hub, 'shujuke')
  await announce(engineer, 'OffStreetParking', [LOT, OTHER])
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

/** Free places of a car park of 200, at minutes before now. */
const park = (id: string, ...course: [ago: number, free: number][]): Promise<void> => {
  const now = Date.now() - 1000
  return observe(
    engineer,
    'parking-lots',
    course.flatMap(([ago, free]) =>
      reading(id, now - ago * MINUTE, { availableSpotNumber: free, totalSpotNumber: 200, entries: 4, exits: 0 }),
    ),
  )
}

const alerts = (page: Page, subject: string) => page.getByRole('list').getByRole('button', { name: new RegExp(subject) })

test('a full car park becomes a case of the traffic police, is handled, verified and closed', async (t) => {
  const cockpit = await open(t, 'laptop', 'shizhang', '/cockpit?region=120101')
  await cockpit.getByText('运行正常，没有预警').waitFor()
  // all numbers of the city's cases, not only the first
  const cases = cockpit.getByRole('region', { name: '运行指标' }).locator('section', { hasText: '监管治理' })
  await cases.getByRole('button', { name: /^全部/ }).click()
  await shows(tile(cockpit, '在办案件'), '0')
  await shows(tile(cockpit, '办结案件'), '0')

  // 12.5 % free is yellow, and it must last ten minutes
  await park(LOT.id, [40, 120], [25, 25])
  await park(LOT.id, [20, 25])
  await cockpit.getByText('运行正常，没有预警').waitFor()
  await park(LOT.id, [14, 25], [8, 24])

  const alert = alerts(cockpit, LOT.name)
  await shows(alert, '黄色')
  await shows(alert, '停车场泊位紧张')
  await shows(alert, '已立案')
  await shows(tile(cockpit, '在办案件'), '1')
  await assertAccessible(cockpit, 'cockpit with an alert')
  await alert.click()
  const panel = cockpit.getByRole('complementary', { name: '预警详情' })
  await panel.getByText('发出预警').waitFor()
  await panel.getByText('模拟').waitFor()
  await assertAccessible(cockpit, 'alert')
  await panel.getByRole('button', { name: '查看事件' }).click()
  const about = cockpit.getByRole('complementary', { name: '事件详情' })
  await about.getByText('和平区公安交警支队').first().waitFor()
  await about.getByText('机动车停放由交警').waitFor()
  await about.getByText('待签收').first().waitFor()
  await assertAccessible(cockpit, 'case in the cockpit')

  // the clerk of that unit, on a phone
  const clerk = await open(t, 'phone', 'jiaojing', '/governance')
  const card = clerk.getByRole('link', { name: /机动车乱停放/ })
  await shows(card, /还剩/)
  await shows(card, '待签收')
  await assertAccessible(clerk, 'queue')
  await card.click()
  await clerk.getByRole('heading', { level: 1, name: new RegExp(LOT.name) }).waitFor()
  await shows(clerk.getByRole('region', { name: '时限' }), /签收时限.*还剩/)
  await assertAccessible(clerk, 'case')
  await act(clerk, '签收')
  await shows(clerk.getByRole('region', { name: '时限' }), /处置时限.*还剩/)
  await act(clerk, '反馈', async (form) => {
    await form.getByLabel(/处理情况/).fill('已到场疏导，引导车辆驶入周边停车场，违停车辆已驶离。')
    await form.locator('input[type=file]').setInputFiles(photoFile('after', 40, 140, 90))
    await form.getByRole('img', { name: '第 1 张照片' }).waitFor()
    await assertAccessible(clerk, 'form')
  })
  await clerk.getByText('待核查').first().waitFor()
  await clerk
    .getByRole('region', { name: '照片' })
    .getByRole('button', { name: /处置后，第 1 张/ })
    .waitFor()

  // the street looks whether it is so
  const street = await open(t, 'phone', 'jiedao', '/governance?queue=verify')
  await street.getByRole('link', { name: /机动车乱停放/ }).click()
  await act(street, '核查通过')
  await street.getByText('已结案').first().waitFor()

  // the screen of the duty officer has followed by itself
  await shows(tile(cockpit, '办结案件'), '1')
  await shows(tile(cockpit, '在办案件'), '0')
  await shows(tile(cockpit, '按时结案率'), '100')
})

test('an alert ends when the reading recovers, or when a supervisor signs it off with a reason', async (t) => {
  const cockpit = await open(t, 'laptop', 'shizhang', '/cockpit?region=120101')
  await park(OTHER.id, [40, 120], [25, 5], [20, 5], [14, 4], [8, 4])
  const [lot, other] = [alerts(cockpit, LOT.name), alerts(cockpit, OTHER.name)]
  await shows(other, '红色')
  // the case is closed, the car park is as full as before: the alert stays
  await shows(lot, '黄色')
  // a little better is not yet well: 17.5 % lies within the hysteresis
  await park(LOT.id, [4, 35])
  const leader = await signInAs(hub, 'shizhang')
  const { items } = expect(await leader.get('/api/alerts?region=120101&state=open'), 200)
  assert.deepEqual(items.map((each: { subject: string }) => each.subject).sort(), [OTHER.name, LOT.name].sort())
  await shows(lot, '黄色')
  await park(LOT.id, [1, 150])
  await lot.waitFor({ state: 'detached' })
  await shows(other, '红色')

  await other.click()
  const panel = cockpit.getByRole('complementary', { name: '预警详情' })
  await panel.getByRole('button', { name: '签发关闭' }).click()
  const dialog = cockpit.getByRole('dialog', { name: '签发关闭' })
  await dialog.getByRole('button', { name: '签发关闭' }).click()
  await dialog.getByText('请填写签发关闭的理由').waitFor()
  await dialog.getByLabel('签发关闭的理由').fill('车场设备检修，现场核实仍有空位')
  await dialog.getByRole('button', { name: '签发关闭' }).click()
  await other.waitFor({ state: 'detached' })
  await panel.getByText('已关闭').waitFor()
  await panel.getByText('关闭理由：车场设备检修，现场核实仍有空位').waitFor()
  await panel.getByRole('button', { name: '关闭', exact: true }).click()
  await cockpit.getByText('运行正常，没有预警').waitFor()
})

test('what a citizen says at the end moves the three rates', async (t) => {
  const [citizen, worker, street, unit, leader] = await Promise.all(
    ['shimin', 'wanggeyuan', 'jiedao', 'chengguan', 'shizhang'].map((login) => signInAs(hub, login)),
  )
  assert.ok(citizen && worker && street && unit && leader)
  const report = expect(
    await citizen.send('POST', '/api/citizen/reports', {
      type: 'city-management',
      category: '0110',
      title: '路面坑洼积水',
      place: { lon: 117.19829, lat: 39.12632, address: '花园路 12 号门前' },
      attachments: [await citizen.photo(photo(120, 120, 120))],
    }),
    201,
  )
  await perform(worker, report.id, { action: 'verifyOnsite', data: { found: 'yes' } })
  await perform(street, report.id, { action: 'register' })
  await perform(street, report.id, { action: 'dispatch' })
  await perform(unit, report.id, { action: 'accept' })
  await perform(unit, report.id, { action: 'contact' })
  const after = await unit.photo(photo(60, 160, 90))
  await perform(unit, report.id, { action: 'finish', data: { reply: '已修补路面。' }, attachments: [after] })
  await perform(street, report.id, { action: 'pass' })

  const cockpit = await open(t, 'laptop', 'shizhang', '/cockpit?region=12')
  await cockpit.getByRole('tab', { name: '三率' }).click()
  const appraisal = { responded: true, resolved: 'partly', satisfaction: 4, comment: '修好了一半' }
  expect(await citizen.send('POST', `/api/citizen/reports/${report.id}/appraise`, appraisal), 200)
  const rates = expect(await leader.get('/api/rates?region=12&group=region'), 200).find(
    (each: { key: string }) => each.key === '120101',
  )
  assert.equal(rates.responseRate, 1)
  await cockpit.reload()
  await cockpit.getByRole('tab', { name: '三率' }).click()
  const table = cockpit.getByRole('table')
  await shows(table.getByRole('row', { name: /和平区/ }), '100.0%')
  await row(cockpit, '和平区').waitFor()
})
