/** Which types and attributes are in use, counted in the store; sensed series count like any attribute. */
import type pg from 'pg'
import { iriOf } from '../vocabulary.ts'
import * as store from './discovery-store.ts'

export interface DiscoveryScope {
  tenant: string
  regions?: string[]
}

export interface UsedAttribute {
  iri: string
  /** Property, Relationship… */
  kinds: string[]
}

export interface UsedType {
  iri: string
  count: number
  attributes: UsedAttribute[]
}

export interface AttributeUse extends UsedAttribute {
  count: number
  types: string[]
}

export interface Discovery {
  /** `only`: that type alone */
  types: (scope: DiscoveryScope, only?: string) => Promise<UsedType[]>
  attributes: (scope: DiscoveryScope, only?: string) => Promise<AttributeUse[]>
}

const add = <K, V>(map: Map<K, Set<V>>, key: K, values: Iterable<V>): void => {
  const set = map.get(key) ?? new Set<V>()
  for (const value of values) set.add(value)
  map.set(key, set)
}

export const createDiscovery = (pool: pg.Pool): Discovery => {
  /** (type, attribute) pairs of documents and of series. */
  const pairs = async (scope: DiscoveryScope, type?: string, attribute?: string): Promise<store.Pair[]> => {
    const rows = await store.listPairs(pool, scope, type ?? null, attribute ?? null)
    return rows.map((row) => (row.sensed ? { ...row, attribute: iriOf(row.attribute as string) } : row))
  }

  return {
    async types(scope, only) {
      const counts = await store.countTypes(pool, scope, only ?? null)
      const byType = new Map<string, Map<string, Set<string>>>()
      for (const { type, attribute, kind } of await pairs(scope, only)) {
        const known = byType.get(type) ?? new Map<string, Set<string>>()
        add(known, attribute as string, [kind])
        byType.set(type, known)
      }
      return counts.map(({ type, count }) => ({
        iri: type,
        count,
        attributes: [...(byType.get(type) ?? [])].map(([iri, kinds]) => ({ iri, kinds: [...kinds].sort() })),
      }))
    },
    async attributes(scope, only) {
      const found = await pairs(scope, undefined, only)
      const kinds = new Map<string, Set<string>>()
      const types = new Map<string, Set<string>>()
      const counts = new Map<string, number>()
      for (const pair of found) {
        const iri = pair.attribute as string
        add(kinds, iri, [pair.kind])
        add(types, iri, [pair.type])
      }
      if (only) counts.set(only, await store.countAttribute(pool, scope, only))
      return [...kinds].sort().map(([iri, set]) => ({
        iri,
        kinds: [...set].sort(),
        types: [...(types.get(iri) ?? [])].sort(),
        count: counts.get(iri) ?? 0,
      }))
    },
  }
}
