/**
 * Subscriptions by a value that an attribute must have (`q=district=="library"`): of a thousand that differ in that value
 * alone, the few that it concerns are found at once.
 */
import type { Attributes, Instance } from '../context/model/entity.ts'
import { dateTime, type Json } from '../context/model/json.ts'
import type { Literal, Q } from '../context/query/q-ast.ts'
import { isSystem } from '../context/query/q-match.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'

export interface ValueIndex {
  /** false when no value of it must be so: it belongs elsewhere */
  add: (subscription: Stored) => boolean
  /** every subscription whose value is among those of the attributes, some of them more than once */
  of: (attributes: Attributes) => Stored[]
}

const keyOf = (value: string | number | boolean): string => `${typeof value} ${value}`

/** Texts that are times are compared as times: they stand in no index. */
const isPlain = ({ kind, value }: Literal): boolean =>
  kind === 'number' || kind === 'boolean' || (kind !== 'time' && Number.isNaN(dateTime(value as string)))

/** A condition that the whole query needs: an attribute equals one of these. */
const neededBy = (q: Q | undefined): { attribute: string; values: Literal[] } | undefined => {
  if (!q) return undefined
  if (q.op === 'and') {
    for (const term of q.terms) {
      const found = neededBy(term)
      if (found) return found
    }
    return undefined
  }
  if (q.op !== '==') return undefined
  const { names, trailing, linked } = q.path
  const [attribute] = names
  const values = q.operand.kind === 'one' ? [q.operand.value] : q.operand.kind === 'list' ? q.operand.values : []
  const usable = names.length === 1 && trailing.length === 0 && !linked && values.length > 0 && values.every(isPlain)
  return usable && attribute !== undefined && !isSystem(attribute) ? { attribute, values } : undefined
}

const MEMBERS = ['value', 'object', 'languageMap', 'vocab', 'json', 'valueList', 'objectList'] as const

/** Every text, number and truth value inside. */
const collect = (value: Json | undefined, into: Set<string>): void => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') into.add(keyOf(value))
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collect(inner, into)
}

const keysIn = (instances: readonly Instance[]): Set<string> => {
  const keys = new Set<string>()
  for (const instance of instances) for (const member of MEMBERS) collect(instance[member] as Json | undefined, keys)
  return keys
}

export const createValueIndex = (): ValueIndex => {
  const byAttribute = new Map<string, Map<string, Stored[]>>()
  return {
    add: (subscription) => {
      const needed = neededBy(subscription.compiled.query.q)
      if (!needed) return false
      const byKey = byAttribute.get(needed.attribute) ?? new Map<string, Stored[]>()
      byAttribute.set(needed.attribute, byKey)
      for (const { value } of needed.values) {
        const list = byKey.get(keyOf(value))
        if (list) list.push(subscription)
        else byKey.set(keyOf(value), [subscription])
      }
      return true
    },
    of: (attributes) => {
      const found: Stored[] = []
      for (const [attribute, byKey] of byAttribute) {
        const instances = attributes[attribute]
        if (!instances) continue
        for (const key of keysIn(instances)) {
          const list = byKey.get(key)
          if (list) found.push(...list)
        }
      }
      return found
    },
  }
}
