import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Instance } from '../../model/entity.ts'
import { hearNews, ownNews, type Told } from './news.ts'

const BOOKS = 'https://uri.etsi.org/ngsi-ld/default-context/books'
const PAGES = 'https://uri.etsi.org/ngsi-ld/default-context/pages'
const START = Date.UTC(2026, 0, 1)
const iso = (at: number): string => new Date(at).toISOString()

interface Change {
  /** time between this change and the one before, milliseconds */
  after: number
  attribute: string
  value: number
}
const changes = fc.array(
  fc.record({
    after: fc.integer({ min: 1, max: 600_000 }),
    attribute: fc.constantFrom(BOOKS, PAGES),
    value: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 12 },
)

/** States an entity goes through, one change at a time; both hubs store each, the second one `lag` later. */
const statesOf = (list: readonly Change[], lag: number) => {
  let at = START
  let [first, second]: Record<string, Instance[]>[] = [{}, {}]
  return list.map(({ after, attribute, value }) => {
    at += after
    const instance = (stored: number): Instance => ({ type: 'Property', value, createdAt: iso(START), modifiedAt: iso(stored) })
    const before = first?.[attribute]?.[0]
    first = { ...first, [attribute]: [instance(at)] }
    second = { ...second, [attribute]: [instance(at + lag)] }
    return {
      at,
      attribute,
      before,
      own: (first[attribute] as Instance[])[0] as Instance,
      first,
      heard: { by: 'east', entity: { attributes: second, modifiedAt: iso(at + lag) }, gone: [], at: at + lag },
    }
  })
}
const ownOf = ({ attribute, before, own }: ReturnType<typeof statesOf>[number]) => ({
  deleted: false,
  instances: [{ attribute, before, after: own }],
})
const lags = fc.integer({ min: -500, max: 500 })

test('a change that two hubs store is news once, whichever tells first', () => {
  fc.assert(
    fc.property(changes, lags, fc.infiniteStream(fc.boolean()), (list, lag, turns) => {
      let told: Told = {}
      for (const state of statesOf(list, lag)) {
        const tells = [() => ownNews(told, ownOf(state), state.at), () => hearNews(told, undefined, state.heard)]
        if (turns.next().value) tells.reverse()
        const news = tells.map((tell) => {
          const verdict = tell()
          told = verdict.told
          return verdict.news
        })
        // who tells second may be believed when a value comes again that was told a moment ago
        assert.equal(news.filter(Boolean).length, 1)
      }
    }),
  )
})

test('every change of a source that nobody else stores is news, once however often it is sent', () => {
  fc.assert(
    fc.property(changes, (list) => {
      let told: Told = {}
      for (const { heard } of statesOf(list, 0)) {
        const [first, again] = [
          hearNews(told, undefined, heard),
          hearNews(hearNews(told, undefined, heard).told, undefined, heard),
        ]
        assert.deepEqual([first.news, again.news], [true, false])
        told = first.told
      }
    }),
  )
})

test('every change of the hub itself is news', () => {
  fc.assert(
    fc.property(changes, (list) => {
      let told: Told = {}
      for (const state of statesOf(list, 0)) {
        const verdict = ownNews(told, ownOf(state), state.at)
        assert.equal(verdict.news, true)
        told = verdict.told
      }
    }),
  )
})

test('what a source tells late is no news when something newer was told', () => {
  const [older, newer] = statesOf(
    [
      { after: 1_000, attribute: BOOKS, value: 1 },
      { after: 1_000, attribute: BOOKS, value: 2 },
    ],
    10,
  ) as [ReturnType<typeof statesOf>[number], ReturnType<typeof statesOf>[number]]
  const { told } = ownNews({}, ownOf(newer), newer.at)
  assert.equal(hearNews(told, undefined, older.heard).news, false)
  // observed earlier, though it came later
  const observed = { ...older.own, observedAt: iso(START), modifiedAt: iso(newer.at + 60_000) }
  const after = ownNews(
    {},
    { deleted: false, instances: [{ attribute: BOOKS, after: { ...newer.own, observedAt: iso(newer.at) } }] },
    newer.at,
  )
  const heard = { ...older.heard, entity: { attributes: { [BOOKS]: [observed] }, modifiedAt: observed.modifiedAt } }
  assert.equal(hearNews(after.told, undefined, heard).news, false)
})

test('what the hub holds itself is known before anything was told', () => {
  const [state] = statesOf([{ after: 1_000, attribute: BOOKS, value: 1 }], 10) as [ReturnType<typeof statesOf>[number]]
  assert.equal(hearNews({}, { attributes: state.first }, state.heard).news, false)
  assert.equal(hearNews({}, { attributes: {} }, state.heard).news, true)
})

test('an entity that is gone in one hub is there as long as another holds it', () => {
  const gone = { by: 'east', entity: { attributes: {}, modifiedAt: '', deletedAt: iso(START) }, gone: [], at: START }
  assert.equal(hearNews({}, { attributes: {} }, gone).news, false)
  const first = hearNews({}, undefined, gone)
  assert.deepEqual([first.news, hearNews(first.told, undefined, gone).news], [true, false])
  assert.equal(ownNews(first.told, { deleted: true, instances: [] }, START).news, false)
  assert.equal(ownNews({}, { deleted: true, instances: [] }, START).news, true)
})

test('an attribute that is gone is told once, unless the hub holds it', () => {
  const instance: Instance = { type: 'Property', value: 'urn:ngsi-ld:null', modifiedAt: iso(START), deletedAt: iso(START) }
  const heard = {
    by: 'east',
    entity: { attributes: {}, modifiedAt: iso(START) },
    gone: [{ attribute: BOOKS, instance }],
    at: START,
  }
  const first = hearNews({}, undefined, heard)
  assert.deepEqual([first.news, hearNews(first.told, undefined, heard).news], [true, false])
  assert.equal(hearNews({}, { attributes: { [BOOKS]: [{ type: 'Property', value: 1 }] } }, heard).news, false)
})
