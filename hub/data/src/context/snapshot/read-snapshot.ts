/** Reads snapshot documents (clause 5.2.41). What the hub says of a snapshot is ignored when somebody sends it. Throws BadRequestData. */
import { isObject, isUri, type Json, type JsonObject } from '../model/json.ts'
import { isId } from '../model/names.ts'
import { bad } from '../problem.ts'
import { parseDuration } from '../temporal/duration.ts'

const fail = (reason: string): never => {
  throw bad('snapshot.invalid', { reason })
}

const MOST_QUERIES = 20
const MOST_ID = 256

export interface ReadSnapshot {
  id?: string
  priority?: number
  /** members to keep; a member that is absent was not given */
  doc: JsonObject
}

const readPairs = (value: Json): Json => {
  if (!Array.isArray(value) || value.length > 50) return fail('receiverInfo')
  for (const pair of value)
    if (
      !isObject(pair) ||
      typeof pair.key !== 'string' ||
      typeof pair.value !== 'string' ||
      // they become header lines
      !/^[\x21-\x7e]{1,200}$/.test(pair.key) ||
      !/^[\t\x20-\x7e]{0,8192}$/.test(pair.value)
    )
      fail('receiverInfo')
  return value
}

const readQueries = (value: Json, name: string, temporal: boolean): JsonObject[] => {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_QUERIES) return fail(name)
  return value.map((query) => {
    if (!isObject(query) || query.type !== 'Query') return fail(`${name}: type`)
    if ((query.temporalQ !== undefined) !== temporal) return fail(`${name}: temporalQ`)
    return query
  })
}

const readMembers = (body: JsonObject): ReadSnapshot => {
  const { snapshotPriority, snapshotLifetime, endpoint, receiverInfo } = body
  const doc: JsonObject = {}
  if (snapshotPriority !== undefined) {
    const whole = typeof snapshotPriority === 'number' && Number.isInteger(snapshotPriority)
    if (!whole || snapshotPriority < 1 || snapshotPriority > 10) fail('snapshotPriority: 1..10')
  }
  if (snapshotLifetime !== undefined) {
    if (typeof snapshotLifetime !== 'string') fail('snapshotLifetime')
    parseDuration(snapshotLifetime as string, 'snapshotLifetime')
    doc.snapshotLifetime = snapshotLifetime
  }
  if (endpoint !== undefined) doc.endpoint = isUri(endpoint) && /^https?:\/\/[^/]/i.test(endpoint) ? endpoint : fail('endpoint')
  if (receiverInfo !== undefined) doc.receiverInfo = readPairs(receiverInfo)
  return { doc, ...(snapshotPriority === undefined ? {} : { priority: snapshotPriority as number }) }
}

const checkType = (body: JsonObject, needed: boolean): void => {
  const type = body.type ?? body['@type']
  if (type === undefined && needed) throw bad('type.missing')
  if (type !== undefined && type !== 'Snapshot') throw bad('type.invalid', { type: JSON.stringify(type) })
}

const readOwnId = (body: JsonObject): { id?: string } => {
  const id = body.id ?? body['@id']
  if (id === undefined) return {}
  // it is part of every key of the copy
  if (!isId(id) || id.length > MOST_ID) throw bad('id.invalid', { id: String(id).slice(0, MOST_ID) })
  return { id }
}

const QUERIES = ['snapshotQueries', 'snapshotTemporalQueries'] as const

const refuseQueries = (body: JsonObject): void => {
  for (const name of QUERIES) if (body[name] !== undefined) fail(name)
}

export const readNew = (body: JsonObject): ReadSnapshot => {
  checkType(body, true)
  const read = readMembers(body)
  for (const name of QUERIES)
    if (body[name] !== undefined) read.doc[name] = readQueries(body[name], name, name === 'snapshotTemporalQueries')
  if (!QUERIES.some((name) => name in read.doc)) fail('snapshotQueries, snapshotTemporalQueries')
  return { ...read, ...readOwnId(body) }
}

/** The copy of a snapshot: its queries are those of the original. */
export const readClone = (body: JsonObject): ReadSnapshot => {
  checkType(body, true)
  refuseQueries(body)
  return { ...readMembers(body), ...readOwnId(body) }
}

/** Changes of a snapshot that is there. */
export const readFragment = (body: JsonObject): ReadSnapshot => {
  checkType(body, false)
  refuseQueries(body)
  if (body.id !== undefined || body['@id'] !== undefined) throw bad('id.changed')
  return readMembers(body)
}
