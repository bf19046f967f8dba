/** The NGSI-LD HTTP binding (GS CIM 009 clause 6): one table of routes, one way in and out for all of them. */
import type { Permission } from '@haihe/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { reasonFrom } from '../../policy/entity-guard.ts'
import type { Contexts, LdContext } from '../ld/contexts.ts'
import { isObject, type Json } from '../model/json.ts'
import { bad, invalid, NgsiError, sendNgsiProblem } from '../problem.ts'
import type { Snapshots } from '../snapshot/snapshots.ts'
import type { Tenants } from '../tenants.ts'
import { GEO_TYPE, JSON_TYPE, LD_TYPE, type MediaType, negotiate } from './accept.ts'
import { bodyKind, type ContextOrError, parseJson, type ReadBody, separate } from './body.ts'
import type { Answer, Exchange } from './exchange.ts'
import { contextLink, linkTo } from './link.ts'
import { checkKnown } from './parameters.ts'

export const BASE_PATH = '/ngsi-ld/v1'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export interface NgsiRoute {
  method: Method
  /** below /ngsi-ld/v1 */
  path: string
  permission: Permission
  /** query parameters it knows */
  query?: readonly string[]
  /** object: one JSON object; list: an array of entities or ids; context: a document that is a context; none when absent */
  body?: 'object' | 'list' | 'context'
  /** representations on offer; default JSON and JSON-LD. Only answers with a body negotiate */
  offers?: readonly MediaType[]
  /** a tenant that does not exist is created, or taken as an empty one; default: it is refused */
  unknownTenant?: 'create' | 'accept'
  /** what the header NGSILD-Snapshot is to it: default, the copy is worked on; outside: it says nothing; refused: it cannot be */
  inSnapshot?: 'outside' | 'refused'
  /** bytes; default 1 MiB */
  bodyLimit?: number
  handle: (exchange: Exchange) => Promise<Answer>
}

/** A body that each entity of a batch comes with its own context. */
export interface BatchBody {
  items: ({ item: Json; context: LdContext } | { item: Json; error: unknown })[]
}

const MEBIBYTE = 1024 * 1024
const DEFAULT_OFFERS: readonly MediaType[] = [JSON_TYPE, LD_TYPE]

const flatQuery = (query: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query as Record<string, unknown>).map(([name, value]) => {
      if (Array.isArray(value)) throw invalid('param.invalid', { name, value: value.join(' ') })
      return [name, String(value)]
    }),
  )

const readBody = (route: NgsiRoute, request: FastifyRequest): ReadBody | undefined => {
  if (!route.body) return undefined
  const kind = bodyKind(request.headers['content-type'])
  if (route.body === 'context') return { body: parseJson(request.body as Buffer), context: undefined }
  const read = separate(parseJson(request.body as Buffer), kind, linkHeader(request), route.body === 'list')
  if (route.body === 'list' && !Array.isArray(read.body)) throw bad('json.not-array')
  if (route.body === 'object' && isObject(read.body) && Object.keys(read.body).length === 0 && request.method === 'POST')
    throw bad('json.empty')
  return read
}

/** Headers that may come more than once are one list. */
const linkHeader = (request: FastifyRequest): string | undefined => {
  const link = request.headers.link as string | string[] | undefined
  return Array.isArray(link) ? link.join(', ') : link
}

const tenantHeader = (request: FastifyRequest): string | undefined => {
  const value = request.headers['ngsild-tenant']
  return typeof value === 'string' && value !== '' ? value : undefined
}

const withContext = (body: Json, context: Json): Json => {
  if (Array.isArray(body)) return body.map((item) => (isObject(item) ? { ...item, '@context': context } : item))
  return isObject(body) ? { ...body, '@context': context } : body
}

const send = async (reply: FastifyReply, exchange: Exchange, given: Answer): Promise<FastifyReply> => {
  reply.status(given.status)
  // written as the specification writes it: clients exist that compare the letters
  for (const [name, value] of Object.entries(given.headers ?? {}))
    if (name === 'location') reply.raw.setHeader('Location', value)
    else reply.header(name, value)
  if (given.body === undefined) return reply.send()
  const type = given.type ?? exchange.accept
  const context = given.context === undefined ? exchange.context : given.context
  let body = given.body
  if (context) {
    const wantsLink = type === JSON_TYPE || (type === GEO_TYPE && /\bbody=json\b/.test(exchange.headers.prefer ?? ''))
    if (wantsLink) {
      const links = [reply.getHeader('link'), linkTo(await context.link())].filter((link) => link !== undefined)
      reply.header('link', links.join(', '))
    } else body = withContext(body, context.body)
  }
  reply.header('content-type', type)
  return reply.send(Buffer.from(JSON.stringify(body)))
}

export interface PluginServices {
  contexts: Contexts
  tenants: Tenants
  /** throws when the caller may not use tenants other than the default */
  assertTenant: (exchange: Pick<Exchange, 'tenant' | 'actor'>) => void
  snapshots: Pick<Snapshots, 'enter'>
}

const snapshotHeader = (route: NgsiRoute, request: FastifyRequest): string | undefined => {
  const id = request.headers['ngsild-snapshot']
  if (typeof id !== 'string' || id === '' || route.inSnapshot === 'outside') return undefined
  if (route.inSnapshot === 'refused') throw new NgsiError('OperationNotSupported', 'snapshot.unsupported')
  return id
}

const handler = (route: NgsiRoute, { contexts, tenants, assertTenant, snapshots }: PluginServices) => {
  const known = new Set(route.query ?? [])
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const accept = negotiate(request.headers.accept, route.offers ?? DEFAULT_OFFERS)
    if (!accept && (route.method === 'GET' || route.offers))
      throw new NgsiError('InvalidRequest', 'media.not-acceptable', { offers: (route.offers ?? DEFAULT_OFFERS).join(', ') }, 406)
    const query = flatQuery(request.query)
    checkKnown(query, known)
    const read = readBody(route, request)
    const tenant = await tenants.resolve(tenantHeader(request), route.unknownTenant ?? 'refuse')
    assertTenant({ tenant, actor: request.actor })
    const snapshot = snapshotHeader(route, request)
    const within =
      snapshot && (await snapshots.enter(tenant, snapshot, { actor: request.actor, reason: reasonFrom(request.headers) }))
    if (snapshot) reply.header('NGSILD-Snapshot', snapshot)
    const contextValue = read ? read.context : contextLink(linkHeader(request))
    const context = await contexts.resolve(tenant, contextValue)
    let body = read?.body
    if (read?.contexts && Array.isArray(read.body)) {
      const items = await Promise.all(
        read.body.map(async (item, i) => {
          const given = read.contexts?.[i] as ContextOrError
          if ('error' in given) return { item, error: given.error }
          return contexts.resolve(tenant, given.context).then(
            (context) => ({ item, context }),
            (error: unknown) => ({ item, error }),
          )
        }),
      )
      body = { items } as unknown as Json
    }
    const exchange: Exchange = {
      tenant: within ?? tenant,
      actor: request.actor,
      params: request.params as Record<string, string>,
      query,
      headers: request.headers as Record<string, string | undefined>,
      body,
      context,
      contextValue,
      accept: accept ?? JSON_TYPE,
      language: request.headers['accept-language'],
      traceId: request.id,
      log: request.log,
      url: request.url,
      method: request.method,
    }
    return send(reply, exchange, await route.handle(exchange))
  }
}

/** Registers the routes; every other method of their paths is 405, every other path 404. */
export const createNgsiPlugin =
  (routes: readonly NgsiRoute[], services: PluginServices) =>
  (app: FastifyInstance): void => {
    app.register(
      async (scope) => {
        scope.removeAllContentTypeParsers()
        // what the body is, is decided with NGSI-LD's own errors
        scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
        scope.setErrorHandler((error, request, reply) => sendNgsiProblem(error, request, reply))
        scope.addHook('onRequest', async (request, reply) => {
          const tenant = tenantHeader(request)
          if (tenant) reply.header('NGSILD-Tenant', tenant)
          const writes = request.method === 'POST' || request.method === 'PATCH' || request.method === 'PUT'
          // clause 6.3.4: a bare 411, whatever the request is about
          if (writes && request.headers['content-length'] === undefined) await reply.status(411).send()
        })
        scope.setNotFoundHandler((request, reply) =>
          sendNgsiProblem(new NgsiError('ResourceNotFound', 'path.unknown', { path: request.url }), request, reply),
        )
        for (const route of routes)
          scope.route({
            method: route.method,
            url: route.path,
            bodyLimit: route.bodyLimit ?? MEBIBYTE,
            config: { permission: route.permission },
            handler: handler(route, services),
          })
        for (const path of new Set(routes.map((route) => route.path))) {
          const allowed = routes.filter((route) => route.path === path).map((route) => route.method)
          const rest = METHODS.filter((method) => !allowed.includes(method))
          if (rest.length === 0) continue
          scope.route({
            method: rest,
            url: path,
            config: { permission: 'session' },
            handler: (request, reply) => {
              reply.header('allow', allowed.join(', '))
              return sendNgsiProblem(
                new NgsiError('InvalidRequest', 'method.not-allowed', { method: request.method }, 405),
                request,
                reply,
              )
            },
          })
        }
      },
      { prefix: BASE_PATH },
    )
  }
