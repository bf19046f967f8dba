/** The past of entities: written instances and sensed readings as one evolution per attribute, cut to a page. */
import type pg from 'pg'
import type { Instance, Kept } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'
import { sensedInstance } from '../query/sensed.ts'
import { hubName } from '../vocabulary.ts'
import { SCOPE } from '../write/rows.ts'
import { listInstances, listSensed, type PastInstance } from './instance-store.ts'
import { rangeOf, type TemporalQuery } from './temporal-query.ts'

export interface Moment {
  at: number
  instance: Instance
}

/** Attribute IRI → its instances in the order of the query. */
export type Evolution = Map<string, Moment[]>

export interface Evolved {
  kept: Kept
  evolution: Evolution
}

/** Readings up to that time were taken out of the past with their attribute. */
export const isGone = (kept: Kept, attribute: string, at: number): boolean =>
  [kept.hidden['~*'], kept.hidden[`~${hubName(attribute)}`]].some((until) => until !== undefined && at <= dateTime(until))

/** Readings have no row of their own here; the id says so to whoever wants to change one. */
const SENSED_ID = 'urn:ngsi-ld:Instance:reading-'
const sensedId = (at: number): string => `${SENSED_ID}${at}`
export const isSensedId = (instanceId: string): boolean => instanceId.startsWith(SENSED_ID)

const key = (attribute: string, at: number, value: unknown): string => `${attribute} ${at} ${JSON.stringify(value)}`

/** Half-open spans of time, epoch milliseconds. */
export type Spans = readonly (readonly [from: number, to: number])[]

export interface EvolveOptions {
  /** attribute IRIs; undefined: all */
  attributes?: readonly string[]
  /** dataset ids, '' for the default; undefined: all */
  datasets?: readonly string[]
  /** instances per attribute */
  most: number
  /** by entity: only what falls into these */
  spans?: ReadonlyMap<string, Spans>
}

/** Instances looked at when only some of them count. */
export const MOST_LOOKED_AT = 10_000

/** Loads the instances of a window. */
export const evolve = async (
  pool: pg.Pool,
  now: Date,
  entities: readonly Kept[],
  query: TemporalQuery,
  { attributes, datasets, most, spans }: EvolveOptions,
): Promise<Evolved[]> => {
  const descending = query.lastN !== undefined
  const [first] = entities
  if (!first) return []
  const window = {
    tenant: first.tenant,
    entities: entities.map(({ id }) => id),
    ...(attributes ? { attributes } : {}),
    ...(datasets ? { datasets } : {}),
    property: query.timeproperty,
    ...rangeOf(query),
    descending,
    most: spans ? MOST_LOOKED_AT : most,
  }
  const [written, sensed] = await Promise.all([listInstances(pool, window, now), listSensed(pool, window)])
  const byEntity = Map.groupBy(written, ({ entity }) => entity)
  const sensedByEntity = Map.groupBy(sensed, ({ entity }) => entity)
  return entities.map((kept) => {
    const evolution: Evolution = new Map()
    const known = new Set<string>()
    const valid = spans?.get(kept.id)
    const add = (attribute: string, moment: Moment): void => {
      if (valid && attribute !== SCOPE && !valid.some(([from, to]) => moment.at >= from && moment.at < to)) return
      const list = evolution.get(attribute)
      if (list) list.push(moment)
      else evolution.set(attribute, [moment])
    }
    for (const { attribute, at, instance } of (byEntity.get(kept.id) ?? []) as PastInstance[]) {
      if (instance.observedAt) known.add(key(attribute, dateTime(instance.observedAt), instance.value))
      add(attribute, { at, instance })
    }
    for (const row of sensedByEntity.get(kept.id) ?? []) {
      const at = row.at.getTime()
      // a reading that an NGSI-LD write brought is in the history already, with all its sub-attributes
      if (isGone(kept, row.iri, at) || known.has(key(row.iri, at, row.value))) continue
      const reading = sensedInstance({ ...row, at: row.at.toISOString(), state: null }, undefined)
      add(row.iri, { at, instance: { ...reading, instanceId: sensedId(at) } })
    }
    for (const [attribute, list] of evolution) {
      list.sort((a, b) => (descending ? b.at - a.at : a.at - b.at))
      evolution.set(attribute, list.slice(0, most))
    }
    return { kept, evolution }
  })
}

export interface ContentRange {
  /** epoch milliseconds, in the direction of the query */
  from: number
  to: number
  size: string
}

/**
 * Temporal pagination (clause 6.3.10): when an attribute reaches the page size, the range of the whole answer ends where
 * its page ends, so that a reader who goes on from there misses nothing. Null when nothing had to be cut. `bound`: beyond it not everything is
 * known, since a context source cut its answer there.
 */
export const cut = (evolved: readonly Evolved[], query: TemporalQuery, pageSize: number, bound?: number): ContentRange | null => {
  const descending = query.lastN !== undefined
  // fewer than a page were asked for: they are the whole answer
  if (query.lastN !== undefined && query.lastN < pageSize && bound === undefined) return null
  const full = evolved.flatMap(({ evolution }) => [...evolution.values()].filter((list) => list.length >= pageSize))
  const ends = full.map((list) => (list[Math.min(list.length, pageSize) - 1] as Moment).at)
  if (bound !== undefined) ends.push(bound)
  if (ends.length === 0) return null
  const end = descending ? Math.max(...ends) : Math.min(...ends)
  const kept: number[] = bound === undefined ? [] : [end]
  for (const { evolution } of evolved)
    for (const [attribute, list] of evolution) {
      const inside = list.filter(({ at }) => (descending ? at >= end : at <= end)).slice(0, pageSize)
      kept.push(...inside.map(({ at }) => at))
      evolution.set(attribute, inside)
    }
  const [least, greatest] = [Math.min(...kept), Math.max(...kept)]
  const { timerel, timeAt, endTimeAt } = query
  const size = query.lastN === undefined ? '*' : String(query.lastN)
  if (descending) {
    const from = timerel === 'before' ? (timeAt as number) : timerel === 'between' ? (endTimeAt as number) : greatest
    return { from, to: least, size }
  }
  const from = timerel === 'after' || timerel === 'between' ? (timeAt as number) : least
  return { from, to: greatest, size }
}

const time = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
export const contentRange = ({ from, to, size }: ContentRange): string => `date-time ${time(from)}-${time(to)}/${size}`
export { time as timeText }
