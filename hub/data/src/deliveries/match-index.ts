/** Finds the few subscriptions that an entity may concern, without looking at all of them. */
import type { Entity } from '../context/model/entity.ts'
import { typesIn } from '../context/query/types.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'
import { createValueIndex, type ValueIndex } from './value-index.ts'

export interface MatchIndex {
  /** every subscription that this entity may be meant by; the caller looks at the rest of its conditions */
  of: (tenant: string, entity: Pick<Entity, 'id' | 'types' | 'attributes'>) => readonly Stored[]
  /** may a change of this attribute concern anybody? Asked before the entity itself is read */
  watches: (tenant: string, types: readonly string[], id: string, attribute: string) => boolean
}

// what a literal text ends at in a regular expression
const SPECIAL = /[.*+?()[\]{}|\\^$]/

/** The text with which everything that the pattern matches begins; '' when that cannot be told. */
export const prefixOf = (pattern: string): string => {
  // an alternative: anything may match
  if (!pattern.startsWith('^') || pattern.includes('|')) return ''
  const rest = pattern.slice(1)
  const end = rest.search(SPECIAL)
  if (end < 0) return rest
  // a quantifier makes what stands before it optional
  return '*?{'.includes(rest[end] as string) ? rest.slice(0, Math.max(0, end - 1)) : rest.slice(0, end)
}

/** Subscriptions under one key: by a value they need, or all of them. */
interface Bucket {
  plain: Stored[]
  byValue: ValueIndex
  /** attributes that any of them watches; null: all */
  watched: Set<string> | null
  last: Stored | undefined
}

const openBucket = (): Bucket => ({ plain: [], byValue: createValueIndex(), watched: new Set(), last: undefined })

const put = (bucket: Bucket, subscription: Stored): void => {
  // several selectors of one subscription may lead here
  if (bucket.last === subscription) return
  bucket.last = subscription
  if (!bucket.byValue.add(subscription)) bucket.plain.push(subscription)
  const { watched } = subscription.compiled
  if (!watched) bucket.watched = null
  else for (const attribute of watched) bucket.watched?.add(attribute)
}

const bucketOf = <K>(map: Map<K, Bucket>, key: K): Bucket => {
  const known = map.get(key)
  if (known) return known
  const made = openBucket()
  map.set(key, made)
  return made
}

interface OfTenant {
  byId: Map<string, Bucket>
  /** by the length of the prefix */
  byPrefix: Map<number, Map<string, Bucket>>
  byType: Map<string, Bucket>
  any: Bucket
}

const enter = (mine: OfTenant, subscription: Stored): void => {
  const { selectors } = subscription.compiled.query
  if (selectors.length === 0) put(mine.any, subscription)
  for (const { ids, idPattern, types } of selectors) {
    const prefix = idPattern ? prefixOf(idPattern) : ''
    if (ids) for (const id of ids) put(bucketOf(mine.byId, id), subscription)
    else if (prefix !== '') {
      const ofLength = mine.byPrefix.get(prefix.length) ?? new Map<string, Bucket>()
      mine.byPrefix.set(prefix.length, ofLength)
      put(bucketOf(ofLength, prefix), subscription)
    } else if (types !== undefined) for (const type of typesIn(types)) put(bucketOf(mine.byType, type), subscription)
    // without a type, every entity may be meant
    else put(mine.any, subscription)
  }
}

const bucketsFor = ({ byId, byPrefix, byType, any }: OfTenant, types: readonly string[], id: string): Bucket[] => {
  const buckets = [any]
  const take = (bucket: Bucket | undefined): void => {
    if (bucket) buckets.push(bucket)
  }
  take(byId.get(id))
  for (const [length, prefixes] of byPrefix) if (id.length >= length) take(prefixes.get(id.slice(0, length)))
  for (const type of types) take(byType.get(type))
  return buckets
}

const NONE: readonly Stored[] = []

export const createMatchIndex = (subscriptions: readonly Stored[]): MatchIndex => {
  const tenants = new Map<string, OfTenant>()
  for (const subscription of subscriptions) {
    const mine = tenants.get(subscription.tenant) ?? {
      byId: new Map(),
      byPrefix: new Map(),
      byType: new Map(),
      any: openBucket(),
    }
    tenants.set(subscription.tenant, mine)
    enter(mine, subscription)
  }
  return {
    of: (tenant, { id, types, attributes }) => {
      const mine = tenants.get(tenant)
      if (!mine) return NONE
      const found = new Set<Stored>()
      for (const { plain, byValue } of bucketsFor(mine, types, id)) {
        for (const one of plain) found.add(one)
        for (const one of byValue.of(attributes)) found.add(one)
      }
      return found.size === 0 ? NONE : [...found]
    },
    watches: (tenant, types, id, attribute) => {
      const mine = tenants.get(tenant)
      return mine !== undefined && bucketsFor(mine, types, id).some(({ watched }) => watched === null || watched.has(attribute))
    },
  }
}
