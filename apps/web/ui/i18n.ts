/** Words on screen: the shared catalogue (`ui`) and the front's own. Chinese first, English complete. */
import type { Text } from '@haihe/contract'
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import en from './locales/en.json'
import zh from './locales/zh.json'
import { getPreferences, type Language, onPreferences, usePreferences } from './preferences.ts'

export interface Catalogue {
  zh: object
  en: object
}

/** The words of one language, for a front whose words are many: a person loads only those of the language in use. */
export type WordsOf = (language: Language) => Promise<object>

const start = (resources: Record<string, Record<string, object>>): void => {
  void i18next.use(initReactI18next).init({
    lng: getPreferences().language,
    resources: resources as never,
    defaultNS: 'front',
    fallbackNS: 'ui',
    ns: ['front', 'ui'],
    fallbackLng: 'zh',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
}

/** Keys are looked up in the front's catalogue first, then in `ui`. */
export const startI18n = (front: Catalogue): void => {
  start({ zh: { front: front.zh, ui: zh }, en: { front: front.en, ui: en } })
  onPreferences(() => {
    const { language } = getPreferences()
    if (i18next.language !== language) void i18next.changeLanguage(language)
  })
}

/** The same with words that load by language; the other language's when it is chosen. */
export const startI18nBy = async (wordsOf: WordsOf): Promise<void> => {
  start({ zh: { ui: zh }, en: { ui: en } })
  const learn = async (language: Language): Promise<void> => {
    if (i18next.hasResourceBundle(language, 'front')) return
    i18next.addResourceBundle(language, 'front', await wordsOf(language))
  }
  onPreferences(() => {
    const { language } = getPreferences()
    if (i18next.language !== language) void learn(language).then(() => i18next.changeLanguage(getPreferences().language))
  })
  await learn(getPreferences().language)
}

/** `t` for words of the front (and of ui, as fallback). */
export const useWords = () => useTranslation(['front', 'ui']).t

export const pickText = (text: Text, language: Language): string => text[language] || text.zh

/** A contract `Text` in the person's language: `const say = useText(); say(tile.title)` */
export const useText = (): ((text: Text | null | undefined) => string) => {
  const { language } = usePreferences()
  return (text) => (text ? pickText(text, language) : '')
}

/** ui's own words where no hook can be used (formatting, errors). */
export const uiWord = (key: string, values: Record<string, unknown> = {}): string => i18next.t(key, { ns: 'ui', ...values })
