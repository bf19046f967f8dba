/** Transient entities and attributes (expiresAt): gone for readers at once, removed from the store soon after. */
import type { Attributes, Kept } from '../model/entity.ts'
import { dateTime } from '../model/json.ts'

const expiries = (attributes: Attributes | undefined): string[] =>
  Object.values(attributes ?? {}).flatMap((instances) =>
    instances.flatMap((instance) => [...(instance.expiresAt ? [instance.expiresAt] : []), ...expiries(instance.attrs)]),
  )

/** The earliest expiry of a live entity and its attributes, sub-attributes included. */
export const nextExpiryOf = (kept: Kept): string | null => {
  if (!kept.live) return null
  const all = [...(kept.expiresAt ? [kept.expiresAt] : []), ...expiries(kept.attributes)]
  return all.length === 0 ? null : all.reduce((a, b) => (dateTime(b) < dateTime(a) ? b : a))
}

const isOver = (expiresAt: string | undefined, now: number): boolean => expiresAt !== undefined && dateTime(expiresAt) <= now

/** Attributes without the instances whose time is over; the same object when nothing is over. */
export const unexpired = (attributes: Attributes, now: number): Attributes => {
  if (expiries(attributes).every((at) => dateTime(at) > now)) return attributes
  return Object.fromEntries(
    Object.entries(attributes)
      .map(
        ([iri, instances]) =>
          [
            iri,
            instances
              .filter((instance) => !isOver(instance.expiresAt, now))
              .map((instance) => (instance.attrs ? { ...instance, attrs: unexpired(instance.attrs, now) } : instance)),
          ] as const,
      )
      .filter(([, instances]) => instances.length > 0),
  )
}

/** The entity as it is at `now`; undefined when it is over or deleted. */
export const presentAt = (kept: Kept | undefined, now: number): Kept | undefined => {
  if (!kept?.live || isOver(kept.expiresAt, now)) return undefined
  const attributes = unexpired(kept.attributes, now)
  return attributes === kept.attributes ? kept : { ...kept, attributes }
}
