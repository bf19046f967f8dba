/** Guards of case types, as data, with the one function that reads them. */
import { z } from 'zod'
import { Condition, meets } from './case-condition.ts'
import type { CaseState } from './case-state.ts'
import type { Actor } from './permission.ts'
import { Text } from './text.ts'

/** A number given here, or by a dated rule. */
const Limit = z.union([z.number(), z.object({ rule: z.string() })])

/** What must hold before an action; `because` is shown when it does not. */
export const Guard = z.object({
  test: z.union([
    Condition,
    /** whoever finds a case of this category may settle it on the spot */
    z.object({ if: z.literal('selfHandle'), is: z.boolean() }),
    z.object({ if: z.literal('counter'), counter: z.string(), below: Limit.optional(), atLeast: Limit.optional() }),
    /** the actor's unit was called (吹哨) and has not reported in */
    z.object({ if: z.literal('awaited') }),
    /** the clock has not run out (or was never started) */
    z.object({ if: z.literal('inTime'), clock: z.string() }),
  ]),
  because: Text,
})
export type Guard = z.infer<typeof Guard>

/** What a guard may need to know besides the case; the server and the screen give the same. */
export interface Facts {
  now: Date
  /** of the category of the case */
  selfHandle: boolean
  /** the number a rule gives on this day for the region of the case; undefined when none is in force */
  number: (rule: string) => number | undefined
  /** the deadline of a clock that runs; null when it does not run, is paused or cannot be told */
  due: (clock: string) => Date | null
}

export const guardHolds = (guard: Guard, state: CaseState, actor: Actor, facts: Facts): boolean => {
  const { test } = guard
  switch (test.if) {
    case 'selfHandle':
      return facts.selfHandle === test.is
    case 'counter': {
      const count = state.counters[test.counter] ?? 0
      const numberOf = (limit: z.infer<typeof Limit>) => (typeof limit === 'number' ? limit : facts.number(limit.rule))
      // without a rule in force there is no limit to hold people to
      const below = test.below === undefined ? undefined : numberOf(test.below)
      const atLeast = test.atLeast === undefined ? undefined : (numberOf(test.atLeast) ?? Number.POSITIVE_INFINITY)
      return (below === undefined || count < below) && (atLeast === undefined || count >= atLeast)
    }
    case 'awaited':
      return state.coUnits.some(
        (each) => each.as === 'called' && each.arrivedAt === null && actor.grants.some((grant) => grant.unit === each.unit),
      )
    case 'inTime': {
      const due = facts.due(test.clock)
      return due === null || facts.now <= due
    }
    default:
      return meets(test, state, {})
  }
}
