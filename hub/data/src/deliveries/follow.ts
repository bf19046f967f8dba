/** Turns changes of city objects into deliveries, in the transaction of the change. */
import type pg from 'pg'
import { isOwnNews } from '../context/federation/copies/own-news.ts'
import { type Entity, type Instance, instanceFor, type Kept } from '../context/model/entity.ts'
import { findMany } from '../context/query/find-store.ts'
import { pathsOf } from '../context/query/q-ast.ts'
import { type Linked, wantedLinks } from '../context/query/q-match.ts'
import { withSensed } from '../context/query/sensed.ts'
import { keptChange } from '../context/subscription/change.ts'
import { concerns, stateOf } from '../context/subscription/match.ts'
import type { Candidates, Registry } from '../context/subscription/registry.ts'
import type { Subscription } from '../context/subscription/spec.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'
import { iriOf } from '../context/vocabulary.ts'
import type { Applied, Follower } from '../context/write/engine.ts'
import type { Reading, Sink } from '../ingest/types.ts'
import type { Handed } from './dispatcher.ts'
import { enqueue, type NewChange, type NewDelivery } from './queue-store.ts'

const NOBODY = () => undefined

/** Entities that the linked conditions of a subscription need (one relationship away). */
const linkedOf = async (client: pg.PoolClient, subscription: Subscription, state: Kept): Promise<Linked> => {
  const { q } = subscription.compiled.query
  const paths = q ? pathsOf(q).filter((path) => path.linked) : []
  if (paths.length === 0) return NOBODY
  const known = new Map<string, Entity>()
  let level: Entity[] = [state]
  let open = paths
  while (open.length > 0 && level.length > 0) {
    const wanted = [...new Set(level.flatMap((entity) => wantedLinks(entity, open)))].filter((uri) => !known.has(uri))
    level = wanted.length === 0 ? [] : (await findMany(client, state.tenant, wanted)).map(withSensed)
    for (const entity of level) known.set(entity.id, entity)
    open = open.flatMap((path) => (path.linked?.path.linked ? [path.linked.path] : []))
  }
  return (uri: string) => known.get(uri)
}

/** What is owed for these changes, written; what to hand over after the commit. */
const queueUp = async (client: pg.PoolClient, applied: readonly Applied[], candidates: Candidates): Promise<Handed[]> => {
  const changes: NewChange[] = []
  const deliveries: NewDelivery[] = []
  const owners: Stored[] = []
  for (const one of applied) {
    const state = stateOf(one)
    let position = -1
    for (const subscription of candidates.of(state.tenant, state)) {
      if (!concerns(subscription, one, await linkedOf(client, subscription, state))) continue
      if (subscription.copied && !(await isOwnNews(client, subscription, one))) continue
      if (position < 0) position = changes.push({ tenant: state.tenant, entity: state.id, at: one.now, doc: keptChange(one) }) - 1
      deliveries.push({ subscriber: subscription.key, change: position, region: state.region, entity: state.id })
      owners.push(subscription)
    }
  }
  if (deliveries.length === 0) return []
  const ids = await enqueue(client, changes, deliveries, applied[0]?.now as string)
  const handed = new Map<number, Handed>()
  for (const [i, { subscriber, change, entity }] of deliveries.entries()) {
    const { at, doc } = changes[change] as NewChange
    const owed = { id: ids[i] as number, entity, at, doc }
    const known = handed.get(subscriber)
    if (known) known.owed.push(owed)
    else handed.set(subscriber, { subscription: owners[i] as Stored, owed: [owed] })
  }
  return [...handed.values()]
}

interface FollowServices {
  registry: Registry
  hand: (handed: readonly Handed[]) => void
}

/** Writes over NGSI-LD. */
export const entityFollower = ({ registry, hand }: FollowServices): Follower => ({
  write: async (client, applied) => {
    const candidates = await registry.candidates(client)
    return candidates.isEmpty ? [] : queueUp(client, applied, candidates)
  },
  committed: (handed) => hand(handed as Handed[]),
})

const sensedInstance = (reading: Reading, value: number, at: number, before: Instance | undefined): Instance => ({
  ...before,
  type: 'Property',
  value,
  observedAt: new Date(at).toISOString(),
  createdAt: before?.createdAt ?? new Date(at).toISOString(),
  modifiedAt: new Date(at).toISOString(),
  attrs: { ...before?.attrs, [iriOf('provenance')]: [{ type: 'Property', value: reading.provenance }] },
})

/** The reading came from a write of the entity itself: its subscribers were told with that write. */
const isWritten = (kept: Kept, iri: string, { at, value }: Reading): boolean => {
  const instance = instanceFor(kept.attributes[iri], undefined)
  return instance?.value === value && instance.observedAt !== undefined && Date.parse(instance.observedAt) === at
}

interface Measured {
  applied: Applied
  /** time of measurement */
  at: number
}

/** The states an entity went through with its new readings, oldest first: one per time of measurement. */
const statesOf = (current: Kept, readings: readonly Reading[], now: string): Measured[] => {
  const byTime = [...Map.groupBy(readings, (reading) => reading.at)].sort(([a], [b]) => a - b)
  // as it was before the first of them: the present state with the readings taken back
  let before: Kept = current
  for (const reading of [...readings].sort((a, b) => b.at - a.at)) {
    const iri = iriOf(reading.attribute)
    const list = before.attributes[iri] ?? []
    const mine = instanceFor(list, undefined)
    const rest = list.filter((instance) => instance !== mine)
    const { previous } = reading
    const older = previous ? [sensedInstance(reading, previous.value, previous.at, mine), ...rest] : rest
    const { [iri]: _, ...others } = before.attributes
    before = { ...before, attributes: older.length > 0 ? { ...before.attributes, [iri]: older } : others }
  }
  const states: Measured[] = []
  for (const [at, group] of byTime) {
    let after: Kept = before
    const instances: Applied['difference']['instances'] = []
    for (const reading of group) {
      const iri = iriOf(reading.attribute)
      const list = after.attributes[iri] ?? []
      const mine = instanceFor(list, undefined)
      const instance = sensedInstance(reading, reading.value, reading.at, mine)
      instances.push({ attribute: iri, before: mine, after: instance })
      after = {
        ...after,
        modifiedAt: now,
        attributes: { ...after.attributes, [iri]: [instance, ...list.filter((other) => other !== mine)] },
      }
    }
    const difference = { created: false, deleted: false, scope: false, instances }
    states.push({ applied: { before, after, difference, actor: group[0]?.source ?? '', now }, at })
    before = after
  }
  return states
}

/** Readings of the ingest pipeline. Late ones change the past, not the present: nobody is notified of them. */
export const sensedSink = ({ registry, hand }: FollowServices, now: () => Date): Sink => ({
  name: 'subscriptions',
  write: async (client, readings) => {
    const candidates = await registry.candidates(client)
    if (candidates.isEmpty) return []
    const fresh = readings.filter((reading) => reading.newest || reading.previous !== undefined)
    const wanted = new Map<string, Reading[]>()
    for (const reading of fresh)
      if (candidates.watches('', [iriOf(reading.type)], reading.entity, iriOf(reading.attribute))) {
        const list = wanted.get(reading.entity)
        if (list) list.push(reading)
        else wanted.set(reading.entity, [reading])
      }
    if (wanted.size === 0) return []
    const at = now().toISOString()
    const states: Measured[] = []
    for (const found of await findMany(client, '', [...wanted.keys()])) {
      const told = (wanted.get(found.kept.id) as Reading[]).filter(
        (reading) => !isWritten(found.kept, iriOf(reading.attribute), reading),
      )
      if (told.length > 0) states.push(...statesOf(withSensed(found), told, at))
    }
    // in the order in which it was measured, whatever it was measured on
    states.sort((a, b) => a.at - b.at)
    return queueUp(
      client,
      states.map(({ applied }) => applied),
      candidates,
    )
  },
  committed: (handed) => hand((handed ?? []) as Handed[]),
})
