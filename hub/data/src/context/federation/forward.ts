/** Sends a request on to a context source and judges what comes back (clauses 6.3.17 to 6.3.19). Never throws. */
import type { Contexts } from '../ld/contexts.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { Forbidden, type Outbound, type OutboundResponse } from '../net/outbound.ts'
import type { Source } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'
import { type Origin, pairOf, type Speech, speechFor, withInline } from './speech.ts'
import { passedOn } from './via.ts'

export interface ForwardRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** below /ngsi-ld/v1 */
  path: string
  query?: Record<string, string>
  body?: Json
  /** the body carries its own contexts */
  ld?: boolean
  /** that the source shall answer from what it holds itself is said in the body */
  scopeInBody?: boolean
}

export type FailureKind = 'timeout' | 'unreachable' | 'error' | 'invalid'
export interface Failure {
  ok: false
  kind: FailureKind
  status: number | null
  problem?: JsonObject
  reason: string
}
export interface Reply {
  ok: true
  status: number
  headers: Record<string, string>
  body: Json | undefined
  speech: Speech
}

export interface Forwarder {
  /** `make` builds the request in the words of the source. */
  send: (source: Source, origin: Origin, make: (speech: Speech) => ForwardRequest) => Promise<Reply | Failure>
  /** writes what was counted */
  flush: () => Promise<void>
}

const TIMEOUT = 5_000
const MOST_BYTES = 16 * 1024 * 1024
/** Value of a pair that stands for the header of the same name of the request (clause 4.3.6.5). */
const FROM_REQUEST = 'urn:ngsi-ld:request'
/** Headers that belong to the exchange itself; the sealed pairs cannot set them. */
const RESERVED = new Set([
  ...['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect'],
  ...['via', 'ngsild-tenant', 'content-type', 'link', 'cookie', 'proxy-authorization'],
  ...['jsonldcontext', 'contenttype', 'accept'],
])

const encode = (query: Record<string, string> | undefined): string => {
  const text = Object.entries(query ?? {})
    .map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2C', ',')}`,
    )
    .join('&')
  return text === '' ? '' : `?${text}`
}

const extraHeaders = (source: Source, origin: Origin): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const { key, value } of source.info) {
    if (RESERVED.has(key.toLowerCase())) continue
    const given = value === FROM_REQUEST ? origin.headers[key.toLowerCase()] : value
    if (typeof given === 'string') headers[key] = given
  }
  return headers
}

const parse = (response: OutboundResponse): Json | undefined =>
  response.body === '' ? undefined : (JSON.parse(response.body) as Json)

interface Counted {
  source: Source
  sent: number
  failed: number
  success?: Date
  failure?: Date
}

export interface ForwardServices {
  outbound: Outbound
  contexts: Contexts
  store: Pick<RegistrationStore, 'count'>
  now: () => Date
  /** how a tenant of this hub calls itself in Via */
  alias: (tenant: string) => string
}

export const createForwarder = ({ outbound, contexts, store, now, alias }: ForwardServices): Forwarder => {
  const counted = new Map<string, Counted>()
  /** source → when it may be asked again, epoch milliseconds of a clock that only goes forward */
  const resting = new Map<string, number>()
  const keyOf = ({ tenant, id, modifiedAt }: Source): string => `${tenant}\n${id}\n${modifiedAt}`

  const count = (source: Source, ok: boolean): void => {
    const entry = counted.get(keyOf(source)) ?? { source, sent: 0, failed: 0 }
    entry.sent += 1
    if (ok) entry.success = now()
    else {
      entry.failed += 1
      entry.failure = now()
    }
    counted.set(keyOf(source), entry)
  }

  const call = async (source: Source, origin: Origin, speech: Speech, request: ForwardRequest): Promise<Reply | Failure> => {
    const { method, path, body } = request
    const asksHere = source.management.localOnly && !request.scopeInBody
    const query = asksHere ? { ...request.query, local: 'true' } : request.query
    const inline = request.ld ? undefined : speech.inline
    const payload = body !== undefined && inline !== undefined ? withInline(body, inline) : body
    const headers: Record<string, string> = {
      ...extraHeaders(source, origin),
      Accept: pairOf(source, 'accept') ?? 'application/json',
      Via: passedOn(origin.headers.via, alias(source.tenant)),
      ...(source.targetTenant === undefined ? {} : { 'NGSILD-Tenant': source.targetTenant }),
      ...(speech.link === undefined || request.ld ? {} : { Link: speech.link }),
      ...(payload === undefined
        ? {}
        : { 'Content-Type': inline === undefined && !request.ld ? 'application/json' : 'application/ld+json' }),
    }
    let response: OutboundResponse
    try {
      response = await outbound.send({
        url: `${source.endpoint}/ngsi-ld/v1${path}${encode(query)}`,
        method,
        headers,
        ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
        timeout: source.management.timeout ?? TIMEOUT,
        mostBytes: MOST_BYTES,
      })
    } catch (error) {
      const { message } = error as Error
      if (error instanceof Forbidden) return { ok: false, kind: 'unreachable', status: null, reason: 'address not allowed' }
      if (message.startsWith('answer over')) return { ok: false, kind: 'invalid', status: null, reason: message }
      const timeout = message.startsWith('no answer within')
      return { ok: false, kind: timeout ? 'timeout' : 'unreachable', status: null, reason: timeout ? message : 'no connection' }
    }
    let parsed: Json | undefined
    let readable = true
    try {
      parsed = parse(response)
    } catch {
      readable = false
    }
    const { status } = response
    if (status < 200 || status >= 300)
      return { ok: false, kind: 'error', status, reason: `HTTP ${status}`, ...(isObject(parsed) ? { problem: parsed } : {}) }
    if (!readable && method === 'GET') return { ok: false, kind: 'invalid', status, reason: 'no valid JSON' }
    return { ok: true, status, headers: response.headers, body: parsed, speech }
  }

  return {
    async send(source, origin, make) {
      const key = keyOf(source)
      const until = resting.get(key)
      if (until !== undefined && performance.now() < until)
        return { ok: false, kind: 'timeout', status: null, reason: 'resting after a failure' }
      const reply = await speechFor(contexts, source, origin).then(
        (speech) => call(source, origin, speech, make(speech)),
        (): Failure => ({ ok: false, kind: 'unreachable', status: null, reason: 'its @context cannot be had' }),
      )
      // an answer that says no is an answer; only what is no answer at all, or a broken one, counts as failed
      const ok = reply.ok || (reply.kind === 'error' && ((reply.status as number) < 500 || reply.status === 508))
      count(source, ok)
      if (ok) resting.delete(key)
      else if (source.management.cooldown !== undefined) resting.set(key, performance.now() + source.management.cooldown)
      return reply
    },
    async flush() {
      const taken = [...counted.values()]
      counted.clear()
      for (const { source, ...add } of taken) await store.count(source.tenant, source.id, add)
    },
  }
}
