/** /api/exports: files of resources, made by a job, fetched by who asked for them until they expire. */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import {
  type Actor,
  AppError,
  ExportFormat,
  ExportView,
  FileManifest,
  holdsFor,
  isoOf,
  plainText,
  readingUnits,
  shownFields,
} from '@haihe/contract'
import { type Audit, Items, inTransaction, type Jobs, pageOf, type Route, route, TimeCursor, timeCursor } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue, Policy } from '../../platform/ports.ts'
import { Conditions } from '../conditions.ts'
import { Reason, readable, reasonOf, Times, whenOf } from '../row-routes.ts'
import type { When } from '../sources/source.ts'
import * as store from './export-store.ts'
import { MEDIA } from './formats.ts'
import { exportPath, type MakeServices } from './make.ts'
import { markOf, trace } from './watermark.ts'

interface ExportRoutes extends MakeServices {
  catalogue: Pick<Catalogue, 'get' | 'find' | 'list'>
  policy: Policy
  jobs: Pick<Jobs, 'enqueue'>
  audit: Pick<Audit, 'record'>
}

const Id = z.strictObject({ id: z.uuid() })
const timesKept = (when: When | null): store.ExportRow['request']['when'] => {
  if (!when) return null
  return 'at' in when ? { at: when.at.toISOString() } : { from: when.from.toISOString(), to: when.to.toISOString() }
}
/** Files that are made for one account at a time. */
const MOST_OPEN = 5
const MOST_CANDIDATES = 500

export const exportRoutes = (services: ExportRoutes): Route[] => {
  const { ctx, catalogue, reader, policy, jobs, audit, secret } = services

  const view = async (one: store.ExportRow): Promise<ExportView> => ({
    id: one.id,
    resource: one.resource,
    resourceTitle: (await catalogue.find(one.resource))?.title ?? '',
    format: one.format,
    state: one.state,
    actor: one.actor,
    unit: one.unit,
    purpose: one.purpose,
    createdAt: one.createdAt.toISOString(),
    finishedAt: isoOf(one.finishedAt),
    expiresAt: isoOf(one.expiresAt),
    rows: one.rows,
    bytes: one.bytes,
    sha256: one.sha256,
    error: one.error,
    downloads: one.downloads,
  })

  const mine = async (actor: Actor, id: string): Promise<store.ExportRow> => {
    const one = await store.findExport(ctx.db, id)
    if (!one || one.actor !== actor.id) throw new AppError('NOT_FOUND')
    return one
  }

  /** What was allowed when the file was made must still be when it is fetched. */
  const assertStillShown = async (actor: Actor, one: store.ExportRow): Promise<void> => {
    const resource = await catalogue.get(one.resource)
    const { reason, grant } = one.request
    const decision = await policy.decide({ actor, resource, reason, way: 'export', at: ctx.now(), grant })
    const shown = new Set(shownFields(decision))
    const isLess = one.manifest?.fields.some(
      ({ name, effect }) => !shown.has(name) || (effect === 'allow' && decision.fields[name]?.effect !== 'allow'),
    )
    if (isLess) throw new AppError('DATA_DENIED')
  }

  return [
    route({
      method: 'POST',
      url: '/api/resources/:id/exports',
      summary: 'Have a file made of a resource: CSV, XLSX or JSON lines, watermarked',
      permission: 'data.read',
      rateLimit: 30,
      params: Id,
      body: z.strictObject({
        ...Reason,
        format: ExportFormat,
        fields: z.array(z.string().max(60)).min(1).max(300).nullable().default(null),
        where: Conditions.default([]),
        ...Times,
      }),
      response: ExportView,
      handler: async ({ params, body, actor, request, reply }) => {
        const resource = await readable(catalogue, params.id)
        const units = readingUnits(actor)
        if (!units.includes(resource.owner) && !resource.channels.includes('file'))
          throw new AppError('CONFLICT', { detail: '该资源不以文件方式共享' })
        const asked = { reason: reasonOf(body), fields: body.fields, where: body.where, grant: body.grant ?? null }
        // what would be refused later is refused now
        const when = whenOf(body, ctx.now())
        const { grant } = await reader.open({ actor, resource, way: 'export', ...asked, when })
        const unit = grant?.grantee ?? units.find((one) => one === resource.owner) ?? units[0] ?? null
        const id = randomUUID()
        await inTransaction(ctx.db, async (trx) => {
          if ((await store.countOpen(trx, actor.id)) >= MOST_OPEN)
            throw new AppError('TOO_MANY_REQUESTS', { detail: '请等待正在制作的文件完成' })
          await store.insertExport(
            trx,
            {
              id,
              resource: resource.id,
              requester: actor,
              unit,
              format: body.format,
              request: { ...asked, when: timesKept(when) },
            },
            ctx.now(),
          )
          await jobs.enqueue(trx, 'data.export', { id }, { tries: 3 })
          await audit.record(trx, [
            {
              actor,
              action: 'export.request',
              subject: `resource:${resource.id}`,
              region: resource.region,
              ...(asked.reason ?? {}),
              details: { export: id, format: body.format, fields: body.fields },
              traceId: request.id,
            },
          ])
        })
        reply.status(202)
        return view(await mine(actor, id))
      },
    }),
    route({
      method: 'GET',
      url: '/api/exports',
      summary: 'Files that were made for the caller, newest first',
      permission: 'data.read',
      query: z.strictObject({
        cursor: TimeCursor(z.uuid()).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: Items(ExportView),
      handler: async ({ query, actor }) => {
        const before = query.cursor ?? null
        const found = await store.listExports(ctx.db, { actor: actor.id, resources: null, before, limit: query.limit + 1 })
        const { items, next } = pageOf(found, query.limit, (last) => timeCursor(last.createdAt, last.id))
        return { items: await Promise.all(items.map(view)), next }
      },
    }),
    route({
      method: 'GET',
      url: '/api/exports/:id',
      summary: 'How far a file is',
      permission: 'data.read',
      params: Id,
      response: ExportView,
      handler: async ({ params, actor }) => view(await mine(actor, params.id)),
    }),
    route({
      method: 'GET',
      url: '/api/exports/:id/manifest',
      summary: 'What a file holds: hash, fields, grant, and the lineage that /api/lineage/exports/verify checks',
      permission: 'data.read',
      params: Id,
      response: FileManifest,
      handler: async ({ params, actor }) => {
        const { manifest } = await mine(actor, params.id)
        if (!manifest) throw new AppError('NOT_FOUND')
        return manifest
      },
    }),
    route({
      method: 'GET',
      url: '/api/exports/:id/file',
      summary: 'The file, until it expires and while its reason holds',
      permission: 'data.read',
      params: Id,
      handler: async ({ params, actor, request, reply }) => {
        const one = await mine(actor, params.id)
        if (one.state === 'expired' || (one.expiresAt && one.expiresAt <= ctx.now())) throw new AppError('GONE')
        if (one.state !== 'ready') throw new AppError('NOT_FOUND', { state: one.state })
        await assertStillShown(actor, one)
        const resource = await catalogue.get(one.resource)
        await inTransaction(ctx.db, async (trx) => {
          await store.countDownload(trx, one.id)
          const details = { sha256: one.sha256, rows: one.rows }
          const subject = `export:${one.id}`
          await audit.record(trx, [
            { actor, action: 'export.download', subject, region: resource.region, details, traceId: request.id },
          ])
        })
        const name = encodeURIComponent(`${resource.title}.${one.format}`)
        reply
          .header('content-disposition', `attachment; filename="${one.id}.${one.format}"; filename*=UTF-8''${name}`)
          .header('x-content-sha256', one.sha256)
          .header('cache-control', 'no-store')
          .type(MEDIA[one.format])
        return reply.send(createReadStream(exportPath(ctx.config.home, one)))
      },
    }),
    route({
      method: 'POST',
      url: '/api/exports/trace',
      summary: 'Which export a leaked copy came from, by the order of its rows',
      permission: 'read-log.read',
      rateLimit: 10,
      bodyLimit: 8 * 1024 * 1024,
      body: z.strictObject({
        resource: z.uuid(),
        /** names of fields, in the order of the cells */
        columns: z.array(z.string().max(60)).min(1).max(300),
        /** in the order of the copy */
        rows: z
          .array(z.array(z.string().max(10_000)).max(300))
          .min(2)
          .max(20_000),
      }),
      response: z.object({
        export: ExportView.nullable(),
        requestedBy: z.object({ account: z.string(), name: z.string(), unit: z.string().nullable() }).nullable(),
        pairs: z.number().int(),
        ascending: z.number().int(),
        candidates: z.number().int(),
      }),
      handler: async ({ body, actor, request }) => {
        const resource = await readable(catalogue, body.resource)
        const isAuditor = actor.grants.some(({ role, region }) => role === 'auditor' && resource.region.startsWith(region))
        if (!isAuditor && !holdsFor(actor, 'read-log.read', resource)) throw new AppError('NOT_FOUND')
        const made = await store.listExports(ctx.db, {
          actor: null,
          resources: [resource.id],
          before: null,
          limit: MOST_CANDIDATES,
        })
        const candidates = made.flatMap((one) => {
          const at = one.manifest?.watermark.order.split(',').map((name) => body.columns.indexOf(name)) ?? [-1]
          if (at.includes(-1)) return []
          const anchors = body.rows.map((row) => at.map((n) => plainText(row[n] ?? '')))
          return [{ one, anchors, mark: markOf(secret, one.id) }]
        })
        const found = trace(candidates)
        await audit.record(ctx.db, [
          {
            actor,
            action: 'export.trace',
            subject: found ? `export:${found.one.id}` : `resource:${resource.id}`,
            region: resource.region,
            details: { rows: body.rows.length, found: found?.one.id ?? null },
            traceId: request.id,
          },
        ])
        return {
          export: found ? await view(found.one) : null,
          requestedBy: found?.one.manifest?.requestedBy ?? null,
          pairs: found?.match.pairs ?? 0,
          ascending: found?.match.ascending ?? 0,
          candidates: candidates.length,
        }
      },
    }),
  ]
}
