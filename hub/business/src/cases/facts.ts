/** What guards may need to know, from rules and clocks. */
import { type CaseState, type CaseTypeDef, dueOf, type Facts } from '@haihe/contract'
import type { Engine } from './engine.ts'
import { localDate } from './time.ts'

export const factsFor = (engine: Engine, _def: CaseTypeDef, state: CaseState, now: Date): Facts => {
  const date = localDate(now)
  return {
    now,
    selfHandle: engine.registry.categories(state.type).get(state.category)?.selfHandle ?? false,
    number: (id) => {
      const value = engine.ports.rules.find(id, date, state.region)?.value
      return typeof value === 'number' ? value : undefined
    },
    due: (clock) => {
      const run = state.clocks.findLast((each) => each.clock === clock && each.stoppedAt === null)
      if (!run) return null
      try {
        return dueOf(run, engine.math)
      } catch {
        return null
      }
    },
  }
}

/** Clocks that have run out by `now` and are not yet known to have. */
export const newlyBreached = (engine: Engine, state: CaseState, now: Date): string[] =>
  state.clocks
    .filter((run) => run.stoppedAt === null && !run.breached)
    .filter((run) => {
      try {
        const due = dueOf(run, engine.math)
        return due !== null && now > due
      } catch {
        // a year without a published calendar breaches nothing: it is reported, not guessed
        return false
      }
    })
    .map((run) => run.clock)
