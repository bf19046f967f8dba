/** Does a change concern a subscription (clause 5.8.6)? */
import { withinRegion } from '@haihe/contract'
import type { Entity, Kept } from '../model/entity.ts'
import { matchesQuery } from '../query/entity-query.ts'
import type { Linked } from '../query/q-match.ts'
import type { InstanceChange } from '../write/diff.ts'
import type { Applied } from '../write/engine.ts'
import { type Subscription, statusOf, type Trigger } from './spec.ts'

const EVENT = ({ before, after }: InstanceChange): Trigger =>
  !before ? 'attributeCreated' : after ? 'attributeUpdated' : 'attributeDeleted'

const triggered = ({ triggers, watched }: Subscription['compiled'], { difference, before, after }: Applied): boolean => {
  const state = difference.deleted ? before : after
  const hasWatched = !watched || watched.some((iri) => state?.attributes[iri] !== undefined)
  if (difference.created && triggers.includes('entityCreated') && hasWatched) return true
  if (difference.deleted && triggers.includes('entityDeleted') && hasWatched) return true
  const events = difference.instances.filter(({ attribute }) => !watched || watched.includes(attribute)).map(EVENT)
  if (events.some((event) => triggers.includes(event))) return true
  // entityUpdated stands for any change of an entity that stays
  if (!triggers.includes('entityUpdated') || difference.created || difference.deleted) return false
  return events.length > 0 || (!watched && difference.scope)
}

/** What the conditions look at: the new state, or the last one of an entity that is gone. */
export const stateOf = ({ difference, before, after }: Applied): Kept => (difference.deleted ? (before as Kept) : after)

const inRegions = (subscription: Subscription, kept: Kept): boolean =>
  subscription.regions === null || subscription.regions.some((region) => withinRegion(kept.region, region))

/** `linked`: entities that linked paths of q lead to. */
export const concerns = (subscription: Subscription, applied: Applied, linked: Linked): boolean => {
  if (statusOf(subscription, Date.parse(applied.now)) !== 'active') return false
  const state = stateOf(applied)
  return (
    inRegions(subscription, state) &&
    triggered(subscription.compiled, applied) &&
    matchesQuery(state as Entity, subscription.compiled.query, linked)
  )
}
