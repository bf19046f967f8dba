/** POST /events: CloudEvents 1.0 over HTTP in structured, binary and batch mode. */
import { AppError, ERRORS, type ErrorCode, type ItemResult, scopesOf } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { MOST_BYTES, MOST_ITEMS } from '../ingest/batch.ts'
import { answerOf } from '../ingest/routes.ts'
import { fromHeaders } from './event.ts'
import { type Intake, takeEvents } from './intake.ts'
import { listEvents } from './store.ts'

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new AppError('MALFORMED_JSON')
  }
}

/** The events of a request, and whether they came as a batch. */
export const eventsOf = (request: Pick<FastifyRequest, 'headers'>, body: Buffer): { events: unknown[]; batch: boolean } => {
  const type = (request.headers['content-type'] ?? '').toLowerCase()
  if (type.startsWith('application/cloudevents-batch+json')) {
    const events = parseJson(body)
    if (!Array.isArray(events)) throw new AppError('INVALID_INPUT', { detail: '批量模式的内容应为事件数组' })
    if (events.length > MOST_ITEMS) throw new AppError('PAYLOAD_TOO_LARGE', { detail: `一批最多 ${MOST_ITEMS} 个事件` })
    return { events, batch: true }
  }
  if (type.startsWith('application/cloudevents+json')) return { events: [parseJson(body)], batch: false }
  if (type.startsWith('application/cloudevents')) throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: '事件格式只支持 JSON' })
  if (request.headers['ce-specversion'] === undefined)
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', {
      detail: '请用 application/cloudevents+json、application/cloudevents-batch+json，或带 ce-* 请求头的二进制模式',
    })
  try {
    return { events: [fromHeaders(request.headers, body)], batch: false }
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('MALFORMED_JSON')
    throw error
  }
}

const isErrorCode = (code: string | undefined): code is ErrorCode => code !== undefined && code in ERRORS

/** A single event that was rejected is an error of its request; within a batch it is one result of many. */
const throwIfRejected = (result: ItemResult | undefined): void => {
  if (result?.status !== 'rejected') return
  throw new AppError(isErrorCode(result.code) ? result.code : 'INVALID_INPUT', { detail: result.message })
}

export const cloudEventsPlugin =
  (intake: Intake) =>
  (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.route({
      method: 'POST',
      url: '/events',
      bodyLimit: MOST_BYTES,
      config: { permission: 'observation.write' },
      handler: async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const { events, batch } = eventsOf(request, body)
        const results = await takeEvents(intake, events, request.actor)
        if (!batch) throwIfRejected(results[0])
        const answer = answerOf(results, false)
        if (answer.rejected > 0) reply.status(207)
        return answer
      },
    })
    // Web hooks §4: a sender asks whether it may deliver here; senders authenticate with every delivery.
    app.route({
      method: 'OPTIONS',
      url: '/events',
      config: { permission: 'public' },
      handler: (request, reply) => {
        const origin = request.headers['webhook-request-origin']
        if (typeof origin === 'string' && /^[a-z0-9.-]{1,253}$/i.test(origin))
          reply.header('webhook-allowed-origin', origin).header('webhook-allowed-rate', '*')
        return reply.header('allow', 'POST, OPTIONS').status(200).send()
      },
    })
  }

export const eventRoutes = ({ ctx }: { ctx: { db: Parameters<typeof listEvents>[0] } }): Route[] => [
  route({
    method: 'GET',
    url: '/api/events',
    summary: 'CloudEvents taken in that are no observations, newest first',
    permission: 'source.read',
    query: z.strictObject({
      type: z.string().max(256).optional(),
      before: z.iso.datetime({ offset: true }).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    handler: async ({ query, actor }) => ({
      events: (
        await listEvents(
          ctx.db,
          { type: query.type, before: query.before ? new Date(query.before) : undefined },
          scopesOf(actor, 'source.read'),
          query.limit,
        )
      ).map((row) => ({ ...row, time: row.time?.toISOString() ?? null, receivedAt: row.receivedAt.toISOString() })),
    }),
  }),
]
