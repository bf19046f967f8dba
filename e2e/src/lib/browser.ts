/** Chromium as people hold it: a phone, a laptop, a wall. */
import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

export const SIZES = {
  phone: { width: 390, height: 844 },
  laptop: { width: 1440, height: 900 },
  wall: { width: 1920, height: 1080 },
} as const
export type Size = keyof typeof SIZES

/** `webgl: false`: maps are drawn as SVG, as on machines without a graphics card; much lighter where none is there. */
export const launch = ({ webgl = true } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(webgl ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] : ['--disable-gpu', '--disable-3d-apis']),
    ],
  })

/** where the phone believes to be */
export interface Position {
  longitude: number
  latitude: number
}

export const openAs = async (
  browser: Browser,
  size: Size,
  place: Position = { longitude: 117.2, latitude: 39.1 },
): Promise<BrowserContext> =>
  browser.newContext({
    viewport: SIZES[size],
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: size === 'phone',
    isMobile: size === 'phone',
    geolocation: place,
    permissions: ['geolocation'],
    reducedMotion: 'reduce',
  })

/** HAIHE_E2E_PICTURES names a folder for a picture of what a failed test saw last. */
export const pictureWhenFailed = async (t: TestContext, page: Page): Promise<void> => {
  const folder = process.env.HAIHE_E2E_PICTURES
  if (!folder || t.passed) return
  await mkdir(folder, { recursive: true })
  const name = `${t.name.slice(0, 60)} ${page.viewportSize()?.width} ${new URL(page.url()).pathname}`
  await page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w\p{L}]+/gu, '-')}.png`) })
}

/** A page of its own for one test, closed when the test ends. */
export const openPage = async (t: TestContext, browser: Browser, size: Size, place?: Position): Promise<Page> => {
  const context = await openAs(browser, size, place)
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  t.after(async () => {
    await pictureWhenFailed(t, page)
    await context.close()
  })
  return page
}

interface DemoAccount {
  login: string
  password: string
  totp?: string
}

/** Signs in through the page's own flow: asks for a front, lands on the sign-in page, types what a person types. */
export const signIn = async (page: Page, hub: string, login: string, to: string): Promise<void> => {
  await page.goto(`${hub}/auth/login?to=${encodeURIComponent(to)}`)
  await page.waitForURL(/\/signin/)
  const uid = new URL(page.url()).searchParams.get('uid')
  const { demo } = await page.evaluate(
    async (id) => (await fetch(`/api/interaction/${id}`)).json() as Promise<{ demo: DemoAccount[] }>,
    uid,
  )
  const account = demo.find((each) => each.login === login)
  assert.ok(account, `demonstration account ${login}`)
  const post = async (step: string, body: unknown) =>
    page.evaluate(
      async ([id, path, text]) => {
        const response = await fetch(`/api/interaction/${id}/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: text,
        })
        return (await response.json()) as { next: string; redirectTo?: string }
      },
      [uid, step, JSON.stringify(body)] as const,
    )
  let answer = await post('login', { login: account.login, password: account.password })
  if (answer.next === 'second-factor') answer = await post('second-factor', { code: account.totp })
  assert.equal(answer.next, 'done', `sign-in of ${login}`)
  await page.goto(answer.redirectTo ?? to)
  await page.waitForURL((url) => url.pathname.startsWith(to.split('?')[0] ?? to))
}

/**
 * No serious or critical accessibility fault on the page as it stands. The window is made as tall as the page meanwhile:
 * what bars at the edges cover is only scrolled there, and no fault.
 */
export const assertAccessible = async (page: Page, what: string): Promise<void> => {
  const size = page.viewportSize() ?? SIZES.laptop
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  if (height > size.height) {
    await page.setViewportSize({ width: size.width, height })
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  }
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  if (height > size.height) await page.setViewportSize(size)
  const serious = violations.filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
  assert.deepEqual(
    serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(', ')}`),
    [],
    what,
  )
}

/** Calls the API as the page's session would. */
export const api = <T>(page: Page, method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> =>
  page.evaluate(
    async ([verb, url, text]) => {
      const response = await fetch(url, {
        method: verb,
        ...(text === null ? {} : { headers: { 'content-type': 'application/json' }, body: text }),
      })
      const content = await response.text()
      return { status: response.status, body: (content === '' ? null : JSON.parse(content)) as never }
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  )

/** Texts on the page that are smaller than `least` CSS pixels, each with its size. */
export const smallTexts = (page: Page, least: number): Promise<string[]> =>
  page.evaluate<string[]>(`(() => {
    const small = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent.trim()
      const parent = node.parentElement
      if (text === '' || !parent || parent.closest('script, style, .hh-spoken, [hidden]')) continue
      if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const size = parseFloat(getComputedStyle(parent).fontSize)
      if (size < ${least}) small.push(size + 'px ' + text.slice(0, 40))
    }
    return small
  })()`)
