/**
 * The state of a case is a pure fold of its log. The fold needs the definition the case is pinned to and nothing else:
 * no clock, no rule, no calendar. What those gave was settled when the action was accepted and stands in the entry.
 */
import { endDuties, pauseRuns, runClocks } from './case-clock-run.ts'
import { meets } from './case-condition.ts'
import { applyEffects } from './case-effect.ts'
import type { CaseEntry, CaseState } from './case-state.ts'
import { type ActionDef, actionOf, type CaseTypeDef, stateOf } from './case-type.ts'
import type { Text } from './text.ts'

/** Entries the engine itself makes, the same for every case type. */
export const BUILT_IN: Record<string, { title: Text; citizen?: Text }> = {
  report: { title: { zh: '上报', en: 'Reported' }, citizen: { zh: '您的反映已收到', en: 'Your report has been received' } },
  warn: { title: { zh: '时限预警', en: 'Time limit warning' } },
  breach: { title: { zh: '超过时限', en: 'Time limit exceeded' } },
  escalate: { title: { zh: '超时升级', en: 'Escalated' } },
  remark: { title: { zh: '备注', en: 'Remark' } },
  join: { title: { zh: '市民附议', en: 'Joined by a citizen' } },
}

export const actionTitle = (def: CaseTypeDef, action: string): Text =>
  actionOf(def, action)?.title ?? BUILT_IN[action]?.title ?? { zh: action, en: action }

/** State an action leads to from this case with this form. */
export const targetOf = (action: ActionDef, state: CaseState, data: Readonly<Record<string, unknown>>): string => {
  if (action.to === null) return state.state
  if (typeof action.to === 'string') return action.to
  const branch = action.to.find(({ when }) => when.every((condition) => meets(condition, state, data)))
  return branch?.to ?? state.state
}

/** The case as it stands after its first entry. Throws when the entry is not a report of this definition. */
export const openCase = (def: CaseTypeDef, entry: CaseEntry): CaseState => {
  const { opening } = entry
  if (!opening || entry.action !== 'report' || entry.seq !== 1) throw new RangeError('a log starts with a report')
  if (opening.type !== def.id || opening.version !== def.version)
    throw new RangeError(`the case is pinned to ${opening.type} v${opening.version}, not to ${def.id} v${def.version}`)
  const fresh: CaseState = {
    ...opening,
    seq: 1,
    actedSeq: 1,
    state: '',
    public: def.sources.some((source) => source.id === opening.source && source.public),
    unit: opening.unit ?? null,
    ...(entry.actorUnit === null ? {} : { asker: entry.actorUnit }),
    assignee: null,
    firstReceiver: null,
    coUnits: [],
    counters: {},
    flags: { ...opening.flags },
    marks: {},
    asked: {},
    clocks: [],
    routing: null,
    plannedFor: null,
    duplicateOf: null,
    appraisal: null,
    excluded: null,
    openedAt: entry.at,
    changedAt: entry.at,
    closedAt: null,
  }
  const start = def.start.find(({ when }) => when.every((condition) => meets(condition, fresh, entry.data)))
  if (!start) throw new RangeError(`case type ${def.id} has no start for source ${opening.source}`)
  const opened = { ...fresh, state: start.to, clocks: runClocks(def, fresh, entry) }
  return stateOf(def, start.to).clock === 'paused' ? { ...opened, clocks: pauseRuns(def, opened.clocks, entry.at) } : opened
}

const findRun = (state: CaseState, clock: unknown): number =>
  state.clocks.findLastIndex((run) => run.clock === clock && run.stoppedAt === null)

/** `data.clock` names the clock that the system speaks of. */
const applyBuiltIn = (def: CaseTypeDef, state: CaseState, entry: CaseEntry): CaseState => {
  const { clock } = entry.data
  const run = findRun(state, clock)
  const marked = (change: { warned?: true; breached?: true; escalated?: true }) =>
    state.clocks.map((each, index) => (index === run ? { ...each, ...change } : each))
  switch (entry.action) {
    case 'warn':
      return { ...state, clocks: marked({ warned: true }) }
    case 'breach':
      return noteBreaches(def, state, [String(clock)])
    case 'escalate':
      return { ...state, clocks: marked({ escalated: true }), flags: { ...state.flags, escalated: true, supervised: true } }
    case 'join':
      return { ...state, counters: { ...state.counters, joined: (state.counters.joined ?? 0) + 1 } }
    default:
      return state
  }
}

const superviseOf = (def: CaseTypeDef, clock: unknown): boolean => def.clocks.some((each) => each.id === clock && each.supervise)

const noteBreaches = (def: CaseTypeDef, state: CaseState, breached: readonly string[]): CaseState => {
  const found = new Set(breached.map((clock) => findRun(state, clock)))
  return {
    ...state,
    clocks: state.clocks.map((run, index) => (found.has(index) ? { ...run, warned: true, breached: true } : run)),
    flags: breached.some((clock) => superviseOf(def, clock)) ? { ...state.flags, supervised: true } : state.flags,
  }
}

/** One more entry. Throws when it does not follow the state: a log has no gaps and no undeclared actions. */
export const applyEntry = (def: CaseTypeDef, given: CaseState, entry: CaseEntry): CaseState => {
  if (entry.seq !== given.seq + 1) throw new RangeError(`entry ${entry.seq} does not follow ${given.seq}`)
  const state = entry.settled.flags ? { ...given, flags: { ...given.flags, ...entry.settled.flags } } : given
  const stamped = { ...state, seq: entry.seq, changedAt: entry.at }
  const action = actionOf(def, entry.action)
  if (!action) {
    if (!BUILT_IN[entry.action] || entry.action === 'report') throw new RangeError(`undeclared action ${entry.action}`)
    return applyBuiltIn(def, stamped, entry)
  }
  const to = stateOf(def, targetOf(action, state, entry.data))
  const from = stateOf(def, state.state)
  const known = noteBreaches(def, stamped, entry.settled.breached ?? [])
  const affected = applyEffects(action, known, entry)
  let clocks = runClocks(def, affected, entry)
  if (to.terminal) clocks = endDuties(def, clocks, entry.at)
  if (to.clock === 'paused') clocks = pauseRuns(def, clocks, entry.at)
  else if (from.clock === 'paused')
    clocks = clocks.map((run) => ({
      ...run,
      pauses: run.pauses.map((pause) => (pause.to === null ? { ...pause, to: entry.at } : pause)),
    }))
  const closedAt = to.terminal ? (from.terminal ? state.closedAt : entry.at) : null
  return { ...affected, actedSeq: entry.seq, state: to.id, clocks, closedAt, plannedFor: to.revive ? affected.plannedFor : null }
}

/** The case after all of its log, oldest entry first. */
export const foldCase = (def: CaseTypeDef, entries: readonly CaseEntry[]): CaseState => {
  const [first, ...rest] = entries
  if (!first) throw new RangeError('an empty log has no case')
  return rest.reduce((state, entry) => applyEntry(def, state, entry), openCase(def, first))
}
