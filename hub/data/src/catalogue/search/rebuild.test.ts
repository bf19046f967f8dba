import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Resource } from '@haihe/contract'
import type { Entry } from '../entry.ts'
import type { Memory } from '../memory.ts'
import { draftOf } from '../testing/books.ts'
import { createSearch } from './search.ts'

const entryOf = (n: number, revision: number, title: string, more: Partial<Resource> = {}): Entry => ({
  resource: {
    ...draftOf({ title, keywords: [] }),
    id: `id-${n}`,
    no: n,
    code: `201001/${n}`,
    state: 'published',
    version: revision,
    grade: 1,
    quality: null,
    stopped: false,
    rows: 0,
    loadedAt: null,
    publishedAt: '2026-11-20T02:00:00.000Z',
    updatedAt: '2026-11-20T02:00:00.000Z',
    ...more,
  },
  work: null,
  submitted: false,
  authors: [],
  revision,
  declared: null,
  dueAt: null,
})

/** A memory without a store. */
const fakeMemory = () => {
  const followers: ((entries: readonly Entry[]) => void)[] = []
  const memory = { entries: async () => new Map(), follow: (one: (typeof followers)[number]) => void followers.push(one) }
  return {
    memory: memory as unknown as Memory,
    tell: (entries: readonly Entry[]) => followers.forEach((one) => void one(entries)),
  }
}

const ask = { facets: {}, among: () => true, sort: 'relevance', from: 0, limit: 10 } as const

test('older forms are dropped when they become many, and nothing is lost or found twice', async () => {
  const { memory, tell } = fakeMemory()
  const search = createSearch(memory, () => '书城图书馆')
  const size = 60
  const rounds = 60
  for (let round = 1; round <= rounds; round += 1) {
    tell(Array.from({ length: size }, (_, n) => entryOf(n, round, `第${round}版 馆藏${n}`)))
    await search.find({ ...ask, q: '' })
  }
  const all = await search.find({ ...ask, q: '馆藏', limit: 1000 })
  assert.equal(all.total, size)
  assert.equal(new Set(all.entries.map(({ resource }) => resource.id)).size, size)
  assert.ok(all.entries.every(({ revision }) => revision === rounds))
  assert.equal(all.counts.state.get('published'), size)
  assert.equal((await search.find({ ...ask, q: '馆藏37' })).entries[0]?.resource.id, 'id-37')
})

test('facts change without new words: facets and orders follow', async () => {
  const { memory, tell } = fakeMemory()
  const search = createSearch(memory, () => '书城图书馆')
  tell([entryOf(1, 1, '馆藏甲'), entryOf(2, 1, '馆藏乙')])
  assert.equal((await search.find({ ...ask, q: '馆藏' })).counts.grade.get('1'), 2)
  tell([entryOf(2, 1, '馆藏乙', { grade: 4, quality: 90 })])
  const found = await search.find({ ...ask, q: '馆藏', sort: 'quality' })
  assert.deepEqual(
    [...found.counts.grade],
    [
      ['1', 1],
      ['4', 1],
    ],
  )
  assert.equal(found.entries[0]?.resource.id, 'id-2')
  assert.equal((await search.find({ ...ask, q: '馆藏', facets: { grade: ['4'] } })).total, 1)
})
