/** GeoReport v2 over HTTP: JSON and XML, forms in, errors in the form of the standard. */
import { type Actor, AppError, ERRORS, type FieldError, holds } from '@haihe/contract'
import { toAppError } from '@haihe/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Engine } from '../cases/engine.ts'
import { ListRequests, PostRequest, parseForm, parseInput } from './input.ts'
import { postRequest, requestById, requestList, serviceDefinition, serviceList } from './open311.ts'
import { toXml, type Value } from './xml.ts'

type Format = 'json' | 'xml'

const BODY = 64 * 1024
const POSTS_PER_MINUTE = 600
const READS_PER_MINUTE = 600
const PUBLIC = { permission: 'public' as const, rateLimit: { max: READS_PER_MINUTE, timeWindow: '1 minute' } }

const TYPES: Record<Format, string> = { json: 'application/json; charset=utf-8', xml: 'text/xml; charset=utf-8' }

/** `services.xml` → ['services', 'xml']; anything without one of the two endings is not found. */
const split = (file: string): { name: string; format: Format } => {
  const parts = /^(.+)\.(json|xml)$/.exec(file)
  if (!parts?.[1]) throw new AppError('NOT_FOUND', { detail: '请以 .json 或 .xml 结尾' })
  return { name: parts[1], format: parts[2] as Format }
}

const formatOf = (request: FastifyRequest): Format => (/\.xml$/.test(request.url.split('?')[0] ?? '') ? 'xml' : 'json')

const send = (reply: FastifyReply, format: Format, json: unknown, xml: () => string): FastifyReply =>
  reply.type(TYPES[format]).send(format === 'xml' ? xml() : JSON.stringify(json))

const describe = (error: AppError): string => {
  const { detail, errors } = error.details as { detail?: string; errors?: FieldError[] }
  if (errors?.length) return errors.map((each) => each.message).join('；')
  return detail ?? ERRORS[error.code].zh
}

/** [{code, description}], as the standard wants it; nothing of what went wrong inside. */
const sendErrors = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const found = toAppError(error)
  if (found.code === 'INTERNAL') request.log.error({ err: error }, 'unexpected error')
  // the standard knows 403 for a key that is missing or wrong
  const status = found.status === 401 ? 403 : found.status === 422 ? 400 : found.status
  const errors = [{ code: status, description: describe(found) }]
  if (typeof found.details.retryAfter === 'number') reply.header('retry-after', Math.ceil(found.details.retryAfter))
  return send(reply.status(status), formatOf(request), errors, () => toXml('errors', { list: 'error', items: errors }))
}

interface Open311Options {
  /** resolves an api_key given as a parameter; without it keys travel in the Authorization header only */
  authenticate?: (request: FastifyRequest) => Promise<Actor | null>
}

export const open311Plugin =
  (engine: Engine, options: Open311Options) =>
  (app: FastifyInstance): void => {
    const checkJurisdiction = (given: unknown): void => {
      if (given !== undefined && given !== '' && given !== engine.ctx.city.code)
        throw new AppError('NOT_FOUND', { detail: '没有这个 jurisdiction_id' })
    }

    /** The caller by their header, else by their api_key. */
    const callerOf = async (request: FastifyRequest, key: unknown): Promise<Actor> => {
      if (request.actor.grants.length > 0 || typeof key !== 'string' || key === '' || !options.authenticate) return request.actor
      const headers = { authorization: `Bearer ${key}` }
      return (await options.authenticate({ url: request.url, headers, ip: request.ip } as FastifyRequest)) ?? request.actor
    }

    const queryOf = (request: FastifyRequest): Record<string, unknown> => {
      const query = request.query as Record<string, unknown>
      checkJurisdiction(query.jurisdiction_id)
      return query
    }

    app.setErrorHandler((error, request, reply) => sendErrors(error, request, reply))
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY },
      (_request, body, done) => {
        done(null, parseForm(body as string))
      },
    )

    const get = (url: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): void => {
      app.route({ method: 'GET', url: `/open311/v2/${url}`, config: PUBLIC, handler })
    }

    for (const format of ['json', 'xml'] as const) {
      get(`discovery.${format}`, (_request, reply) => {
        const base = `${engine.ctx.config.publicUrl}/open311/v2`
        const endpoint = {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: base,
          changeset: '2026-11-20T00:00:00Z',
          type: 'production',
        }
        const formats = ['text/xml', 'application/json']
        return send(
          reply,
          format,
          {
            changeset: endpoint.changeset,
            contact: engine.ctx.city.name.zh,
            key_service: '',
            endpoints: [{ ...endpoint, formats }],
          },
          () =>
            toXml('discovery', {
              changeset: endpoint.changeset,
              contact: engine.ctx.city.name.zh,
              endpoints: { list: 'endpoint', items: [{ ...endpoint, formats: { list: 'format', items: formats } }] },
            }),
        )
      })
      get(`services.${format}`, (request, reply) => {
        queryOf(request)
        const items = serviceList(engine)
        return send(reply, format, items, () => toXml('services', { list: 'service', items }))
      })
      get(`requests.${format}`, async (request, reply) => {
        const query = queryOf(request)
        const actor = await callerOf(request, query.api_key)
        const items = await requestList(engine, actor, parseInput(ListRequests, query))
        return send(reply, format, items, () => toXml('service_requests', { list: 'request', items }))
      })
      app.route({
        method: 'POST',
        url: `/open311/v2/requests.${format}`,
        bodyLimit: BODY,
        // the key may stand in the form, which is read after this is decided: checked below
        config: { permission: 'public', rateLimit: { max: POSTS_PER_MINUTE, timeWindow: '1 minute' } },
        handler: async (request, reply) => {
          const body = (request.body ?? {}) as Record<string, unknown>
          const query = queryOf(request)
          checkJurisdiction(body.jurisdiction_id)
          const actor = await callerOf(request, body.api_key ?? query.api_key)
          if (!holds(actor, 'case.report')) throw new AppError('FORBIDDEN', { detail: 'api_key 缺失或无效' })
          const key = request.headers['idempotency-key']
          const made = await postRequest(engine, actor, parseInput(PostRequest, body), {
            traceId: request.id,
            ...(typeof key === 'string' && key !== '' ? { clientKey: key.slice(0, 80) } : {}),
          })
          const items: Value[] = [{ ...made, account_id: '' }]
          return send(reply.status(201), format, items, () => toXml('service_requests', { list: 'request', items }))
        },
      })
    }

    get('services/:file', (request, reply) => {
      queryOf(request)
      const { name, format } = split((request.params as { file: string }).file)
      const { service_code, attributes } = serviceDefinition(engine, name)
      return send(reply, format, { service_code, attributes }, () =>
        toXml('service_definition', { service_code, attributes: { list: 'attribute', items: attributes } }),
      )
    })
    get('requests/:file', async (request, reply) => {
      const query = queryOf(request)
      const { name, format } = split((request.params as { file: string }).file)
      const items = [await requestById(engine, await callerOf(request, query.api_key), name)]
      return send(reply, format, items, () => toXml('service_requests', { list: 'request', items }))
    })
    // ids are given at once, so a token is the id itself
    get('tokens/:file', async (request, reply) => {
      const query = queryOf(request)
      const { name, format } = split((request.params as { file: string }).file)
      await requestById(engine, await callerOf(request, query.api_key), name)
      const items = [{ service_request_id: name, token: name }]
      return send(reply, format, items, () => toXml('service_requests', { list: 'request', items }))
    })
  }
