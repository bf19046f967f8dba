/** Search over all entries: follows the memory, indexes in slices that keep the process answering. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { CatalogueQuery } from '@haihe/contract'
import type { Entry } from '../entry.ts'
import type { Memory } from '../memory.ts'
import { createFacets, type FacetCounts, type FacetFilter, type Facets } from './facets.ts'
import { createTextIndex, type TextIndex } from './text-index.ts'
import { topOf } from './top.ts'

export interface Asked {
  q: string
  facets: FacetFilter
  /** scope of the caller and of the view: others are not there */
  among: (entry: Entry) => boolean
  sort: CatalogueQuery['sort']
  from: number
  limit: number
}

export interface Found {
  entries: Entry[]
  total: number
  counts: FacetCounts
}

export interface Search {
  find: (asked: Asked) => Promise<Found>
}

interface Index {
  text: TextIndex
  facets: Facets
  entries: Entry[]
  /** 1: current; 0: an older form of its entry */
  alive: number[]
  at: Map<string, number>
  dead: number
}

/** milliseconds of indexing before others get their turn */
const SLICE = 8
/** older forms are kept until there are this many and more than a quarter of all */
const MOST_DEAD = 2000

const emptyIndex = (): Index => ({
  text: createTextIndex(),
  facets: createFacets(),
  entries: [],
  alive: [],
  at: new Map(),
  dead: 0,
})

export const createSearch = (memory: Memory, nameOf: (unit: string) => string): Search => {
  let index = emptyIndex()
  let waiting = new Map<string, Entry>()
  let pumping: Promise<void> | undefined
  /** moves with every change of words; orders are remembered for one edition */
  let edition = 0

  /** True when the words are new. */
  const put = (to: Index, entry: Entry): boolean => {
    const known = to.at.get(entry.resource.id)
    if (known !== undefined && to.entries[known]?.revision === entry.revision) {
      to.entries[known] = entry
      to.facets.set(known, entry.resource)
      return false
    }
    if (known !== undefined) {
      to.alive[known] = 0
      to.dead += 1
    }
    const document = to.entries.push(entry) - 1
    to.alive[document] = 1
    to.at.set(entry.resource.id, document)
    to.text.add(document, entry.resource, nameOf(entry.resource.owner))
    to.facets.set(document, entry.resource)
    return true
  }

  const fill = async (to: Index, entries: () => Iterable<Entry>): Promise<void> => {
    let until = performance.now() + SLICE
    for (const entry of entries()) {
      if (put(to, entry)) edition += 1
      if (performance.now() < until) continue
      await breathe()
      until = performance.now() + SLICE
    }
  }

  const pump = async (): Promise<void> => {
    while (waiting.size > 0) {
      const batch = waiting
      waiting = new Map()
      await fill(index, () => batch.values())
    }
    if (index.dead > MOST_DEAD && index.dead * 4 > index.entries.length) {
      const fresh = emptyIndex()
      await fill(fresh, () => index.entries.filter((_, document) => index.alive[document]))
      index = fresh
      edition += 1
    }
  }
  const start = (): void => {
    if (pumping) return
    pumping = pump().finally(() => {
      pumping = undefined
      if (waiting.size > 0) start()
    })
    // who searches is told of it
    pumping.catch(() => {})
  }

  memory.follow((changed) => {
    for (const entry of changed) waiting.set(entry.resource.id, entry)
    start()
  })

  const order = topOf(() => edition)

  return {
    find: async ({ q, facets, among, sort, from, limit }) => {
      await memory.entries()
      while (pumping) await pumping
      const { entries, alive, text, facets: counted } = index
      const matched = q === '' ? null : text.match(q)
      const candidates = matched ? matched.documents : entries.keys()
      const visible: number[] = []
      for (const document of candidates) if (alive[document] && among(entries[document] as Entry)) visible.push(document)
      const { passing, counts } = counted.count(visible, facets)
      const page = order({ entries, passing, score: matched?.score ?? null, sort, from, limit })
      return { entries: page.map((document) => entries[document] as Entry), total: passing.length, counts }
    },
  }
}
