/** Lineage over the API. */
import {
  type Actor,
  AppError,
  ExportManifest,
  ExportProof,
  LineageDirection,
  LineageGraph,
  LineageKind,
  RowLineage,
} from '@haihe/contract'
import { type Audit, type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue } from '../platform/ports.ts'
import type { Lineages } from './lineage.ts'
import { seesLineage } from './scope.ts'

interface LineageRoutes {
  ctx: Pick<Ctx, 'db'>
  audit: Pick<Audit, 'record'>
  catalogue: Pick<Catalogue, 'find'>
  lineage: Pick<Lineages, 'graph' | 'row' | 'verify'>
}

const MOST_DEPTH = 12
const Walk = {
  depth: z.coerce.number().int().min(1).max(MOST_DEPTH).default(4),
  limit: z.coerce.number().int().min(10).max(1000).default(300),
}

export const lineageRoutes = ({ ctx, audit, catalogue, lineage }: LineageRoutes): Route[] => {
  const resourceIn = async (actor: Actor, id: string) => {
    const resource = await catalogue.find(id)
    if (!resource || !seesLineage(actor, resource)) throw new AppError('NOT_FOUND')
    return resource
  }
  return [
    route({
      method: 'GET',
      url: '/api/lineage/rows/:resource/:key',
      summary: 'The way of one held row: line, run, connector, source, and who uses it',
      permission: 'lineage.read',
      params: z.strictObject({ resource: z.uuid(), key: z.string().min(1).max(2000) }),
      query: z.strictObject(Walk),
      rateLimit: 120,
      response: RowLineage,
      handler: async ({ params, query, actor, request }) => {
        const resource = await resourceIn(actor, params.resource)
        const found = await lineage.row(actor, resource, params.key, { ...query, nodes: query.limit })
        // that a row is there says something of whom it is about: asking for it leaves a trace
        await audit.record(ctx.db, [
          {
            actor,
            action: 'lineage.trace-row',
            subject: `resource:${resource.id}`,
            region: resource.region,
            details: { run: found.run, line: found.line },
            traceId: request.id,
          },
        ])
        return found
      },
    }),
    route({
      method: 'GET',
      url: '/api/lineage/:kind/:id',
      summary: 'What a node comes from and what uses it, breadth first',
      permission: 'lineage.read',
      params: z.strictObject({ kind: LineageKind, id: z.string().min(1).max(500) }),
      query: z.strictObject({ direction: LineageDirection.default('both'), ...Walk }),
      rateLimit: 240,
      response: LineageGraph,
      handler: ({ params, query, actor }) =>
        lineage.graph(actor, params, query.direction, { depth: query.depth, nodes: query.limit }),
    }),
    route({
      method: 'POST',
      url: '/api/lineage/exports/verify',
      summary: 'Prove an export against its lineage: columns, version, runs, rows',
      permission: 'lineage.read',
      body: ExportManifest,
      bodyLimit: 1024 * 1024,
      rateLimit: 30,
      response: ExportProof,
      handler: async ({ body, actor }) => {
        await resourceIn(actor, body.resource)
        return lineage.verify(actor, body)
      },
    }),
  ]
}
