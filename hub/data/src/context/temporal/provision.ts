/** Writes of the temporal interface (clauses 5.6.11 to 5.6.16) on one entity: its history, and its present where it is newer. */
import type { Attributes, Instance, Kept } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'
import { isNullInstance } from '../write/changes.ts'
import type { HistoryEntry } from '../write/engine.ts'
import { SCOPE } from '../write/rows.ts'

/** What a temporal representation says of an entity. */
export interface TemporalFragment {
  types: string[]
  /** instances of scope: properties whose value is one scope or several */
  scope: Instance[]
  attributes: Attributes
  expiresAt?: string
}

/** Its past was deleted and it has no present: the temporal interface does not know it. */
export const isForgotten = (kept: Kept): boolean => {
  const until = kept.hidden['~*']
  return !kept.live && until !== undefined && dateTime(until) >= dateTime(kept.deletedAt)
}

export const entriesOf = ({ attributes, scope }: TemporalFragment): HistoryEntry[] => [
  ...Object.entries(attributes).flatMap(([attribute, instances]) => instances.map((instance) => ({ attribute, instance }))),
  ...scope.map((instance) => ({ attribute: SCOPE, instance })),
]

const timeOf = ({ observedAt }: Instance): number => (observedAt ? dateTime(observedAt) : Number.NEGATIVE_INFINITY)

/** The newest instance of each dataset; of those with the same time the last one. */
const newest = (instances: readonly Instance[]): Instance[] => {
  const found = new Map<string | undefined, Instance>()
  for (const instance of instances) {
    const known = found.get(instance.datasetId)
    if (!known || timeOf(instance) >= timeOf(known)) found.set(instance.datasetId, instance)
  }
  return [...found.values()].sort((a, b) => Number(a.datasetId !== undefined) - Number(b.datasetId !== undefined))
}

const clean = ({ instanceId: _, ...instance }: Instance): Instance => instance

const stamped = (instance: Instance, before: Instance | undefined, now: string): Instance => ({
  ...clean(instance),
  createdAt: before?.createdAt ?? now,
  modifiedAt: now,
})

/** The present after the past was added: an instance counts when it is not older than what is there. */
export const presentWith = (present: Attributes, added: Attributes, now: string): Attributes => {
  const attributes: Attributes = { ...present }
  for (const [iri, instances] of Object.entries(added)) {
    let list = attributes[iri] ?? []
    for (const instance of newest(instances)) {
      const before = list.find((item) => item.datasetId === instance.datasetId)
      // without a time it says nothing about when it was so
      if (before && (!instance.observedAt || timeOf(before) > timeOf(instance))) continue
      const others = list.filter((item) => item !== before)
      if (isNullInstance(instance)) list = others
      else {
        const fresh = stamped(instance, before, now)
        list = fresh.datasetId === undefined ? [fresh, ...others] : [...others, fresh]
      }
    }
    if (list.length > 0) attributes[iri] = list
    else delete attributes[iri]
  }
  return attributes
}

/** The present of one attribute as its past says. */
export const presentFrom = (present: Attributes, iri: string, past: readonly Instance[], now: string): Attributes => {
  const { [iri]: before = [], ...others } = present
  const list = newest(past)
    .filter((instance) => !isNullInstance(instance))
    .map((instance) =>
      stamped(
        instance,
        before.find((item) => item.datasetId === instance.datasetId),
        now,
      ),
    )
  return list.length > 0 ? { ...others, [iri]: list } : others
}

const scopesOf = (scope: readonly Instance[]): string[] | undefined => {
  const last = newest(scope).at(0)
  return last ? ([last.value].flat() as string[]) : undefined
}

/** Of an entity that is there; a deleted one stays deleted, only its past grows. */
export const withPast = (kept: Kept, fragment: TemporalFragment, now: string): Kept => {
  const types = [...new Set([...kept.types, ...fragment.types])]
  if (!kept.live) return { ...kept, types, modifiedAt: now }
  const scopes = kept.origin === 'temporal' ? scopesOf(fragment.scope) : undefined
  return {
    ...kept,
    types,
    ...(scopes ? { scope: scopes } : {}),
    attributes: presentWith(kept.attributes, fragment.attributes, now),
    ...(fragment.expiresAt ? { expiresAt: fragment.expiresAt } : {}),
    modifiedAt: now,
  }
}

export const firstPresent = (fragment: TemporalFragment, now: string): Pick<Kept, 'scope' | 'attributes'> => ({
  scope: scopesOf(fragment.scope) ?? [],
  attributes: presentWith({}, fragment.attributes, now),
})
