/**
 * Inverted index: term → documents with a weight. Documents are numbers that only grow; a changed document gets a new
 * number. Prefixes are found by bisection in a sorted list, into which new terms are merged now and then.
 */

/** Place of a term in a document, best first; the weight is what it adds to the score. */
export const PLACES = ['title', 'keyword', 'titlePair', 'owner', 'field', 'summary'] as const
export type Place = (typeof PLACES)[number]
const WEIGHTS: Record<Place, number> = { title: 10, keyword: 7, titlePair: 6, owner: 4, field: 3, summary: 2 }
const WEIGHT_AT = PLACES.map((place) => WEIGHTS[place])
/** room for the place beside the document's number */
const SHIFT = 8
/** new terms are looked through one by one until there are so many */
const MOST_FRESH = 500

interface Postings {
  add: (document: number, place: Place, terms: readonly string[]) => void
  /** calls for every document with the term; the same document may come several times */
  exact: (term: string, hit: (document: number, weight: number) => void) => void
  /** the same for all longer terms that begin with it */
  longer: (prefix: string, hit: (document: number, weight: number) => void) => void
}

const lowerBound = (sorted: readonly string[], term: string): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as string) < term) low = middle + 1
    else high = middle
  }
  return low
}

const mergeSorted = (a: readonly string[], b: readonly string[]): string[] => {
  const merged: string[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; )
    if (j >= b.length || (i < a.length && (a[i] as string) < (b[j] as string))) merged.push(a[i++] as string)
    else merged.push(b[j++] as string)
  return merged
}

export const createPostings = (): Postings => {
  const lists = new Map<string, number[]>()
  let sorted: string[] = []
  let fresh: string[] = []

  const each = (term: string, hit: (document: number, weight: number) => void): void => {
    const list = lists.get(term)
    if (list) for (const packed of list) hit(Math.floor(packed / SHIFT), WEIGHT_AT[packed % SHIFT] as number)
  }

  return {
    add: (document, place, terms) => {
      const at = PLACES.indexOf(place)
      for (const term of terms) {
        const list = lists.get(term)
        if (!list) {
          lists.set(term, [document * SHIFT + at])
          fresh.push(term)
          continue
        }
        const last = list.at(-1) as number
        // places are added best first: a later one of the same document adds nothing
        if (Math.floor(last / SHIFT) !== document) list.push(document * SHIFT + at)
      }
    },
    exact: each,
    longer: (prefix, hit) => {
      if (fresh.length > MOST_FRESH) {
        sorted = mergeSorted(sorted, fresh.sort())
        fresh = []
      }
      for (let i = lowerBound(sorted, prefix); i < sorted.length && (sorted[i] as string).startsWith(prefix); i += 1)
        if (sorted[i] !== prefix) each(sorted[i] as string, hit)
      for (const term of fresh) if (term !== prefix && term.startsWith(prefix)) each(term, hit)
    },
  }
}
