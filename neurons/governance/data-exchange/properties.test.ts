import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateRules } from '@haihe/business'
import { clocksAreRight, countersAddUp, keepsToRoles, losesNothing, staysInside } from '@haihe/business/testing/judge'
import { engineOf, starts, steps, type Walked, type World, walk } from '@haihe/business/testing/walk'
import { testActor } from '@haihe/kernel/testing'
import fc from 'fast-check'
import { scenario } from './scenario.ts'

const unit = (id: string, kind: string, region: string, ...duties: string[]) => ({ id, name: id, kind, region, duties })

/** The type's own people first: the one who reports is the first of them. */
const PEOPLE = {
  citizen: testActor([{ role: 'citizen', region: '12', unit: null }], 'citizen'),
  asker: testActor([{ role: 'deptHandler', region: '120101', unit: 'hp-sthj' }], 'asker'),
  owner: testActor([{ role: 'deptHandler', region: '12', unit: 'tj-gaj' }], 'owner'),
  other: testActor([{ role: 'deptHandler', region: '12', unit: 'tj-rsj' }], 'other'),
  desk: testActor([{ role: 'cityCenter', region: '12', unit: 'tj-dsj' }], 'desk'),
  engineer: testActor([{ role: 'dataEngineer', region: '12', unit: 'tj-dsj' }], 'engineer'),
  supervisor: testActor([{ role: 'supervisor', region: '12', unit: 'tj-dsj' }], 'supervisor'),
  hedong: testActor([{ role: 'districtCenter', region: '120102', unit: 'hd-wgzx' }], 'hedong'),
}

const worldOf = (type: string, more: Partial<World> = {}): World => ({
  scenario,
  rules: [...rateRules('12'), ...(scenario.rules ?? [])],
  units: [
    unit('tj-dsj', 'city-bureau', '12', 'dsj'),
    unit('tj-gaj', 'city-bureau', '12', 'gaj'),
    unit('tj-rsj', 'city-bureau', '12', 'rsj'),
    unit('hp-sthj', 'district-bureau', '120101', 'sthj'),
  ],
  actors: Object.values(PEOPLE),
  regions: ['12', '120101'],
  type,
  asker: 'hp-sthj',
  ...more,
})

const owned = { unit: 'tj-gaj' }
const WORLDS: Record<string, World[]> = {
  'data-need': [
    worldOf('data-need'),
    worldOf('data-need', {
      known: { ...owned, links: { resource: 'r' }, flags: { catalogued: true, connected: true, direct: true } },
    }),
    worldOf('data-need', { known: { links: { resource: 'r' }, flags: { catalogued: true } } }),
  ],
  'data-rectification': [worldOf('data-rectification', { known: owned })],
  'data-correction': [worldOf('data-correction', { known: owned })],
  'data-objection': [worldOf('data-objection', { known: owned })],
  'catalogue-overdue': [worldOf('catalogue-overdue', { known: owned })],
}
for (const [type, worlds] of Object.entries(WORLDS)) {
  const engines = worlds.map((world) => engineOf(world))
  const def = engines[0]!.registry.current(type)
  const eachWorld = (numRuns: number, judge: (walked: Walked, index: number) => void): void =>
    worlds.forEach((world, index) => {
      fc.assert(
        fc.property(starts, steps, (start, plan) => judge(walk(world, start, plan, engines[index]), index)),
        { numRuns, endOnFailure: true },
      )
    })

  test(`${type}: random actions stay inside the life-cycle, lose nothing and keep to their roles`, () => {
    eachWorld(50, (walked) => {
      staysInside(def, walked)
      losesNothing(def, walked)
      keepsToRoles(def, walked)
      countersAddUp(def, walked)
    })
  })

  test(`${type}: every deadline equals one counted minute by minute`, () => {
    eachWorld(3, (walked, index) => clocksAreRight(def, engines[index]!, walked))
  })

  test(`${type}: random walks reach every state and perform every action`, () => {
    const seen = new Set<string>()
    worlds.forEach((world, index) => {
      for (const [start, plan] of fc.sample(fc.tuple(starts, steps), { numRuns: 300, seed: 20261121 }))
        for (const entry of walk(world, start, plan, engines[index]).draft.entries) seen.add(entry.action).add(entry.to)
    })
    const all = [...def.states.map((state) => state.id), ...def.actions.map((action) => action.id)]
    assert.deepEqual(
      all.filter((id) => !seen.has(id)),
      [],
    )
  })
}
