/** When the clocks of a case next need looking at, and what is then due. */
import { actionOf, type CaseState, type CaseTypeDef, type ClockRun, clockNow, dueOf, isPaused, startsFrom } from '@haihe/contract'
import type { Engine } from './engine.ts'
import { localDate, startOfDay } from './time.ts'

/** A year without a published calendar is asked for again after so long. */
const ASK_AGAIN_MS = 6 * 3_600_000

export type Due =
  | { do: 'warn' | 'breach' | 'escalate'; clock: string; at: Date }
  | { do: 'act'; action: string; at: Date }
  | { do: 'wait'; at: Date }

const share = (engine: Engine, rule: string | undefined, state: CaseState, now: Date): number | undefined => {
  if (rule === undefined) return undefined
  const value = engine.ports.rules.find(rule, localDate(now), state.region)?.value
  return typeof value === 'number' && value > 0 ? value : undefined
}

const ofRun = (engine: Engine, def: CaseTypeDef, state: CaseState, run: ClockRun, now: Date): Due[] => {
  const clock = def.clocks.find((each) => each.id === run.clock)
  if (!clock || isPaused(run)) return []
  const at = (part: number): Date | null => dueOf(run, engine.math, part)
  const found: Due[] = []
  const add = (what: 'warn' | 'breach' | 'escalate', when: Date | null): void => {
    if (when) found.push({ do: what, clock: run.clock, at: when })
  }
  if (clock.kind === 'window') {
    const end = at(1)
    const action = clock.onExpiry === undefined ? undefined : actionOf(def, clock.onExpiry)
    // a window whose end changes nothing any more needs no timer
    if (end && action && startsFrom(def, action, state.state)) found.push({ do: 'act', action: action.id, at: end })
    return found
  }
  const warn = share(engine, clock.warn, state, now)
  if (!run.warned && warn !== undefined && warn < 1) add('warn', at(warn))
  if (!run.breached) add('breach', at(1))
  const escalate = share(engine, clock.escalate, state, now)
  if (!run.escalated && escalate !== undefined && escalate > 1) add('escalate', at(escalate))
  return found
}

/** Everything the clocks and the plan will ask for, earliest first. */
export const agenda = (engine: Engine, def: CaseTypeDef, state: CaseState, now: Date): Due[] => {
  const found = state.clocks
    .filter((run) => run.stoppedAt === null)
    .flatMap((run): Due[] => {
      try {
        return ofRun(engine, def, state, run, now)
      } catch {
        return [{ do: 'wait', at: new Date(now.getTime() + ASK_AGAIN_MS) }]
      }
    })
  const revive = def.states.find((each) => each.id === state.state)?.revive
  if (revive !== undefined && state.plannedFor !== null)
    found.push({ do: 'act', action: revive, at: startOfDay(state.plannedFor.slice(0, 10)) })
  return found.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** Deadline shown in lists: of the duty that runs out first. */
export const deadline = (engine: Engine, def: CaseTypeDef, state: CaseState): Date | null => {
  const run = clockNow(def, state, engine.math)
  if (!run) return null
  try {
    return dueOf(run, engine.math)
  } catch {
    return null
  }
}
