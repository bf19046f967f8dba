/** Story 3: a citizen reports a problem one question at a time, follows it to its end and says how it went. */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, launch, openPage, signIn, smallTexts } from './lib/browser.ts'
import { type Act, perform } from './lib/casework.ts'
import { type Hub, startHub } from './lib/hub.ts'
import { expect, type Person, registerCitizen, signInAs } from './lib/person.ts'
import { photo, photoFile } from './lib/photo.ts'
import { shows } from './lib/screen.ts'

let hub: Hub
let browser: Browser

/** in 劝业场街道 of 和平区 */
const HERE = { longitude: 117.19829, latitude: 39.12632 }

before(async () => {
  hub = await startHub()
  browser = await launch({ webgl: false })
})
after(async () => {
  await browser?.close()
  await hub?.stop()
})

const open = async (t: TestContext, to = '/citizen/'): Promise<Page> => {
  const page = await openPage(t, browser, 'phone', HERE)
  await signIn(page, hub.url, 'shimin', to)
  return page
}

const question = (page: Page, title: string) => page.getByRole('heading', { level: 1, name: title }).waitFor()
const next = (page: Page) => page.getByRole('button', { name: '下一步', exact: true }).click()

/** What and where: the first two questions. */
const sayWhatAndWhere = async (page: Page, search: string, category: string, address: string): Promise<void> => {
  await page.getByRole('link', { name: '开始反映' }).click()
  await question(page, '您要反映什么问题？')
  await page.getByRole('searchbox').fill(search)
  await page.getByRole('button', { name: category, exact: true }).click()
  await question(page, '在什么地方？')
  await page.getByRole('button', { name: '用我的位置' }).click()
  await page.getByText('和平区 · 劝业场街道').waitFor()
  await page.getByLabel('详细地址').fill(address)
  await next(page)
}

test('a report, one question a page, and every step of it until the appraisal', async (t) => {
  const page = await open(t)
  await page.getByRole('heading', { name: '市民王女士，您好' }).waitFor()
  await assertAccessible(page, 'home')
  await page
    .getByRole('navigation', { name: '常办的事' })
    .getByRole('link', { name: /我要反映/ })
    .click()
  await page.getByText('每页只问一件事').waitFor()
  await assertAccessible(page, 'start')
  await sayWhatAndWhere(page, '垃圾', '暴露垃圾', '花园路 12 号门前')

  await question(page, '拍一张照片')
  await page.locator('input[type=file]').setInputFiles(photoFile('rubbish', 150, 120, 90))
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor()
  await assertAccessible(page, 'photo')
  await next(page)
  await question(page, '还有什么要说明的？')
  await page.getByLabel('情况说明').fill('三天没人清了，有味道。')
  // what was written is still there after the page was lost
  await page.reload()
  assert.equal(await page.getByLabel('情况说明').inputValue(), '三天没人清了，有味道。')
  await next(page)
  await question(page, '怎么联系您？')
  await page.getByLabel(/手机或座机号码/).fill('138')
  await next(page)
  await page.getByText(/手机号是 11 位数字/).waitFor()
  await page.getByLabel(/手机或座机号码/).fill('13820001234')
  await assertAccessible(page, 'contact')
  await next(page)
  await question(page, '看一遍，没错就提交')
  await page.getByText('花园路 12 号门前').waitFor()
  await assertAccessible(page, 'check')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await question(page, '收到了，谢谢您')
  await page.getByText(/津城管\d{8}-\d+/).waitFor()
  await assertAccessible(page, 'done')
  await page.getByRole('link', { name: '看办到哪一步了' }).click()
  await page.getByText('已收到您的反映，正在现场核实').waitFor()
  await assertAccessible(page, 'report')

  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const [worker, street] = await Promise.all(['wanggeyuan', 'jiedao'].map((login) => signInAs(hub, login)))
  assert.ok(worker && street)
  const finished = { data: { reply: '已清运完毕，加密巡查。' }, attachments: [await street.photo(photo(90, 160, 90))] }
  const steps: [who: Person, act: Act, status: string, done: string][] = [
    [worker, { action: 'verifyOnsite', data: { found: 'yes' } }, '已核实，正在立案', '已到现场核实'],
    [street, { action: 'register' }, '已立案，正在确定承办单位', '已立案'],
    [street, { action: 'dispatch' }, '已派给承办单位，等待签收', '已派给承办单位'],
    [street, { action: 'accept' }, '承办单位正在处理', '承办单位已签收'],
    [street, { action: 'contact' }, '承办单位正在处理', '承办单位已与您联系'],
    [street, { action: 'finish', ...finished }, '已处理完毕，街镇正在核查', '处理完毕，等待核查'],
    [street, { action: 'pass' }, '问题已处理，请您评价', '核查通过'],
  ]
  const current = page.getByRole('list', { name: '办理步骤' }).locator('[aria-current=step]')
  const seen = new Set<string>()
  for (const [who, act, status, done] of steps) {
    await perform(who, id, act)
    await page.reload()
    await page.getByText(status, { exact: true }).first().waitFor()
    await page.getByText(done, { exact: true }).first().waitFor()
    seen.add(await current.innerText())
  }
  assert.ok(seen.size >= 5, `the steps move on: ${[...seen].join(' | ')}`)
  await page.getByText('已清运完毕，加密巡查。').waitFor()
  // no name of an official in full
  assert.equal(await page.getByText('劝业场街道派遣员').count(), 0)

  await page.getByRole('heading', { name: '办得怎么样？请您评价' }).waitFor()
  await assertAccessible(page, 'appraisal')
  await page.getByText('有人联系我', { exact: true }).click()
  await page.getByText('解决了', { exact: true }).click()
  await page.getByRole('radiogroup', { name: '您满意吗？' }).locator('label').nth(3).click()
  await page.getByLabel(/还想说点什么/).fill('来得很快')
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.getByRole('heading', { name: '您的评价' }).waitFor()
  await page.getByRole('img', { name: '4 星，满意' }).waitFor()
  await assertAccessible(page, 'appraised')
  await page.goto(`${hub.url}/citizen/reports`)
  await shows(page.getByRole('link', { name: /暴露垃圾：花园路 12 号门前/ }), '已办结')
})

test('elder mode: large text everywhere, and joining what a neighbour has reported', async (t) => {
  const neighbour = await registerCitizen(hub, 'linju', '李大爷')
  const reported = expect(
    await neighbour.send('POST', '/api/citizen/reports', {
      type: 'city-management',
      category: '0107',
      title: '废弃车辆占道',
      description: '我家门前停了一年，我姓李',
      place: { lon: HERE.longitude + 0.0003, lat: HERE.latitude, address: '花园路 15 号' },
      attachments: [await neighbour.photo(photo(70, 70, 80))],
    }),
    201,
  )
  const page = await open(t)
  await page.getByRole('button', { name: '长辈版' }).click()
  await page.getByRole('button', { name: '标准版' }).waitFor()
  const looks = async (what: string): Promise<void> => {
    assert.deepEqual(await smallTexts(page, 18), [], what)
    await assertAccessible(page, `${what} for elders`)
  }
  await looks('home')
  // the smallest size that elders may choose is still 18 px
  for (let presses = 0; presses < 8 && (await page.getByRole('button', { name: '缩小文字' }).isEnabled()); presses += 1)
    await page.getByRole('button', { name: '缩小文字' }).click()
  await shows(page.getByRole('group', { name: '字号' }), '18')
  await looks('home at 18 px')

  await page
    .getByRole('navigation', { name: '常办的事' })
    .getByRole('link', { name: /我要反映/ })
    .click()
  await page.getByText('每页只问一件事').waitFor()
  await looks('start')
  await page.getByRole('link', { name: '开始反映' }).click()
  await question(page, '您要反映什么问题？')
  await looks('what')
  await page.goBack()
  await sayWhatAndWhere(page, '僵尸车', '废弃车辆', '花园路 14 号')
  await question(page, '附近有人反映过，是同一件事吗？')
  await looks('similar')
  await page.getByRole('button', { name: '和我的一样，一起跟进' }).click()
  await page.getByText('这是别人先反映的', { exact: false }).waitFor()
  assert.equal(new URL(page.url()).pathname, `/citizen/reports/${reported.id}`)
  assert.equal(await page.getByText('我姓李').count(), 0)
  await looks('joined report')
  await page.goto(`${hub.url}/citizen/reports`)
  await page.getByText('和别人一起跟进').waitFor()
  await looks('reports')
})

test('a visitor without an account finds a car park, and the front stays for when the network is gone', async (t) => {
  const page = await openPage(t, browser, 'phone', HERE)
  await page.goto(`${hub.url}/citizen/parking`)
  await page.getByRole('heading', { level: 1, name: '附近停车' }).waitFor()
  await page.locator('.cit-park, .hh-face:not([role=alert])').first().waitFor()
  assert.equal(await page.getByText('请先登录').count(), 0)
  const worker = await fetch(`${hub.url}/offline-sw.js`)
  assert.equal(worker.status, 200)
  assert.match(worker.headers.get('content-type') ?? '', /javascript/)
})
