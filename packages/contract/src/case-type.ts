/**
 * Case type (事项类型) as data: states, actions, guards, who may act, forms and clocks. A case is pinned to the version
 * it was opened under. Everything here is JSON: the engine and the screens read the same definition.
 */
import { z } from 'zod'
import { Clock } from './case-clock-def.ts'
import { Condition } from './case-condition.ts'
import { Guard } from './case-guard.ts'
import { Option } from './case-words.ts'
import { Field } from './form.ts'
import { Permission, Role } from './permission.ts'
import { UnitSelector } from './routing.ts'
import { Text } from './text.ts'

const Id = z.string().regex(/^[a-z][A-Za-z0-9]*$/)

/** Whose turn it is in a state: the desk that dispatches, the responsible unit, the unit or person who reported, or nobody. */
export const Holder = z.enum(['desk', 'unit', 'asker', 'reporter', 'none'])
export type Holder = z.infer<typeof Holder>

/** The stages a citizen sees, in this order. */
export const CITIZEN_STEPS = ['received', 'filed', 'assigned', 'handling', 'checking', 'appraise', 'done'] as const
export const CitizenStep = z.enum([...CITIZEN_STEPS, 'refused'])
export type CitizenStep = z.infer<typeof CitizenStep>

export const StateDef = z.object({
  id: Id,
  title: Text,
  /** paused: clocks that may pause stand still while the case is in this state */
  clock: z.enum(['running', 'paused']).default('running'),
  terminal: z.boolean().default(false),
  holder: Holder,
  /** work queue in which the case waits, besides the queue of the unit whose turn it is */
  queue: z.enum(['dispatch', 'verify']).nullable().default(null),
  /** what the one who reported reads */
  citizen: z.object({ step: CitizenStep, text: Text }),
  /** action the system performs when the planned date (see effect `plan`) has come */
  revive: Id.optional(),
})
export type StateDef = z.infer<typeof StateDef>

/** One way of being entitled: a role held over the region of the case, for a unit of the case, or as its reporter. */
export const Who = z.object({
  roles: z.array(Role).min(1),
  at: z.enum(['region', 'unit', 'coUnit', 'desk', 'asker', 'reporter']),
})
export type Who = z.infer<typeof Who>

/** What an accepted action does to the case, besides moving it. `field` names a field of the action's form. */
export const Effect = z.discriminatedUnion('do', [
  /** counts: returns, rework, extensions … */
  z.object({ do: z.literal('count'), counter: Id }),
  z.object({ do: z.literal('flag'), flag: Id, value: z.boolean() }),
  /** remembers when this first happened */
  z.object({ do: z.literal('mark'), mark: Id }),
  /** responsible unit and co-units: what the form names, else what the routing rules say; the server settles it */
  z.object({ do: z.literal('route') }),
  z.object({ do: z.literal('clearUnit') }),
  /** ties the case to something outside the engine: what the form names, else what the server settled */
  z.object({ do: z.literal('link'), kind: Id, field: z.string().optional() }),
  /** departments called to the case (吹哨); each must report in */
  z.object({ do: z.literal('call'), field: z.string() }),
  /** the actor's unit has reported in (报到); `clock` says whether in time */
  z.object({ do: z.literal('arrive'), clock: Id }),
  z.object({ do: z.literal('assignee'), who: z.enum(['actor', 'none']) }),
  /** the limit of the running clock becomes the number in the field, in its unit; the server settles it for a clock that starts */
  z.object({ do: z.literal('limit'), clock: Id, field: z.string() }),
  /** keeps a request open until it is granted or refused */
  z.object({ do: z.literal('ask'), what: Id, field: z.string() }),
  z.object({ do: z.literal('settle'), what: Id }),
  /** adds the amount asked for to the clock's limit; the clock is not paused */
  z.object({ do: z.literal('extend'), clock: Id, what: Id }),
  z.object({ do: z.literal('plan'), field: z.string() }),
  z.object({ do: z.literal('category'), field: z.string() }),
  z.object({ do: z.literal('urgency'), field: z.string() }),
  z.object({ do: z.literal('duplicateOf'), field: z.string() }),
  /** takes responded, resolved and satisfaction from the form; `by` says whose voice it is */
  z.object({ do: z.literal('appraise'), by: z.enum(['reporter', 'visit']) }),
  /** why the case does not count in the three rates: duplicate, malicious, unreachable, unreasonable */
  z.object({ do: z.literal('exclude'), why: z.string().optional(), field: z.string().optional() }),
])
export type Effect = z.infer<typeof Effect>

export const ActionDef = z.object({
  id: Id,
  title: Text,
  tone: z.enum(['primary', 'quiet', 'danger']).default('quiet'),
  /** states it starts from; `open`: every state that is not terminal */
  from: z.union([z.literal('open'), z.array(Id).min(1)]),
  /** state it leads to; null: it stays. Branches are tried in order, the last one has no condition */
  to: z.union([Id, z.null(), z.array(z.object({ when: z.array(Condition).default([]), to: Id.nullable() })).min(1)]),
  may: z.array(Who).default([]),
  permission: Permission.default('case.act'),
  /** true: while a guard forbids it the button is not shown at all, instead of shown with the reason */
  hideBlocked: z.boolean().default(false),
  /** performed by the system; people see it in the log, never as a button */
  system: z.boolean().default(false),
  guards: z.array(Guard).default([]),
  form: z.array(Field).default([]),
  /** reason codes: shown and checked as a required choice named `reason` */
  reasons: z.array(Option).default([]),
  effects: z.array(Effect).default([]),
  /** line in the progress that the one who reported reads; none: the step is internal */
  citizen: Text.optional(),
})
export type ActionDef = z.infer<typeof ActionDef>

export const SourceDef = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Text,
  /** roles whose reports carry this source; none: only the system uses it */
  roles: z.array(Role).default([]),
  /** somebody outside the administration reported it and is asked for an appraisal: it counts in the three rates */
  public: z.boolean().default(false),
  /** actions the system performs at once after the report, as far as they are allowed */
  follow: z.array(Id).default([]),
})
export type SourceDef = z.infer<typeof SourceDef>

export const CaseTypeDef = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  version: z.number().int().min(1),
  title: Text,
  /** letters before the date in a case number */
  numberPrefix: z.string().min(1).max(12),
  owner: z.string(),
  /** unit that dispatches and verifies: the first of these that exists where the case is */
  desk: z.array(UnitSelector).min(1),
  sources: z.array(SourceDef).min(1),
  /** photos a report needs at least, by source; 0 unless told */
  photos: z.record(z.string(), z.number().int()).default({}),
  states: z.array(StateDef).min(1),
  /** state after the report; branches as in an action */
  start: z.array(z.object({ when: z.array(Condition).default([]), to: Id })).min(1),
  actions: z.array(ActionDef).min(1),
  clocks: z.array(Clock),
  /** marks and clocks the counters and the three rates are made of */
  measures: z.object({
    registered: Id.default('registered'),
    dispatched: Id.default('dispatched'),
    handled: Id.default('handled'),
    acceptClock: Id.optional(),
    contactClock: Id.optional(),
    handleClock: Id.optional(),
    totalClock: Id.optional(),
  }),
  /** indicator events the case feeds, by what happens */
  events: z
    .object({
      opened: z.string(),
      closed: z.string(),
      /** +1 when a case opens, -1 when it ends */
      open: z.string(),
      onTime: z.string(),
      response: z.string(),
      resolution: z.string(),
      satisfaction: z.string(),
      /** ratio: 1 for a case registered, 0 for one refused */
      registered: z.string(),
      /** ratio: 1 for work finished within its limit */
      handledOnTime: z.string(),
      /** ratio: 1 for a closed case that had to be done again */
      rework: z.string(),
    })
    .partial()
    .default({}),
})
export type CaseTypeDef = z.infer<typeof CaseTypeDef>
export type CaseTypeInput = z.input<typeof CaseTypeDef>

export const stateOf = (def: CaseTypeDef, id: string): StateDef => {
  const found = def.states.find((state) => state.id === id)
  if (!found) throw new RangeError(`case type ${def.id} v${def.version} has no state ${id}`)
  return found
}

export const actionOf = (def: CaseTypeDef, id: string): ActionDef | undefined => def.actions.find((action) => action.id === id)

export const startsFrom = (def: CaseTypeDef, action: ActionDef, state: string): boolean =>
  action.from === 'open' ? !stateOf(def, state).terminal : action.from.includes(state)

/** The fields people fill in: the reason code first, then the form. */
export const formOf = (action: ActionDef): Field[] =>
  action.reasons.length === 0
    ? action.form
    : [
        { name: 'reason', label: { zh: '理由', en: 'Reason' }, kind: 'choice', required: true, options: action.reasons },
        ...action.form,
      ]
