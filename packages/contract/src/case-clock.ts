/** What the time on a case's clocks is worth. The calendar comes in as a parameter: contract knows none. */
import type { Duration, DurationUnit } from './case-clock-def.ts'
import type { CaseState, ClockRun } from './case-state.ts'
import type { CaseTypeDef } from './case-type.ts'
import type { ClockView } from './case-view.ts'

interface Pause {
  from: Date
  to: Date | null
}

/** Arithmetic of limits over pauses on a calendar. Both throw when they need a year that is not published. */
export interface ClockMath {
  /** null while a pause lasts */
  dueAt: (start: Date, limit: Duration, pauses: readonly Pause[]) => Date | null
  /** units of the limit used between start and at, pauses deducted */
  elapsed: (start: Date, pauses: readonly Pause[], at: Date, unit: DurationUnit) => number
}

const pausesOf = (run: ClockRun): Pause[] =>
  run.pauses.map(({ from, to }) => ({ from: new Date(from), to: to === null ? null : new Date(to) }))

/** Deadline of a run, or of a share of its limit; null while it is paused. */
export const dueOf = (run: ClockRun, math: ClockMath, share = 1): Date | null =>
  math.dueAt(new Date(run.startedAt), { amount: run.limit.amount * share, unit: run.limit.unit }, pausesOf(run))

export const isPaused = (run: ClockRun): boolean => run.stoppedAt === null && run.pauses.at(-1)?.to === null

const attempt = <T>(compute: () => T): { value?: T; failed: boolean } => {
  try {
    return { value: compute(), failed: false }
  } catch {
    return { failed: true }
  }
}

/** A run as people see it. A deadline in a year whose calendar is not published is absent, and `unknown` says so. */
export const clockView = (def: CaseTypeDef, run: ClockRun, now: Date, math: ClockMath): ClockView => {
  const at = run.stoppedAt === null ? now : new Date(run.stoppedAt)
  const due = attempt(() => dueOf(run, math))
  const used = attempt(() => math.elapsed(new Date(run.startedAt), pausesOf(run), at, run.limit.unit) / run.limit.amount)
  const past = run.breached || (due.value instanceof Date && at > due.value)
  const running = isPaused(run) ? 'paused' : past ? 'breached' : 'running'
  const ended = run.cancelled ? 'stopped' : past ? 'breached' : 'met'
  return {
    id: run.clock,
    title: def.clocks.find((clock) => clock.id === run.clock)?.title ?? { zh: run.clock, en: run.clock },
    state: run.stoppedAt === null ? running : ended,
    startedAt: run.startedAt,
    dueAt: due.value?.toISOString() ?? null,
    stoppedAt: run.stoppedAt,
    limit: { amount: run.limit.amount, unit: run.limit.unit },
    used: Math.round((used.value ?? 0) * 1000) / 1000,
    basis: run.limit.basis,
    official: run.limit.official,
    ...(due.failed ? { unknown: true } : {}),
  }
}

/** The duty that runs out first; a paused one when nothing runs. */
export const clockNow = (def: CaseTypeDef, state: CaseState, math: ClockMath): ClockRun | null => {
  const duties = state.clocks.filter(
    (run) => run.stoppedAt === null && def.clocks.find((clock) => clock.id === run.clock)?.kind !== 'window',
  )
  const dated = duties.map((run) => ({ run, due: attempt(() => dueOf(run, math)).value?.getTime() ?? Number.POSITIVE_INFINITY }))
  return dated.sort((a, b) => a.due - b.due)[0]?.run ?? null
}
