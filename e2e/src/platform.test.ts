/** Story 6: the data platform on the generated city: a masked read is recorded, its subject sees it. */
import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { api, assertAccessible, launch, openPage, type Size, signIn } from './lib/browser.ts'
import { eventually } from './lib/eventually.ts'
import { type Hub, startHub } from './lib/hub.ts'

interface Found {
  items: { id: string; title: string; rows: number }[]
}
interface Rows {
  rows: Record<string, string | null>[]
  code?: string
}

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

const resource = async (page: Page, words: string): Promise<Found['items'][number]> => {
  const { body } = await api<Found>(page, 'GET', `/api/catalogue?q=${encodeURIComponent(words)}`)
  const [first] = body.items
  assert.ok(first, `no resource for ${words}`)
  return first
}

test('a department reads only what it was granted, masked, and the person it is about sees who read', async (t) => {
  const page = await open(t, 'laptop', 'minzheng', '/console/catalogue')
  const { id } = await eventually(async () => {
    const found = await resource(page, '独居老人')
    assert.ok(found.rows > 0)
    return found
  }, 90_000)
  const rows = (reader: Page, reason: string) => api<Rows>(reader, 'GET', `/api/resources/${id}/rows?limit=5${reason}`)
  const why = `&purpose=public-service&basis=${encodeURIComponent('老年人权益保障法')}`
  const identities = ({ body }: { body: Rows }): string[] =>
    (body.rows ?? []).flatMap((row) => Object.values(row)).filter((value): value is string => /^\d{17}[\dX]$/.test(String(value)))

  // the owner, who names no purpose, sees nothing protected; with one, whole identity numbers
  assert.deepEqual(identities(await rows(page, '')), [])
  const own = await rows(page, why)
  assert.equal(own.status, 200)
  assert.equal(own.body.rows.length, 5)
  assert.equal(identities(own).length, 5)
  // a unit without a grant is refused, and told why
  const other = await open(t, 'laptop', 'hedong', '/governance')
  const refused = await rows(other, why)
  assert.deepEqual([refused.status, refused.body.code], [403, 'DATA_DENIED'])
  // and the read of the owner stands in the record, with its purpose
  const { body: log } = await api<{ items: { purpose: string; actorName: string }[] }>(
    page,
    'GET',
    `/api/read-log?resource=${id}`,
  )
  assert.ok(log.items.some(({ purpose, actorName }) => purpose === 'public-service' && actorName === '市民政局数据工程师'))

  const citizen = await open(t, 'phone', 'shimin', '/citizen/my-data')
  await citizen.getByRole('heading', { level: 1, name: '我的数据谁看过' }).waitFor()
  // the generated city's people read a while after its tables are there
  await eventually(async () => {
    const { status, body } = await api<{ items: unknown[] }>(citizen, 'GET', '/api/my-data/reads')
    assert.equal(status, 200)
    assert.ok(body.items.length > 0)
  }, 90_000)
  await citizen.reload()
  await citizen
    .getByRole('button', { name: /我有异议/ })
    .first()
    .waitFor()
  await assertAccessible(citizen, 'who read my data')
})
