import { AppError, holds, mayIn, RegionCode } from '@haihe/contract'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import type { LiveHub } from './hub.ts'

const list = z
  .string()
  .max(4000)
  .default('')
  .transform((text) => text.split(',').filter(Boolean))

/** GET /api/live?regions=12&topics=tile,map,alert,case&indicators=… */
export const liveRoutes = (live: LiveHub): Route[] => [
  route({
    method: 'GET',
    url: '/api/live',
    summary: 'Changes as server-sent events for the regions a screen shows',
    permission: 'indicator.read',
    query: z.strictObject({
      regions: list.pipe(z.array(RegionCode).min(1).max(400)),
      topics: list.pipe(z.array(z.enum(['tile', 'map', 'alert', 'case', 'run', 'beat'])).max(6)),
      indicators: list.pipe(z.array(z.string().max(80)).max(200)),
    }),
    handler: ({ query, actor, request, reply }) => {
      const guarded = { alert: 'alert.read', case: 'case.read', run: 'exchange.read' } as const
      for (const topic of ['alert', 'case', 'run'] as const)
        if (query.topics.includes(topic)) {
          if (!holds(actor, guarded[topic])) throw new AppError('FORBIDDEN', { permission: guarded[topic] })
          // what happens inside a region is for those whose scope it is
          if (!query.regions.every((region: string) => mayIn(actor, guarded[topic], region))) throw new AppError('OUT_OF_SCOPE')
        }
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 2000\n\n')
      const detach = live.attach({
        regions: new Set(query.regions),
        topics: new Set(query.topics),
        keys: new Set(query.indicators),
        response,
      })
      request.raw.on('close', detach)
      response.on('error', detach)
      return reply
    },
  }),
]
