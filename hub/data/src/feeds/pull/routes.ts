import { type Actor, AppError } from '@haihe/contract'
import { type Audit, type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Ingest } from '../../ingest/types.ts'
import type { SourceRegistry } from '../../sources/registry.ts'
import { visibleSource } from '../../sources/routes.ts'
import { runPull } from './pull.ts'
import * as store from './store.ts'

const Id = z.strictObject({ id: z.string().max(64) })

const Schedule = z.strictObject({
  adapter: z.enum(['cnemc']),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  everyMinutes: z.number().int().min(1).max(10_080),
  filter: z
    .strictObject({ area: z.string().max(40).optional(), codes: z.array(z.string().max(12)).max(2000).optional() })
    .default({}),
  enabled: z.boolean().default(true),
})

const view = (row: store.PullRow) => ({
  ...row,
  // an address may carry a key: only its place is shown
  url: row.url.replace(/\?.*$/, '?…'),
  nextAt: row.nextAt.toISOString(),
  lastAt: row.lastAt?.toISOString() ?? null,
})

interface PullRoutes {
  ctx: Pick<Ctx, 'db' | 'now' | 'log'>
  ingest: Pick<Ingest, 'submit'>
  sources: SourceRegistry
  audit: Pick<Audit, 'record'>
}

export const pullRoutes = ({ ctx, ingest, sources, audit }: PullRoutes): Route[] => {
  const pullOf = async (actor: Actor, permission: 'source.read' | 'source.manage', id: string): Promise<store.PullRow> => {
    const pull = await store.findPull(ctx.db, visibleSource(sources, actor, permission, id).id)
    if (!pull) throw new AppError('NOT_FOUND', { detail: '该数据源没有定时拉取' })
    return pull
  }
  return [
    route({
      method: 'GET',
      url: '/api/sources/:id/pull',
      summary: 'How the hub fetches a source by itself, and how the last time went',
      permission: 'source.read',
      params: Id,
      handler: async ({ params, actor }) => view(await pullOf(actor, 'source.read', params.id)),
    }),
    route({
      method: 'PUT',
      url: '/api/sources/:id/pull',
      summary: 'Fetch a source on a schedule',
      permission: 'source.manage',
      params: Id,
      body: Schedule,
      handler: async ({ params, body, actor, request }) => {
        const source = visibleSource(sources, actor, 'source.manage', params.id)
        const pull = (await store.putPull(ctx.db, { ...body, source: source.id }, ctx.now())) as store.PullRow
        const details = { ...body, url: view(pull).url }
        await audit.record(ctx.db, [
          { actor, action: 'source.pull', subject: `source:${source.id}`, region: source.region, details, traceId: request.id },
        ])
        return view(pull)
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/sources/:id/pull',
      summary: 'Stop fetching a source',
      permission: 'source.manage',
      params: Id,
      handler: async ({ params, actor, request }) => {
        const pull = await pullOf(actor, 'source.manage', params.id)
        await store.deletePull(ctx.db, pull.source)
        const { region } = visibleSource(sources, actor, 'source.manage', params.id)
        await audit.record(ctx.db, [
          { actor, action: 'source.pull-stop', subject: `source:${pull.source}`, region, traceId: request.id },
        ])
      },
    }),
    route({
      method: 'POST',
      url: '/api/sources/:id/pull/run',
      summary: 'Fetch a source now',
      permission: 'source.manage',
      params: Id,
      rateLimit: 10,
      handler: async ({ params, actor }) => {
        await runPull({ ctx, ingest }, await pullOf(actor, 'source.manage', params.id))
        return view(await pullOf(actor, 'source.manage', params.id))
      },
    }),
  ]
}
