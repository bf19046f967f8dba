/**
 * User contexts: inline, hosted here, or fetched from their address, cached in memory and in the store. Without a
 * network everything that was used before still works; a context that cannot be had is LdContextNotAvailable.
 */
import { createHash } from 'node:crypto'
import type { Db, Log } from '@haihe/kernel'
import { unfit } from '@haihe/kernel/http/texts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import type { Outbound } from '../net/outbound.ts'
import { bad, NgsiError } from '../problem.ts'
import * as store from './contexts-store.ts'
import { CORE_CONTEXT, CORE_URL, isCoreUrl } from './core-terms.ts'
import { CORE, compileTerms, type Terms } from './terms.ts'

export interface LdContext {
  terms: Terms
  /** what goes into the body of application/ld+json */
  body: Json
  /** address for the Link header of application/json; an inline context is given one */
  link: () => Promise<string>
}

export interface Contexts {
  /** undefined: the core context. Throws BadRequestData, LdContextNotAvailable. */
  resolve: (tenant: string, value: Json | undefined) => Promise<LdContext>
  /** path under which a context of ours is served */
  pathOf: (id: string) => string
  find: (tenant: string, id: string) => Promise<store.StoredContext | undefined>
  list: (tenant: string, kind: store.ContextKind | null) => Promise<store.StoredContext[]>
  host: (tenant: string, body: JsonObject) => Promise<string>
  remove: (tenant: string, id: string) => Promise<void>
  /** notes a use of a context of ours */
  count: (tenant: string, id: string) => void
  /** fetches a cached context again */
  reload: (tenant: string, context: store.StoredContext) => Promise<void>
  flush: () => Promise<void>
}

/** After this long in memory a fetched context is looked at again, milliseconds. */
const FRESH = 10 * 60_000
const FETCH_TIMEOUT = 5_000
const MOST_BYTES = 1024 * 1024
const MOST_NESTED = 12
const MOST_REMEMBERED = 500

interface Loaded {
  id: string | null
  value: unknown
  at: number
}

export interface ContextServices {
  db: Db
  log: Log
  now: () => Date
  outbound: Outbound
  /** address of /ngsi-ld/v1 as the outside sees it */
  baseUrl: string
}

const unavailable = (url: string, reason: string): NgsiError =>
  new NgsiError('LdContextNotAvailable', 'context.unavailable', { url, reason })

export const createContexts = ({ db, log, now, outbound, baseUrl }: ContextServices): Contexts => {
  const loaded = new Map<string, Loaded>()
  const loading = new Map<string, Promise<Loaded>>()
  const compiled = new Map<string, { context: LdContext; ids: string[]; at: number }>()
  const uses = new Map<string, { tenant: string; id: string; hits: number }>()
  const coreContext: LdContext = { terms: CORE, body: CORE_URL, link: async () => CORE_URL }

  const forget = (): void => {
    loaded.clear()
    compiled.clear()
  }
  const used = (tenant: string, id: string): void => {
    const key = JSON.stringify([tenant, id])
    const entry = uses.get(key) ?? { tenant, id, hits: 0 }
    entry.hits += 1
    uses.set(key, entry)
  }
  const pathOf = (id: string): string => `/ngsi-ld/v1/jsonldContexts/${id}`
  const ownId = (url: string): string | undefined => {
    const at = url.indexOf('/ngsi-ld/v1/jsonldContexts/')
    return at >= 0 && (at === 0 || url.startsWith(baseUrl))
      ? decodeURIComponent(url.slice(at + '/ngsi-ld/v1/jsonldContexts/'.length))
      : undefined
  }

  const fetchDocument = async (url: string, hops = 3): Promise<{ '@context': unknown }> => {
    let response: Awaited<ReturnType<Outbound['send']>>
    try {
      response = await outbound.send({
        url,
        headers: { accept: 'application/ld+json, application/json;q=0.9' },
        timeout: FETCH_TIMEOUT,
        mostBytes: MOST_BYTES,
      })
    } catch (error) {
      throw unavailable(url, (error as Error).message)
    }
    const { status, headers } = response
    if (status >= 300 && status < 400 && headers.location && hops > 0)
      return fetchDocument(new URL(headers.location, url).toString(), hops - 1)
    if (status !== 200) throw unavailable(url, `HTTP ${status}`)
    // what came back is no context: the request names a wrong address (clause 5.5.6)
    let document: unknown
    try {
      document = JSON.parse(response.body)
    } catch {
      throw bad('context.invalid', { reason: `${url}: JSON` })
    }
    if (unfit(document)) throw bad('context.invalid', { reason: `${url}: nested too deeply` })
    if (!isObject(document) || !('@context' in document)) throw bad('context.invalid', { reason: `${url}: @context` })
    return { '@context': document['@context'] }
  }

  const cache = async (tenant: string, url: string): Promise<Loaded> => {
    const body = await fetchDocument(url)
    const id = `urn:ngsi-ld:Context:${createHash('sha256').update(url).digest('hex').slice(0, 32)}`
    await store.saveContext(db, tenant, { id, kind: 'Cached', url, body }, now())
    return { id, value: body['@context'], at: now().getTime() }
  }

  const load = async (tenant: string, url: string): Promise<Loaded> => {
    const own = ownId(url)
    if (own !== undefined) {
      const hosted = await store.findContext(db, tenant, own)
      if (!hosted) throw unavailable(url, 'HTTP 404')
      return { id: hosted.id, value: hosted.body['@context'], at: now().getTime() }
    }
    const cached = await store.findContextByUrl(db, tenant, url)
    if (!cached) return cache(tenant, url)
    const age = now().getTime() - (cached.fetchedAt?.getTime() ?? 0)
    if (age > FRESH)
      // renewed behind the answer: who asks now gets what is known
      cache(tenant, url).catch((error) => log.debug({ url, error: String(error) }, 'a cached @context could not be renewed'))
    return { id: cached.id, value: cached.body['@context'], at: now().getTime() }
  }

  const loadOnce = async (tenant: string, url: string): Promise<Loaded> => {
    const key = `${tenant} ${url}`
    const known = loaded.get(key)
    if (known && now().getTime() - known.at < FRESH) return known
    // who asks for the same address meanwhile waits for the same answer
    let under = loading.get(key)
    if (!under) {
      under = load(tenant, url).finally(() => loading.delete(key))
      loading.set(key, under)
    }
    const made = await under
    if (loaded.size >= MOST_REMEMBERED) loaded.clear()
    loaded.set(key, made)
    return made
  }

  /** Context objects in order; ids of the contexts of ours that took part go into `ids`. */
  const flatten = async (
    tenant: string,
    value: unknown,
    ids: string[],
    depth = 0,
    seen: readonly string[] = [],
  ): Promise<Record<string, unknown>[]> => {
    if (depth > MOST_NESTED) throw bad('context.invalid', { reason: 'nesting' })
    if (value === null) return []
    if (Array.isArray(value)) {
      if (value.length > 100) throw bad('context.invalid', { reason: 'length' })
      const parts: Record<string, unknown>[] = []
      for (const item of value) parts.push(...(await flatten(tenant, item, ids, depth + 1, seen)))
      return parts
    }
    if (typeof value === 'string') {
      if (isCoreUrl(value)) return []
      if (!/^https?:\/\//.test(value) && ownId(value) === undefined) throw bad('context.invalid', { reason: value })
      if (seen.includes(value)) throw bad('context.invalid', { reason: `${value} includes itself` })
      const { value: inner, id } = await loadOnce(tenant, value)
      if (id !== null) ids.push(id)
      return flatten(tenant, inner, ids, depth + 1, [...seen, value])
    }
    if (!isObject(value)) throw bad('context.invalid', { reason: JSON.stringify(value) })
    // scoped contexts are not allowed in user contexts (clause 5.5.7)
    if (seen.length === 0 && Object.values(value).some((term) => isObject(term) && '@context' in term))
      throw bad('context.invalid', { reason: 'scoped @context' })
    return [value]
  }

  const implicit = async (tenant: string, value: Json): Promise<string> => {
    const id = `urn:ngsi-ld:Context:${createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)}`
    await store.saveContext(db, tenant, { id, kind: 'ImplicitlyCreated', url: null, body: { '@context': value } }, now())
    return `${baseUrl}${pathOf(id)}`
  }

  const compile = async (tenant: string, value: Json, ids: string[]): Promise<LdContext> => {
    const terms = compileTerms(await flatten(tenant, value, ids))
    const single = Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value
    let link: Promise<string> | undefined
    return {
      terms,
      body: single,
      link: () => {
        link ??= typeof single === 'string' ? Promise.resolve(single) : implicit(tenant, value)
        return link
      },
    }
  }

  const resolve = async (tenant: string, value: Json | undefined): Promise<LdContext> => {
    if (value === undefined || (typeof value === 'string' && isCoreUrl(value))) return coreContext
    const key = `${tenant} ${JSON.stringify(value)}`
    const known = compiled.get(key)
    if (known && now().getTime() - known.at < FRESH) {
      for (const id of known.ids) used(tenant, id)
      return known.context
    }
    const ids: string[] = []
    const context = await compile(tenant, value, ids)
    if (compiled.size >= MOST_REMEMBERED) compiled.clear()
    compiled.set(key, { context, ids, at: now().getTime() })
    for (const id of ids) used(tenant, id)
    return context
  }

  /** What is hosted must be a context; addresses in it are followed when it is used. */
  const checkShape = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) checkShape(item)
    else if (isObject(value)) compileTerms([value])
    else if (typeof value !== 'string') throw bad('context.invalid', { reason: JSON.stringify(value) })
  }

  return {
    resolve,
    count: used,
    pathOf,
    find: async (tenant, id) => (await store.findContext(db, tenant, id)) ?? (await store.findContextByUrl(db, tenant, id)),
    list: (tenant, kind) => store.listContexts(db, tenant, kind),
    host: async (tenant, body) => {
      const value = body['@context'] as Json
      checkShape(value)
      const id = `urn:ngsi-ld:Context:${crypto.randomUUID()}`
      await store.saveContext(db, tenant, { id, kind: 'Hosted', url: null, body: { '@context': value } }, now())
      return id
    },
    remove: async (tenant, id) => {
      await store.deleteContext(db, tenant, id)
      // a context that comes again under this address starts to count anew
      uses.delete(JSON.stringify([tenant, id]))
      forget()
    },
    reload: async (tenant, context) => {
      await cache(tenant, context.url as string)
      forget()
    },
    flush: async () => {
      const taken = [...uses.values()]
      uses.clear()
      for (const { tenant, id, hits } of taken) await store.countUse(db, tenant, id, hits, now())
    },
  }
}

export { CORE_CONTEXT, CORE_URL }
