/** Finds the few subscriptions that an entity may concern, without looking at all of them. */
import { typesIn } from '../context/query/types.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'

export interface MatchIndex {
  /** every subscription whose entities may be meant by this id and these types; conditions are looked at by the caller */
  of: (tenant: string, types: readonly string[], id: string) => readonly Stored[]
}

// what a literal text ends at in a regular expression
const SPECIAL = /[.*+?()[\]{}|\\^$]/

/** The text with which everything that the pattern matches begins; '' when that cannot be told. */
export const prefixOf = (pattern: string): string => {
  // an alternative or a quantifier of nothing at the front: anything may match
  if (!pattern.startsWith('^') || pattern.includes('|')) return ''
  const rest = pattern.slice(1)
  const end = rest.search(SPECIAL)
  if (end < 0) return rest
  // a quantifier makes what stands before it optional
  return '*?{'.includes(rest[end] as string) ? rest.slice(0, Math.max(0, end - 1)) : rest.slice(0, end)
}

const add = <K>(map: Map<K, Stored[]>, key: K, subscription: Stored): void => {
  const list = map.get(key)
  if (!list) map.set(key, [subscription])
  else if (list.at(-1) !== subscription) list.push(subscription)
}

const getOr = <K, V>(map: Map<K, V>, key: K, make: () => V): V => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

interface OfTenant {
  byId: Map<string, Stored[]>
  /** by the length of the prefix */
  byPrefix: Map<number, Map<string, Stored[]>>
  byType: Map<string, Stored[]>
  any: Stored[]
}

const NONE: readonly Stored[] = []

export const createMatchIndex = (subscriptions: readonly Stored[]): MatchIndex => {
  const tenants = new Map<string, OfTenant>()
  for (const subscription of subscriptions) {
    const mine = getOr<string, OfTenant>(tenants, subscription.tenant, () => ({
      byId: new Map(),
      byPrefix: new Map(),
      byType: new Map(),
      any: [],
    }))
    const { selectors } = subscription.compiled.query
    if (selectors.length === 0) mine.any.push(subscription)
    for (const { ids, idPattern, types } of selectors) {
      const prefix = idPattern ? prefixOf(idPattern) : ''
      if (ids) for (const id of ids) add(mine.byId, id, subscription)
      else if (prefix !== '')
        add(
          getOr(mine.byPrefix, prefix.length, () => new Map<string, Stored[]>()),
          prefix,
          subscription,
        )
      else if (types !== undefined) for (const type of typesIn(types)) add(mine.byType, type, subscription)
      // without a type, every entity may be meant
      else if (mine.any.at(-1) !== subscription) mine.any.push(subscription)
    }
  }
  return {
    of: (tenant, types, id) => {
      const mine = tenants.get(tenant)
      if (!mine) return NONE
      const lists: (readonly Stored[])[] = []
      const take = (list: readonly Stored[] | undefined): void => {
        if (list && list.length > 0) lists.push(list)
      }
      take(mine.byId.get(id))
      for (const [length, prefixes] of mine.byPrefix) if (id.length >= length) take(prefixes.get(id.slice(0, length)))
      for (const type of types) take(mine.byType.get(type))
      take(mine.any)
      return lists.length === 0 ? NONE : lists.length === 1 ? (lists[0] as Stored[]) : [...new Set(lists.flat())]
    },
  }
}
