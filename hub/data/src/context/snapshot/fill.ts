/** Runs the queries of a snapshot and writes what they found into its copy (clause 5.16.1.4). */
import type pg from 'pg'
import type { ReadAsking } from '../http/asking.ts'
import type { Exchange } from '../http/exchange.ts'
import { partProblem } from '../http/part-problem.ts'
import type { Search } from '../http/search.ts'
import type { Attributes, Instance, Kept } from '../model/entity.ts'
import { NgsiError } from '../problem.ts'
import { type Selected, select } from '../query/projection.ts'
import type { Evolved } from '../temporal/evolution.ts'
import type { ReadPast } from '../temporal/past-asking.ts'
import type { PastSearch } from '../temporal/past-search.ts'
import { saveStates } from '../write/save.ts'
import { type InstanceRow, insertInstances } from '../write/write-store.ts'
import { MOST_ENTITIES, MOST_INSTANCES, type ResultDetails } from './snapshot.ts'

export interface Copy {
  entities: Map<string, Kept>
  instances: InstanceRow[]
}

/** Instances of one attribute of one entity. */
const MOST_OF_ATTRIBUTE = 10_000
const TOGETHER = 500

const tooMany = (): NgsiError => new NgsiError('TooManyResults', 'snapshot.too-many', { most: MOST_ENTITIES })

/** Two queries may each have taken a part of an entity. */
const merged = (known: Kept | undefined, found: Kept): Kept =>
  known?.live ? { ...found, attributes: { ...known.attributes, ...found.attributes } } : found

const rowsOf = (
  { tenant, at }: { tenant: string; at: string },
  { kept, evolution }: Evolved,
  selected: Selected,
  actor: string,
): InstanceRow[] => {
  const attributes: Attributes = Object.fromEntries(
    [...evolution].map(([iri, moments]) => [iri, moments.map(({ instance }) => instance)]),
  )
  return Object.entries(select({ ...kept, attributes }, selected).attributes).flatMap(([attribute, instances]) =>
    instances.map(({ instanceId: _, ...instance }: Instance): InstanceRow => {
      const created = instance.createdAt ?? instance.observedAt ?? at
      return {
        tenant,
        entity: kept.id,
        attribute,
        dataset: instance.datasetId ?? null,
        observed_at: instance.observedAt ?? null,
        created_at: created,
        modified_at: instance.modifiedAt ?? created,
        deleted_at: instance.deletedAt ?? null,
        actor,
        doc: instance,
      }
    }),
  )
}

/** Of an entity that only its past is kept of: the temporal interface knows it, the core interface does not. */
const onlyPast = (kept: Kept): Kept => ({ ...kept, attributes: {}, live: false, origin: 'temporal' })

export interface Filled {
  copy: Copy
  current: ResultDetails[]
  past: ResultDetails[]
}

export const fill = async (
  { search, pastSearch }: { search: Search; pastSearch: PastSearch },
  exchange: Exchange,
  { tenant, at }: { tenant: string; at: string },
  current: readonly ReadAsking[],
  past: readonly ReadPast[],
): Promise<Filled> => {
  const copy: Copy = { entities: new Map(), instances: [] }
  const settle = async (work: () => Promise<number>): Promise<ResultDetails> => {
    try {
      return { resultStatus: (await work()) > 0 ? 'success' : 'empty' }
    } catch (error) {
      return { resultStatus: 'failure', problemDetails: partProblem(exchange, error) }
    }
  }
  const add = (kept: Kept): void => {
    const known = copy.entities.get(kept.id)
    if (!known && copy.entities.size >= MOST_ENTITIES) throw tooMany()
    // a source may keep to itself since when it knows of an entity
    const times = { createdAt: kept.createdAt || at, modifiedAt: kept.modifiedAt || at }
    copy.entities.set(kept.id, merged(known, { ...kept, ...times, tenant, hidden: {} }))
  }
  const result: Filled = { copy, current: [], past: [] }
  for (const { asking, shape } of current)
    result.current.push(
      await settle(async () => {
        const { entities, more } = await search.everything(exchange, asking)
        if (more) throw tooMany()
        for (const kept of entities) add(select(kept, shape.selected))
        return entities.length
      }),
    )
  for (const { sought, out } of past)
    result.past.push(
      await settle(async () => {
        const most = out.temporal.lastN ?? MOST_OF_ATTRIBUTE
        const { entities, more } = await pastSearch.everything(exchange, { ...sought, most, pageSize: 1000, whole: true })
        if (more) throw tooMany()
        for (const evolved of entities) {
          const rows = rowsOf({ tenant, at }, evolved, out.selected, exchange.actor.id)
          if (copy.instances.length + rows.length > MOST_INSTANCES) throw tooMany()
          copy.instances.push(...rows)
          if (!copy.entities.has(evolved.kept.id)) add(onlyPast(evolved.kept))
        }
        return entities.length
      }),
    )
  return result
}

/** In the transaction that settles the snapshot: it is there whole or not at all. */
export const saveCopy = async (client: pg.PoolClient, { entities, instances }: Copy): Promise<void> => {
  const all = [...entities.values()]
  for (let i = 0; i < all.length; i += TOGETHER) {
    const present = new Map(all.slice(i, i + TOGETHER).map((kept) => [`${kept.tenant}\n${kept.id}`, kept]))
    await saveStates(client, new Map([...present.keys()].map((key) => [key, undefined])), present)
  }
  for (let i = 0; i < instances.length; i += TOGETHER) await insertInstances(client, instances.slice(i, i + TOGETHER))
}
