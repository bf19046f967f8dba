import { afterEach, expect, test } from 'vitest'
import { pickText, uiWord } from './i18n.ts'
import { getPreferences, setPreferences } from './preferences.ts'

afterEach(() => setPreferences({ language: 'zh', elder: false, elderSize: 22, theme: 'page' }))

test('the language changes the words, the page and is remembered', () => {
  setPreferences({ language: 'en' })
  expect(document.documentElement.lang).toBe('en')
  expect(uiWord('error.retry')).toBe('Try again')
  expect(JSON.parse(localStorage.getItem('haihe.preferences') ?? '{}').language).toBe('en')
  expect(pickText({ zh: '河', en: 'River' }, 'en')).toBe('River')
})

test('the elder mode marks the page; its size stays between 18 and 30', () => {
  setPreferences({ elder: true, elderSize: 99 })
  expect(document.documentElement.hasAttribute('data-elder')).toBe(true)
  expect(document.documentElement.style.getPropertyValue('--elder-size')).toBe('30px')
  setPreferences({ elder: false })
  expect(document.documentElement.hasAttribute('data-elder')).toBe(false)
})

test('a chosen theme overrides the one of the page', () => {
  setPreferences({ theme: 'dark' })
  expect(document.documentElement.dataset.theme).toBe('dark')
  setPreferences({ theme: 'page' })
  expect(document.documentElement.dataset.theme).toBe('light')
  expect(getPreferences().theme).toBe('page')
})
