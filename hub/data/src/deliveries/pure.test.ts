import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readQ } from '../context/http/read-query.ts'
import { CORE, type Terms } from '../context/ld/terms.ts'
import type { Entity, Instance } from '../context/model/entity.ts'
import { matchesQuery } from '../context/query/entity-query.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'
import { iriOf } from '../context/vocabulary.ts'
import { textArray } from './arrays.ts'
import { backoff, DEFAULT_RETRY, triesFor } from './backoff.ts'
import { beginLoad, endLoad, give, openMailbox } from './mailbox.ts'
import { createMatchIndex, prefixOf } from './match-index.ts'
import { MOST_TOGETHER, planNext } from './plan.ts'
import type { Owed } from './queue-store.ts'
import { createTurns } from './turns.ts'

const name = fc.constantFrom('a', 'b', 'c', 'ab', 'abc', 'bc')
const selector = fc.record(
  {
    ids: fc.array(name, { minLength: 1, maxLength: 3 }),
    idPattern: fc.constantFrom('^a.*', '^ab?', '^a*b', 'b', '^(a|b)', '^a|c', '^ab', '.*', '^a{0,1}bc$', '^ab+c'),
    types: fc.constantFrom('T', 'U', { op: 'and' as const, terms: ['T', 'U'] }, { op: 'or' as const, terms: ['T', 'U'] }),
  },
  { requiredKeys: [] },
)

const iri = (attribute: string): string => iriOf(attribute)
const terms: Terms = CORE
const q = fc.constantFrom(
  ...[
    'shelf=="a"',
    'shelf=="a","b"',
    'loans==3',
    'open==true',
    'shelf!="a"',
    'loans>2',
    'shelf=="a";loans==3',
    'shelf=="a"|loans==3',
  ],
  ...[
    'loans==3;shelf~="a.*"',
    'since==2026-01-01T00:00:00Z',
    'since=="2026-01-01T00:00:00.000Z"',
    'loans==1..3',
    '!shelf;open==true',
  ],
  ...['shelf.label=="a"', 'shelf[x]=="a"', 'owner=="urn:x:a"', 'title[en]=="a"', 'title=="a"'],
)
const attributes = fc.record(
  {
    shelf: fc.oneof(
      fc.constantFrom('a', 'b', 'c').map((value): Instance => ({ type: 'Property', value })),
      fc.constantFrom(['a', 'c'], ['b']).map((value): Instance => ({ type: 'Property', value: [...value] })),
      fc.constant<Instance>({ type: 'Property', value: { x: 'a' } }),
      fc.constant<Instance>({ type: 'Property', value: 'c', attrs: { [iri('label')]: [{ type: 'Property', value: 'a' }] } }),
    ),
    loans: fc.integer({ min: 0, max: 4 }).map((value): Instance => ({ type: 'Property', value })),
    open: fc.boolean().map((value): Instance => ({ type: 'Property', value })),
    since: fc
      .constantFrom('2026-01-01T00:00:00Z', '2026-01-01T08:00:00+08:00')
      .map((value): Instance => ({ type: 'Property', value })),
    owner: fc.constantFrom('urn:x:a', 'urn:x:b').map((object): Instance => ({ type: 'Relationship', object })),
    title: fc.constantFrom('a', 'b').map((en): Instance => ({ type: 'LanguageProperty', languageMap: { en } })),
  },
  { requiredKeys: [] },
)

const subscriptionOf = (key: number, selectors: unknown[], condition: string | null): Stored => {
  const watched = key % 2 ? [`w${key}`] : ['w']
  const query = { selectors, ...(condition === null ? {} : { q: readQ(condition, terms) }) }
  return { tenant: '', key, compiled: { watched, query } } as unknown as Stored
}

test('the index gives every subscription that an entity is meant by', () => {
  let meant = 0
  fc.assert(
    fc.property(
      fc.array(fc.record({ selectors: fc.array(selector, { maxLength: 3 }), condition: fc.option(q) }), { maxLength: 12 }),
      name,
      fc.constantFrom(['T'], ['U'], ['T', 'U'], ['V']),
      attributes,
      (all, id, types, given) => {
        const subscriptions = all.map(({ selectors, condition }, key) => subscriptionOf(key, selectors, condition))
        const entity = {
          id,
          types: [...types],
          scope: [],
          attributes: Object.fromEntries(Object.entries(given).map(([key, instance]) => [iri(key), [instance as Instance]])),
        }
        const index = createMatchIndex(subscriptions)
        const found = index.of('', entity)
        assert.equal(new Set(found).size, found.length)
        for (const one of subscriptions) {
          if (!matchesQuery(entity as unknown as Entity, one.compiled.query)) continue
          meant += 1
          assert.ok(found.includes(one))
          for (const attribute of one.compiled.watched ?? []) assert.ok(index.watches('', types, id, attribute))
        }
        assert.deepEqual(index.of('other', entity), [])
      },
    ),
    { numRuns: 1000 },
  )
  assert.ok(meant > 500)
})

test('of a thousand subscriptions that ask for different values one is looked at', () => {
  const subscriptions = Array.from({ length: 1000 }, (_, key) =>
    subscriptionOf(key, [{ types: 'T' }], `shelf=="s${key}";loans>1`),
  )
  const shelf = { type: 'Property' as const, value: 's7' }
  const found = createMatchIndex(subscriptions).of('', { id: 'x', types: ['T'], attributes: { [iri('shelf')]: [shelf] } })
  assert.deepEqual(
    found.map(({ key }) => key),
    [7],
  )
})

test('the prefix of a pattern is no longer than what it asks for', () => {
  for (const [pattern, prefix] of [
    ['^urn:ngsi-ld:Branch:3-.*', 'urn:ngsi-ld:Branch:3-'],
    ['^abc?', 'ab'],
    ['^abc+', 'abc'],
    ['^a|b', ''],
    ['abc', ''],
    ['^ab\\.c', 'ab'],
  ] as const)
    assert.equal(prefixOf(pattern), prefix)
})

const owed = fc
  .array(fc.constantFrom('x', 'y', 'z', null), { minLength: 1, maxLength: 300 })
  .map((entities) => entities.map((entity, i): Owed => ({ id: i + 1, entity, at: '', doc: {} as Owed['doc'] })))

test('notifications in turn bring everything once, in order, and never two states of one object together', () => {
  fc.assert(
    fc.property(owed, (all) => {
      let left: readonly Owed[] = all
      const sent: number[] = []
      while (left.length > 0) {
        const { send, superseded } = planNext(left, false, null)
        assert.ok(send.length > 0 && send.length <= MOST_TOGETHER && superseded.length === 0)
        assert.equal(new Set(send.map(({ entity }) => entity)).size, send.length)
        sent.push(...send.map(({ id }) => id))
        left = left.slice(send.length)
      }
      assert.deepEqual(
        sent,
        all.map(({ id }) => id),
      )
    }),
  )
})

test('throttled, the newest state of each object goes out and the others are put away', () => {
  fc.assert(
    fc.property(owed, (all) => {
      const { send, superseded } = planNext(all, true, null)
      assert.deepEqual(
        [...send, ...superseded].map(({ id }) => id).sort((a, b) => a - b),
        all.map(({ id }) => id),
      )
      for (const { id, entity } of send) assert.ok(!all.some((other) => other.entity === entity && other.id > id))
    }),
  )
})

test('what was tried goes out again exactly as it was', () => {
  fc.assert(
    fc.property(owed, fc.array(fc.constantFrom('x', 'y', 'new'), { maxLength: 20 }), fc.boolean(), (all, later, throttled) => {
      const first = planNext(all, throttled, null)
      const more = later.map((entity, i): Owed => ({ id: 1000 + i, entity, at: '', doc: {} as Owed['doc'] }))
      const again = planNext([...all, ...more], throttled, new Set(first.send.map(({ id }) => id)))
      assert.deepEqual(again.send, first.send)
    }),
  )
})

test('what is handed over while the store is read is kept once, whether the store told of it or not', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 20 })
  fc.assert(
    fc.property(ids, ids, ids, fc.boolean(), (read, during, afterwards, whole) => {
      const rows = (list: readonly number[]): Owed[] => list.map((id) => ({ id, entity: 'x', at: '', doc: {} as Owed['doc'] }))
      const box = openMailbox({ key: 1 } as Stored)
      // before it is read, the store knows all of it
      give(box, rows([100]), true)
      assert.deepEqual(box.owed, [])
      beginLoad(box)
      give(box, rows(during), true)
      endLoad(box, rows(read), whole)
      give(box, rows(afterwards.filter((id) => !during.includes(id))), true)
      const kept = box.owed.map(({ id }) => id)
      assert.equal(new Set(kept).size, kept.length)
      assert.deepEqual(kept.slice(0, read.length), read)
      assert.equal(box.more, !whole)
      if (whole) assert.deepEqual(new Set(kept), new Set([...read, ...during, ...afterwards]))
      else assert.deepEqual(kept, read)
    }),
  )
})

test('pauses double up to the longest, and spread', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const pause = backoff(DEFAULT_RETRY, failures, () => random)
      const whole = Math.min(DEFAULT_RETRY.longest, DEFAULT_RETRY.first * 2 ** Math.min(failures - 1, 30))
      assert.ok(pause >= whole / 2 && pause <= whole)
    }),
  )
  assert.equal(triesFor(DEFAULT_RETRY, 422), 3)
  assert.equal(triesFor(DEFAULT_RETRY, 503), DEFAULT_RETRY.tries)
})

test('those who take long give their place back, and nobody is served twice at once', async () => {
  const served: string[] = []
  const serving = new Set<string>()
  const release: (() => void)[] = []
  const turns = createTurns<string>({
    most: 2,
    mostSlow: 1,
    patience: 5,
    serve: async (one) => {
      assert.ok(!serving.has(one))
      serving.add(one)
      served.push(one)
      if (one.startsWith('hang')) await new Promise<void>((resolve) => release.push(resolve))
      serving.delete(one)
    },
  })
  for (const one of ['hang-1', 'hang-2', 'hang-3', 'quick']) turns.add(one, false)
  turns.add('hang-1', true)
  while (!served.includes('quick')) await new Promise((resolve) => setTimeout(resolve, 1))
  assert.deepEqual(served, ['hang-1', 'hang-2', 'hang-3', 'quick'])
  // asked for while it was served: once more afterwards
  for (const one of release.splice(0)) one()
  while (served.length < 5) await new Promise((resolve) => setTimeout(resolve, 1))
  assert.equal(served[4], 'hang-1')
  for (const one of release.splice(0)) one()
  await turns.idle()
})

test('an array of texts arrives as it was', () => {
  const read = (buffer: Buffer): string[] => {
    const texts: string[] = []
    for (let at = 20; at < buffer.length; ) {
      const length = buffer.readInt32BE(at)
      texts.push(buffer.toString('utf8', at + 4, at + 4 + length))
      at += 4 + length
    }
    return texts
  }
  fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => assert.deepEqual(read(textArray(texts)), texts)))
})
