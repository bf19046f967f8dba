/** Notifications (clauses 5.3.1, 5.8.6): changes in the shape that their subscriber asked for. */

import { compactRegistration } from '../federation/write-registration.ts'
import { type LoadMany, type Shape, writeEntities, writeFeatures } from '../http/shape.ts'
import type { Terms } from '../ld/terms.ts'
import { CORE } from '../ld/terms.ts'
import { amend } from '../model/amend.ts'
import { type Attributes, type Entity, type Instance, type Kept, NULL, VALUE_MEMBER } from '../model/entity.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { KeptChange, TriggerReason } from './change.ts'
import { restore } from './read.ts'
import type { Compiled } from './spec.ts'

const PREVIOUS: Record<string, string> = {
  value: 'previousValue',
  object: 'previousObject',
  languageMap: 'previousLanguageMap',
  vocab: 'previousVocab',
  json: 'previousJson',
  valueList: 'previousValueList',
  objectList: 'previousObjectList',
}

/** NGSI-LD Null in the shape of the type it stands for. */
const nullOf = (instance: Instance): Json => (instance.type === 'LanguageProperty' ? { '@none': NULL } : NULL)

/** An instance that is gone, as subscribers are told of it. */
const gone = (instance: Instance, at: string): Instance => ({
  type: instance.type,
  [VALUE_MEMBER[instance.type]]: nullOf(instance),
  ...(instance.datasetId ? { datasetId: instance.datasetId } : {}),
  createdAt: instance.createdAt,
  modifiedAt: instance.modifiedAt,
  deletedAt: at,
})

const keptOf = (entity: Entity): Kept => ({
  ...entity,
  tenant: '',
  region: '',
  source: null,
  provenance: null,
  hidden: {},
  live: true,
  origin: 'core',
})

/** The entity with what was deleted of it, as far as the subscription tells of deletions. */
const withGone = (change: KeptChange, { triggers, watched, shape }: Compiled, at: string): Entity => {
  const tells =
    triggers.includes('attributeDeleted') ||
    triggers.includes('entityUpdated') ||
    (change.kind === 'deleted' && shape.showChanges)
  if (!tells) return change.entity
  const attributes: Attributes = { ...change.entity.attributes }
  for (const { attribute, instance, gone: isGone } of change.before) {
    if (!isGone || (watched && !watched.includes(attribute))) continue
    const left = gone(instance, change.entity.deletedAt ?? at)
    if (change.entity.attributes[attribute]) attributes[attribute] = [...(attributes[attribute] ?? []), left]
    // an attribute that is gone as a whole is told of once, by its default instance if it had one
    else if (!attributes[attribute] || !instance.datasetId) attributes[attribute] = [left]
  }
  return { ...change.entity, attributes }
}

const previousOf = (instance: Instance, terms: Terms): Json => {
  if (instance.type === 'VocabProperty')
    return Array.isArray(instance.vocab) ? instance.vocab.map(terms.compact) : terms.compact(instance.vocab as string)
  return instance[VALUE_MEMBER[instance.type]] as Json
}

/** showChanges: what was before stands beside what is. */
const addPrevious = (written: JsonObject, change: KeptChange, terms: Terms): void => {
  for (const { attribute, instance } of change.before) {
    const found = written[terms.compact(attribute)]
    const instances = (Array.isArray(found) ? found : [found]) as (JsonObject | undefined)[]
    const same = instances.find((item) => typeof item === 'object' && item.datasetId === instance.datasetId)
    if (same) same[PREVIOUS[VALUE_MEMBER[instance.type]] as string] = previousOf(instance, terms)
  }
}

export const shapeOf = ({ shape, endpoint }: Compiled): Shape => ({
  format: shape.format,
  sysAttrs: shape.sysAttrs,
  ...(shape.lang ? { lang: shape.lang } : {}),
  selected: {
    ...(shape.pick ? { pick: restore(shape.pick) } : {}),
    ...(shape.omit ? { omit: restore(shape.omit) } : {}),
    ...(shape.attrs ? { attrs: new Set(shape.attrs) } : {}),
    ...(shape.datasets ? { datasets: new Set(shape.datasets) } : {}),
  },
  join: endpoint.accept === 'application/geo+json' && shape.join === 'flat' ? 'none' : shape.join,
  joinLevel: shape.joinLevel,
  containedBy: [],
  geometryProperty: CORE.expand('location'),
})

/** The entities of one or more changes, written. */
export const writeChanges = async (
  changes: readonly { change: KeptChange; at: string }[],
  compiled: Compiled,
  terms: Terms,
  load: LoadMany,
): Promise<JsonObject[]> => {
  const shape = shapeOf(compiled)
  const geo = compiled.endpoint.accept === 'application/geo+json'
  const out: JsonObject[] = []
  for (const { change, at } of changes) {
    if (change.registrations) {
      out.push(...change.registrations.map((registration) => compactRegistration(registration, terms)))
      continue
    }
    const { conformance } = compiled
    const newest = (change.entities ?? [withGone(change, compiled, at)]).map(keptOf)
    const entities = conformance === undefined ? newest : newest.map((kept) => amend(kept, conformance))
    const written = await (geo ? writeFeatures : writeEntities)(entities, shape, terms, load)
    for (const one of written) {
      // a deleted entity says so even where system times are not asked for
      const target = geo ? (one.properties as JsonObject) : one
      if (change.kind === 'deleted' && change.entity.deletedAt) target.deletedAt = change.entity.deletedAt
      if (compiled.shape.showChanges && (geo || one.id === change.entity.id)) addPrevious(target, change, terms)
    }
    out.push(...written)
  }
  return out
}

export interface NotificationHead {
  id: string
  subscriptionId: string
  notifiedAt: string
}

/** `reason`: of a notification about registrations (clause 5.3.2). */
export const notificationOf = (
  head: NotificationHead,
  data: JsonObject[],
  compiled: Compiled,
  reason?: TriggerReason,
): JsonObject => ({
  id: head.id,
  type: reason ? 'ContextSourceNotification' : 'Notification',
  ...(reason ? { triggerReason: reason } : {}),
  subscriptionId: head.subscriptionId,
  notifiedAt: head.notifiedAt,
  data: compiled.endpoint.accept === 'application/geo+json' ? { type: 'FeatureCollection', features: data } : data,
})
