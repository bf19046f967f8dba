/** What changed between two states of an entity: the rows of its history and what subscribers wait for. */
import type { Instance, Kept } from '../model/entity.ts'

export interface InstanceChange {
  attribute: string
  before?: Instance
  after?: Instance
}

export interface Difference {
  created: boolean
  deleted: boolean
  scope: boolean
  instances: InstanceChange[]
}

const live = (entity: Kept | undefined): entity is Kept => entity?.live === true

/** Instances are compared by identity: writes leave alone what they do not change. */
export const diff = (before: Kept | undefined, after: Kept | undefined): Difference => {
  const [from, to] = [live(before) ? before : undefined, live(after) ? after : undefined]
  const instances: InstanceChange[] = []
  const [old, fresh] = [from?.attributes ?? {}, to?.attributes ?? {}]
  for (const attribute of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
    if (old[attribute] === fresh[attribute]) continue
    const [was, is] = [old[attribute] ?? [], fresh[attribute] ?? []]
    for (const instance of is)
      if (!was.includes(instance))
        instances.push({ attribute, before: was.find((item) => item.datasetId === instance.datasetId), after: instance })
    for (const instance of was)
      if (!is.some((item) => item.datasetId === instance.datasetId)) instances.push({ attribute, before: instance })
  }
  return {
    created: !from && to !== undefined,
    deleted: from !== undefined && !to,
    scope: JSON.stringify(from?.scope ?? []) !== JSON.stringify(to?.scope ?? []),
    instances,
  }
}
