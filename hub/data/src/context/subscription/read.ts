/** Reads subscription documents; names are expanded, unknown and read-only members dropped. Throws BadRequestData. */

import { mqttTargetOf } from '../../deliveries/mqtt-target.ts'
import { coercedIn, readGeoObject, readQ, readSelectors } from '../http/read-query.ts'
import type { Terms } from '../ld/terms.ts'
import { NULL } from '../model/entity.ts'
import { isDateTime, isObject, isUri, type Json, type JsonObject } from '../model/json.ts'
import { readLanguages } from '../model/language.ts'
import { expandName } from '../model/names.ts'
import { bad } from '../problem.ts'
import { type Projection, parseProjection } from '../query/projection.ts'
import { parseScopeQ } from '../query/scopes.ts'
import { readTemporal } from '../temporal/temporal-query.ts'
import { type Compiled, DEFAULT_TRIGGERS, type Endpoint, type StoredProjection, TRIGGERS, type Trigger } from './spec.ts'

const fail = (reason: string): never => {
  throw bad('subscription.invalid', { reason })
}

const MEMBERS = [
  ...[
    'subscriptionName',
    'description',
    'entities',
    'watchedAttributes',
    'notificationTrigger',
    'timeInterval',
    'q',
    'geoQ',
    'csf',
  ],
  ...['isActive', 'notification', 'expiresAt', 'throttling', 'temporalQ', 'scopeQ', 'lang', 'datasetId', 'jsonldContext'],
  ...['splitEntities', 'localOnly', 'expandValues', 'jsonKeys', 'ngsildConformance'],
]
const NOTIFICATION_MEMBERS = [
  ...['attributes', 'pick', 'omit', 'format', 'endpoint', 'sysAttrs', 'showChanges', 'join', 'joinLevel'],
]
const FORMATS: Record<string, Compiled['shape']['format']> = {
  normalized: 'normalized',
  concise: 'concise',
  simplified: 'simplified',
  keyValues: 'simplified',
}
const ACCEPTS = ['application/json', 'application/ld+json', 'application/geo+json'] as const

const text = (value: Json | undefined, name: string): string => (typeof value === 'string' && value !== '' ? value : fail(name))
const positive = (value: Json | undefined, name: string, most: number): number =>
  typeof value === 'number' && value > 0 && value <= most ? value : fail(name)
const flag = (value: Json | undefined, name: string): boolean => (typeof value === 'boolean' ? value : fail(name))
/** A query may come percent-encoded, as it would in an address. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
const texts = (value: Json | undefined, name: string): string[] => {
  const items = typeof value === 'string' ? [value] : value
  return Array.isArray(items) && items.length > 0 ? items.map((item) => text(item, name)) : fail(name)
}

const readPairs = (value: Json | undefined, name: string): { key: string; value: string }[] => {
  if (value === undefined) return []
  if (!Array.isArray(value)) return fail(name)
  return value.map((pair) => {
    if (!isObject(pair)) return fail(name)
    const found = {
      key: text(pair.key, `${name}.key`),
      value: typeof pair.value === 'string' ? pair.value : fail(`${name}.value`),
    }
    // they become header lines
    if (/[\r\n\0]/.test(found.key + found.value)) fail(name)
    return found
  })
}

export const readEndpoint = (value: Json | undefined): Endpoint => {
  if (!isObject(value)) return fail('notification.endpoint')
  const uri = text(value.uri, 'endpoint.uri')
  if (!isUri(uri) || !/^(https?|mqtts?):\/\/[^/]/.test(uri)) fail('endpoint.uri')
  const notifierInfo = readPairs(value.notifierInfo, 'endpoint.notifierInfo')
  if (uri.startsWith('mqtt') && !mqttTargetOf({ uri, notifierInfo })) fail('endpoint.uri, endpoint.notifierInfo')
  const accept = value.accept === undefined ? 'application/json' : value.accept
  if (!(ACCEPTS as readonly Json[]).includes(accept)) fail('endpoint.accept')
  return {
    uri,
    accept: accept as Endpoint['accept'],
    timeout: value.timeout === undefined ? 10_000 : positive(value.timeout, 'endpoint.timeout', 60_000),
    cooldown: value.cooldown === undefined ? 0 : positive(value.cooldown, 'endpoint.cooldown', 86_400_000),
    receiverInfo: readPairs(value.receiverInfo, 'endpoint.receiverInfo'),
    notifierInfo,
  }
}

const store = (projection: Projection): StoredProjection =>
  Object.fromEntries([...projection].map(([name, inner]) => [name, inner ? store(inner) : null]))
export const restore = (stored: StoredProjection): Projection =>
  new Map(Object.entries(stored).map(([name, inner]) => [name, inner ? restore(inner) : null]))

const readProjection = (value: Json | undefined, name: string, terms: Terms): StoredProjection | undefined =>
  value === undefined ? undefined : store(parseProjection(texts(value, `notification.${name}`).join(','), terms))

const readShape = (doc: JsonObject, notification: JsonObject, terms: Terms): Compiled['shape'] => {
  const format = notification.format === undefined ? 'normalized' : notification.format
  if (typeof format !== 'string' || !Object.hasOwn(FORMATS, format)) fail('notification.format')
  const showChanges = notification.showChanges === undefined ? false : flag(notification.showChanges, 'notification.showChanges')
  if (showChanges && FORMATS[format as string] === 'simplified') fail('notification.showChanges')
  const join = notification.join === undefined || notification.join === '@none' ? 'none' : notification.join
  if (join !== 'none' && join !== 'flat' && join !== 'inline') fail('notification.join')
  const pick = readProjection(notification.pick, 'pick', terms)
  const omit = readProjection(notification.omit, 'omit', terms)
  const attrs = notification.attributes
  if (attrs !== undefined && (pick || omit)) throw bad('param.exclusive', { name: 'attributes', other: 'pick, omit' })
  for (const name of Object.keys(pick ?? {}))
    if (omit && name in omit) throw bad('param.exclusive', { name: 'pick', other: 'omit' })
  return {
    format: FORMATS[format as string] as Compiled['shape']['format'],
    sysAttrs: notification.sysAttrs === undefined ? false : flag(notification.sysAttrs, 'notification.sysAttrs'),
    showChanges,
    join: join as Compiled['shape']['join'],
    joinLevel: join === 'none' ? 0 : notification.joinLevel === undefined ? 1 : positive(notification.joinLevel, 'joinLevel', 10),
    ...(pick ? { pick } : {}),
    ...(omit ? { omit } : {}),
    ...(attrs === undefined ? {} : { attrs: texts(attrs, 'notification.attributes').map((name) => expandName(terms, name)) }),
    ...(doc.lang === undefined ? {} : { lang: readLanguages(text(doc.lang, 'lang')) }),
    ...(doc.datasetId === undefined
      ? {}
      : {
          datasets: texts(doc.datasetId, 'datasetId').map((id) => (id === '@none' ? '' : isUri(id) ? id : fail('datasetId'))),
        }),
  }
}

const readTriggers = (value: Json | undefined): Trigger[] => {
  if (value === undefined) return DEFAULT_TRIGGERS
  const list = texts(value, 'notificationTrigger')
  return list.every((item) => (TRIGGERS as readonly string[]).includes(item)) ? (list as Trigger[]) : fail('notificationTrigger')
}

const namesIn = (value: Json | undefined, name: string): string[] =>
  value === undefined ? [] : texts(value, name).flatMap((item) => item.split(',').map((part) => part.trim()))

/** Attributes whose values in q are terms (clause 5.2.12). */
const coercedOf = ({ expandValues, jsonKeys }: JsonObject): string[] =>
  coercedIn(namesIn(expandValues, 'expandValues'), namesIn(jsonKeys, 'jsonKeys'))

/** `1.6` or `1.6.1` → 6: notifications are written for readers of that version. */
const readConformance = (value: Json): number => {
  const minor = /^1\.(\d+)(?:\.\d+)?$/.exec(text(value, 'ngsildConformance'))?.[1]
  return minor === undefined ? fail('ngsildConformance') : Number(minor)
}

export interface ReadSubscription {
  doc: JsonObject
  compiled: Compiled
  active: boolean
  expiresAt: string | null
}

const keep = (doc: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (doc[name] === undefined ? [] : [[name, doc[name] as Json]])))

/** Types as IRIs; an expression keeps its operators. */
const expandTypes = (value: Json, terms: Terms): Json =>
  typeof value === 'string' ? value.replaceAll(/[^,|;()\s]+/g, (name) => terms.expand(name)) : value

const expandEntities = (value: Json, terms: Terms): Json =>
  Array.isArray(value)
    ? value.map((item) => (isObject(item) && item.type !== undefined ? { ...item, type: expandTypes(item.type, terms) } : item))
    : value

/** A whole subscription. `now`: what lies before it has expired. */
export const readSubscription = (given: JsonObject, terms: Terms, kind: 'entity' | 'csource', now: number): ReadSubscription => {
  const type = given.type ?? given['@type']
  if (type !== 'Subscription')
    throw type === undefined ? bad('type.missing') : bad('type.invalid', { type: JSON.stringify(type) })
  for (const [name, value] of Object.entries(given)) if (value === null || value === NULL) fail(name)
  const doc = keep(given, MEMBERS)
  if (!isObject(doc.notification)) fail('notification')
  const notification = keep(doc.notification as JsonObject, NOTIFICATION_MEMBERS)
  // what is limited to this hub may be about everything in it
  if (doc.entities === undefined && doc.watchedAttributes === undefined && doc.localOnly !== true) fail('entities')
  const timeInterval = doc.timeInterval === undefined ? undefined : positive(doc.timeInterval, 'timeInterval', 366 * 86_400)
  const throttling = doc.throttling === undefined ? undefined : positive(doc.throttling, 'throttling', 366 * 86_400)
  if (timeInterval !== undefined && (throttling !== undefined || doc.watchedAttributes !== undefined)) fail('timeInterval')
  if (timeInterval !== undefined && doc.entities === undefined && doc.localOnly !== true) fail('entities')
  for (const name of ['subscriptionName', 'description'] as const) if (doc[name] !== undefined) text(doc[name], name)
  if (doc.csf !== undefined) readQ(text(doc.csf, 'csf'), terms)
  for (const name of ['splitEntities', 'localOnly'] as const) if (doc[name] !== undefined) flag(doc[name], name)
  if (doc.jsonldContext !== undefined && !isUri(doc.jsonldContext)) fail('jsonldContext')
  const active = doc.isActive === undefined ? true : flag(doc.isActive, 'isActive')
  let expiresAt: string | null = null
  if (doc.expiresAt !== undefined) {
    if (!isDateTime(doc.expiresAt)) fail('expiresAt')
    expiresAt = doc.expiresAt as string
    if (Date.parse(expiresAt) <= now) fail('expiresAt')
  }
  const watched =
    doc.watchedAttributes === undefined
      ? undefined
      : texts(doc.watchedAttributes, 'watchedAttributes').map((name) => expandName(terms, name))
  const shape = readShape(doc, notification, terms)
  const compiled: Compiled = {
    query: {
      selectors: doc.entities === undefined ? [] : readSelectors(doc.entities, terms),
      ...(doc.q === undefined ? {} : { q: readQ(decoded(text(doc.q, 'q')), terms, coercedOf(doc)) }),
      ...(doc.geoQ === undefined ? {} : { geo: readGeoObject(doc.geoQ, terms) }),
      ...(doc.scopeQ === undefined ? {} : { scopeQ: parseScopeQ(text(doc.scopeQ, 'scopeQ')) }),
    },
    ...(watched ? { watched } : {}),
    triggers: readTriggers(doc.notificationTrigger),
    ...(timeInterval === undefined ? {} : { timeInterval }),
    ...(throttling === undefined ? {} : { throttling }),
    shape,
    ...(doc.ngsildConformance === undefined ? {} : { conformance: readConformance(doc.ngsildConformance) }),
    endpoint: readEndpoint(notification.endpoint),
    ...(kind === 'entity' && doc.csf !== undefined ? { csf: readQ(text(doc.csf, 'csf'), terms) } : {}),
    ...(kind === 'csource'
      ? {
          csource: {
            ...(shape.attrs ? { attributes: shape.attrs } : {}),
            ...(doc.csf === undefined ? {} : { csf: readQ(text(doc.csf, 'csf'), terms) }),
            ...(isObject(doc.temporalQ) ? { span: readTemporal(doc.temporalQ, true) } : {}),
          },
        }
      : {}),
  }
  return {
    doc: {
      ...doc,
      ...(doc.entities === undefined ? {} : { entities: expandEntities(doc.entities, terms) }),
      ...(watched ? { watchedAttributes: watched } : {}),
      notification: { ...notification, ...(shape.attrs ? { attributes: shape.attrs } : {}) },
    },
    compiled,
    active,
    expiresAt,
  }
}

/** A fragment over what is there (clause 5.5.8): members replace members, null removes what may be absent. */
export const applyFragment = (doc: JsonObject, fragment: JsonObject): JsonObject => {
  const next: JsonObject = { ...doc }
  for (const [name, value] of Object.entries(fragment)) {
    if (name === 'id' || name === '@id' || name === 'type' || name === '@type') continue
    if (value === null || value === NULL) {
      if (name === 'notification') fail(name)
      delete next[name]
    } else next[name] = value
  }
  return next
}
