import { test } from 'node:test'
import fc from 'fast-check'
import { ACTORS } from '../testing/bench.ts'
import { clocksAreRight, countersAddUp, keepsToRoles, losesNothing, staysInside } from '../testing/judge.ts'
import { LIBRARY, PLACES, RULES, UNITS } from '../testing/library.ts'
import { engineOf, starts, steps, type Walked, type World, walk } from '../testing/walk.ts'

const world: World = {
  scenario: LIBRARY,
  rules: RULES,
  units: UNITS,
  actors: Object.values(ACTORS),
  regions: PLACES.map((place) => place.region),
  type: 'book-care',
}
const engine = engineOf(world)
const def = engine.registry.current('book-care')

const always = (numRuns: number, judge: (walked: Walked) => void): void =>
  fc.assert(
    fc.property(starts, steps, (start, plan) => judge(walk(world, start, plan, engine))),
    { numRuns, endOnFailure: true },
  )

test('random actions never reach an undeclared state', () => {
  always(300, (walked) => staysInside(def, walked))
})

test('no action is lost: the log is what was accepted, the case is its fold', () => {
  always(300, (walked) => losesNothing(def, walked))
})

test('the wrong role never acts, the right one is never told it may not', () => {
  always(300, (walked) => keepsToRoles(def, walked))
})

test('every deadline equals one counted minute by minute from the log', () => {
  always(40, (walked) => clocksAreRight(def, engine, walked))
})

test('counters kept by difference equal the counters of the case as it stands', () => {
  always(150, (walked) => countersAddUp(def, walked))
})
