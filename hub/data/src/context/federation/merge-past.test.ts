import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Instance, Kept } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'
import { aggregate } from '../temporal/aggregate.ts'
import type { Evolved, Moment } from '../temporal/evolution.ts'
import { stable } from './digest.ts'
import { arranged, mergeEvolved, supplementEvolved } from './merge-past.ts'

const BOOKS = 'https://uri.etsi.org/ngsi-ld/default-context/books'
const kept: Kept = {
  id: 'urn:ngsi-ld:Shelf:1',
  types: ['Shelf'],
  scope: [],
  attributes: {},
  createdAt: '2026-01-01T00:00:00Z',
  modifiedAt: '2026-01-01T00:00:00Z',
  tenant: '',
  region: '99',
  source: null,
  provenance: null,
  hidden: {},
  live: true,
  origin: 'core',
}
const iso = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()

/** Few times, values and datasets, so that sources often speak of the same. */
const instances: fc.Arbitrary<Instance> = fc.record(
  {
    type: fc.constant('Property' as const),
    value: fc.integer({ min: 0, max: 3 }),
    observedAt: fc.integer({ min: 0, max: 5 }).map(iso),
    modifiedAt: fc.integer({ min: 0, max: 3 }).map(iso),
    datasetId: fc.constantFrom('urn:a:1', 'urn:a:2'),
  },
  { requiredKeys: ['type', 'value', 'observedAt', 'modifiedAt'] },
)
const evolvedOf = (list: readonly Instance[]): Evolved => ({
  kept,
  evolution: new Map([[BOOKS, list.map((instance): Moment => ({ at: dateTime(instance.observedAt), instance }))]]),
})
const sources = fc.array(fc.array(instances, { maxLength: 8 }).map(evolvedOf), { minLength: 1, maxLength: 4 })

const momentsOf = (evolved: Evolved | undefined): Moment[] =>
  evolved ? (arranged(evolved, undefined).evolution.get(BOOKS) ?? []) : []
const merged = (list: readonly Evolved[]): Evolved | undefined =>
  list.reduce<Evolved | undefined>((known, more) => mergeEvolved(known, more), undefined)
const placeOf = ({ at, instance }: Moment): string => `${at} ${instance.datasetId ?? ''}`

test('the order in which sources answer, and how often, changes nothing', () => {
  const shuffled = sources.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const once = stable(momentsOf(merged(list)))
      assert.equal(stable(momentsOf(merged(other))), once)
      assert.equal(stable(momentsOf(merged([...list, ...other]))), once)
    }),
  )
})

test('it does not matter over how many hubs the parts come together', () => {
  fc.assert(
    fc.property(sources, sources, (near, far) => {
      const direct = merged([...near, ...far])
      const overHub = merged([...near, merged(far) as Evolved])
      assert.equal(stable(momentsOf(overHub)), stable(momentsOf(direct)))
    }),
  )
})

test('every time that any source tells of is there once per dataset, as the source says that changed it last', () => {
  const one = fc.uniqueArray(instances, { selector: ({ observedAt, datasetId }) => `${observedAt} ${datasetId}`, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(one.map(evolvedOf), { minLength: 1, maxLength: 4 }), (list) => {
      const all = list.flatMap(momentsOf)
      const together = momentsOf(merged(list))
      assert.deepEqual(new Set(together.map(placeOf)), new Set(all.map(placeOf)))
      assert.equal(new Set(together.map(placeOf)).size, together.length)
      for (const moment of together) {
        const said = all.filter((other) => placeOf(other) === placeOf(moment))
        assert.ok(said.some((other) => stable(other) === stable(moment)))
        const newest = Math.max(...said.map(({ instance }) => dateTime(instance.modifiedAt)))
        assert.equal(dateTime(moment.instance.modifiedAt), newest)
      }
    }),
  )
})

test('aggregated values are those of one hub that holds everything, whoever holds what twice', () => {
  const methods = ['totalCount', 'distinctCount', 'sum', 'sumsq', 'avg', 'min', 'max', 'stddev'] as const
  const whole = fc.uniqueArray(instances, { selector: (one) => `${one.observedAt} ${one.datasetId}`, maxLength: 12 })
  fc.assert(
    fc.property(whole, fc.array(fc.array(fc.nat({ max: 11 })), { minLength: 1, maxLength: 4 }), (all, shares) => {
      const parts = shares.map((share) => evolvedOf(all.filter((_, i) => share.includes(i))))
      const held = evolvedOf(all.filter((_, i) => shares.some((share) => share.includes(i))))
      const period = { months: 0, ms: 120_000 }
      const valuesOf = (evolved: Evolved | undefined) =>
        aggregate(momentsOf(evolved), { methods: [...methods], period }, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2))
      assert.deepEqual(valuesOf(merged(parts)), valuesOf(held))
    }),
  )
})

test('an auxiliary source tells of the times of which nobody else does, and of no other', () => {
  fc.assert(
    fc.property(sources, fc.array(instances, { maxLength: 8 }).map(evolvedOf), (list, auxiliary) => {
      const before = momentsOf(merged(list))
      const after = momentsOf(supplementEvolved(merged(list), auxiliary))
      const known = new Set(before.map(placeOf))
      assert.deepEqual(after.filter((moment) => known.has(placeOf(moment))).map(stable), before.map(stable))
      assert.deepEqual(
        new Set(after.filter((moment) => !known.has(placeOf(moment))).map(placeOf)),
        new Set(
          momentsOf(auxiliary)
            .map(placeOf)
            .filter((place) => !known.has(place)),
        ),
      )
    }),
  )
})

test('the last ones of an attribute are the last of all sources together', () => {
  fc.assert(
    fc.property(sources, fc.integer({ min: 1, max: 5 }), (list, lastN) => {
      const together = merged(list) as Evolved
      const all = momentsOf(together)
      const last = arranged(together, lastN).evolution.get(BOOKS) ?? []
      assert.deepEqual(last.map(stable), [...all].reverse().slice(0, lastN).map(stable))
    }),
  )
})
