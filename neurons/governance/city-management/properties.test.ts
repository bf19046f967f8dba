import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateRules } from '@haihe/business'
import { clocksAreRight, countersAddUp, keepsToRoles, losesNothing, staysInside } from '@haihe/business/testing/judge'
import { engineOf, starts, steps, type Walked, type World, walk } from '@haihe/business/testing/walk'
import fc from 'fast-check'
import { scenario } from './scenario.ts'
import { ACTORS, STREET } from './testing.ts'

const unit = (id: string, kind: string, region: string, ...duties: string[]) => ({ id, name: id, kind, region, duties })

const world: World = {
  scenario,
  rules: [...rateRules('12'), ...(scenario.rules ?? [])],
  units: [
    unit(`st-${STREET}`, 'street', STREET),
    unit('st-120102001', 'street', '120102001'),
    ...['cgw', 'sthj', 'jgj', 'zjw', 'wgzx'].map((duty) => unit(`hp-${duty}`, 'district-bureau', '120101', duty)),
    unit('hd-cgw', 'district-bureau', '120102', 'cgw'),
  ],
  actors: Object.values(ACTORS),
  regions: [STREET, '120102001', '120101'],
  type: 'city-management',
}
const engine = engineOf(world)
const def = engine.registry.current('city-management')

const always = (numRuns: number, judge: (walked: Walked) => void): void =>
  fc.assert(
    fc.property(starts, steps, (start, plan) => judge(walk(world, start, plan, engine))),
    { numRuns, endOnFailure: true },
  )

test('random actions stay inside the life-cycle, lose nothing and keep to their roles', () => {
  always(200, (walked) => {
    staysInside(def, walked)
    losesNothing(def, walked)
    keepsToRoles(def, walked)
    countersAddUp(def, walked)
  })
})

test('every deadline equals one counted minute by minute', () => {
  always(25, (walked) => clocksAreRight(def, engine, walked))
})

test('random walks reach every state and perform every action', () => {
  const seen = new Set<string>()
  for (const [start, plan] of fc.sample(fc.tuple(starts, steps), { numRuns: 1500, seed: 20261120 })) {
    const { draft } = walk(world, start, plan, engine)
    for (const entry of draft.entries) seen.add(entry.action).add(entry.to)
  }
  // three returns, each in time, are too rare for chance; the test on the database appoints a unit
  const rare = ['designate']
  const all = [...def.states.map((state) => state.id), ...def.actions.map((action) => action.id)]
  assert.deepEqual(
    all.filter((id) => !seen.has(id) && !rare.includes(id)),
    [],
  )
})
