/** The HTTP floor: every route has a permission, every error is a problem document. */
import { randomUUID } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import { type Actor, AppError, holds } from '@haihe/contract'
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { z } from 'zod'
import type { Ctx, Module } from '../context.ts'
import { sendProblem } from './problem.ts'
import type { Access, Route } from './route.ts'
import { assertFit } from './texts.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Access
  }
  interface FastifyRequest {
    actor: Actor
  }
}

z.config(z.locales.zhCN())

const ANONYMOUS: Actor = { id: 'anonymous', kind: 'person', name: '访客', grants: [], assurance: 0 }

/** Resolves the caller from cookie or bearer token; null when neither is given. A bad token throws INVALID_TOKEN. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | null>

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** A cookie session writes only from our own pages: the browser's own Sec-Fetch-Site / Origin says where it came from. */
const assertSameSite = (request: FastifyRequest, publicUrl: string): void => {
  if (!UNSAFE.has(request.method) || request.headers.authorization || !request.headers.cookie) return
  const site = request.headers['sec-fetch-site']
  if (site && site !== 'same-origin' && site !== 'none') throw new AppError('FORBIDDEN')
  const origin = request.headers.origin
  if (!origin || origin === publicUrl) return
  // a frame without an origin of its own says «null»
  if (!URL.canParse(origin) || new URL(origin).host !== request.headers.host) throw new AppError('FORBIDDEN')
}

const parse = (schema: z.ZodType | undefined, value: unknown, ownTexts = false): unknown => {
  if (!schema) return value
  if (!ownTexts) assertFit(value)
  return schema.parse(value ?? {})
}

export const createServer = async (ctx: Pick<Ctx, 'config' | 'log'>, authenticate: Authenticate): Promise<FastifyInstance> => {
  const app = fastify({
    loggerInstance: ctx.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: 64 * 1024,
    trustProxy: ctx.config.trustProxy ?? false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2048 },
  }) as unknown as FastifyInstance
  await app.register(cookie)
  await app.register(multipart, { limits: { fileSize: 15 * 1024 * 1024, files: 9, fields: 20, fieldSize: 4096 } })
  await app.register(rateLimit, { global: false })
  await app.register(compress, { global: true, threshold: 1024, encodings: ['br', 'gzip'] })
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(new AppError('NOT_FOUND'), request, reply))
  app.decorateRequest('actor', null as unknown as Actor)
  app.addHook('onRoute', (options) => {
    if (!options.config?.permission) throw new Error(`route ${options.method} ${options.url} has no permission`)
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('x-trace-id', request.id).header('referrer-policy', 'same-origin')
    reply.header('x-frame-options', 'DENY')
    const needed = request.routeOptions.config.permission ?? 'public'
    request.actor = (await authenticate(request)) ?? ANONYMOUS
    assertSameSite(request, ctx.config.publicUrl)
    if (needed === 'public') return
    if (request.actor === ANONYMOUS) throw new AppError('UNAUTHENTICATED')
    if (needed !== 'session' && !holds(request.actor, needed)) throw new AppError('FORBIDDEN', { permission: needed })
  })
  return app
}

/** In a scope of its own, whose bodies stay bytes: those of JSON read, files as a stream that does not pass through memory. */
const mountBytes = (app: FastifyInstance, spec: Route): void => {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    if (spec.file) scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    else scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    mountRoute(scope, spec)
  })
}

export const mountRoutes = (app: FastifyInstance, routes: readonly Route[]): void => {
  for (const spec of routes)
    if (spec.bytes || spec.file) mountBytes(app, spec)
    else mountRoute(app, spec)
}

const mountRoute = (app: FastifyInstance, spec: Route): void => {
  app.route({
    method: spec.method,
    url: spec.url,
    ...((spec.file ?? spec.bodyLimit) ? { bodyLimit: spec.file ?? spec.bodyLimit } : {}),
    config: {
      permission: spec.permission,
      ...(spec.rateLimit ? { rateLimit: { max: spec.rateLimit, timeWindow: '1 minute' } } : {}),
    },
    handler: async (request, reply) => {
      const result = await spec.handler({
        params: parse(spec.params, request.params),
        query: parse(spec.query, request.query),
        body: spec.bytes || spec.file ? request.body : parse(spec.body, request.body, spec.ownTexts),
        actor: request.actor,
        request,
        reply,
      })
      if (reply.sent) return reply
      if (result === undefined) return reply.status(reply.statusCode === 200 ? 204 : reply.statusCode).send()
      return result
    },
  })
}

export const mountModule = async (app: FastifyInstance, module: Module): Promise<void> => {
  if (module.routes) mountRoutes(app, module.routes)
  if (module.plugin) await app.register(async (scope) => module.plugin?.(scope))
}
