import { AppraiseInput, CitizenReport, CitizenReportInput, Page, SimilarReport } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Engine } from '../cases/engine.ts'
import { openCaseNow } from '../cases/open.ts'
import { appraise, joinReport, ownReport, ownReports, similarReports } from './citizen.ts'

const Id = z.strictObject({ id: z.string().max(40) })
const degrees = (most: number) => z.coerce.number().min(-most).max(most)

export const citizenRoutes = (engine: Engine): Route[] => [
  route({
    method: 'POST',
    url: '/api/citizen/reports',
    summary: 'A citizen reports a problem',
    permission: 'case.own',
    body: CitizenReportInput,
    response: CitizenReport,
    rateLimit: 60,
    handler: async ({ body, actor, request, reply }) => {
      const id = await openCaseNow(engine, { actor, report: { ...body, urgency: 'normal' }, traceId: request.id })
      reply.status(201)
      return ownReport(engine, actor, id)
    },
  }),
  route({
    method: 'GET',
    url: '/api/citizen/reports',
    summary: 'Own reports, newest first',
    permission: 'case.own',
    query: z.strictObject({
      cursor: z.string().max(300).optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    response: Page(CitizenReport),
    handler: ({ query, actor }) => ownReports(engine, actor, query),
  }),
  route({
    method: 'GET',
    url: '/api/citizen/reports/similar',
    summary: 'Open reports of the same kind nearby, without anything personal',
    permission: 'case.own',
    query: z.strictObject({
      type: z.string().max(60).optional(),
      category: z.string().max(20),
      lon: degrees(180),
      lat: degrees(90),
    }),
    response: z.array(SimilarReport),
    rateLimit: 120,
    handler: ({ query, actor }) =>
      similarReports(engine, actor, { ...query, type: query.type ?? engine.registry.all()[0]?.id ?? '' }),
  }),
  route({
    method: 'GET',
    url: '/api/citizen/reports/:id',
    summary: 'An own report, with every step so far',
    permission: 'case.own',
    params: Id,
    response: CitizenReport,
    handler: ({ params, actor }) => ownReport(engine, actor, params.id),
  }),
  route({
    method: 'POST',
    url: '/api/citizen/reports/:id/appraise',
    summary: 'Say how it went',
    permission: 'case.own',
    params: Id,
    body: AppraiseInput,
    response: CitizenReport,
    handler: ({ params, body, actor, request }) => appraise(engine, actor, params.id, body, request.id),
  }),
  route({
    method: 'POST',
    url: '/api/citizen/reports/:id/join',
    summary: 'Join the report of somebody else instead of reporting the same again',
    permission: 'case.own',
    params: Id,
    response: CitizenReport,
    rateLimit: 60,
    handler: ({ params, actor }) => joinReport(engine, actor, params.id),
  }),
]
