import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { patternOf } from '../context/query/pattern.ts'
import { matchesTypes } from '../context/query/types.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'
import { textArray } from './arrays.ts'
import { backoff, DEFAULT_RETRY, triesFor } from './backoff.ts'
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

test('the index gives every subscription that an entity is meant by', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(selector, { maxLength: 3 }), { maxLength: 12 }),
      name,
      fc.constantFrom(['T'], ['U'], ['T', 'U'], ['V']),
      (all, id, types) => {
        const subscriptions = all.map(
          (selectors, key) => ({ tenant: '', key, compiled: { query: { selectors } } }) as unknown as Stored,
        )
        const found = createMatchIndex(subscriptions).of('', types, id)
        assert.equal(new Set(found).size, found.length)
        for (const [key, selectors] of all.entries()) {
          const meant =
            selectors.length === 0 ||
            selectors.some(
              (one) =>
                (!one.ids || one.ids.includes(id)) &&
                (!one.idPattern || patternOf(one.idPattern)?.test(id)) &&
                (!one.types || matchesTypes(types, one.types)),
            )
          if (meant) assert.ok(found.some((one) => one.key === key))
        }
        assert.deepEqual(createMatchIndex(subscriptions).of('other', types, id), [])
      },
    ),
    { numRuns: 500 },
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
