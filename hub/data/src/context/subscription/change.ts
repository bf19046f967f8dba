/** A change as it is kept for subscribers: the object as it became, and the instances that were before. */
import type { Entity, Instance, Kept } from '../model/entity.ts'
import type { JsonObject } from '../model/json.ts'
import type { Applied } from '../write/engine.ts'
import { stateOf } from './match.ts'

export interface KeptChange {
  kind: 'created' | 'updated' | 'deleted' | 'interval' | 'csource'
  /** with its region, where what is told depends on it */
  entity: Entity & { region?: string }
  /** instances that were replaced (or removed: `gone`) */
  before: { attribute: string; instance: Instance; gone: boolean }[]
  /** interval: everything that matched */
  entities?: (Entity & { region?: string })[]
  /** csource: registrations, names expanded, and why they are told of */
  registrations?: JsonObject[]
  reason?: TriggerReason
}

export type TriggerReason = 'newlyMatching' | 'updated' | 'noLongerMatching'

const bare = ({
  id,
  types,
  scope,
  attributes,
  region,
  expiresAt,
  createdAt,
  modifiedAt,
  deletedAt,
}: Kept): KeptChange['entity'] => ({
  id,
  types,
  scope,
  attributes,
  region,
  createdAt,
  modifiedAt,
  ...(expiresAt ? { expiresAt } : {}),
  ...(deletedAt ? { deletedAt } : {}),
})

export const keptChange = (applied: Applied): KeptChange => {
  const { difference, after, now } = applied
  const state = bare(stateOf(applied))
  return {
    kind: difference.deleted ? 'deleted' : difference.created ? 'created' : 'updated',
    entity: difference.deleted ? { ...state, scope: [], attributes: {}, deletedAt: after.deletedAt ?? now } : state,
    before: difference.instances.flatMap(({ attribute, before, after: is }) =>
      before ? [{ attribute, instance: before, gone: !is }] : [],
    ),
  }
}

export const intervalChange = (entities: readonly Kept[], now: string): KeptChange => ({
  kind: 'interval',
  entity: { id: 'urn:ngsi-ld:null', types: [], scope: [], attributes: {}, createdAt: now, modifiedAt: now },
  before: [],
  entities: entities.map(bare),
})

export const csourceChange = (registrations: readonly JsonObject[], reason: TriggerReason, now: string): KeptChange => ({
  kind: 'csource',
  entity: { id: (registrations[0]?.id as string) ?? '', types: [], scope: [], attributes: {}, createdAt: now, modifiedAt: now },
  before: [],
  registrations: [...registrations],
  reason,
})
