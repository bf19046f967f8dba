import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { type Route, route } from '../http/route.ts'
import { consumers } from '../outbox/store.ts'
import { listJobs } from './jobs.ts'

/** What runs in the background, for operators. Payloads are not shown: they may hold personal data. */
export const jobRoutes = (ctx: Pick<Ctx, 'db'>): Route[] => [
  route({
    method: 'GET',
    url: '/api/jobs',
    summary: 'Background jobs: waiting, running, retrying, dead',
    permission: 'job.read',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
    handler: async ({ query }) => ({ items: await listJobs(ctx.db, query.limit) }),
  }),
  route({
    method: 'GET',
    url: '/api/consumers',
    summary: 'Durable consumers of the outbox and how far each has read',
    permission: 'job.read',
    query: z.strictObject({}),
    handler: async () => ({ items: await consumers(ctx.db) }),
  }),
]
