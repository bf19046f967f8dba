import { RegionCode } from '@haihe/contract'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { type Route, route } from '../http/route.ts'
import { scopePredicate } from '../policy/scope.ts'
import { listEntries } from './store.ts'
import type { Audit } from './types.ts'

const AuditView = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  actor: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  action: z.string(),
  subject: z.string(),
  region: RegionCode,
  purpose: z.string().nullable(),
  basis: z.string().nullable(),
  details: z.record(z.string(), z.json()),
  traceId: z.string().nullable(),
})

export const auditRoutes = (ctx: Pick<Ctx, 'db'>, audit: Audit): Route[] => [
  route({
    method: 'GET',
    url: '/api/audit',
    summary: 'Who did what, newest first, in the regions the reader may audit',
    permission: 'audit.read',
    query: z.strictObject({
      subject: z.string().max(300).optional(),
      actor: z.string().max(200).optional(),
      action: z.string().max(100).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/, '游标无效')
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(AuditView), next: z.string().nullable(), total: z.null() }),
    handler: async ({ query, actor }) => {
      const { cursor, limit, ...filter } = query
      const scope = scopePredicate(actor, 'audit.read', 'region')
      const items = await listEntries(ctx.db, { ...filter, before: cursor ? Number(cursor) : undefined }, scope, limit + 1)
      const page = items.slice(0, limit)
      return { items: page, next: items.length > limit ? String(page.at(-1)?.seq) : null, total: null }
    },
  }),
  route({
    method: 'GET',
    url: '/api/audit/verify',
    summary: 'Seals what is not yet chained and recomputes every hash',
    permission: 'audit.read',
    response: z.object({
      ok: z.boolean(),
      entries: z.number().int(),
      groups: z.number().int(),
      head: z.string(),
      brokenAt: z.number().int().nullable(),
      unsealed: z.number().int(),
    }),
    // it reads the whole trail
    rateLimit: 6,
    handler: () => audit.verify(),
  }),
]
