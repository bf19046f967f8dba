/** Story 7: a data engineer brings in a table, an interface and a file through the screens; broken rows are seen and mended. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, type TestContext, test } from 'node:test'
import type { Database } from '@haihe/kernel'
import { testDatabase } from '@haihe/kernel/testing'
import type { Browser, Locator, Page } from 'playwright-core'
import { api, assertAccessible, launch, openPage, type Size, signIn } from './lib/browser.ts'
import { eventually } from './lib/eventually.ts'
import { type Hub, startHub } from './lib/hub.ts'
import { expect, signInAs } from './lib/person.ts'

let hub: Hub
let browser: Browser
let source: Database
let resource: string

const field = (name: string, title: string, type: 'text' | 'date' | 'number', required = false) => ({
  name,
  title,
  type,
  required,
  length: type === 'text' ? 100 : null,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'public', mask: 'none', confirmed: false, reason: '' },
})

/** A published resource of the data bureau that takes permits: drafted by one person, published by another. */
const publishPermits = async (): Promise<string> => {
  const [engineer, reviewer] = [await signInAs(hub, 'shujuke'), await signInAs(hub, 'guanliyuan')]
  const draft = {
    title: '食品经营许可',
    summary: '食品经营许可证的发证信息',
    path: '3.1.1',
    owner: 'tj-dsj',
    region: '12',
    kind: 'table',
    target: null,
    fields: [
      field('permit_no', '许可证编号', 'text', true),
      field('company', '企业名称', 'text', true),
      field('issued', '发证日期', 'date'),
      field('fee', '费用', 'number'),
    ],
    keys: ['permit_no'],
    subject: null,
    regionField: null,
    sharing: { type: 'unconditional', condition: '', basis: '' },
    opening: { type: 'refused', condition: '' },
    channels: ['api'],
    cycle: 'daily',
    keywords: [],
  }
  const made = expect(await engineer.send('POST', '/api/catalogue', { draft }), 201)
  const path = `/api/catalogue/${made.resource.id}/actions`
  const sent = expect(await engineer.send('POST', path, { action: 'submit', reason: '请审核', revision: made.revision }), 200)
  expect(await reviewer.send('POST', path, { action: 'publish', reason: '同意', revision: sent.revision }), 200)
  return made.resource.id
}

before(async () => {
  ;[hub, source] = await Promise.all([startHub(), testDatabase([])])
  browser = await launch({ webgl: false })
  resource = await publishPermits()
})
after(async () => {
  await browser?.close()
  await hub?.stop()
  await source?.close()
})

const SECRET = 'lesen und nicht schreiben'

/** Fills the form of the second step; a choice is named by its words. */
const fill = async (page: Page, values: Record<string, string | boolean>): Promise<void> => {
  for (const [label, value] of Object.entries(values)) {
    const input = page.getByLabel(new RegExp(`^${label}(（选填）)?$`))
    if (typeof value === 'boolean') await input.setChecked(value)
    else if ((await input.evaluate((element) => element.tagName)) === 'SELECT') await input.selectOption({ label: value })
    else await input.fill(value)
  }
}

/** The first step: into which resource, from what kind of source. */
const begin = async (t: TestContext, size: Size, kind: RegExp): Promise<Page> => {
  const page = await openPage(t, browser, size)
  await signIn(page, hub.url, 'shujuke', '/console/connectors')
  await page.getByRole('button', { name: '新建接入' }).first().click()
  await page.getByRole('combobox', { name: '信息资源' }).selectOption(resource)
  await page.getByRole('radio', { name: kind }).check()
  await page.getByRole('button', { name: '下一步' }).click()
  return page
}

/** The step bears the same name as its button. */
const lookOf = (page: Page): Locator => page.locator('.hc-flow-foot').getByRole('button', { name: '连接并查看' })

/** From a source that was looked at to a run that is over: the proposal of the mapping is taken as it is. */
const mapAndStart = async (page: Page, start: string, firstRows: string): Promise<void> => {
  await page.getByRole('button', { name: '保存，去映射' }).click()
  await page.getByText(firstRows, { exact: true }).waitFor()
  await page.getByRole('button', { name: '保存，去启动' }).click()
  await page.getByRole('button', { name: start }).click()
}

const connectorOf = (page: Page): string => new URL(page.url()).searchParams.get('open') ?? ''

/** What the card of the last run says, once it is over. */
const ended = async (page: Page, counts: { 读取: string; 写入: string; 未变: string; 拒收: string }): Promise<void> => {
  const card = page.locator('.hc-run').filter({ hasText: '完成' })
  for (const [name, n] of Object.entries(counts))
    await card.locator('.hc-count').filter({ hasText: name }).getByText(n, { exact: true }).waitFor()
}

const rejects = async (page: Page): Promise<Locator> => {
  await page.getByRole('tab', { name: /^拒收/ }).click()
  return page.getByRole('tabpanel')
}

/** Rows that the resource holds, as a reader sees them. */
const held = async (page: Page): Promise<Map<string, Record<string, unknown>>> => {
  const { body } = await api<{ rows: Record<string, unknown>[] }>(page, 'GET', `/api/resources/${resource}/rows?limit=200`)
  return new Map(body.rows.map((row) => [String(row.permit_no), row]))
}

const openRejects = async (page: Page, id: string): Promise<number> =>
  (await api<{ openRejects: number }>(page, 'GET', `/api/connectors/${id}`)).body.openRejects

test('laptop: a table of PostgreSQL is connected, its broken row mended, and the next run brings what is new', async (t) => {
  await source.pool.query(`CREATE TABLE permits (permit_no text PRIMARY KEY, company text, issued date, fee numeric);
    INSERT INTO permits VALUES ('P1', '津味小馆', '2026-03-05', 12.5), ('P2', NULL, '2026-03-06', 20), ('P3', '河畔面馆', NULL, NULL)`)
  const page = await begin(t, 'laptop', /PostgreSQL/)
  const { hostname, port, pathname, username, password } = new URL(source.url)
  const look = lookOf(page)
  await look.click()
  // what is missing is where one goes on typing
  await page.locator('[aria-invalid=true]:focus').waitFor()
  await fill(page, {
    主机: hostname,
    端口: port,
    数据库: pathname.slice(1),
    账号: decodeURIComponent(username),
    密码: decodeURIComponent(password),
    表或视图: 'permit',
    读取方式: '按主键增量',
  })
  // a wrong name is answered with the right ones
  await look.click()
  await page.getByText(/没有表 permit，.*能读的有：permits/).waitFor()
  await fill(page, { 表或视图: 'permits' })
  await look.click()
  await page.getByRole('heading', { name: /查看结果 · 4 列/ }).waitFor()
  await assertAccessible(page, 'a source that was looked at')
  await mapAndStart(page, '保存并运行', '前 3 行：可写入 2，会拒收 1')
  await ended(page, { 读取: '3', 写入: '2', 未变: '0', 拒收: '1' })

  const panel = await rejects(page)
  await panel.getByRole('link', { name: '2', exact: true }).click()
  await panel.getByText('企业名称：必填项为空').first().waitFor()
  await panel.getByLabel('company').fill('海河茶楼')
  await panel.getByText('这一行可以写入').waitFor()
  await panel.getByRole('button', { name: '保存并重放' }).click()
  const id = connectorOf(page)
  await eventually(async () => assert.equal(await openRejects(page, id), 0))
  assert.equal((await held(page)).get('P2')?.company, '海河茶楼')

  await source.pool.query(`INSERT INTO permits VALUES ('P4', '新开饭店', '2026-11-20', 8)`)
  await page.getByRole('tab', { name: '运行', exact: true }).click()
  await page.getByText('permit_no > P3').waitFor()
  await page.getByRole('button', { name: '立即运行' }).click()
  await page.getByText('permit_no > P4').waitFor()
  await eventually(async () => assert.equal((await held(page)).get('P4')?.company, '新开饭店'))
  await assertAccessible(page, 'a connector that ran')
})

test('phone: an interface is read page by page with a secret, and its rejected rows come back mended in a file', async (t) => {
  const permits = Array.from({ length: 5 }, (_, at) => ({
    permit: { no: `H${at + 1}` },
    企业名称: at === 1 || at === 3 ? null : `接口企业 ${at + 1}`,
    发证日期: `2026年3月${at + 1}日`,
    费用: at,
  }))
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '', 'http://source')
    response.setHeader('content-type', 'application/json')
    if (request.headers['x-key'] !== SECRET) return response.writeHead(401).end('{"error":"unknown key"}')
    const [page, size] = [Number(address.searchParams.get('page')), Number(address.searchParams.get('size'))]
    return response.end(JSON.stringify({ data: { items: permits.slice((page - 1) * size, page * size) } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())

  const page = await begin(t, 'phone', /HTTP 接口/)
  await fill(page, {
    地址: `http://127.0.0.1:${(server.address() as AddressInfo).port}/permits`,
    数据所在路径: 'data.items',
    分页: '页码',
  })
  await fill(page, { 每页条数参数: 'size', 每页条数: '2' })
  await page.getByText('更多设置').click()
  await fill(page, { 密钥请求头名称: 'X-Key' })
  await fill(page, { 密钥: 'guessed' })
  await lookOf(page).click()
  await page.getByText('账号或密码不对').waitFor()
  await fill(page, { 密钥: SECRET })
  await lookOf(page).click()
  await page.getByRole('heading', { name: /查看结果 · 4 列/ }).waitFor()
  await page.getByRole('button', { name: '保存，去映射' }).click()
  await page.getByRole('combobox', { name: '“许可证编号”的来源列' }).selectOption('permit.no')
  await assertAccessible(page, 'the mapping on a phone')
  await page.getByRole('button', { name: '保存，去启动' }).click()
  await page.getByRole('button', { name: '保存并运行' }).click()
  await ended(page, { 读取: '5', 写入: '3', 未变: '0', 拒收: '2' })
  const id = connectorOf(page)
  // nobody is answered the secret
  const { body } = await api<{ secrets: string[] }>(page, 'GET', `/api/connectors/${id}`)
  assert.deepEqual([body.secrets, JSON.stringify(body).includes(SECRET)], [['header.X-Key'], false])

  const panel = await rejects(page)
  await panel.getByRole('button', { name: /企业名称：必填项为空/ }).click()
  const coming = page.waitForEvent('download')
  await panel.getByRole('link', { name: '下载拒收行' }).click()
  const file = await readFile(await (await coming).path(), 'utf8')
  const [head = '', ...lines] = file.replace('\ufeff', '').trim().split('\r\n')
  assert.deepEqual([lines.length, head.split(',')[0]], [2, '_拒收编号'])
  const company = head.split(',').indexOf('企业名称')
  const mended = lines.map((line, at) =>
    line
      .split(',')
      .with(company, `补录企业 ${at + 1}`)
      .join(','),
  )
  await panel.getByLabel('上传改好的文件').setInputFiles({
    name: 'mended.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${[head, ...mended].join('\r\n')}\r\n`),
  })
  await eventually(async () => assert.equal(await openRejects(page, id), 0))
  const rows = await held(page)
  assert.deepEqual([rows.get('H2')?.company, rows.get('H4')?.company], ['补录企业 1', '补录企业 2'])
})

test('laptop: a file of GB18030 is dropped, tried, loaded; what is wrong in it is given up by its reason', async (t) => {
  const page = await begin(t, 'laptop', /上传文件/)
  // GB18030 of: 许可证编号,企业名称,发证日期,费用 / F1,鼓楼烤鸭,… / F2,鼓楼烤鸭,not a day
  const gb = (hex: string) => Buffer.from(hex, 'hex')
  const [header, name] = ['d0edbfc9d6a4b1e0bac52cc6f3d2b5c3fbb3c62cb7a2d6a4c8d5c6da2cb7d1d3c3', 'b9c4c2a5bfbed1bc']
  await page.locator('input[type=file]').setInputFiles({
    name: '许可证.csv',
    mimeType: 'text/csv',
    buffer: Buffer.concat([
      gb(header),
      Buffer.from('\nF1,'),
      gb(name),
      Buffer.from(',2026/3/5,"1,200.50"\nF2,'),
      gb(name),
      Buffer.from(',2026/13/45,3\n'),
    ]),
  })
  await page.getByText(/4 列 · GB18030/).waitFor()
  await page.getByRole('heading', { name: /查看结果 · 4 列/ }).waitFor()
  await mapAndStart(page, '开始导入', '前 2 行：可写入 1，会拒收 1')
  await ended(page, { 读取: '2', 写入: '1', 未变: '0', 拒收: '1' })
  const row = (await held(page)).get('F1')
  assert.deepEqual([row?.company, String(row?.fee)], ['鼓楼烤鸭', '1200.5'])
  const panel = await rejects(page)
  await panel.getByRole('button', { name: /发证日期：不是有效日期/ }).click()
  await panel.getByRole('button', { name: '放弃所选 1 行' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '放弃', exact: true }).click()
  await panel.getByText('没有待处理的拒收行').waitFor()
})
