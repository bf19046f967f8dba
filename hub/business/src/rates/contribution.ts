/**
 * What one case contributes to the counters: a pure function of its state. Every action adds the difference between
 * after and before, so the counters always equal the sum over all cases (the tests recompute it).
 *
 * reported, registered and rejected count on the day of the report; everything else on the day of the first dispatch,
 * so that a rate compares the same cases above and below the line.
 */
import { type CaseState, type CaseTypeDef, type ClockRun, stateOf } from '@haihe/contract'
import { localDate } from '../cases/time.ts'
import { streetOf } from '../cases/units.ts'

export const COUNTERS = [
  'reported',
  'registered',
  'rejected',
  'dispatched',
  'closed',
  'handled',
  'handled_on_time',
  'closed_on_time',
  'overdue',
  'suspended',
  'returned',
  'reworked',
  'right_first',
  'visitable',
  'responded',
  'visited',
  'resolved',
  'partly',
  'satisfied1',
  'satisfied2',
  'satisfied3',
  'satisfied4',
  'satisfied5',
] as const
export type Counter = (typeof COUNTERS)[number]
export type Counts = Partial<Record<Counter, number>>

export interface Contribution {
  day: string
  region: string
  unit: string
  type: string
  category: string
  counts: Counts
}

const lastRun = (state: CaseState, clock: string | undefined): ClockRun | undefined =>
  clock === undefined ? undefined : state.clocks.findLast((run) => run.clock === clock)

/** Kept in time: the clock was stopped, with a verdict, before its limit. */
const met = (run: ClockRun | undefined): boolean => run !== undefined && run.stoppedAt !== null && !run.cancelled && !run.breached

/** Without such a clock nothing can be late. */
const inTime = (run: ClockRun | undefined): boolean => run === undefined || (!run.breached && !(run.cancelled && !run.stoppedAt))

const ofDispatched = (def: CaseTypeDef, state: CaseState, dispatchedAt: string): Contribution => {
  const { measures } = def
  const [handle, total] = [lastRun(state, measures.handleClock), lastRun(state, measures.totalClock)]
  const closed = stateOf(def, state.state).terminal
  // work that was sent back is under way again
  const handled = state.marks[measures.handled] !== undefined && (handle === undefined || handle.stoppedAt !== null)
  const suspended = !closed && stateOf(def, state.state).revive !== undefined
  // 分母: dispatched, somebody to ask, valid; suspended cases stand in their own column
  const visitable = state.public && state.excluded === null && !suspended
  const appraisal = visitable ? state.appraisal : null
  const answered =
    (measures.acceptClock === undefined || met(lastRun(state, measures.acceptClock))) &&
    (measures.contactClock === undefined || met(lastRun(state, measures.contactClock))) &&
    appraisal?.responded !== false
  return {
    day: localDate(new Date(dispatchedAt)),
    region: streetOf(state.region),
    unit: state.unit ?? '',
    type: state.type,
    category: state.category,
    counts: {
      dispatched: 1,
      closed: closed ? 1 : 0,
      handled: handled ? 1 : 0,
      handled_on_time: handled && inTime(handle) ? 1 : 0,
      closed_on_time: closed && inTime(handle) && inTime(total) ? 1 : 0,
      overdue: handle?.breached || total?.breached ? 1 : 0,
      suspended: suspended ? 1 : 0,
      returned: state.counters.returns ?? 0,
      reworked: state.counters.rework ? 1 : 0,
      right_first: (state.counters.dispatches ?? 1) <= 1 ? 1 : 0,
      visitable: visitable ? 1 : 0,
      responded: visitable && answered ? 1 : 0,
      visited: appraisal ? 1 : 0,
      resolved: appraisal?.resolved === 'yes' ? 1 : 0,
      partly: appraisal?.resolved === 'partly' ? 1 : 0,
      ...(appraisal ? { [`satisfied${appraisal.satisfaction}`]: 1 } : {}),
    },
  }
}

export const contributionsOf = (def: CaseTypeDef, state: CaseState): Contribution[] => {
  const registered = state.marks[def.measures.registered] !== undefined
  const rejected = stateOf(def, state.state).citizen.step === 'refused'
  const reported: Contribution = {
    day: localDate(new Date(state.openedAt)),
    region: streetOf(state.region),
    unit: '',
    type: state.type,
    category: state.category,
    counts: { reported: 1, registered: registered ? 1 : 0, rejected: rejected ? 1 : 0 },
  }
  const dispatchedAt = state.marks[def.measures.dispatched]
  return dispatchedAt === undefined ? [reported] : [reported, ofDispatched(def, state, dispatchedAt)]
}

const keyOf = (one: Contribution): string => [one.day, one.region, one.unit, one.type, one.category].join('|')

/** What to add to the counters, row by row in key order (the order in which rows are locked); nothing that is zero. */
export const difference = (before: readonly Contribution[], after: readonly Contribution[]): Contribution[] => {
  const rows = new Map<string, Contribution>()
  const add = (one: Contribution, sign: 1 | -1): void => {
    const row = rows.get(keyOf(one)) ?? { ...one, counts: {} }
    for (const [name, n] of Object.entries(one.counts) as [Counter, number][])
      row.counts[name] = (row.counts[name] ?? 0) + sign * n
    rows.set(keyOf(one), row)
  }
  for (const one of before) add(one, -1)
  for (const one of after) add(one, 1)
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => ({ ...row, counts: Object.fromEntries(Object.entries(row.counts).filter(([, n]) => n !== 0)) }))
    .filter((row) => Object.keys(row.counts).length > 0)
}
