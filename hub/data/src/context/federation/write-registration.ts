/** Registrations as they go out, names compacted; access tokens stay here. */
import type { Terms } from '../ld/terms.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { DEFAULT_OPERATIONS } from './operations.ts'
import { KNOWN_MEMBERS } from './read.ts'
import type { StoredRegistration } from './registration.ts'

const compactAll = (value: Json, terms: Terms): Json =>
  Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? terms.compact(item) : item)) : value

const writeInfo = (info: Json, terms: Terms): Json => {
  if (!isObject(info)) return info
  const out: JsonObject = { ...info }
  if (Array.isArray(info.entities))
    out.entities = info.entities.map((item) =>
      isObject(item) && item.type !== undefined
        ? { ...item, type: typeof item.type === 'string' ? terms.compact(item.type) : compactAll(item.type, terms) }
        : item,
    )
  for (const name of ['propertyNames', 'relationshipNames'] as const)
    if (info[name] !== undefined) out[name] = compactAll(info[name], terms)
  return out
}

/** A registration as notifications tell of it: names compacted, nothing else changed. */
export const compactRegistration = (registration: JsonObject, terms: Terms): JsonObject =>
  Object.fromEntries(
    Object.entries(registration).map(([name, value]) =>
      name === 'information' && Array.isArray(value)
        ? [name, value.map((item) => writeInfo(item, terms))]
        : [name === 'id' || name === 'type' || KNOWN_MEMBERS.has(name) ? name : terms.compact(name), value],
    ),
  )

/** What is public in contextSourceInfo: which keys are sent, and values that say how rather than who. */
const OPEN = new Set(['jsonldContext', 'contentType', 'accept'])
const HIDDEN = '***'

export const writeRegistration = (
  found: StoredRegistration,
  terms: Terms,
  information: Json[],
  { sysAttrs }: { sysAttrs: boolean },
): JsonObject => {
  const { doc, counters, info } = found
  const out: JsonObject = { id: found.id, type: 'ContextSourceRegistration' }
  for (const [name, value] of Object.entries(doc)) {
    if (name === 'information') out.information = information.map((item) => writeInfo(item, terms))
    else out[KNOWN_MEMBERS.has(name) ? name : terms.compact(name)] = value
  }
  out.mode ??= 'inclusive'
  out.operations ??= DEFAULT_OPERATIONS
  if (info.length > 0)
    out.contextSourceInfo = info.map(({ key, value }) => ({
      key,
      value: OPEN.has(key) || value === 'urn:ngsi-ld:request' ? value : HIDDEN,
    }))
  if (counters.timesSent > 0) {
    const { lastSuccess, lastFailure } = counters
    out.status = lastFailure !== null && (lastSuccess === null || lastFailure > lastSuccess) ? 'failed' : 'ok'
    out.timesSent = counters.timesSent
    out.timesFailed = counters.timesFailed
    if (lastSuccess) out.lastSuccess = lastSuccess
    if (lastFailure) out.lastFailure = lastFailure
  }
  if (sysAttrs) {
    out.createdAt = found.createdAt
    out.modifiedAt = found.modifiedAt
  }
  return out
}
