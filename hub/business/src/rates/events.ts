/** What an action adds to the event-fed indicators of its case type: pure, from the case before and after. */
import { type CaseState, type CaseTypeDef, stateOf } from '@haihe/contract'
import { localDate } from '../cases/time.ts'
import type { Rules } from '../ports.ts'
import { contributionsOf } from './contribution.ts'
import { SHARE_OF_PARTLY, satisfactionScores } from './rules.ts'

export interface IndicatorEvent {
  event: string
  region: string
  at: Date
  value: number
  weight?: number
}

const isOpen = (def: CaseTypeDef, state: CaseState): boolean => !stateOf(def, state.state).terminal

/** 1 once somebody answered in time, 0 once a limit of answering is missed, null while it is open. */
const responded = (def: CaseTypeDef, state: CaseState): 0 | 1 | null => {
  const { acceptClock, contactClock } = def.measures
  const clocks = [acceptClock, contactClock].filter((clock) => clock !== undefined)
  const runs = clocks.map((clock) => state.clocks.findLast((run) => run.clock === clock))
  if (clocks.length === 0 || !state.public) return null
  if (runs.some((run) => run?.breached)) return 0
  return runs.every((run) => run !== undefined && run.stoppedAt !== null && !run.cancelled) ? 1 : null
}

export const eventsOf = (def: CaseTypeDef, before: CaseState | null, after: CaseState, rules: Rules): IndicatorEvent[] => {
  const found: IndicatorEvent[] = []
  const at = new Date(after.changedAt)
  const add = (event: string | undefined, value: number, weight?: number): void => {
    if (event !== undefined) found.push({ event, region: after.region, at, value, ...(weight === undefined ? {} : { weight }) })
  }
  const { events } = def
  const [was, is] = [before !== null && isOpen(def, before), isOpen(def, after)]
  if (!before) add(events.opened, 1)
  if (was !== is) add(events.open, is ? 1 : -1)
  const refused = stateOf(def, after.state).citizen.step === 'refused'
  if (before && was && !is && !refused) {
    const counts = contributionsOf(def, after).find((each) => each.counts.dispatched)?.counts
    add(events.closed, 1)
    if (counts) add(events.onTime, counts.closed_on_time ?? 0, 1)
    if (counts) add(events.rework, after.counters.rework ? 1 : 0, 1)
  }
  const [hadMark, hasMark] = [before?.marks[def.measures.registered], after.marks[def.measures.registered]]
  if (before && was && !is && refused && !hasMark) add(events.registered, 0, 1)
  if (hasMark && !hadMark) add(events.registered, 1, 1)
  if (after.marks[def.measures.handled] && !before?.marks[def.measures.handled]) {
    const run = after.clocks.findLast((each) => each.clock === def.measures.handleClock)
    if (run) add(events.handledOnTime, run.breached ? 0 : 1, 1)
  }
  const answer = responded(def, after)
  if (answer !== null && (!before || responded(def, before) === null)) add(events.response, answer, 1)
  const voice = after.appraisal
  const dispatched = after.marks[def.measures.dispatched] !== undefined
  if (voice && !before?.appraisal && after.excluded === null && dispatched) {
    const date = localDate(at)
    const partly = rules.find(SHARE_OF_PARTLY, date, after.region)?.value
    const share = { yes: 1, partly: typeof partly === 'number' ? partly : null, no: 0 }[voice.resolved]
    if (share !== null) add(events.resolution, share, 1)
    const scores = satisfactionScores(rules, date, after.region)
    const score = scores?.[voice.satisfaction - 1]
    if (scores && score !== undefined) add(events.satisfaction, score, Math.max(...scores))
  }
  return found
}
