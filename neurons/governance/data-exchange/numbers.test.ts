import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ResourceFact } from './ledger/fact-store.ts'
import { differenceOf, sharesOf } from './ledger/numbers.ts'

const facts = fc.record({
  region: fc.constantFrom('12', '120101'),
  owner: fc.constantFrom('tj-gaj', 'hp-sthj'),
  catalogued: fc.boolean(),
  connected: fc.boolean(),
  timed: fc.boolean(),
  overdue: fc.boolean(),
})

/** The rates told independently: by looking at all resources as they stand. */
const standing = (all: readonly ResourceFact[]) => {
  const out: Record<string, [number, number]> = {}
  for (const region of ['12', '120101']) {
    const here = all.filter((one) => one.region === region && one.catalogued)
    const timed = here.filter((one) => one.connected && one.timed)
    out[`exchange.connection-rate ${region}`] = [here.filter((one) => one.connected).length, here.length]
    out[`exchange.updated-in-time ${region}`] = [timed.filter((one) => !one.overdue).length, timed.length]
  }
  return out
}

test('differences added up in any order of changes equal the rates of what stands', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), facts), { maxLength: 60 }), (changes) => {
      const known = new Map<number, ResourceFact>()
      const sums: Record<string, [number, number]> = standing([])
      for (const [which, fact] of changes) {
        const after = { ...fact, resource: `r${which}` }
        for (const { event, region, value, weight } of differenceOf(known.get(which), after)) {
          const sum = sums[`${event} ${region}`]!
          sums[`${event} ${region}`] = [sum[0] + value, sum[1] + weight]
        }
        known.set(which, after)
      }
      assert.deepEqual(sums, standing([...known.values()]))
    }),
  )
})

test('saying the same again adds nothing, and no share exceeds its whole', () => {
  fc.assert(
    fc.property(facts, (fact) => {
      const one = { ...fact, resource: 'r' }
      assert.deepEqual(differenceOf(one, one), [])
      for (const { value, weight } of sharesOf(one)) assert.ok(value <= weight && value >= 0)
    }),
  )
})
