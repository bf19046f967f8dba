/** Pictures of docs/exchange-console.md: the way of a bureau's table from a catalogue entry to a grant, done on a running hub. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { api, signIn } from './browser.ts'
import { eventually } from './eventually.ts'

const TITLE = '食品经营许可（示例）'
const VIEW = { width: 1180, height: 720 }

const field = (name: string, title: string, type: string, more: object = {}) => ({
  name,
  title,
  type,
  required: false,
  length: type === 'text' ? 100 : null,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'public', mask: 'none', confirmed: false, reason: '' },
  ...more,
})

const DRAFT = {
  title: TITLE,
  summary: '食品经营许可证的发证信息，用于说明怎样接入一份数据',
  path: '3.1.1',
  owner: 'tj-dsj',
  region: '12',
  kind: 'table',
  target: null,
  fields: [
    field('permit_no', '许可证编号', 'text', { required: true }),
    field('company', '企业名称', 'text', { required: true }),
    field('phone', '联系电话', 'text', { standard: 'phone' }),
    field('district', '所在区', 'region'),
    field('issued', '发证日期', 'date'),
    field('fee', '费用', 'number'),
  ],
  keys: ['permit_no'],
  subject: null,
  regionField: 'district',
  sharing: { type: 'conditional', condition: '用于市场监管', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api', 'file'],
  cycle: 'daily',
  keywords: [],
}

/** Sixty permits, three of them wrong in one way each. */
const permits = (): Buffer => {
  const lines = Array.from({ length: 60 }, (_, n) => {
    const company = n === 11 ? '' : `津味餐饮${n + 1}店`
    const district = n === 23 ? '不详' : ['和平区', '河东区', '河西区', '南开区'][n % 4]
    const issued = n === 41 ? '2026年13月5日' : `2026年${(n % 11) + 1}月${(n % 27) + 1}日`
    return `JY1120${String(n + 1).padStart(4, '0')},${company},1382000${String(n).padStart(4, '0')},${district},${issued},${n * 2.5}`
  })
  return Buffer.from(`许可证编号,企业名称,联系电话,所在区,发证日期,费用\n${lines.join('\n')}\n`)
}

interface Entry {
  resource: { id: string; state: string }
  revision: number
}

const act = async (page: Page, { resource, revision }: Entry, action: string): Promise<Entry> =>
  (await api<Entry>(page, 'POST', `/api/catalogue/${resource.id}/actions`, { action, reason: '示例', revision })).body

const open = async (browser: Browser, hub: string, login: string): Promise<Page> => {
  const context = await browser.newContext({
    viewport: VIEW,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await signIn(page, hub, login, '/console')
  return page
}

/** Makes a resource of its own, brings a file into it, and takes the pictures guide-*.png on the way. */
export const takeGuide = async (browser: Browser, hub: string, folder: string): Promise<void> => {
  const [page, reviewer] = [await open(browser, hub, 'shujuke'), await open(browser, hub, 'guanliyuan')]
  const take = async (name: string): Promise<void> => {
    await page.waitForTimeout(1200)
    await page.locator('main').screenshot({ path: join(folder, `guide-${name}.png`) })
    console.log(`guide-${name}`)
  }
  const go = (path: string) => page.goto(`${hub}/console/${path}`)

  const made = (await api<Entry>(page, 'POST', '/api/catalogue', { draft: DRAFT })).body
  await act(reviewer, await act(page, made, 'submit'), 'publish')
  const { id } = made.resource
  await go(`catalogue?open=${id}`)
  await take('entry')

  await go(`connectors?new=1&resource=${id}&kind=postgres`)
  await take('kind')
  await go(`connectors?new=1&resource=${id}&kind=postgres&step=connect`)
  for (const [label, value] of Object.entries({
    主机: 'db.scjgw.tj.example.cn',
    数据库: 'permits',
    账号: 'haihe_reader',
    密码: 'only for reading',
    表或视图: 'food_permit',
  }))
    await page.getByLabel(new RegExp(`^${label}(（选填）)?$`)).fill(value)
  await take('database')

  await go(`connectors?new=1&resource=${id}&kind=upload&step=connect`)
  await page.locator('input[type=file]').setInputFiles({ name: '食品经营许可.csv', mimeType: 'text/csv', buffer: permits() })
  await page.getByRole('heading', { name: /查看结果/ }).waitFor()
  await take('connect')
  await page.getByRole('button', { name: '保存，去映射' }).click()
  await page.getByText(/^前 60 行/).waitFor()
  await take('map')
  await page.getByRole('button', { name: '保存，去启动' }).click()
  await page.getByRole('button', { name: '开始导入' }).waitFor()
  await take('start')
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.locator('.hc-run').filter({ hasText: '完成' }).waitFor()
  await page
    .getByRole('button', { name: '关闭' })
    .last()
    .click({ timeout: 2000 })
    .catch(() => {})
  await go(`connectors?open=${new URL(page.url()).searchParams.get('open')}`)
  await take('run')
  await page.getByRole('tab', { name: /^拒收/ }).click()
  await take('rejects')
  await page.getByRole('tabpanel').getByRole('link', { name: '13', exact: true }).click()
  await take('mend')

  await eventually(async () => {
    const { body } = await api<{ resource: { rows: number } }>(page, 'GET', `/api/catalogue/${id}`)
    if (body.resource.rows === 0) throw new Error('no rows yet')
  })
  await go(`classification?open=${id}`)
  await take('classify')
  await go(`grants?new=grant&resource=${id}`)
  await take('grant')
  await Promise.all([page.context().close(), reviewer.context().close()])
}
