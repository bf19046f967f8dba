/** How actions start, stop, resume and pause the clocks of a case. Pure; what the time is worth is in case-clock.ts. */
import type { CaseEntry, CaseState, ClockRun } from './case-state.ts'
import type { CaseTypeDef } from './case-type.ts'

const isRunning = (run: ClockRun): boolean => run.stoppedAt === null

/** Ends the pause that lasts, so that a stopped run has no open end. */
const stopped = (run: ClockRun, at: string, cancelled: boolean): ClockRun => ({
  ...run,
  stoppedAt: at,
  cancelled,
  pauses: run.pauses.map((pause) => (pause.to === null ? { ...pause, to: at } : pause)),
})

/** Stops, then resumes, then starts: an action may do all three to different clocks. */
export const runClocks = (def: CaseTypeDef, state: CaseState, entry: CaseEntry): ClockRun[] => {
  let all = [...state.clocks]
  const awaited = state.coUnits.some((each) => each.as === 'called' && each.arrivedAt === null)
  for (const clock of def.clocks) {
    const ends = clock.stop.includes(entry.action) && !(clock.everyCalled && awaited)
    const cancels = clock.cancel.includes(entry.action)
    if (ends || cancels)
      all = all.map((run) => (run.clock === clock.id && isRunning(run) ? stopped(run, entry.at, cancels) : run))
    if (clock.resume.includes(entry.action)) {
      const last = all.findLastIndex((run) => run.clock === clock.id)
      all = all.map((run, index) => (index === last ? { ...run, stoppedAt: null, cancelled: false } : run))
    }
    const limit = entry.settled.limits?.[clock.id]
    if (clock.start.includes(entry.action) && limit) {
      all = all.map((run) => (run.clock === clock.id && isRunning(run) ? stopped(run, entry.at, true) : run))
      all.push({
        clock: clock.id,
        startedAt: entry.at,
        limit,
        pauses: [],
        stoppedAt: null,
        cancelled: false,
        warned: false,
        breached: false,
        escalated: false,
      })
    }
  }
  return all
}

/** Entering a paused state: every running clock that may pause stands still. */
export const pauseRuns = (def: CaseTypeDef, runs: readonly ClockRun[], at: string): ClockRun[] =>
  runs.map((run) => {
    const pauses = def.clocks.find((clock) => clock.id === run.clock)?.pauses ?? true
    if (!pauses || !isRunning(run) || run.pauses.at(-1)?.to === null) return run
    return { ...run, pauses: [...run.pauses, { from: at, to: null }] }
  })

/** The case has ended: duties that still run end without a verdict. A window (to appraise) stays open. */
export const endDuties = (def: CaseTypeDef, runs: readonly ClockRun[], at: string): ClockRun[] =>
  runs.map((run) => {
    const window = def.clocks.find((clock) => clock.id === run.clock)?.kind === 'window'
    return isRunning(run) && !window ? stopped(run, at, true) : run
  })
