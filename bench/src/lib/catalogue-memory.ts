/**
 * What an entry of the catalogue costs a process that serves it: entries as they come out of the store, then the index
 * over them. A process of its own, started with --expose-gc; prints one line of JSON. `distinct`: no field is like another,
 * the worst that can come.
 */
import { type Entry, entryOf } from '@haihe/data/catalogue/entry'
import type { Memory } from '@haihe/data/catalogue/memory'
import { createSearch } from '@haihe/data/catalogue/search/search'
import type { ResourceRow } from '@haihe/data/catalogue/store'
import { entry } from './catalogue-entries.ts'

const ENTRIES = Number(process.argv[2] ?? 50_000)
const distinct = process.argv[3] === 'distinct'
const units = Array.from({ length: 420 }, (_, n) => ({
  id: `unit-${n}`,
  name: `第${n}区数据管理和市容环境办公室`,
  region: `1201${String(1 + (n % 16)).padStart(2, '0')}`,
}))
const districts = Array.from({ length: 16 }, (_, n) => `第${n}区`)

const { gc } = globalThis as { gc?: () => void }
if (!gc) throw new Error('start with --expose-gc')
/** Bytes in use after two full collections: the first leaves what finalisers hold. */
const used = (): number => {
  gc()
  gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Through JSON, as the driver reads it: nothing is shared with the generator. */
const rowOf = (n: number): ResourceRow => {
  const made = entry(n, units, districts)
  const served = distinct
    ? { ...made, fields: made.fields.map((field, i) => ({ ...field, title: `${field.title}${n}-${i}` })) }
    : made
  const at = new Date(1_790_000_000_000 - n * 60_000)
  const text = JSON.stringify({
    id: `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
    no: n + 1,
    path: served.path,
    code: `${served.path.replaceAll('.', '0')}/${n}`,
    state: 'published',
    submitted: false,
    version: 1,
    served,
    work: null,
    authors: [],
    revision: 1,
    declared: null,
    grade: null,
    quality: 60 + (n % 40),
    stopped: false,
    rows: n,
    writtenBy: String(n),
  })
  return { ...JSON.parse(text), loadedAt: at, publishedAt: at, updatedAt: at, lapsedAt: null }
}

const empty = used()
const entries = new Map<string, Entry>()
for (let n = 0; n < ENTRIES; n += 1) {
  const one = entryOf(rowOf(n))
  entries.set(one.resource.id, one)
}
const held = used()
const memory = {
  entries: async () => entries,
  follow: (changed: (list: readonly Entry[]) => void) => changed([...entries.values()]),
} as unknown as Memory
const began = performance.now()
const search = createSearch(memory, (id) => units.find((unit) => unit.id === id)?.name ?? id)
const found = await search.find({ q: '停车', facets: {}, among: () => true, sort: 'relevance', from: 0, limit: 10 })
const seconds = (performance.now() - began) / 1000
await search.find({ q: 'kong', facets: {}, among: () => true, sort: 'title', from: 0, limit: 10 })
const indexed = used()
if (found.total === 0 || entries.size !== ENTRIES) throw new Error('nothing is found')
const kilobytes = (bytes: number): number => Number((bytes / ENTRIES / 1024).toFixed(2))
process.stdout.write(
  `${JSON.stringify({ entries: kilobytes(held - empty), index: kilobytes(indexed - held), together: kilobytes(indexed - empty), indexed_s: Number(seconds.toFixed(1)) })}\n`,
)
