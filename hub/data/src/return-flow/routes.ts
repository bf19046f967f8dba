/** Routes of return flow. Definitions are for who grants and who gets; rows are for the unit that gets them alone. */
import {
  type Actor,
  AppError,
  mayIn,
  RegionCode,
  ReturnDecision,
  ReturnFigure,
  ReturnPackage,
  ReturnPackageInput,
  ReturnRows,
  ReturnState,
  ReturnVersion,
  unitsOf,
} from '@haihe/contract'
import { Items, pageOf, type Route, route, scopePredicate, TimeCursor, timeCursor } from '@haihe/kernel'
import { z } from 'zod'
import { csvStream, xlsxStream } from './files.ts'
import * as store from './package-store.ts'
import { closePackage, decideProposal, definePackage, mayManage, ownedBy, type PackageDeps, REFRESH } from './packages.ts'
import { versionsOf } from './row-store.ts'
import { downloadRows, readRows, type ServeDeps } from './serve.ts'
import { figureView, mayRead, packageView, type ViewDeps } from './view.ts'

const PackageId = z.strictObject({ id: z.uuid() })
const Which = {
  part: z.coerce.number().int().min(0).max(19).default(0),
  version: z.coerce.number().int().min(1).optional(),
}

type ReturnRouteDeps = PackageDeps & ServeDeps & ViewDeps

export const returnFlowRoutes = (deps: ReturnRouteDeps): Route[] => {
  const { ctx, jobs, regions } = deps
  /** A package of somebody else is not there. */
  const visible = async (actor: Actor, id: string) => {
    const row = await store.findPackage(ctx.db, id)
    if (!row) throw new AppError('NOT_FOUND')
    const parts = await store.partsOf(ctx.db, [id])
    const owned = new Set(await ownedBy(deps, actor))
    const concerned = mayRead(actor, row) || parts.some(({ resource }) => owned.has(resource))
    if (!concerned && !mayIn(actor, 'grant.read', row.region) && !(await mayManage(deps, actor, parts)))
      throw new AppError('NOT_FOUND')
    return { row, parts }
  }
  const readable = async (actor: Actor, id: string) => {
    const { row } = await visible(actor, id)
    if (!mayRead(actor, row)) throw new AppError('OUT_OF_SCOPE')
    return row
  }

  return [
    route({
      method: 'GET',
      url: '/api/return-flow/packages',
      summary: 'Return packages of my unit, and of my region for who oversees grants; oldest first',
      permission: 'data.read',
      query: z.strictObject({
        region: RegionCode.optional(),
        unit: z.string().max(80).optional(),
        state: ReturnState.optional(),
        /** only those in which a part waits for me, the owner of its resource */
        waiting: z.literal('me').optional(),
        cursor: TimeCursor(z.uuid()).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      response: Items(ReturnPackage),
      handler: async ({ actor, query }) => {
        const { region = null, unit = null, state = null, cursor = null, waiting, limit } = query
        const owned = await ownedBy(deps, actor)
        const scope = scopePredicate(actor, 'grant.read', 'p.region')
        const found = await store.listPackages(ctx.db, scope, unitsOf(actor), owned, {
          waiting: waiting ? owned : null,
          region,
          unit,
          state,
          after: cursor,
          limit: limit + 1,
        })
        const { items: page, next } = pageOf(found, limit, (last) => timeCursor(last.createdAt, last.id))
        const parts = await store.partsOf(
          ctx.db,
          page.map(({ id }) => id),
        )
        const items = await Promise.all(
          page.map((row) =>
            packageView(
              deps,
              actor,
              row,
              parts.filter((part) => part.package === row.id),
            ),
          ),
        )
        return { items, next }
      },
    }),
    route({
      method: 'POST',
      url: '/api/return-flow/packages',
      summary:
        'Define a package: fields of resources that concern a region, for a unit there; parts of others wait for their owners',
      permission: 'grant.manage',
      body: ReturnPackageInput,
      response: ReturnPackage,
      handler: async ({ actor, body, reply }) => {
        const id = await definePackage(deps, actor, body)
        reply.status(201)
        const row = await store.findPackage(ctx.db, id)
        return packageView(deps, actor, row!, await store.partsOf(ctx.db, [id]))
      },
    }),
    route({
      method: 'GET',
      url: '/api/return-flow/packages/:id',
      summary: 'One package',
      permission: 'data.read',
      params: PackageId,
      response: ReturnPackage,
      handler: async ({ actor, params }) => {
        const { row, parts } = await visible(actor, params.id)
        return packageView(deps, actor, row, parts)
      },
    }),
    route({
      method: 'GET',
      url: '/api/return-flow/packages/:id/versions',
      summary: 'Versions of a package, newest first, with how many rows came and went',
      permission: 'data.read',
      params: PackageId,
      query: z.strictObject({
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
      response: z.object({ items: z.array(ReturnVersion), next: z.number().int().nullable() }),
      handler: async ({ actor, params, query }) => {
        const { row } = await visible(actor, params.id)
        const found = await versionsOf(ctx.db, row.id, query.before ?? null, query.limit)
        return {
          items: found.map((one) => ({ ...one, at: one.at.toISOString() })),
          next: found.length === query.limit ? (found.at(-1)?.version ?? null) : null,
        }
      },
    }),
    route({
      method: 'GET',
      url: '/api/return-flow/packages/:id/rows',
      summary: 'Rows of a package for the unit that gets it; the read is recorded',
      permission: 'data.read',
      params: PackageId,
      query: z.strictObject({
        ...Which,
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
      response: ReturnRows,
      handler: async ({ actor, params, query, reply }) => {
        reply.header('cache-control', 'no-store')
        const row = await readable(actor, params.id)
        const { part, version = null, after, limit } = query
        return readRows(deps, { actor, row, part, version, way: 'api' }, { after, limit })
      },
    }),
    route({
      method: 'GET',
      url: '/api/return-flow/packages/:id/file',
      summary: 'A part of a package as CSV or XLSX; the read is recorded',
      permission: 'data.read',
      params: PackageId,
      query: z.strictObject({ ...Which, format: z.enum(['csv', 'xlsx']).default('csv') }),
      rateLimit: 30,
      handler: async ({ actor, params, query, reply }) => {
        const row = await readable(actor, params.id)
        const { part, version = null, format } = query
        const file = await downloadRows(deps, { actor, row, part, version, way: 'export' })
        const name = encodeURIComponent(`${row.title}-${file.resource.title}-第${file.version}版.${format}`)
        reply.header('content-disposition', `attachment; filename="package.${format}"; filename*=UTF-8''${name}`)
        reply.header('cache-control', 'no-store')
        if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(csvStream(file.fields, file.chunks()))
        const notes = [
          ['回流包', row.title],
          ['数据资源', file.resource.title],
          ['版本', String(file.version)],
          ['接收单位', deps.units.name(row.unit)],
          ['依据', row.basis],
          ['下载人', actor.name],
          ['下载时间', ctx.now().toISOString()],
          ['提示', '仅限本单位按授权用途使用，每次下载均有记录，本人可见'],
        ] as const
        return reply
          .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
          .send(xlsxStream(file.fields, file.chunks(), notes))
      },
    }),
    route({
      method: 'POST',
      url: '/api/return-flow/packages/:id/refresh',
      summary: 'Look now whether the package has changed',
      permission: 'data.read',
      params: PackageId,
      rateLimit: 10,
      handler: async ({ actor, params, reply }) => {
        const { row, parts } = await visible(actor, params.id)
        if (!mayRead(actor, row) && !(await mayManage(deps, actor, parts))) throw new AppError('OUT_OF_SCOPE')
        if (row.state !== 'active') throw new AppError('CONFLICT', { detail: '该回流包已经停止' })
        await jobs.enqueue(ctx.db, REFRESH, { id: row.id }, { key: `${REFRESH}:${row.id}` })
        reply.status(202)
      },
    }),
    route({
      method: 'POST',
      url: '/api/return-flow/packages/:id/parts/:part/decision',
      summary: 'The word of the owner of a resource on a part that was proposed: confirm, with less if need be, or decline',
      permission: 'grant.manage',
      params: z.strictObject({ id: z.uuid(), part: z.coerce.number().int().min(0).max(19) }),
      body: ReturnDecision,
      response: ReturnPackage,
      handler: async ({ actor, params, body }) => {
        const { row } = await visible(actor, params.id)
        await decideProposal(deps, actor, row, params.part, body)
        const after = await store.findPackage(ctx.db, row.id)
        return packageView(deps, actor, after!, await store.partsOf(ctx.db, [row.id]))
      },
    }),
    route({
      method: 'POST',
      url: '/api/return-flow/packages/:id/end',
      summary: 'End a package: its rows go, its grants are revoked',
      permission: 'grant.manage',
      params: PackageId,
      body: z.strictObject({ reason: z.string().trim().min(2, '请写明理由').max(300) }),
      handler: async ({ actor, params, body, reply }) => {
        const { row } = await visible(actor, params.id)
        await closePackage(deps, actor, row, body.reason)
        reply.status(204)
      },
    }),
    route({
      method: 'GET',
      url: '/api/return-flow/figures',
      summary: 'Fields and rows that regions get back, in order of their codes',
      permission: 'catalogue.read',
      query: z.strictObject({
        region: RegionCode.optional(),
        after: z.string().max(15).default(''),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      response: Items(ReturnFigure),
      handler: async ({ query }) => {
        const { region = '', after, limit } = query
        const found = await store.figures(ctx.db, { region, after, limit: limit + 1, now: ctx.now() })
        const { items, next } = pageOf(found, limit, (last) => last.region)
        return { items: items.map((row) => figureView(row, regions)), next }
      },
    }),
  ]
}
