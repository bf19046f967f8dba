/** Full text over entries: which documents a query matches, and how well. Every word of the query must be met. */
import type { Resource } from '@haihe/contract'
import { createPostings } from './postings.ts'
import { endsOf, normal, pairsOf, type Sound, soundOf, wordsOf } from './words.ts'

export interface TextIndex {
  /** documents come with rising numbers from 0 */
  add: (document: number, resource: Resource, ownerName: string) => void
  /** score by document for a query that is not empty */
  match: (query: string) => Hits
}

/** words of a query that are looked for; each costs a look through the index */
const MOST_WORDS = 16
/** of a summary, so many characters are searched */
const SUMMARY = 400
const LATIN = /^[a-z]{2,}$/
const CODE = /^\d{1,12}(\/\d*)?$/
const CODE_SCORE = 60
const INITIALS_SCORE = 5
const PINYIN_SCORE = 6
/** a longer word that begins with the query's */
const PREFIX_SHARE = 0.6
/** title is the query, begins with it, has it */
const WHOLE = { same: 60, start: 25, inside: 15 }

/** Scores by document; 0 is none. */
interface Hits {
  score: Float32Array
  documents: number[]
}

const raise = ({ score, documents }: Hits, document: number, by: number): void => {
  const known = score[document] as number
  if (known === 0) documents.push(document)
  if (known < by) score[document] = by
}

export const createTextIndex = (): TextIndex => {
  const postings = createPostings()
  const titles: string[] = []
  const codes: string[] = []
  const sounds: Sound[] = []
  const noHits = (): Hits => ({ score: new Float32Array(titles.length), documents: [] })

  const addPairs = (word: string, hits: Hits): void => {
    const pairs = [...new Set(pairsOf(word))]
    if (pairs.length < 2) return
    const met = new Uint8Array(titles.length)
    pairs.forEach((pair, index) => {
      postings.exact(pair, (document, weight) => {
        if (met[document] !== index) return
        met[document] = index + 1
        if (index + 1 === pairs.length) raise(hits, document, weight)
      })
    })
  }

  const addSounds = (word: string, hits: Hits): void => {
    for (let document = 0; document < sounds.length; document += 1) {
      const { initials, full, starts } = sounds[document] as Sound
      if (initials.includes(word)) raise(hits, document, INITIALS_SCORE)
      let at = full.indexOf(word)
      while (at >= 0 && starts[at] === '0') at = full.indexOf(word, at + 1)
      if (at >= 0) raise(hits, document, PINYIN_SCORE)
    }
  }

  const hitsOf = (word: string): Hits => {
    const hits = noHits()
    postings.exact(word, (document, weight) => raise(hits, document, weight))
    postings.longer(word, (document, weight) => raise(hits, document, weight * PREFIX_SHARE))
    if (word.length > 2) addPairs(word, hits)
    if (LATIN.test(word)) addSounds(word, hits)
    return hits
  }

  /** Documents that have all words, else those that have at least half of several. */
  const together = (words: readonly string[]): Hits => {
    const all = words.map(hitsOf).sort((a, b) => a.documents.length - b.documents.length)
    const [first = noHits(), ...others] = all
    const found = noHits()
    for (const document of first.documents) {
      let sum = first.score[document] as number
      let met = 1
      for (const { score } of others) {
        const one = score[document] as number
        if (one === 0) break
        met += 1
        sum += one
      }
      if (met === all.length) raise(found, document, sum)
    }
    if (found.documents.length > 0 || words.length < 3) return found
    const counts = new Uint8Array(titles.length)
    for (const { score, documents } of all)
      for (const document of documents) {
        counts[document] = (counts[document] as number) + 1
        found.score[document] = (found.score[document] as number) + (score[document] as number) / 2
      }
    counts.forEach((count, document) => {
      if (count * 2 >= words.length) found.documents.push(document)
      else found.score[document] = 0
    })
    return found
  }

  return {
    add: (document, resource, ownerName) => {
      const title = normal(resource.title)
      const keywords = normal(resource.keywords.join(' '))
      postings.add(document, 'title', wordsOf(title))
      postings.add(document, 'keyword', wordsOf(keywords))
      postings.add(document, 'keyword', resource.keywords.map(normal))
      postings.add(document, 'titlePair', [...pairsOf(`${title} ${keywords}`), ...endsOf(`${title} ${keywords}`)])
      postings.add(document, 'owner', [...wordsOf(normal(ownerName)), ...pairsOf(ownerName)])
      postings.add(document, 'field', wordsOf(normal(resource.fields.map(({ title: one, name }) => `${one} ${name}`).join(' '))))
      postings.add(document, 'summary', wordsOf(normal(resource.summary.slice(0, SUMMARY))))
      // nearly always the same letters: then the entry's own text is kept, not a second one
      titles[document] = title === resource.title ? resource.title : title
      codes[document] = resource.code
      sounds[document] = soundOf(`${title}|${keywords}`)
    },
    match: (query) => {
      const asked = normal(query).trim()
      const words = [...new Set(wordsOf(asked))].slice(0, MOST_WORDS)
      const found = words.length > 0 ? together(words) : noHits()
      for (const document of found.documents) {
        const title = titles[document] as string
        const at = title.indexOf(asked)
        const whole = at < 0 ? 0 : title.length === asked.length ? WHOLE.same : at === 0 ? WHOLE.start : WHOLE.inside
        found.score[document] = (found.score[document] as number) + whole
      }
      if (CODE.test(asked))
        codes.forEach((code, document) => {
          if (code.startsWith(asked)) raise(found, document, CODE_SCORE + (code === asked ? CODE_SCORE : 0))
        })
      return found
    },
  }
}
