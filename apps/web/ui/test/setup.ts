/** jsdom lacks what browsers have; words start in Chinese for every test. */
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { startI18n } from '../i18n.ts'

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= Observer as unknown as typeof ResizeObserver

startI18n({ zh: {}, en: {} })
afterEach(cleanup)
