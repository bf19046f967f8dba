/** What a person chose for this browser: language, elder mode and its size, theme. Kept in localStorage. */
import { useSyncExternalStore } from 'react'

export type Language = 'zh' | 'en'
export interface Preferences {
  language: Language
  /** 长辈版 */
  elder: boolean
  /** base size in px in the elder mode, 18…30 */
  elderSize: number
  theme: 'page' | 'light' | 'dark'
}

const KEY = 'haihe.preferences'
const DEFAULTS: Preferences = { language: 'zh', elder: false, elderSize: 22, theme: 'page' }
export const ELDER_SIZES = [18, 20, 22, 24, 26, 28, 30] as const

const clean = (raw: Partial<Preferences>): Preferences => ({
  language: raw.language === 'en' ? 'en' : 'zh',
  elder: raw.elder === true,
  elderSize: Math.min(30, Math.max(18, Number(raw.elderSize) || DEFAULTS.elderSize)),
  theme: raw.theme === 'light' || raw.theme === 'dark' ? raw.theme : 'page',
})

const load = (): Preferences => {
  try {
    return clean(JSON.parse(localStorage.getItem(KEY) ?? '{}'))
  } catch {
    return DEFAULTS // storage blocked or damaged: the page works with the defaults
  }
}

let current = load()
const listeners = new Set<() => void>()
/** the theme the page was made for, before anybody chose one */
const pageTheme = document.documentElement.dataset.theme ?? 'light'

export const getPreferences = (): Preferences => current

export const setPreferences = (change: Partial<Preferences>): void => {
  current = clean({ ...current, ...change })
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // not stored: the choice holds for this visit
  }
  applyPreferences()
  for (const listener of listeners) listener()
}

export const onPreferences = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const applyPreferences = (): void => {
  const html = document.documentElement
  html.lang = current.language === 'zh' ? 'zh-CN' : 'en'
  html.dataset.theme = current.theme === 'page' ? pageTheme : current.theme
  html.toggleAttribute('data-elder', current.elder)
  html.style.setProperty('--elder-size', `${current.elderSize}px`)
}

export const usePreferences = (): Preferences => useSyncExternalStore(onPreferences, getPreferences)
