import { z } from 'zod'
import type { Ctx } from './context.ts'
import { type Route, route } from './http/route.ts'

export const cityRoutes = (ctx: Pick<Ctx, 'city' | 'config'>): Route[] => [
  route({
    method: 'GET',
    url: '/api/city',
    summary: 'The city this hub serves',
    permission: 'public',
    query: z.strictObject({}),
    handler: () => ({ ...ctx.city, mode: ctx.config.mode }),
  }),
]
