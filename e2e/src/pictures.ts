/** Takes the pictures of the README and of the guide to connectors from a running hub: `node e2e/src/pictures.ts URL [FOLDER]`. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launch, openAs, type Size, signIn } from './lib/browser.ts'
import { takeGuide } from './lib/guide.ts'

interface Picture {
  name: string
  size: Size
  login: string
  to: string
  prepare?: (page: Page) => Promise<void>
}

const PICTURES: readonly Picture[] = [
  { name: 'cockpit', size: 'laptop', login: 'shizhang', to: '/cockpit?region=12&indicator=air.aqi' },
  { name: 'cockpit-wall', size: 'wall', login: 'shizhang', to: '/cockpit?region=12&indicator=parking.free-share' },
  { name: 'cockpit-phone', size: 'phone', login: 'shizhang', to: '/cockpit?region=12' },
  { name: 'explain', size: 'laptop', login: 'shizhang', to: '/cockpit?region=12&indicator=air.aqi&panel=explain:air.aqi' },
  { name: 'governance-phone', size: 'phone', login: 'jiedao', to: '/governance' },
  { name: 'governance', size: 'laptop', login: 'shizhongxin', to: '/governance' },
  { name: 'citizen-phone', size: 'phone', login: 'shimin', to: '/citizen' },
  { name: 'console', size: 'laptop', login: 'shujuke', to: '/console' },
  { name: 'catalogue', size: 'laptop', login: 'shujuke', to: '/console/catalogue' },
  { name: 'ledger', size: 'laptop', login: 'shizhongxin', to: '/console/ledger' },
  { name: 'lineage', size: 'laptop', login: 'shujuke', to: '/console/lineage?node=indicator:air.aqi' },
  { name: 'lineage-number', size: 'laptop', login: 'shujuke', to: '/console/lineage?tab=number&number=air.aqi%40120101' },
  { name: 'my-data-phone', size: 'phone', login: 'shimin', to: '/citizen/my-data' },
]

const [url = 'http://localhost:8080', folder = 'docs/images'] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const browser = await launch()
for (const { name, size, login, to, prepare } of PICTURES) {
  const context = await openAs(browser, size)
  const page = await context.newPage()
  await signIn(page, url, login, to)
  await page.waitForLoadState('load')
  await page.waitForTimeout(4000)
  await prepare?.(page)
  await page.screenshot({ path: join(folder, `${name}.png`) })
  console.log(name)
  await context.close()
}
await takeGuide(browser, url, folder)
await browser.close()
