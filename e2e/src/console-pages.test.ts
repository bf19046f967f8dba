/**
 * Every page that a folder of the console registers, on a phone and at a desk, as a person who may read it: it opens with
 * the generated city's data, nothing fails or breaks, nothing is wider than the screen, and it is accessible. Nobody has
 * to add a page here.
 */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Actor, holds, type Permission } from '@haihe/contract'
import type { Browser, Page } from 'playwright-core'
import { api, assertAccessible, launch, openAs, pictureWhenFailed, type Size, signIn } from './lib/browser.ts'
import { eventually } from './lib/eventually.ts'
import { type Hub, startHub } from './lib/hub.ts'

const CONSOLE = fileURLToPath(new URL('../../apps/web/console', import.meta.url))

interface Registered {
  section: { pages: { path: string; needs: Permission | null }[] }
}

/** What the folders register, read as the screens read it. */
const registered = async () => {
  const folders = readdirSync(CONSOLE).filter((name) => existsSync(join(CONSOLE, name, 'section.ts')))
  const parts = await Promise.all(
    folders.map((name) => import(pathToFileURL(join(CONSOLE, name, 'section.ts')).href) as Promise<Registered>),
  )
  return parts.flatMap(({ section }) => section.pages)
}

/** Whose eyes a page is seen with: the first of them who may read it. */
const PEOPLE = ['minzheng', 'shujuke', 'guanliyuan'] as const
const SIZES = ['laptop', 'phone'] as const

interface Eyes {
  actor: Actor
  page: Page
  /** what the page itself threw */
  broken: string[]
}

const pages = await registered()
let hub: Hub
let browser: Browser
const eyes = new Map<Size, Eyes[]>()

const signedIn = async (size: Size, login: string): Promise<Eyes> => {
  const context = await openAs(browser, size)
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(String(error)))
  await signIn(page, hub.url, login, '/console')
  const { body } = await api<{ actor: Actor }>(page, 'GET', '/api/me')
  return { actor: body.actor, page, broken }
}

before(async () => {
  hub = await startHub({ HAIHE_DEMO_DATA: '1' })
  browser = await launch({ webgl: false })
  for (const size of SIZES) {
    const all: Eyes[] = []
    for (const login of PEOPLE) all.push(await signedIn(size, login))
    eyes.set(size, all)
  }
  const page = eyes.get('laptop')?.[0]?.page as Page
  await eventually(async () => {
    const { body } = await api<{ items: { rows: number }[] }>(page, 'GET', `/api/catalogue?q=${encodeURIComponent('独居老人')}`)
    assert.ok((body.items[0]?.rows ?? 0) > 0)
  }, 90_000)
})
after(async () => {
  await browser?.close()
  await hub?.stop()
})

test('every folder of the console registers its pages, each with an address of its own', () => {
  assert.ok(pages.length > 25, `${pages.length} pages`)
  assert.equal(new Set(pages.map(({ path }) => path)).size, pages.length)
})

for (const size of SIZES)
  for (const { path, needs } of pages)
    test(`${size}: ${path} opens with data, fits, and is accessible`, async (t) => {
      const who = eyes.get(size)?.find(({ actor }) => needs === null || holds(actor, needs))
      assert.ok(who, `nobody of ${PEOPLE.join(', ')} may read it (${needs})`)
      const { page, broken } = who
      t.after(() => pictureWhenFailed(t, page))
      await page.goto(`${hub.url}/console${path}`)
      await page.locator('main h1').first().waitFor()
      await page.waitForLoadState('networkidle')
      assert.equal(await page.locator('main .hh-face[role=alert]').count(), 0, 'something on it could not be read')
      const wider = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
      assert.ok(wider <= 0, `${wider} px wider than the screen`)
      await assertAccessible(page, path)
      assert.deepEqual(broken.splice(0), [])
    })
