/** Order of what was found, and the page of it that is shown. */
import type { CatalogueQuery } from '@haihe/contract'
import type { Entry } from '../entry.ts'

export interface Wanted {
  entries: readonly Entry[]
  passing: readonly number[]
  /** null when nothing was searched for: relevance then means the latest first */
  score: Float32Array | null
  sort: CatalogueQuery['sort']
  from: number
  limit: number
}

const collator = new Intl.Collator('zh')

type Worded = 'title' | 'code'
type Before = (a: number, b: number) => boolean

/** Rank of every document by words that are compared as a reader would. */
const ranksOf = (entries: readonly Entry[], word: Worded): Uint32Array => {
  const ranks = new Uint32Array(entries.length)
  const order = [...entries.keys()].sort(
    (a, b) => collator.compare((entries[a] as Entry).resource[word], (entries[b] as Entry).resource[word]) || b - a,
  )
  order.forEach((document, rank) => {
    ranks[document] = rank
  })
  return ranks
}

/** The best `count` of a list, in order: a heap whose root is the worst that is still kept. */
const best = (documents: readonly number[], count: number, before: Before): number[] => {
  if (count * 4 > documents.length) return [...documents].sort((a, b) => (before(a, b) ? -1 : 1)).slice(0, count)
  const heap: number[] = []
  const down = (start: number): void => {
    for (let at = start; ; ) {
      let worst = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && before(heap[worst] as number, heap[child] as number)) worst = child
      if (worst === at) return
      ;[heap[at], heap[worst]] = [heap[worst] as number, heap[at] as number]
      at = worst
    }
  }
  for (const document of documents) {
    if (heap.length < count) {
      heap.push(document)
      if (heap.length === count) for (let at = count >> 1; at >= 0; at -= 1) down(at)
    } else if (before(document, heap[0] as number)) {
      heap[0] = document
      down(0)
    }
  }
  return heap.sort((a, b) => (before(a, b) ? -1 : 1))
}

/** Remembers the orders of one edition of the index. */
export const topOf = (edition: () => number) => {
  let known = -1
  let ranks = new Map<Worded, Uint32Array>()
  const rank = (entries: readonly Entry[], word: Worded): Uint32Array => {
    if (known !== edition()) {
      known = edition()
      ranks = new Map()
    }
    const found = ranks.get(word) ?? ranksOf(entries, word)
    ranks.set(word, found)
    return found
  }

  const orderBy = ({ entries, score, sort }: Wanted): Before => {
    const of = (document: number) => (entries[document] as Entry).resource
    const later: Before = (a, b) => {
      const [first, second] = [of(a), of(b)]
      return first.updatedAt === second.updatedAt ? first.no > second.no : first.updatedAt > second.updatedAt
    }
    if (sort === 'title' || sort === 'code') {
      const place = rank(entries, sort)
      return (a, b) => (place[a] as number) < (place[b] as number)
    }
    if (sort === 'quality')
      return (a, b) => {
        const difference = (of(b).quality ?? -1) - (of(a).quality ?? -1)
        return difference === 0 ? later(a, b) : difference < 0
      }
    if (sort === 'updated' || !score) return later
    return (a, b) => {
      const difference = (score[b] as number) - (score[a] as number)
      return difference === 0 ? later(a, b) : difference < 0
    }
  }

  return (wanted: Wanted): number[] => best(wanted.passing, wanted.from + wanted.limit, orderBy(wanted)).slice(wanted.from)
}
