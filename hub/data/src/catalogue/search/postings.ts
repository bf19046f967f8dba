/**
 * Inverted index: term → documents with a weight. Documents are numbers that only grow; a changed document gets a new
 * number. Prefixes are found by bisection in a sorted list, into which new terms are merged now and then.
 *
 * A list is kept as small as it is: one document is a number in the map itself, a few are a short array, many are bytes
 * that hold the steps between documents (seven bits a byte, the highest says that more follow).
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
/** documents of a short array */
const FEW = 12

interface Postings {
  add: (document: number, place: Place, terms: readonly string[]) => void
  /** calls for every document with the term; the same document may come several times */
  exact: (term: string, hit: (document: number, weight: number) => void) => void
  /** the same for all longer terms that begin with it */
  longer: (prefix: string, hit: (document: number, weight: number) => void) => void
}

/** Rising numbers as steps of one to five bytes. */
class Steps {
  bytes = new Uint8Array(24)
  length = 0
  last = 0

  add(value: number): void {
    let step = value - this.last
    this.last = value
    if (this.length + 5 > this.bytes.length) {
      // a little room, not twice as much: most lists grow for ever, few of them fast
      const wider = new Uint8Array(Math.ceil(this.bytes.length * 1.25) + 8)
      wider.set(this.bytes)
      this.bytes = wider
    }
    while (step > 127) {
      this.bytes[this.length] = (step & 127) | 128
      this.length += 1
      step >>>= 7
    }
    this.bytes[this.length] = step
    this.length += 1
  }

  each(visit: (value: number) => void): void {
    const { bytes, length } = this
    let value = 0
    for (let at = 0; at < length; ) {
      let byte = bytes[at] as number
      at += 1
      let step = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at] as number
        at += 1
        step |= (byte & 127) << shift
      }
      value += step
      visit(value)
    }
  }
}

type List = number | number[] | Steps

const lastOf = (list: List): number =>
  typeof list === 'number' ? list : list instanceof Steps ? list.last : (list[list.length - 1] as number)

/** The list with one more, larger than all it has. */
const longerBy = (list: List, value: number): List => {
  if (typeof list === 'number') return [list, value]
  if (list instanceof Steps) {
    list.add(value)
    return list
  }
  if (list.length < FEW) {
    list.push(value)
    return list
  }
  const steps = new Steps()
  for (const one of list) steps.add(one)
  steps.add(value)
  return steps
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
  const lists = new Map<string, List>()
  let sorted: string[] = []
  let fresh: string[] = []

  const each = (term: string, hit: (document: number, weight: number) => void): void => {
    const list = lists.get(term)
    if (list === undefined) return
    const tell = (packed: number): void => hit(Math.floor(packed / SHIFT), WEIGHT_AT[packed % SHIFT] as number)
    if (typeof list === 'number') tell(list)
    else if (list instanceof Steps) list.each(tell)
    else for (const packed of list) tell(packed)
  }

  return {
    add: (document, place, terms) => {
      const at = PLACES.indexOf(place)
      for (const term of terms) {
        const list = lists.get(term)
        const packed = document * SHIFT + at
        if (list === undefined) {
          lists.set(term, packed)
          fresh.push(term)
          continue
        }
        // places are added best first: a later one of the same document adds nothing
        if (Math.floor(lastOf(list) / SHIFT) === document) continue
        const longer = longerBy(list, packed)
        if (longer !== list) lists.set(term, longer)
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
