/** Sources (数据源): what flows in, how fast, and what is wrong with it. */
import {
  type Actor,
  AppError,
  mayIn,
  type Permission,
  SensorFault,
  Source,
  SourceRate,
  SourceView,
  scopesOf,
} from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { listFaults } from '../ingest/fault-store.ts'
import type { SourceState } from '../ingest/state.ts'
import type { SourceRegistry } from './registry.ts'
import * as store from './store.ts'
import { faultView, rateView, sourceViews } from './view.ts'

const Id = z.strictObject({ id: z.string().max(64) })
const Registration = z.strictObject({
  ...Source.shape,
  title: z.string().min(1).max(120),
  unit: z.string().min(1).max(80),
  /** entity types it may write; absent or null is any */
  types: z.array(z.string().min(1).max(120)).max(100).nullable().default(null),
  /** seconds */
  expectedEvery: z.number().int().min(1).max(31_536_000).nullable().default(null),
})

const inScope = (sources: readonly SourceState[], actor: Actor, permission: Permission): SourceState[] => {
  const scopes = scopesOf(actor, permission)
  return sources.filter((source) => scopes.some((scope) => source.region.startsWith(scope)))
}

/** The source, when the actor may see it; a source of another region is not there. */
export const visibleSource = (sources: SourceRegistry, actor: Actor, permission: Permission, id: string): SourceState => {
  const source = sources.find(id)
  if (!source || !mayIn(actor, permission, source.region)) throw new AppError('NOT_FOUND')
  return source
}

interface SourceRoutes {
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>
  sources: SourceRegistry
  audit: Pick<Audit, 'record'>
}

export const sourceRoutes = ({ ctx, sources, audit }: SourceRoutes): Route[] => {
  const assertRegion = (actor: Actor, region: string): void => {
    if (!region.startsWith(ctx.city.code)) throw new AppError('UNKNOWN_REGION')
    if (!mayIn(actor, 'source.manage', region)) throw new AppError('OUT_OF_SCOPE')
  }
  const viewOf = async (source: SourceState): Promise<SourceView> => {
    await sources.flush()
    const [view] = await sourceViews(ctx.db, [source], ctx.now())
    return view as SourceView
  }

  return [
    route({
      method: 'GET',
      url: '/api/sources',
      summary: 'Sources with rate, last seen, rejected items and faults',
      permission: 'source.read',
      response: z.object({ sources: z.array(SourceView) }),
      handler: async ({ actor }) => {
        await sources.flush()
        return { sources: await sourceViews(ctx.db, inScope(sources.all(), actor, 'source.read'), ctx.now()) }
      },
    }),
    route({
      method: 'GET',
      url: '/api/sources/rates',
      summary: 'Items a second by source over the last ten seconds',
      permission: 'source.read',
      response: z.object({ rates: z.array(SourceRate) }),
      handler: ({ actor }) => ({
        rates: inScope(sources.all(), actor, 'source.read').map((source) => rateView(source, ctx.now().getTime())),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/sources/:id',
      summary: 'One source',
      permission: 'source.read',
      params: Id,
      response: SourceView,
      handler: ({ params, actor }) => viewOf(visibleSource(sources, actor, 'source.read', params.id)),
    }),
    route({
      method: 'GET',
      url: '/api/sources/:id/faults',
      summary: 'Stuck sensors and gaps of a source, newest first',
      permission: 'source.read',
      params: Id,
      query: z.strictObject({
        open: z.enum(['true', 'false']).default('true'),
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: z.object({ faults: z.array(SensorFault), next: z.number().int().nullable() }),
      handler: async ({ params, query, actor }) => {
        const source = visibleSource(sources, actor, 'source.read', params.id)
        const found = await listFaults(ctx.db, source.id, query.open === 'true', query.before, query.limit)
        return { faults: found.map(faultView), next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null }
      },
    }),
    route({
      method: 'POST',
      url: '/api/sources',
      summary: 'Register a source',
      permission: 'source.manage',
      body: Registration,
      response: SourceView,
      handler: async ({ body, actor, request, reply }) => {
        assertRegion(actor, body.region)
        await inTransaction(ctx.db, async (trx) => {
          if (!(await store.insertSource(trx, body, ctx.now())))
            throw new AppError('ALREADY_EXISTS', { detail: `数据源 ${body.id} 已登记` })
          await audit.record(trx, [
            {
              actor,
              action: 'source.register',
              subject: `source:${body.id}`,
              region: body.region,
              details: body,
              traceId: request.id,
            },
          ])
        })
        await sources.load()
        reply.status(201)
        return viewOf(sources.get(body.id))
      },
    }),
    route({
      method: 'PUT',
      url: '/api/sources/:id',
      summary: 'Change a source',
      permission: 'source.manage',
      params: Id,
      body: Registration.omit({ id: true }),
      response: SourceView,
      handler: async ({ params, body, actor, request }) => {
        const before = visibleSource(sources, actor, 'source.manage', params.id)
        assertRegion(actor, body.region)
        await inTransaction(ctx.db, async (trx) => {
          await store.updateSource(trx, { ...body, id: before.id })
          await audit.record(trx, [
            {
              actor,
              action: 'source.change',
              subject: `source:${before.id}`,
              region: body.region,
              details: body,
              traceId: request.id,
            },
          ])
        })
        await sources.load()
        return viewOf(sources.get(before.id))
      },
    }),
  ]
}
