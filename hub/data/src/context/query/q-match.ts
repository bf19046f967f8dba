/** Does an entity match a query tree (clause 4.9)? Names in the tree are IRIs. This is what the words mean. */

import { found } from '../../pattern.ts'
import { NGSI_LD } from '../ld/core-terms.ts'
import { type Attributes, type Entity, type Instance, instanceValue } from '../model/entity.ts'
import { dateTime, type Json } from '../model/json.ts'
import { bareValue } from '../model/keys.ts'
import type { Literal, Operand, Path, Q } from './q-ast.ts'

/** Entities that relationships point at, when they are known. */
export type Linked = (uri: string) => Entity | undefined

/** What a path leads to: candidate values (any of them may match) and whether only equality makes sense. */
interface Target {
  values: Json[]
  link: boolean
}

const TIMES = new Map(['createdAt', 'modifiedAt', 'observedAt', 'expiresAt', 'deletedAt'].map((name) => [NGSI_LD + name, name]))
const PLAIN = new Map(['unitCode', 'datasetId'].map((name) => [NGSI_LD + name, name]))

/** System attributes: they do not narrow a query by themselves (clause 5.7.2.4). */
export const isSystem = (iri: string): boolean => TIMES.has(iri) || PLAIN.has(iri)

const inside = (value: Json, members: readonly string[]): Json | undefined => {
  let here: Json | undefined = value
  for (const member of members) {
    if (typeof here !== 'object' || here === null) return undefined
    here = Object.hasOwn(here, member) ? (here as Record<string, Json>)[member] : undefined
  }
  return here
}

const targetOf = (instance: Instance, trailing: readonly string[]): Target | undefined => {
  if (instance.languageMap) {
    const [tag] = trailing
    const map = instance.languageMap
    const found = tag === undefined || tag === '*' ? Object.values(map) : Object.hasOwn(map, tag) ? [map[tag] as Json] : []
    return found.length === 0 ? undefined : { values: found.flat(), link: false }
  }
  const raw = instance.type === 'Relationship' || instance.type === 'ListRelationship' ? undefined : instanceValue(instance)
  if (raw === undefined) {
    if (trailing.length > 0) return undefined
    const objects = instance.object ?? instance.objectList ?? []
    return { values: Array.isArray(objects) ? objects : [objects], link: true }
  }
  const value = trailing.length === 0 ? raw : inside(raw, trailing)
  if (value === undefined) return undefined
  return { values: Array.isArray(value) ? [...value.map(bareValue), value] : [bareValue(value)], link: false }
}

const linkedTargets = (instance: Instance, path: NonNullable<Path['linked']>, linked: Linked): Target[] => {
  const uris = [instance.object ?? instance.objectList ?? []].flat()
  return uris.flatMap((uri) => {
    const entity = linked(uri)
    if (!entity || (path.types.length > 0 && !path.types.some((type) => entity.types.includes(type)))) return []
    return targets(entity, path.path, linked)
  })
}

const instancesAt = (attributes: Attributes | undefined, names: readonly string[]): Instance[] => {
  const [first, ...rest] = names
  const found = attributes?.[first as string] ?? []
  return rest.length === 0 ? found : found.flatMap((instance) => instancesAt(instance.attrs, rest))
}

const targets = (entity: Entity, path: Path, linked: Linked): Target[] => {
  const last = path.names.at(-1) as string
  const member = TIMES.get(last) ?? PLAIN.get(last)
  if (member && !path.linked && path.trailing.length === 0) {
    const holders = path.names.length === 1 ? [entity] : instancesAt(entity.attributes, path.names.slice(0, -1))
    return holders.flatMap((holder) => {
      const value = (holder as unknown as Record<string, Json | undefined>)[member]
      return value === undefined ? [] : [{ values: [value], link: false }]
    })
  }
  const instances = instancesAt(entity.attributes, path.names)
  if (path.linked)
    return instances.flatMap((instance) => linkedTargets(instance, path.linked as NonNullable<Path['linked']>, linked))
  return instances.map((instance) => targetOf(instance, path.trailing)).filter((target) => target !== undefined)
}

/** -1, 0, 1, or undefined when the two cannot be compared. */
const compare = (value: Json, literal: Literal): number | undefined => {
  const order = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0)
  if (literal.kind === 'number') return typeof value === 'number' ? order(value, literal.value) : undefined
  if (literal.kind === 'boolean') return value === literal.value ? 0 : undefined
  if (typeof value !== 'string') return undefined
  const [a, b] = [dateTime(value), dateTime(literal.value)]
  if (!Number.isNaN(a) && !Number.isNaN(b)) return order(a, b)
  // a date is no string and a time is no date: only the same kind of text compares
  if (literal.kind === 'time' && value.length !== literal.value.length) return undefined
  return order(value, literal.value)
}

const equals = (value: Json, operand: Operand): boolean => {
  if (operand.kind === 'one') return compare(value, operand.value) === 0
  if (operand.kind === 'list') return operand.values.some((literal) => compare(value, literal) === 0)
  const [low, high] = [compare(value, operand.from), compare(value, operand.to)]
  return low !== undefined && high !== undefined && low >= 0 && high <= 0
}

const ordered = (op: string, sign: number | undefined): boolean => {
  if (sign === undefined) return false
  if (op === '>') return sign > 0
  if (op === '>=') return sign >= 0
  if (op === '<') return sign < 0
  return sign <= 0
}

const holds = (q: Exclude<Q, { terms: Q[] } | { op: 'absent'; path: Path }>, target: Target): boolean => {
  if (q.op === 'exists') return true
  if ('pattern' in q) {
    if (target.link) return false
    const texts = target.values.filter((value) => typeof value === 'string')
    if (texts.length === 0) return false
    return texts.some((value) => found(q.pattern, value)) === (q.op === '~=')
  }
  if (q.op === '==' || q.op === '!=') return target.values.some((value) => equals(value, q.operand)) === (q.op === '==')
  if (target.link) return false
  const literal = q.operand.kind === 'one' ? q.operand.value : undefined
  return literal !== undefined && target.values.some((value) => ordered(q.op, compare(value, literal)))
}

/** An attribute that is not there matches nothing but its absence, whatever the operator; with several instances, one that matches is enough. */
export const matchesQ = (entity: Entity, q: Q, linked: Linked = () => undefined): boolean => {
  if ('terms' in q)
    return q.op === 'and'
      ? q.terms.every((term) => matchesQ(entity, term, linked))
      : q.terms.some((term) => matchesQ(entity, term, linked))
  const found = targets(entity, q.path, linked)
  return q.op === 'absent' ? found.length === 0 : found.some((target) => holds(q, target))
}

/** URIs of the entities that the linked paths of a tree need next, seen from one entity. */
export const wantedLinks = (entity: Entity, paths: readonly Path[]): string[] =>
  paths.flatMap((path) =>
    path.linked
      ? instancesAt(entity.attributes, path.names).flatMap((instance) => [instance.object ?? instance.objectList ?? []].flat())
      : [],
  )
