/** Search tokens and numbers kept beside an entity: one GIN index and one B-tree answer most filters. */
import type { Entity, Instance } from './entity.ts'
import { isObject, type Json } from './json.ts'

export const typeKey = (iri: string): string => `t ${iri}`
export const attributeKey = (iri: string): string => `a ${iri}`
export const scopeKey = (scope: string): string => `s ${scope}`
/** equality of an attribute's value with a short text, a boolean or a URI */
export const valueKey = (iri: string, value: string | boolean): string => `v ${iri} ${value}`

/** Longer texts are found by their attribute and compared one by one. */
export const MOST_KEYED = 160

/** {"@type": "DateTime", "@value": …} stands for its value. */
export const bareValue = (value: Json): Json => (isObject(value) && '@value' in value ? (value['@value'] as Json) : value)

const textsOf = (instance: Instance): Json[] => {
  if (instance.languageMap) return Object.values(instance.languageMap).flat()
  const value = instance.value ?? instance.object ?? instance.vocab ?? instance.objectList ?? instance.valueList
  return Array.isArray(value) ? value.map(bareValue) : value === undefined ? [] : [bareValue(value)]
}

/** Every ancestor of a scope and itself: /a/b → /a, /a/b. */
const scopePath = (scope: string): string[] => {
  const levels = scope.split('/').slice(1)
  return levels.map((_, i) => `/${levels.slice(0, i + 1).join('/')}`)
}

export const keysOf = (entity: Pick<Entity, 'types' | 'scope' | 'attributes'>): string[] => {
  const keys = new Set(entity.types.map(typeKey))
  for (const scope of entity.scope) for (const part of scopePath(scope)) keys.add(scopeKey(part))
  for (const [iri, instances] of Object.entries(entity.attributes)) {
    keys.add(attributeKey(iri))
    for (const instance of instances)
      for (const value of textsOf(instance))
        if (typeof value === 'boolean' || (typeof value === 'string' && value.length <= MOST_KEYED))
          keys.add(valueKey(iri, value))
  }
  return [...keys]
}

/** Numbers of an entity by attribute IRI, members of arrays one by one. */
export const numbersOf = (entity: Pick<Entity, 'attributes'>): { key: string; num: number; several: boolean }[] =>
  Object.entries(entity.attributes).flatMap(([key, instances]) => {
    const numbers = instances.flatMap(textsOf).filter((value) => typeof value === 'number')
    return numbers.map((num) => ({ key, num, several: numbers.length > 1 }))
  })
