/** The past of entities as a context source answers it, held to what it registered for and to the time asked for. */
import type { Attributes, Instance, Kept } from '../model/entity.ts'
import { dateTime, isDateTime, isObject, type Json, type JsonObject } from '../model/json.ts'
import { isId, readScopes, readTypes } from '../model/names.ts'
import { readAttributes } from '../model/read.ts'
import type { Evolution, Evolved, Moment } from '../temporal/evolution.ts'
import { rangeOf, type TemporalQuery, within } from '../temporal/temporal-query.ts'
import { SCOPE } from '../write/rows.ts'
import type { Reply } from './forward.ts'
import { covers, type Match } from './match.ts'
import { isProxied } from './registration.ts'
import { type RemoteServices, regionOf, systemTime, termsOf } from './remote.ts'

const isBounded = ({ timerel }: TemporalQuery): boolean => timerel !== undefined

/** Its time by the property asked for; without bounds, what was never observed stands at the time it was made. */
const timeOf = (instance: Instance, query: TemporalQuery): number => {
  const { timeproperty } = query
  const own = instance[timeproperty]
  if (own !== undefined || timeproperty !== 'observedAt' || isBounded(query)) return dateTime(own)
  return dateTime(instance.createdAt ?? instance.modifiedAt)
}

/** Numbers of instances are those of the source: only where it alone holds the attribute do they name one here. */
const shownId = (instance: Instance, { source }: Match): Instance => {
  if (isProxied(source)) return instance
  const { instanceId: _, ...rest } = instance
  return rest
}

const momentsOf = (instances: readonly Instance[], query: TemporalQuery, match: Match): Moment[] =>
  instances.flatMap((instance) => {
    const at = timeOf(instance, query)
    return Number.isNaN(at) || !within(at, rangeOf(query)) ? [] : [{ at, instance: shownId(instance, match) }]
  })

/** Scopes with the times they were set at; a bare scope has no time and belongs to the head. */
const readScopeMoments = (value: Json | undefined, query: TemporalQuery): Moment[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item): Moment[] => {
    if (!isObject(item) || item.value === undefined) return []
    const scopes = readScopes(item.value)
    const times = Object.fromEntries(
      ['observedAt', 'createdAt', 'modifiedAt', 'deletedAt'].flatMap((name) =>
        isDateTime(item[name]) ? [[name, item[name]]] : [],
      ),
    )
    const instance: Instance = { type: 'Property', value: scopes.length === 1 ? (scopes[0] as string) : scopes, ...times }
    // one that was set before the window and still held belongs to the answer
    const at = timeOf(instance, query)
    return Number.isNaN(at) ? [] : [{ at, instance }]
  })

const isBareScope = (value: Json | undefined): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))

const keptOf = (
  item: JsonObject,
  head: Pick<Kept, 'id' | 'types'>,
  attributes: Attributes,
  tenant: string,
  { city }: Pick<RemoteServices, 'city'>,
): Kept => ({
  ...head,
  tenant,
  scope: isBareScope(item.scope) ? readScopes(item.scope) : [],
  attributes: {},
  region: regionOf(attributes, city),
  source: null,
  provenance: null,
  hidden: {},
  live: true,
  origin: 'core',
  createdAt: systemTime(item.createdAt),
  modifiedAt: systemTime(item.modifiedAt),
})

const newestFirst = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([iri, instances]) => [
      iri,
      [...instances].sort(
        (a, b) => (dateTime(b.observedAt ?? b.modifiedAt) || 0) - (dateTime(a.observedAt ?? a.modifiedAt) || 0),
      ),
    ]),
  )

/** Attributes without instances in the window may come as empty lists. */
const withoutEmpty = (item: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => !Array.isArray(value) || value.length > 0))

/** Throws when it is no temporal representation of entities. */
export const readPast = async (
  services: RemoteServices,
  tenant: string,
  reply: Pick<Reply, 'body' | 'headers' | 'speech'>,
  match: Match,
  query: TemporalQuery,
): Promise<Evolved[]> => {
  const items = Array.isArray(reply.body) ? reply.body : reply.body === undefined ? [] : [reply.body]
  const found: Evolved[] = []
  for (const item of items) {
    if (!isObject(item)) throw new Error('no entity')
    const terms = await termsOf(services, tenant, reply as Reply, item)
    const [id, type] = [item.id ?? item['@id'], item.type ?? item['@type']]
    if (!isId(id) || type === undefined) throw new Error('no entity')
    const types = readTypes(terms, type)
    if (!covers(match, id, types)) continue
    const attributes = readAttributes(withoutEmpty(item), { terms, temporal: true, nulls: true, system: true })
    const evolution: Evolution = new Map()
    for (const [iri, instances] of Object.entries(attributes)) {
      if (match.info.attributes && !match.info.attributes.has(iri)) continue
      const moments = momentsOf(instances, query, match)
      if (moments.length > 0) evolution.set(iri, moments)
    }
    const scopes = readScopeMoments(item.scope, query)
    if (scopes.length > 0) evolution.set(SCOPE, scopes)
    found.push({ kept: keptOf(item, { id, types }, newestFirst(attributes), tenant, services), evolution })
  }
  return found
}
