/** One entity out of what several sources know of it (clauses 4.3.6.2, 4.5.5): of two instances the newer one wins. */
import type { Attributes, Instance, Kept } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'

const time = (at: string | undefined): number => {
  const value = dateTime(at)
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value
}

/** By the time of observation where both have one, else by that of modification; the first stays when nothing tells. */
const isNewer = (candidate: Instance, known: Instance): boolean => {
  if (candidate.observedAt && known.observedAt && candidate.observedAt !== known.observedAt)
    return time(candidate.observedAt) > time(known.observedAt)
  if ((candidate.observedAt === undefined) !== (known.observedAt === undefined) && !(candidate.modifiedAt && known.modifiedAt))
    return candidate.observedAt !== undefined
  return time(candidate.modifiedAt) > time(known.modifiedAt)
}

const mergeInstances = (known: readonly Instance[], more: readonly Instance[]): Instance[] => {
  const merged = [...known]
  for (const instance of more) {
    const at = merged.findIndex(({ datasetId }) => datasetId === instance.datasetId)
    if (at < 0) merged.push(instance)
    else if (isNewer(instance, merged[at] as Instance)) merged[at] = instance
  }
  return merged.sort((a, b) => Number(a.datasetId !== undefined) - Number(b.datasetId !== undefined))
}

const earlier = (a: string, b: string): string => (a === '' ? b : b === '' || time(a) <= time(b) ? a : b)
const later = (a: string, b: string): string => (time(b) > time(a) ? b : a)

export const mergeHead = (known: Kept, more: Kept): Kept => ({
  ...known,
  types: [...new Set([...known.types, ...more.types])],
  scope: [...new Set([...known.scope, ...more.scope])],
  createdAt: earlier(known.createdAt, more.createdAt),
  modifiedAt: later(known.modifiedAt, more.modifiedAt),
})

export const mergeEntity = (known: Kept | undefined, more: Kept): Kept => {
  if (!known) return more
  const attributes: Attributes = { ...known.attributes }
  for (const [iri, instances] of Object.entries(more.attributes))
    attributes[iri] = attributes[iri] ? mergeInstances(attributes[iri], instances) : instances
  return { ...mergeHead(known, more), attributes }
}

/** Data of an auxiliary source only fills gaps. */
export const supplement = (known: Kept | undefined, more: Kept): Kept => {
  if (!known) return more
  const attributes: Attributes = { ...known.attributes }
  for (const [iri, instances] of Object.entries(more.attributes)) {
    const there = attributes[iri] ?? []
    const missing = instances.filter(({ datasetId }) => !there.some((instance) => instance.datasetId === datasetId))
    if (missing.length > 0) attributes[iri] = mergeInstances(there, missing)
  }
  return { ...known, types: [...new Set([...known.types, ...more.types])], attributes }
}
