/** Who may do what to a case now, and why not. The button and the server call the same function. */
import { type Facts, guardHolds } from './case-guard.ts'
import type { CaseState } from './case-state.ts'
import { type ActionDef, type CaseTypeDef, formOf, startsFrom, type Who } from './case-type.ts'
import type { AvailableAction } from './case-view.ts'
import { type Actor, type Grant, ROLE_PERMISSIONS } from './permission.ts'
import { withinRegion } from './region.ts'
import type { Text } from './text.ts'

/**
 * allowed: `grant` is the one that entitles the actor (null for the system).
 * state: the case is in no state that allows it; role: not this actor; guard: not yet or not any more.
 */
export type Verdict =
  | { action: string; allowed: true; grant: Grant | null }
  | { action: string; allowed: false; cause: 'state' | 'role' | 'guard'; reason: Text }

const NOT_NOW: Text = { zh: '当前环节不能执行此操作', en: 'The case does not allow this action now' }
const NOT_YOU: Text = { zh: '此操作由其他岗位执行', en: 'This action belongs to another role' }

const entitles = (who: Who, grant: Grant, state: CaseState, actor: Actor): boolean => {
  if (!who.roles.includes(grant.role)) return false
  switch (who.at) {
    case 'region':
      return withinRegion(state.region, grant.region)
    case 'unit':
      return grant.unit !== null && grant.unit === state.unit
    case 'coUnit':
      return grant.unit !== null && state.coUnits.some((each) => each.unit === grant.unit)
    case 'desk':
      return grant.unit !== null && grant.unit === state.desk
    case 'asker':
      return grant.unit !== null && grant.unit === state.asker
    case 'reporter':
      return state.reporter !== null && state.reporter === actor.id
  }
}

const entitlement = (action: ActionDef, state: CaseState, actor: Actor): Grant | null => {
  for (const who of action.may)
    for (const grant of actor.grants)
      if (ROLE_PERMISSIONS[grant.role].includes(action.permission) && entitles(who, grant, state, actor)) return grant
  return null
}

export const verdictOn = (def: CaseTypeDef, action: ActionDef, state: CaseState, actor: Actor, facts: Facts): Verdict => {
  const id = action.id
  const system = actor.kind === 'system'
  const grant = system ? null : entitlement(action, state, actor)
  // first of all who: an outsider learns nothing of the state of the case
  if (action.system ? !system : !system && !grant) return { action: id, allowed: false, cause: 'role', reason: NOT_YOU }
  if (!startsFrom(def, action, state.state)) return { action: id, allowed: false, cause: 'state', reason: NOT_NOW }
  const failed = action.guards.find((guard) => !guardHolds(guard, state, actor, facts))
  if (failed) return { action: id, allowed: false, cause: 'guard', reason: failed.because }
  return { action: id, allowed: true, grant }
}

/** The verdict on every action of the definition. */
export const available = (def: CaseTypeDef, state: CaseState, actor: Actor, facts: Facts): Verdict[] =>
  def.actions.map((action) => verdictOn(def, action, state, actor, facts))

/** The buttons in front of this actor: what they may do, and what they could do but for a guard. */
export const buttons = (def: CaseTypeDef, state: CaseState, actor: Actor, facts: Facts): AvailableAction[] =>
  def.actions.flatMap((action) => {
    const verdict = verdictOn(def, action, state, actor, facts)
    if (!verdict.allowed && (verdict.cause !== 'guard' || action.hideBlocked)) return []
    return [
      {
        id: action.id,
        title: action.title,
        tone: action.tone,
        form: formOf(action),
        blocked: verdict.allowed ? null : verdict.reason,
      },
    ]
  })
