/** A city object as a row of the resource that describes its type: a field is the attribute of that name. */
import { fieldNameOf, type Resource, type ResourceField } from '@haihe/contract'
import { type Instance, instanceFor, instanceValue, type Kept, VALUE_MEMBER } from '../../context/model/entity.ts'
import { hubName } from '../../context/vocabulary.ts'
import type { SubjectKey } from '../../platform/ports.ts'

/** What a row says of the object itself where the resource has such a field and no attribute takes its name. */
const OWN: Record<string, (kept: Kept) => string | null> = {
  id: ({ id }) => id,
  region: ({ region }) => region,
  observed_at: ({ attributes }) => {
    const times = Object.values(attributes).flatMap((list) => defaultOf(list)?.observedAt ?? [])
    return times.length === 0 ? null : times.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a))
  },
}

/** The instance without a dataset; an attribute that has only others is shown over NGSI-LD alone. */
const defaultOf = (instances: readonly Instance[] | undefined): Instance | undefined => instanceFor(instances, undefined)

/** The default instance of each field that an attribute gives. */
export const instancesOf = (kept: Pick<Kept, 'attributes'>): Map<string, Instance> => {
  const found = new Map<string, Instance>()
  for (const [iri, list] of Object.entries(kept.attributes)) {
    const instance = defaultOf(list)
    const name = fieldNameOf(hubName(iri))
    if (instance && !found.has(name)) found.set(name, instance)
  }
  return found
}

/** Only plain values can be masked: of a masked field any other kind of attribute is withheld, as over NGSI-LD. */
export const isPlain = ({ type }: Instance): boolean => VALUE_MEMBER[type] === 'value'

export const entityRow = (
  kept: Kept,
  fields: readonly Pick<ResourceField, 'name'>[],
  isMasked: (name: string) => boolean,
): Record<string, unknown> => {
  const instances = instancesOf(kept)
  return Object.fromEntries(
    fields.map(({ name }) => {
      const instance = instances.get(name)
      if (!instance) return [name, OWN[name]?.(kept) ?? null]
      return [name, isMasked(name) && !isPlain(instance) ? null : (instanceValue(instance) ?? null)]
    }),
  )
}

/** Whom an object is about: the pseudonymous key of the number in the subject's attribute. */
export const subjectOfEntity = (
  kept: Pick<Kept, 'attributes'>,
  { subject }: Pick<Resource, 'subject'>,
  key: SubjectKey,
): string | null => {
  if (!subject) return null
  const instance = instancesOf(kept).get(subject.field)
  const value = instance && isPlain(instance) ? instanceValue(instance) : undefined
  return typeof value === 'string' || typeof value === 'number' ? key(subject.kind, String(value)) : null
}
