/**
 * Whether a change is news to a subscriber that hears of it from several hubs (clause 5.8.6). What counts is what one who
 * reads over all hubs would see: the same change told by a second hub is none, and neither is an instance that loses
 * against a newer one (clause 4.5.5).
 */
import { createHash } from 'node:crypto'
import type { Entity, Instance } from '../../model/entity.ts'
import { dateTime } from '../../model/json.ts'
import type { InstanceChange } from '../../write/diff.ts'
import { contentOf, stable } from '../digest.ts'

/** What was told last of one instance. */
export interface Seen {
  /** registration it came by; '' the hub itself */
  by: string
  /** of its content, or `gone` */
  hash: string
  /** epoch milliseconds; null: not observed */
  observed: number | null
  changed: number | null
}

/** `<attribute>\n<dataset>` → what was told of it; `*`: that the entity is gone. */
export type Told = Record<string, Seen>

export interface Verdict {
  news: boolean
  told: Told
}

/** Two hubs that store one change do so within this time of each other, milliseconds. */
const SAME_CHANGE = 60_000
const GONE = 'gone'
const ENTITY = '*'

const keyOf = (attribute: string, { datasetId }: Instance): string => `${attribute}\n${datasetId ?? ''}`

const time = (value: string | undefined): number | null => {
  const at = dateTime(value)
  return Number.isNaN(at) ? null : at
}

export const hashOf = (instance: Instance): string =>
  createHash('sha256')
    .update(stable(contentOf(instance)))
    .digest('base64url')
    .slice(0, 22)

const seenOf = (instance: Instance, by: string, at: number): Seen => ({
  by,
  hash: hashOf(instance),
  observed: time(instance.observedAt),
  changed: time(instance.modifiedAt) ?? at,
})

/** The same thing happening twice is two changes, unless it was observed at one time or stored at about the same. */
const isSame = (a: Seen, b: Seen): boolean =>
  a.hash === b.hash &&
  ((a.observed !== null && a.observed === b.observed) ||
    a.changed === null ||
    b.changed === null ||
    Math.abs(a.changed - b.changed) <= SAME_CHANGE)

const isOlder = (candidate: Seen, known: Seen): boolean => {
  if (candidate.observed !== null && known.observed !== null && candidate.observed !== known.observed)
    return candidate.observed < known.observed
  return candidate.changed !== null && known.changed !== null && candidate.changed < known.changed
}

const isNews = (candidate: Seen, known: Seen | undefined): boolean => {
  if (!known) return true
  // a source that tells again of what it told before does so because its message was not taken
  if (known.by === candidate.by) return known.hash !== candidate.hash || (candidate.changed ?? 0) > (known.changed ?? 0)
  return !isSame(candidate, known) && !isOlder(candidate, known)
}

export interface Heard {
  /** registration that tells */
  by: string
  entity: Pick<Entity, 'attributes' | 'modifiedAt' | 'deletedAt'>
  /** instances that are gone at the source */
  gone: readonly { attribute: string; instance: Instance }[]
  /** epoch milliseconds */
  at: number
}

/** Instances that the change was about: those that were stored with it, or all where the times do not tell. */
const changedOf = ({ entity }: Heard): [string, Instance][] => {
  const all = Object.entries(entity.attributes).flatMap(([attribute, instances]) =>
    instances.map((instance): [string, Instance] => [attribute, instance]),
  )
  const changed = all.filter(([, { modifiedAt }]) => entity.modifiedAt !== '' && modifiedAt === entity.modifiedAt)
  return changed.length > 0 ? changed : all
}

/** A source tells of an entity. `local`: as the hub itself holds it now. */
export const hearNews = (told: Told, local: Pick<Entity, 'attributes'> | undefined, heard: Heard): Verdict => {
  const { by, entity, gone, at } = heard
  if (entity.deletedAt) {
    // what one hub deletes and another holds is still there
    if (local || told[ENTITY]) return { news: false, told }
    return { news: true, told: { [ENTITY]: { by, hash: GONE, observed: null, changed: time(entity.deletedAt) ?? at } } }
  }
  const here = (attribute: string, instance: Instance): Instance | undefined =>
    local?.attributes[attribute]?.find(({ datasetId }) => datasetId === instance.datasetId)
  const known = (attribute: string, instance: Instance): Seen | undefined => {
    const own = here(attribute, instance)
    return told[keyOf(attribute, instance)] ?? (own && seenOf(own, '', at))
  }
  const left = gone.filter(
    ({ attribute, instance }) => !here(attribute, instance) && told[keyOf(attribute, instance)]?.hash !== GONE,
  )
  const news =
    left.length > 0 ||
    (gone.length === 0 &&
      changedOf(heard).some(([attribute, instance]) => isNews(seenOf(instance, by, at), known(attribute, instance))))
  if (!news) return { news, told }
  const { [ENTITY]: _, ...next } = told
  for (const [attribute, instances] of Object.entries(entity.attributes))
    for (const instance of instances) {
      const candidate = seenOf(instance, by, at)
      const before = known(attribute, instance)
      if (!before || !isOlder(candidate, before)) next[keyOf(attribute, instance)] = candidate
    }
  for (const { attribute, instance } of left)
    next[keyOf(attribute, instance)] = { by, hash: GONE, observed: null, changed: time(instance.deletedAt) ?? at }
  return { news, told: next }
}

/** The hub itself changed an entity. */
export const ownNews = (
  told: Told,
  { deleted, instances }: { deleted: boolean; instances: readonly InstanceChange[] },
  at: number,
): Verdict => {
  if (deleted) return { news: !told[ENTITY], told: { [ENTITY]: { by: '', hash: GONE, observed: null, changed: at } } }
  const { [ENTITY]: _, ...next } = told
  let news = instances.length === 0
  for (const { attribute, before, after } of instances) {
    const key = keyOf(attribute, (after ?? before) as Instance)
    const candidate: Seen = after ? seenOf(after, '', at) : { by: '', hash: GONE, observed: null, changed: at }
    const known = told[key]
    if (known && known.by !== '' && isSame(candidate, known)) continue
    news = true
    next[key] = candidate
  }
  return { news, told: news ? next : told }
}
