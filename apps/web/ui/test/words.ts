import i18next from 'i18next'
import type { Catalogue } from '../i18n.ts'

/** A front's own words for a test of its components; ui's are there already. */
export const withWords = (front: Catalogue): void => {
  i18next.addResourceBundle('zh', 'front', front.zh, true, true)
  i18next.addResourceBundle('en', 'front', front.en, true, true)
}
