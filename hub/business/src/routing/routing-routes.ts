import { AppError, DAY, RegionCode, RoutingRule, RoutingSet, RoutingSimulation } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Engine } from '../cases/engine.ts'
import { localDate } from '../cases/time.ts'
import { publishRouting, type Routing, simulatePast } from './routing.ts'

const MOST_RULES = 5000
const BODY = 4 * 1024 * 1024
const MOST_DAYS = 400

export const routingRoutes = (engine: Engine, routing: Routing): Route[] => [
  route({
    method: 'GET',
    url: '/api/routing-rules',
    summary: 'The routing rules in force on a day',
    permission: 'routing.read',
    query: z.strictObject({ date: z.iso.date().optional() }),
    response: RoutingSet,
    handler: ({ query }) => routing.set(query.date ?? localDate(engine.ctx.now())),
  }),
  route({
    method: 'PUT',
    url: '/api/routing-rules',
    summary: 'Publish a set of routing rules from a day on',
    permission: 'routing.manage',
    bodyLimit: BODY,
    body: z.strictObject({
      from: z.iso.date(),
      rules: z.array(RoutingRule).max(MOST_RULES),
      note: z.string().min(2, '请说明变更原因').max(500),
      basedOn: z.number().int().min(0),
    }),
    response: RoutingSet,
    handler: ({ body, actor, request }) => publishRouting(engine, routing, actor, body, request.id),
  }),
  route({
    method: 'POST',
    url: '/api/routing/simulate',
    summary: 'How past cases would have been routed by changed rules',
    permission: 'routing.manage',
    bodyLimit: BODY,
    rateLimit: 20,
    body: z.strictObject({
      rules: z.array(RoutingRule).max(MOST_RULES),
      from: z.iso.datetime({ offset: true }),
      to: z.iso.datetime({ offset: true }),
      region: RegionCode.optional(),
    }),
    response: RoutingSimulation,
    handler: ({ body }) => {
      const [from, to] = [new Date(body.from), new Date(body.to)]
      if (!(to > from) || to.getTime() - from.getTime() > MOST_DAYS * DAY)
        throw new AppError('INVALID_INPUT', { errors: [{ path: 'to', message: `时间段应在 ${MOST_DAYS} 天以内` }] })
      return simulatePast(engine, body.rules, { from, to, region: body.region ?? null })
    },
  }),
]
