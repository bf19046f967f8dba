/** The writes of clause 5.6 on one entity, as the engine runs them. */
import type { Actor } from '@haihe/contract'
import { mayIn } from '@haihe/contract'
import type { NewEntity } from '../http/fragments.ts'
import type { Attributes, Kept } from '../model/entity.ts'
import { missing, NgsiError } from '../problem.ts'
import { matchesTypes, type TypeExpression } from '../query/types.ts'
import { hubName } from '../vocabulary.ts'
import * as changes from './changes.ts'
import type { Write } from './engine.ts'
import { presentAt } from './expiry.ts'
import { assertMayWrite } from './place.ts'

export interface WriteBase {
  tenant: string
  id: string
  actor: Actor
  /** default source of readings */
  source: string
  /** region that the new attributes say; undefined: it stays */
  region?: string
  /** attributes that only the ingest pipeline has brought so far: they count as present */
  sensed?: Attributes
  /** the entity must be of these types, else it is not the one meant */
  types?: TypeExpression
}

const base = ({ tenant, id, actor, source }: WriteBase) => ({ tenant, id, actor: actor.id, source: actor.source ?? source })

/** The entity that is to be changed. What the caller may not see does not exist; what it may only see is out of scope. */
const target = (current: Kept | undefined, { id, actor, sensed, types }: WriteBase, now: string): Kept => {
  const present = presentAt(current, Date.parse(now))
  if (!present || (types && !matchesTypes(present.types, types))) throw missing('entity.unknown', { id })
  if (!mayIn(actor, 'entity.read', present.region) && !mayIn(actor, 'entity.write', present.region))
    throw missing('entity.unknown', { id })
  assertMayWrite(actor, present.region)
  return sensed ? { ...present, attributes: { ...sensed, ...present.attributes } } : present
}

const moved = (next: Kept, before: Kept, write: WriteBase): Kept => {
  if (write.region === undefined || next === before || write.region === before.region) return next
  assertMayWrite(write.actor, write.region)
  return { ...next, region: write.region }
}

/** Readings of an entity that is gone do not come back with the next one of its id. */
const hiddenSince = (current: Kept | undefined, now: string): Record<string, string> =>
  current && !current.live ? { '*': current.deletedAt ?? now } : (current?.hidden ?? {})

export const freshEntity = (
  write: WriteBase,
  entity: NewEntity,
  current: Kept | undefined,
  region: string,
  now: string,
): Kept => ({
  tenant: write.tenant,
  id: entity.id,
  types: entity.types,
  scope: entity.scope,
  attributes: changes.stampAll(entity.attributes, now),
  region,
  source: write.actor.source ?? null,
  provenance: null,
  hidden: hiddenSince(current, now),
  live: true,
  origin: 'core',
  createdAt: now,
  modifiedAt: now,
  ...(entity.expiresAt ? { expiresAt: entity.expiresAt } : {}),
})

/** Create (5.6.1). `fallback`: region of an entity that says nothing about its place. */
export const create = (write: WriteBase, entity: NewEntity, fallback: string): Write<void> => ({
  ...base(write),
  apply: (current, now) => {
    if (presentAt(current, Date.parse(now))) throw new NgsiError('AlreadyExists', 'entity.exists', { id: write.id })
    const region = write.region ?? fallback
    assertMayWrite(write.actor, region)
    return { next: freshEntity(write, entity, current, region, now), result: undefined }
  },
})

/** A change of an entity that exists. */
const onTarget = <R>(write: WriteBase, work: (entity: Kept, now: string) => { next: Kept; result: R }): Write<R> => ({
  ...base(write),
  apply: (current, now) => {
    const before = target(current, write, now)
    const { next, result } = work(before, now)
    // what had expired is dropped with the next write
    const kept = next === before && before !== current ? { ...next, modifiedAt: now } : next
    if (kept === current) return { result }
    return { next: { ...moved(kept, before, write), origin: 'core' }, result }
  },
})

export const append = (write: WriteBase, fragment: changes.Fragment, overwrite: boolean): Write<changes.UpdateResult> =>
  onTarget(write, (entity, now) => changes.append(entity, fragment, overwrite, now))

export const update = (write: WriteBase, fragment: changes.Fragment): Write<changes.UpdateResult> =>
  onTarget(write, (entity, now) => {
    const done = changes.update(entity, fragment, now)
    return { ...done, next: forgetSensed(done.next, entity, now) }
  })

export const merge = (write: WriteBase, fragment: changes.Fragment): Write<void> =>
  onTarget(write, (entity, now) => ({ next: forgetSensed(changes.merge(entity, fragment, now), entity, now), result: undefined }))

export const replace = (write: WriteBase, entity: NewEntity): Write<void> =>
  onTarget(write, (before, now) => {
    const fresh = freshEntity(write, entity, undefined, before.region, now)
    const next = { ...fresh, createdAt: before.createdAt, source: before.source, hidden: { ...before.hidden, '*': now } }
    return { next, result: undefined }
  })

export const partialUpdate = (
  write: WriteBase,
  iri: string,
  name: string,
  patch: Parameters<typeof changes.partialUpdate>[3],
  check: Parameters<typeof changes.partialUpdate>[4],
): Write<void> =>
  onTarget(write, (entity, now) => ({
    next: forgetSensed(changes.partialUpdate(entity, iri, name, patch, check, now), entity, now),
    result: undefined,
  }))

export const replaceAttribute = (
  write: WriteBase,
  iri: string,
  name: string,
  instances: Parameters<typeof changes.replaceAttribute>[3],
): Write<void> =>
  onTarget(write, (entity, now) => ({ next: changes.replaceAttribute(entity, iri, name, instances, now), result: undefined }))

export const deleteAttribute = (write: WriteBase, iri: string, name: string, selection: changes.DeleteSelection): Write<void> =>
  onTarget(write, (entity, now) => ({
    next: forgetSensed(changes.deleteAttribute(entity, iri, name, selection, now), entity, now),
    result: undefined,
  }))

/** Drops every attribute that `gone` names (5.6.21). */
export const dropAttributes = (write: WriteBase, gone: (iri: string) => boolean): Write<void> =>
  onTarget(write, (entity, now) => {
    const left = Object.entries(entity.attributes).filter(([iri]) => !gone(iri))
    if (left.length === Object.keys(entity.attributes).length) return { next: entity, result: undefined }
    const next = { ...entity, attributes: Object.fromEntries(left), modifiedAt: now }
    return { next: forgetSensed(next, entity, now), result: undefined }
  })

export const deleteScope = (write: WriteBase): Write<void> =>
  onTarget(write, (entity, now) => ({ next: changes.deleteScope(entity, now), result: undefined }))

/** Delete (5.6.6): the row stays as a mark, its past stays readable. */
export const remove = (write: WriteBase): Write<void> =>
  onTarget(write, (entity, now) => ({ next: deleted(entity, now), result: undefined }))

export const deleted = (entity: Kept, now: string): Kept => ({
  ...entity,
  attributes: {},
  scope: [],
  live: false,
  deletedAt: now,
  modifiedAt: now,
  hidden: { '*': now },
})

/** Upsert of a batch (5.6.8): creates, or replaces, updates, appends. */
export const upsert = (
  write: WriteBase,
  entity: NewEntity,
  mode: 'replace' | 'update' | 'append',
  fallback: string,
): Write<'created' | 'updated'> => ({
  ...base(write),
  apply: (current, now) => {
    if (!presentAt(current, Date.parse(now))) {
      const region = write.region ?? fallback
      assertMayWrite(write.actor, region)
      return { next: freshEntity(write, entity, current, region, now), result: 'created' }
    }
    const inner = mode === 'replace' ? replace(write, entity) : append(write, entity, mode === 'update')
    return { next: inner.apply(current, now).next, result: 'updated' }
  },
})

/** Sensed readings of an attribute that was deleted must not bring it back. */
const forgetSensed = (next: Kept, before: Kept, now: string): Kept => {
  const gone = Object.keys(before.attributes).filter((iri) => !next.attributes[iri])
  if (gone.length === 0) return next
  return { ...next, hidden: { ...next.hidden, ...Object.fromEntries(gone.map((iri) => [hubName(iri), now])) } }
}
