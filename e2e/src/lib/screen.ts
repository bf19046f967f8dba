/** What tests look for on the screens. */
import type { Locator, Page } from 'playwright-core'

export const params = (page: Page): Record<string, string> => Object.fromEntries(new URL(page.url()).searchParams)

/** Waits until `locator` is there and shows `text`. */
export const shows = (locator: Locator, text: string | RegExp): Promise<void> => locator.filter({ hasText: text }).waitFor()

/** The tile of an indicator in the cockpit. */
export const tile = (page: Page, name: string): Locator => page.getByRole('button', { name: new RegExp(`^${name}.*查看解释$`) })

/** A region in the cockpit's list beside the map. */
export const row = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: '下级区域' }).getByRole('button', { name: new RegExp(`^${name}`) })

/** Opens the form of an action, lets `fill` answer it, and sends it. */
export const act = async (page: Page, action: string, fill: (form: Locator) => Promise<void> = async () => {}): Promise<void> => {
  await page.getByRole('button', { name: action, exact: true }).click()
  const form = page.getByRole('dialog', { name: action })
  await fill(form)
  await form.getByRole('button', { name: action, exact: true }).click()
  await form.waitFor({ state: 'detached' })
}
