/** What the effects of an action do to a case. Pure. */
import type { CaseEntry, CaseState, CoUnit } from './case-state.ts'
import type { ActionDef, Effect } from './case-type.ts'
import { Urgency } from './case-words.ts'

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : textOf(value) ? [value as string] : []

const withCoUnits = (known: readonly CoUnit[], units: readonly string[], as: CoUnit['as']): CoUnit[] => [
  ...known.filter((each) => !units.includes(each.unit)),
  ...[...new Set(units)].map((unit) => ({ unit, as, arrivedAt: null, late: false })),
]

const changeLimit = (state: CaseState, clock: string, change: (amount: number) => number): CaseState => {
  const last = state.clocks.findLastIndex((run) => run.clock === clock && run.stoppedAt === null)
  return {
    ...state,
    clocks: state.clocks.map((run, index) =>
      // people are warned anew of the new limit; a breach stays on record
      index === last
        ? {
            ...run,
            limit: { ...run.limit, amount: change(run.limit.amount) },
            warned: false,
            escalated: false,
          }
        : run,
    ),
  }
}

const arrive = (state: CaseState, clock: string, entry: CaseEntry): CaseState => {
  const late = state.clocks.findLast((run) => run.clock === clock)?.breached ?? false
  return {
    ...state,
    coUnits: state.coUnits.map((each) =>
      each.unit === entry.actorUnit && each.as === 'called' && each.arrivedAt === null
        ? { ...each, arrivedAt: entry.at, late }
        : each,
    ),
  }
}

const applyEffect = (state: CaseState, effect: Effect, entry: CaseEntry): CaseState => {
  const { data } = entry
  switch (effect.do) {
    case 'count':
      return { ...state, counters: { ...state.counters, [effect.counter]: (state.counters[effect.counter] ?? 0) + 1 } }
    case 'flag':
      return { ...state, flags: { ...state.flags, [effect.flag]: effect.value } }
    case 'mark':
      return state.marks[effect.mark] ? state : { ...state, marks: { ...state.marks, [effect.mark]: entry.at } }
    case 'route':
      return {
        ...state,
        unit: entry.settled.unit ?? null,
        coUnits: withCoUnits(state.coUnits, entry.settled.coUnits ?? [], 'helper'),
        routing: entry.settled.routing ?? null,
      }
    case 'clearUnit':
      return { ...state, unit: null, assignee: null }
    case 'link': {
      const target = entry.settled.links?.[effect.kind] ?? (effect.field ? textOf(data[effect.field]) : null)
      return target === null ? state : { ...state, links: { ...state.links, [effect.kind]: target } }
    }
    case 'call':
      return { ...state, coUnits: withCoUnits(state.coUnits, listOf(data[effect.field]), 'called') }
    case 'arrive':
      return arrive(state, effect.clock, entry)
    case 'assignee':
      return effect.who === 'none'
        ? { ...state, assignee: null }
        : { ...state, assignee: entry.actor.id, firstReceiver: state.firstReceiver ?? entry.actorUnit }
    case 'limit': {
      const amount = numberOf(data[effect.field])
      const starts = entry.settled.limits?.[effect.clock] !== undefined
      return amount === null || starts ? state : changeLimit(state, effect.clock, () => amount)
    }
    case 'ask': {
      const value = data[effect.field]
      if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') return state
      return { ...state, asked: { ...state.asked, [effect.what]: value } }
    }
    case 'settle': {
      const { [effect.what]: _, ...asked } = state.asked
      return { ...state, asked }
    }
    case 'extend': {
      const amount = numberOf(state.asked[effect.what])
      return amount === null ? state : changeLimit(state, effect.clock, (limit) => limit + amount)
    }
    case 'plan':
      return { ...state, plannedFor: textOf(data[effect.field]) }
    case 'category':
      return { ...state, category: textOf(data[effect.field]) ?? state.category }
    case 'urgency':
      return { ...state, urgency: Urgency.safeParse(data[effect.field]).data ?? state.urgency }
    case 'duplicateOf':
      return { ...state, duplicateOf: textOf(data[effect.field]) }
    case 'appraise':
      return {
        ...state,
        appraisal: {
          by: effect.by,
          responded: data.responded === true || data.responded === 'yes',
          resolved: data.resolved === 'yes' || data.resolved === 'partly' ? data.resolved : 'no',
          satisfaction: Math.min(5, Math.max(1, Math.round(Number(data.satisfaction)) || 3)),
          comment: textOf(data.comment) ?? '',
          at: entry.at,
        },
      }
    case 'exclude':
      return { ...state, excluded: effect.why ?? textOf(effect.field ? data[effect.field] : null) ?? state.excluded }
  }
}

export const applyEffects = (action: ActionDef, state: CaseState, entry: CaseEntry): CaseState =>
  action.effects.reduce((at, effect) => applyEffect(at, effect, entry), state)
