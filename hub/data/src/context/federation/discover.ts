/** Types and attributes in use at the hub and its context sources (clauses 5.7.5 to 5.7.10). */

import type { Terms } from '../ld/terms.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import type { AttributeUse, UsedAttribute, UsedType } from '../query/discovery.ts'
import type { ForwardRequest, Reply } from './forward.ts'
import { matchesOf, type Wanted } from './match.ts'
import { nameAt, typeAt } from './paths.ts'
import type { Source } from './registration.ts'
import { wordsOf } from './remote.ts'
import { isCurrent, usable } from './retrieve.ts'
import type { FederationServices } from './services.ts'
import type { Origin, Speech } from './speech.ts'
import { isAbnormal, warningOf } from './warnings.ts'

export interface Discovered<T> {
  found: T[]
  warnings: string[]
}

const strings = (value: Json | undefined): string[] =>
  Array.isArray(value) ? (value.filter((item) => typeof item === 'string' && item !== '') as string[]) : []
const objects = (body: Json | undefined): JsonObject[] => [body ?? []].flat().filter(isObject)
const union = <T>(a: readonly T[], b: readonly T[]): T[] => [...new Set([...a, ...b])]

const mergeAttributes = (a: readonly UsedAttribute[], b: readonly UsedAttribute[]): UsedAttribute[] => {
  const merged = new Map(a.map((one) => [one.iri, one]))
  for (const one of b) merged.set(one.iri, { iri: one.iri, kinds: union(merged.get(one.iri)?.kinds ?? [], one.kinds).sort() })
  return [...merged.values()]
}

const byIri = <T extends { iri: string }>(a: T, b: T): number => (a.iri < b.iri ? -1 : a.iri > b.iri ? 1 : 0)

const readTypes = (body: Json | undefined, { expand }: Terms): UsedType[] =>
  objects(body).flatMap((item): UsedType[] => {
    if (item.type === 'EntityTypeList')
      return strings(item.typeList).map((name) => ({ iri: expand(name), count: 0, attributes: [] }))
    if (typeof item.typeName !== 'string') return []
    const details = objects(item.attributeDetails).flatMap((one) =>
      typeof one.attributeName === 'string' ? [{ iri: expand(one.attributeName), kinds: strings(one.attributeTypes) }] : [],
    )
    const named = strings(item.attributeNames).map((name) => ({ iri: expand(name), kinds: [] }))
    const count = typeof item.entityCount === 'number' ? item.entityCount : 0
    return [{ iri: expand(item.typeName), count, attributes: [...details, ...named] }]
  })

const readAttributes = (body: Json | undefined, { expand }: Terms): AttributeUse[] =>
  objects(body).flatMap((item): AttributeUse[] => {
    if (item.type === 'AttributeList')
      return strings(item.attributeList).map((name) => ({ iri: expand(name), kinds: [], types: [], count: 0 }))
    if (typeof item.attributeName !== 'string') return []
    return [
      {
        iri: expand(item.attributeName),
        kinds: strings(item.attributeTypes),
        types: strings(item.typeNames).map(expand),
        count: typeof item.attributeCount === 'number' ? item.attributeCount : 0,
      },
    ]
  })

const mergeTypes = (a: readonly UsedType[], b: readonly UsedType[]): UsedType[] => {
  const merged = new Map(a.map((one) => [one.iri, one]))
  for (const one of b) {
    const known = merged.get(one.iri)
    merged.set(
      one.iri,
      known
        ? { iri: one.iri, count: known.count + one.count, attributes: mergeAttributes(known.attributes, one.attributes) }
        : one,
    )
  }
  return [...merged.values()].sort(byIri)
}

const mergeUses = (a: readonly AttributeUse[], b: readonly AttributeUse[]): AttributeUse[] => {
  const merged = new Map(a.map((one) => [one.iri, one]))
  for (const one of b) {
    const known = merged.get(one.iri)
    merged.set(
      one.iri,
      known
        ? {
            iri: one.iri,
            count: known.count + one.count,
            kinds: union(known.kinds, one.kinds).sort(),
            types: union(known.types, one.types).sort(),
          }
        : one,
    )
  }
  return [...merged.values()].sort(byIri)
}

export interface Discover {
  /** `only`: one type; `details`: its attributes too */
  types: (origin: Origin, local: UsedType[], only: string | undefined, details: boolean) => Promise<Discovered<UsedType>>
  attributes: (
    origin: Origin,
    local: AttributeUse[],
    only: string | undefined,
    details: boolean,
  ) => Promise<Discovered<AttributeUse>>
}

export const createDiscover = ({ registrations, forwarder, alias }: FederationServices): Discover => {
  const gather = async <T>(
    origin: Origin,
    operation: string,
    about: Wanted,
    make: (speech: Speech) => ForwardRequest,
    read: (reply: Reply, source: Source) => T[],
    merge: (a: readonly T[], b: readonly T[]) => T[],
    local: T[],
  ): Promise<Discovered<T>> => {
    const name = alias(origin.tenant)
    const sources = usable(await registrations.of(origin.tenant), origin, name).filter(
      (source) => isCurrent(source) && source.operations.has(operation) && matchesOf(source, about).length > 0,
    )
    const replies = await Promise.all(sources.map((source) => forwarder.send(source, origin, make)))
    let found = local
    const warnings: string[] = []
    replies.forEach((reply, i) => {
      const source = sources[i] as Source
      if (reply.ok) found = merge(found, read(reply, source))
      else if (isAbnormal(reply)) warnings.push(warningOf(source, reply, name))
    })
    return { found, warnings }
  }
  /** A source speaks for the types and attributes it registered. */
  const speaksFor = (source: Source, about: Wanted): boolean => matchesOf(source, about).length > 0

  const attributesOf = (source: Source, reply: Reply): AttributeUse[] =>
    readAttributes(reply.body, wordsOf(reply)).flatMap((use) => {
      const types = use.types.filter((type) => speaksFor(source, { types: type }))
      const known = speaksFor(source, { attributes: [use.iri] }) && (use.types.length === 0 || types.length > 0)
      return known ? [{ ...use, types }] : []
    })

  return {
    types: (origin, local, only, details) =>
      gather(
        origin,
        only === undefined ? (details ? 'retrieveEntityTypeDetails' : 'retrieveEntityTypes') : 'retrieveEntityTypeInfo',
        only === undefined ? {} : { types: only },
        ({ terms }) => ({
          method: 'GET',
          path: only === undefined ? '/types' : typeAt(terms.compact(only)),
          ...(details && only === undefined ? { query: { details: 'true' } } : {}),
        }),
        (reply, source) => readTypes(reply.body, wordsOf(reply)).filter(({ iri }) => speaksFor(source, { types: iri })),
        mergeTypes,
        local,
      ),
    attributes: (origin, local, only, details) =>
      gather(
        origin,
        only === undefined ? (details ? 'retrieveAttrTypeDetails' : 'retrieveAttrTypes') : 'retrieveAttrTypeInfo',
        only === undefined ? {} : { attributes: [only] },
        ({ terms }) => ({
          method: 'GET',
          path: only === undefined ? '/attributes' : nameAt(terms.compact(only)),
          ...(details && only === undefined ? { query: { details: 'true' } } : {}),
        }),
        (reply, source) => attributesOf(source, reply),
        mergeUses,
        local,
      ),
  }
}
