import {
  CaseActionInput,
  CaseDetail,
  CaseQueue,
  CaseQueues,
  CaseReport,
  CaseSummary,
  CaseTypeView,
  CategoryView,
  Page,
  RegionCode,
  searchCategories,
} from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { actNow } from './act.ts'
import { categoriesOf, typeViews } from './catalogue.ts'
import { caseDetail, ownDetail } from './detail.ts'
import type { Engine } from './engine.ts'
import { pageOfCases, queuesOf } from './list.ts'
import { openCaseNow } from './open.ts'

const Id = z.strictObject({ id: z.string().max(40) })
const TypeId = z.strictObject({ id: z.string().max(60) })
const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()

const ListQuery = z.strictObject({
  queue: CaseQueue.default('all'),
  region: RegionCode.optional(),
  type: z.string().max(60).optional(),
  category: z.string().max(20).optional(),
  state: z.string().max(40).optional(),
  source: z.string().max(40).optional(),
  urgency: z.enum(['normal', 'urgent', 'critical']).optional(),
  unit: z.string().max(80).optional(),
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  q: z.string().trim().max(60).optional(),
  from: Instant,
  to: Instant,
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

const withoutBlanks = (query: z.output<typeof ListQuery>) => ({ ...query, q: query.q === '' ? undefined : query.q })

export const caseRoutes = (engine: Engine): Route[] => [
  route({
    method: 'POST',
    url: '/api/cases',
    summary: 'Report a case',
    permission: 'case.report',
    body: CaseReport,
    response: CaseDetail,
    rateLimit: 120,
    handler: async ({ body, actor, request, reply }) => {
      const id = await openCaseNow(engine, { actor, report: body, traceId: request.id })
      reply.status(201)
      return ownDetail(engine, actor, id)
    },
  }),
  route({
    method: 'GET',
    url: '/api/cases',
    summary: 'Cases in a queue, filtered',
    permission: 'case.read',
    query: ListQuery,
    response: Page(CaseSummary),
    handler: ({ query, actor }) => pageOfCases(engine, actor, withoutBlanks(query)),
  }),
  route({
    method: 'GET',
    url: '/api/case-queues',
    summary: 'How many open cases wait in each queue of the caller',
    permission: 'case.read',
    response: CaseQueues,
    handler: ({ actor }) => queuesOf(engine, actor),
  }),
  route({
    method: 'GET',
    url: '/api/cases/:id',
    summary: 'A case with its log, clocks and what the caller may do now',
    permission: 'case.read',
    params: Id,
    response: CaseDetail,
    handler: ({ params, actor, request }) => caseDetail(engine, actor, params.id, request.id),
  }),
  route({
    method: 'POST',
    url: '/api/cases/:id/actions',
    summary: 'Act on a case',
    permission: 'case.act',
    params: Id,
    body: CaseActionInput,
    response: CaseDetail,
    handler: async ({ params, body, actor, request }) => {
      await actNow(engine, { actor, id: params.id, input: body, traceId: request.id })
      return ownDetail(engine, actor, params.id)
    },
  }),
  route({
    method: 'GET',
    url: '/api/case-types',
    summary: 'Case types with their states, sources and clocks',
    permission: 'session',
    response: z.array(CaseTypeView),
    handler: ({ actor }) => typeViews(engine, actor),
  }),
  route({
    method: 'GET',
    url: '/api/case-types/:id/categories',
    summary: 'Categories of a case type as a tree by parent, or those that match a search',
    permission: 'session',
    params: TypeId,
    query: z.strictObject({ q: z.string().trim().max(40).optional() }),
    response: z.array(CategoryView),
    handler: ({ params, query }) => {
      const all = categoriesOf(engine, params.id)
      return query.q ? searchCategories(all, query.q) : all
    },
  }),
]
