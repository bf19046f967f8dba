/** An action on its way: checked by the contract's functions, settled by rules, folded, not yet written. */
import {
  type Actor,
  AppError,
  actionOf,
  applyEntry,
  type CaseEntry,
  type CaseState,
  type CaseTypeDef,
  checkForm,
  type Facts,
  formOf,
  type Grant,
  type Opening,
  openCase,
  type Settled,
  verdictOn,
} from '@haihe/contract'
import type { Engine } from './engine.ts'
import { factsFor, newlyBreached } from './facts.ts'
import { settle } from './settle.ts'

type LoggedEntry = CaseEntry & { from: string | null; to: string }

export interface Draft {
  def: CaseTypeDef
  before: CaseState | null
  state: CaseState
  entries: LoggedEntry[]
}

export interface Act {
  action: string
  actor: Actor
  data: CaseEntry['data']
  note: string
  attachments: string[]
  at: Date
  /** what a hook found out: responsible unit, links and facts */
  settled?: Pick<Settled, 'unit' | 'links' | 'flags'>
}

const actorOf = (actor: Actor): CaseEntry['actor'] => ({ id: actor.id, kind: actor.kind, name: actor.name })

/** Fields of the form, with the note and the photos lifted to where the log keeps them. */
export const normalise = (act: Act): Act => {
  const { note, ...data } = act.data
  return typeof note === 'string' && act.note === '' ? { ...act, data, note } : act
}

/** Throws INVALID_INPUT with one error per field. Units and categories must exist. */
const checkAnswers = (engine: Engine, def: CaseTypeDef, action: string, act: Act): void => {
  const definition = actionOf(def, action)
  const fields = definition ? formOf(definition) : []
  const photos = fields.find((field) => field.kind === 'photos')
  const answers: Record<string, unknown> = { ...act.data }
  if (photos) answers[photos.name] = act.attachments.length
  if (fields.some((field) => field.name === 'note')) answers.note = act.note
  const errors = checkForm(fields, answers)
  for (const field of fields) {
    const value = act.data[field.name]
    const units = field.kind === 'unit' ? [value] : field.kind === 'units' && Array.isArray(value) ? value : []
    if (units.some((unit) => typeof unit === 'string' && unit !== '' && !engine.ports.units.find(unit)))
      errors.push({ path: `data.${field.name}`, message: '单位不存在' })
    const category = field.kind === 'category' && typeof value === 'string' ? value : undefined
    if (category !== undefined && !engine.registry.categories(def.id).get(category)?.leaf)
      errors.push({ path: `data.${field.name}`, message: '事项类别不存在' })
  }
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })
}

const append = (draft: Draft, entry: CaseEntry, state: CaseState): Draft => ({
  ...draft,
  state,
  entries: [...draft.entries, { ...entry, from: draft.state.state, to: state.state }],
})

/** A case that has just been reported. */
export const openDraft = (engine: Engine, def: CaseTypeDef, opening: Opening, act: Act, unit: string | null): Draft => {
  const settled = settle(engine, def, { action: 'report', data: act.data, at: act.at, of: opening, state: null })
  const entry: CaseEntry = {
    seq: 1,
    action: 'report',
    at: act.at.toISOString(),
    actor: actorOf(act.actor),
    actorUnit: unit,
    data: act.data,
    note: act.note,
    attachments: act.attachments,
    settled,
    opening,
  }
  const state = openCase(def, entry)
  return { def, before: null, state, entries: [{ ...entry, from: null, to: state.state }] }
}

/** One more action of the definition. The caller has asked for the verdict. */
const accept = (engine: Engine, draft: Draft, act: Act, unit: string | null): Draft => {
  const { def, state } = draft
  const breached = newlyBreached(engine, state, act.at)
  const { unit: known, ...found } = act.settled ?? {}
  const told = found.flags ? { ...state, flags: { ...state.flags, ...found.flags } } : state
  const settled: Settled = {
    ...settle(engine, def, { action: act.action, data: act.data, at: act.at, of: state, state: told, unit: known ?? null }),
    ...found,
    ...(breached.length > 0 ? { breached } : {}),
  }
  const entry: CaseEntry = {
    seq: state.seq + 1,
    action: act.action,
    at: act.at.toISOString(),
    actor: actorOf(act.actor),
    actorUnit: unit,
    data: act.data,
    note: act.note,
    attachments: act.attachments,
    settled,
  }
  return append(draft, entry, applyEntry(def, state, entry))
}

const refuse = (cause: 'state' | 'role' | 'guard', reason: { zh: string; en: string }): AppError =>
  new AppError(cause === 'role' ? 'FORBIDDEN' : 'CASE_ACTION_NOT_ALLOWED', { detail: reason.zh, cause })

/** Unit for which the actor acts: that of the grant that entitles, else the responsible one they belong to. */
const unitOfGrant = (grant: Grant | null): string | null => grant?.unit ?? null

/** Whether the actor may do it now, in which unit's name. Throws FORBIDDEN, CASE_ACTION_NOT_ALLOWED or INVALID_INPUT. */
export const judge = (engine: Engine, draft: Draft, given: Act): { act: Act; unit: string | null } => {
  const action = actionOf(draft.def, given.action)
  if (!action) throw new AppError('CASE_ACTION_NOT_ALLOWED', { detail: '此类事项没有这个操作' })
  const facts: Facts = factsFor(engine, draft.def, draft.state, given.at)
  const verdict = verdictOn(draft.def, action, draft.state, given.actor, facts)
  if (!verdict.allowed) throw refuse(verdict.cause, verdict.reason)
  const act = normalise(given)
  checkAnswers(engine, draft.def, act.action, act)
  return { act, unit: unitOfGrant(verdict.grant) }
}

/** An action by a person or the system. Throws FORBIDDEN, CASE_ACTION_NOT_ALLOWED or INVALID_INPUT. */
export const actOn = (engine: Engine, draft: Draft, given: Act): Draft => {
  const { act, unit } = judge(engine, draft, given)
  return accept(engine, draft, act, unit)
}

/** An entry the engine itself makes: warn, breach, escalate, remark, join. */
export const builtIn = (draft: Draft, act: Act): Draft => {
  const entry: CaseEntry = {
    seq: draft.state.seq + 1,
    action: act.action,
    at: act.at.toISOString(),
    actor: actorOf(act.actor),
    actorUnit: null,
    data: act.data,
    note: act.note,
    attachments: [],
    settled: {},
  }
  return append(draft, entry, applyEntry(draft.def, draft.state, entry))
}

/** What the system does at once after a report, as far as it is allowed; the first that is not is left to people. */
export const followUp = (engine: Engine, draft: Draft, actions: readonly string[], actor: Actor, at: Date): Draft => {
  let next = draft
  for (const action of actions)
    try {
      next = actOn(engine, next, { action, actor, data: {}, note: '', attachments: [], at })
    } catch (error) {
      if (error instanceof AppError) return next
      throw error
    }
  return next
}
