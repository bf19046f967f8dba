/** Words of a text: segmented Chinese, pairs of neighbouring characters, pinyin. */
import { pinyin } from 'pinyin-pro'

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
const HAN_RUNS = /\p{Script=Han}{2,}/gu

export const normal = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Words of a normalised text, in order. */
export const wordsOf = (text: string): string[] => {
  const found: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) found.push(segment)
  return found
}

/** Every two neighbouring Chinese characters: what the segmenter cuts differently is still found. */
export const pairsOf = (text: string): string[] => {
  const found: string[] = []
  for (const [run] of text.matchAll(HAN_RUNS)) {
    const characters = [...run]
    for (let i = 1; i < characters.length; i += 1) found.push(`${characters[i - 1]}${characters[i]}`)
  }
  return found
}

/** Last character of every Chinese run: no pair begins with it. */
export const endsOf = (text: string): string[] => [...text.matchAll(/\p{Script=Han}(?!\p{Script=Han})/gu)].map(([one]) => one)

export interface Sound {
  /** first letter of every syllable */
  initials: string
  /** syllables without tones, run together */
  full: string
  /** as long as `full`: 1 where a syllable begins */
  starts: string
}

export const soundOf = (text: string): Sound => {
  const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).map((one) =>
    one.toLowerCase().replaceAll(/\s/g, ''),
  )
  return {
    initials: syllables.map((one) => one[0] ?? '').join(''),
    full: syllables.join(''),
    starts: syllables.map((one) => (one ? `1${'0'.repeat(one.length - 1)}` : '')).join(''),
  }
}
