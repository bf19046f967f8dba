/** One question a page: their order, what is still missing, and the report they become. Pure. */
import type { CaseReport, Place } from '@haihe/contract'

export const QUESTIONS = ['what', 'where', 'photo', 'words', 'contact', 'check'] as const
export type Question = (typeof QUESTIONS)[number]

export interface ReportWords {
  category: string
  /** as it was shown when chosen, so that a draft reads well without the network */
  categoryTitle: { zh: string; en: string } | null
  place: Place | null
  regionName: string
  description: string
  /** the person said that there is no photo */
  withoutPhoto: boolean
  /** empty: the person does not wish to be called */
  phone: string
  clientKey: string
}

export const EMPTY_REPORT: ReportWords = {
  category: '',
  categoryTitle: null,
  place: null,
  regionName: '',
  description: '',
  withoutPhoto: false,
  phone: '',
  clientKey: '',
}

export const LONGEST_DESCRIPTION = 1000
export const MOST_PHOTOS = 9

export const questionFrom = (text: string): Question | undefined => QUESTIONS.find((question) => question === text)
export const nextQuestion = (question: Question): Question =>
  QUESTIONS[Math.min(QUESTIONS.length - 1, QUESTIONS.indexOf(question) + 1)] ?? 'check'
export const questionBefore = (question: Question): Question | undefined => QUESTIONS[QUESTIONS.indexOf(question) - 1]

/** Nothing, a mobile number of 11 digits, or a landline with or without its area code; spaces and dashes are forgiven. */
export const isPhone = (text: string): boolean => {
  const digits = text.replace(/[\s-]/g, '')
  return digits === '' || /^1[3-9]\d{9}$/.test(digits) || /^(0\d{2,3})?[2-9]\d{6,7}$/.test(digits)
}

/** Key of the message beside the field, or undefined when the answer will do. `least`: photos the case type asks for. */
export const faultOf = (question: Question, words: ReportWords, photos: number, least = 0): string | undefined => {
  if (question === 'what') return words.category === '' ? 'report.fault.what' : undefined
  if (question === 'where') {
    if (words.place === null) return 'report.fault.where'
    return words.place.address.trim().length < 2 ? 'report.fault.address' : undefined
  }
  if (question === 'photo') {
    if (least > 0) return photos < least ? 'report.fault.photoNeeded' : undefined
    return photos === 0 && !words.withoutPhoto ? 'report.fault.photo' : undefined
  }
  if (question === 'words') {
    const length = words.description.trim().length
    if (length > LONGEST_DESCRIPTION) return 'report.fault.tooLong'
    // with a photo the picture speaks; without one the words must
    return photos === 0 && length < 5 ? 'report.fault.words' : undefined
  }
  if (question === 'contact') return isPhone(words.phone) ? undefined : 'report.fault.phone'
  return undefined
}

/** The first question without a good answer: nobody reaches a later page past it. */
export const firstOpen = (words: ReportWords, photos: number, least = 0): Question =>
  QUESTIONS.find((question) => faultOf(question, words, photos, least) !== undefined) ?? 'check'

/** The asked page, or the first open question before it. */
export const reachable = (asked: Question, words: ReportWords, photos: number, least = 0): Question => {
  const open = firstOpen(words, photos, least)
  return QUESTIONS.indexOf(asked) <= QUESTIONS.indexOf(open) ? asked : open
}

export const isStarted = (words: ReportWords, photos: number): boolean =>
  words.category !== '' || words.place !== null || words.description.trim() !== '' || photos > 0

/** «井盖破损：解放北路 100 号门前», cut to what the server takes. */
export const titleOf = (words: Pick<ReportWords, 'categoryTitle' | 'place'>): string =>
  [words.categoryTitle?.zh ?? '', words.place?.address.trim() ?? ''].filter(Boolean).join('：').slice(0, 60)

export const reportOf = (words: ReportWords, type: string): Omit<CaseReport, 'attachments'> => {
  if (words.place === null) throw new Error('a report has a place')
  return {
    type,
    category: words.category,
    title: titleOf(words),
    description: words.description.trim(),
    place: { ...words.place, address: words.place.address.trim() },
    urgency: 'normal',
    ...(words.phone.trim() ? { contact: { name: '', phone: words.phone.replace(/[\s-]/g, '') } } : {}),
    clientKey: words.clientKey,
  }
}
