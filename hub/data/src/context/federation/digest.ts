/** Whether two hubs say the same: content without what each of them adds on its own. */
import type { Instance } from '../model/entity.ts'

/** JSON with the members of objects in one order. */
export const stable = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${stable(member)}`).join(',')}}`
}

/** An instance without its times of storage and the number its hub gave it, in its sub-attributes too. */
export const contentOf = ({
  createdAt: _,
  modifiedAt: __,
  deletedAt: ___,
  instanceId: ____,
  attrs,
  ...rest
}: Instance): Omit<Instance, 'attrs'> & { attrs?: unknown } => ({
  ...rest,
  ...(attrs
    ? { attrs: Object.fromEntries(Object.entries(attrs).map(([iri, instances]) => [iri, instances.map(contentOf)])) }
    : {}),
})
