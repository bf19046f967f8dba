/** /api/connectors: ways by which rows come into a resource. */
import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  ConnectorInput,
  ConnectorKind,
  ConnectorView,
  Mapping,
  nextTime,
  type Permission,
  proposeMapping,
  type Resource,
  SourceDescription,
  SourcePreview,
} from '@haihe/contract'
import { inTransaction, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Room } from '../room.ts'
import { insertRun } from '../run/run-store.ts'
import { runView } from '../run/run-view.ts'
import { describeSource, previewSource } from '../source/describe.ts'
import { type Source, toldBy } from '../source/types.ts'
import * as store from './connector-store.ts'
import { connectorViews } from './connector-view.ts'
import { hasMoved, isOtherSource } from './moved.ts'

const Id = z.strictObject({ id: z.uuid() })
/** Mappings with code tables are long. */
const BODY = 1024 * 1024
const LOOK_LIMIT = 60_000

/** What a source says about itself goes to people as it is; another failure is told without its insides. */
const looking = async <T>(source: Promise<Source>, look: (source: Source) => Promise<T>): Promise<T> => {
  let opened: Source | undefined
  let timer: NodeJS.Timeout | undefined
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('对方没有及时答复')), LOOK_LIMIT)
    })
    return await Promise.race([
      (async () => {
        opened = await source
        return look(opened)
      })(),
      late,
    ])
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('SOURCE_UNREACHABLE', { detail: toldBy(error).slice(0, 500) })
  } finally {
    clearTimeout(timer)
    await opened?.close().catch(() => {})
  }
}

export const connectorRoutes = (room: Room): Route[] => {
  const { ctx, scope, audit, secrets, catalogue, worker } = room
  const { db, now } = ctx

  const found = async (actor: Actor, permission: Permission, id: string): Promise<store.ConnectorRow> => {
    const row = await store.findConnector(db, id)
    scope.assert(actor, permission, row)
    return row as store.ConnectorRow
  }
  const viewOf = async (row: store.ConnectorRow): Promise<ConnectorView> => (await connectorViews(db, [row]))[0] as ConnectorView
  const target = async (actor: Actor, id: string): Promise<Resource> => {
    const resource = await catalogue.get(id)
    if (!scope.reaches(actor, 'exchange.manage', { unit: resource.owner, region: resource.region }))
      throw new AppError('OUT_OF_SCOPE')
    if (resource.kind !== 'table') throw new AppError('INVALID_INPUT', { detail: '只有库表类信息资源可以接入数据' })
    return resource
  }
  const assertMapping = (resource: Resource, mapping: Mapping): void => {
    const unknown = Object.keys(mapping.fields).filter((name) => !resource.fields.some((field) => field.name === name))
    if (unknown.length > 0) throw new AppError('INVALID_INPUT', { detail: `信息资源没有字段：${unknown.join('、')}` })
  }
  const nextAt = (input: ConnectorInput): Date | null =>
    input.schedule !== null && input.enabled ? (nextTime(input.schedule, now(), ctx.city.timeZone) ?? null) : null
  /** A connector as it would be with this input; for looking at a source before it is kept. */
  const draft = (input: ConnectorInput, resource: Resource, before?: store.ConnectorRow): store.ConnectorRow => {
    const id = before?.id ?? randomUUID()
    const sealed = secrets.change(id, before ? secrets.open(before) : {}, input.secrets)
    const { kind, settings } = input
    return {
      ...({ kind, settings } as Pick<store.ConnectorRow, 'kind' | 'settings'>),
      id,
      title: input.title,
      resource: resource.id,
      resourceTitle: resource.title,
      unit: resource.owner,
      region: resource.region,
      mapping: input.mapping,
      enabled: input.enabled,
      schedule: input.schedule,
      nextAt: nextAt(input),
      ...sealed,
      privateAllowed: before?.privateAllowed ?? false,
      watermark: null,
      sourceColumns: null,
      newColumns: [],
      version: before?.version ?? 1,
      createdBy: '',
      createdAt: now(),
      changedAt: now(),
    } as store.ConnectorRow
  }
  const record = (
    actor: Actor,
    action: string,
    row: store.ConnectorRow,
    traceId: string,
    details: Record<string, unknown> = {},
  ) => ({
    actor,
    action,
    subject: `connector:${row.id}`,
    region: row.region,
    details: { title: row.title, kind: row.kind, resource: row.resource, ...details },
    traceId,
  })

  return [
    route({
      method: 'GET',
      url: '/api/connectors',
      summary: 'Connectors with their last runs, by title',
      permission: 'exchange.read',
      query: z.strictObject({
        resource: z.uuid().optional(),
        kind: ConnectorKind.optional(),
        q: z.string().trim().min(1).max(100).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        offset: z.coerce.number().int().min(0).max(100_000).default(0),
      }),
      response: z.object({ items: z.array(ConnectorView), total: z.number().int() }),
      handler: async ({ query: { limit, offset, ...rest }, actor }) => {
        const filter = { ...rest, scope: scope.predicate(actor, 'exchange.read') }
        const [rows, total] = await Promise.all([
          store.listConnectors(db, filter, limit, offset),
          store.countConnectors(db, filter),
        ])
        return { items: await connectorViews(db, rows), total }
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors',
      summary: 'Make a connector into a resource',
      permission: 'exchange.manage',
      body: ConnectorInput,
      response: ConnectorView,
      bodyLimit: BODY,
      handler: async ({ body, actor, request, reply }) => {
        const resource = await target(actor, body.resource)
        assertMapping(resource, body.mapping)
        const row = draft(body, resource)
        const made = await inTransaction(db, async (trx) => {
          const inserted = (await store.insertConnector(trx, row, actor.id, now())) as store.ConnectorRow
          await audit.record(trx, [record(actor, 'connector.create', inserted, request.id)])
          return inserted
        })
        reply.status(201)
        return viewOf(made)
      },
    }),
    route({
      method: 'GET',
      url: '/api/connectors/:id',
      summary: 'One connector; secrets by name only',
      permission: 'exchange.read',
      params: Id,
      response: ConnectorView,
      handler: async ({ params, actor }) => viewOf(await found(actor, 'exchange.read', params.id)),
    }),
    route({
      method: 'PUT',
      url: '/api/connectors/:id',
      summary: 'Change a connector; secrets that are not named stay',
      permission: 'exchange.manage',
      params: Id,
      query: z.strictObject({ version: z.coerce.number().int().min(1) }),
      body: ConnectorInput,
      response: ConnectorView,
      bodyLimit: BODY,
      handler: async ({ params, query, body, actor, request }) => {
        const before = await found(actor, 'exchange.manage', params.id)
        if (body.resource !== before.resource || body.kind !== before.kind)
          throw new AppError('INVALID_INPUT', { detail: '连接器的信息资源和类型不能更改，请新建连接器' })
        const resource = await target(actor, body.resource)
        assertMapping(resource, body.mapping)
        const after = draft(body, resource, before)
        const changed = await inTransaction(db, async (trx) => {
          const row = await store.updateConnector(trx, after, query.version, isOtherSource(before, after), now())
          if (!row) throw new AppError('CONFLICT')
          const held =
            hasMoved(before, after) && row.privateAllowed ? await store.setPrivateAllowed(trx, row.id, false, now()) : row
          await audit.record(trx, [record(actor, 'connector.change', row, request.id)])
          return held as store.ConnectorRow
        })
        return viewOf(changed)
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/connectors/:id',
      summary: 'Remove a connector with its runs and rejected rows; rows that it brought stay',
      permission: 'exchange.manage',
      params: Id,
      handler: async ({ params, actor, request }) => {
        const row = await found(actor, 'exchange.manage', params.id)
        await inTransaction(db, async (trx) => {
          await store.deleteConnector(trx, row.id)
          await audit.record(trx, [record(actor, 'connector.remove', row, request.id)])
        })
      },
    }),
    route({
      method: 'PUT',
      url: '/api/connectors/:id/private-networks',
      summary: 'Allow this connector addresses inside private networks; administrators only',
      permission: 'exchange.manage',
      params: Id,
      body: z.strictObject({ allowed: z.boolean() }),
      response: ConnectorView,
      handler: async ({ params, body, actor, request }) => {
        const row = await found(actor, 'exchange.manage', params.id)
        if (!actor.grants.some(({ role }) => role === 'admin')) throw new AppError('FORBIDDEN', { detail: '须由系统管理员放行' })
        const changed = await inTransaction(db, async (trx) => {
          await audit.record(trx, [record(actor, 'connector.allow-networks', row, request.id, body)])
          return store.setPrivateAllowed(trx, row.id, body.allowed, now())
        })
        return viewOf(changed as store.ConnectorRow)
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors/regions',
      summary: 'Regions by code or by a name that only one bears, as a run reads them; null for what is none',
      permission: 'exchange.manage',
      body: z.strictObject({ texts: z.array(z.string().min(1).max(200)).min(1).max(500) }),
      response: z.object({ regions: z.record(z.string(), z.string().nullable()) }),
      rateLimit: 240,
      handler: ({ body }) => ({
        regions: Object.fromEntries(body.texts.map((text) => [text, room.world(ctx.city.timeZone).region(text) ?? null])),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/connectors/look',
      summary: 'Look at a source before its connector is kept: columns, types, a mapping proposed by names and titles',
      permission: 'exchange.manage',
      body: z.strictObject({ connector: ConnectorInput, id: z.uuid().optional(), upload: z.uuid().optional() }),
      response: SourceDescription.extend({ proposal: Mapping, likeness: z.record(z.string(), z.number()) }),
      bodyLimit: BODY,
      rateLimit: 60,
      handler: async ({ body, actor }) => {
        const resource = await target(actor, body.connector.resource)
        const before = body.id ? await found(actor, 'exchange.manage', body.id) : undefined
        const row = draft(body.connector, resource, before)
        // an address that was changed is looked at without the permission given to the old one
        const moved = before === undefined || hasMoved(before, row)
        const input = body.upload ? { upload: await room.ownUpload(actor, body.upload) } : null
        const source = room.open({ ...row, privateAllowed: row.privateAllowed && !moved }, input, null)
        const described = await looking(source, describeSource)
        const { mapping, likeness } = proposeMapping(resource.fields, described.columns)
        return { ...described, proposal: mapping, likeness }
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors/:id/preview',
      summary: 'First rows of the source and what a mapping makes of them',
      permission: 'exchange.manage',
      params: Id,
      body: z.strictObject({
        mapping: Mapping.optional(),
        upload: z.uuid().optional(),
        limit: z.number().int().min(1).max(100).default(20),
      }),
      response: SourcePreview,
      bodyLimit: BODY,
      rateLimit: 60,
      handler: async ({ params, body, actor, request }) => {
        const row = await found(actor, 'exchange.manage', params.id)
        const resource = await catalogue.get(row.resource)
        const mapping = body.mapping ?? row.mapping
        assertMapping(resource, mapping)
        const input = body.upload ? { upload: await room.ownUpload(actor, body.upload) } : null
        await audit.record(db, [record(actor, 'connector.preview', row, request.id)])
        return looking(room.open(row, input, null), (source) =>
          previewSource(source, resource, mapping, room.worldOf(row), body.limit),
        )
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors/:id/runs',
      summary: 'Start a run by hand; files name the upload that is read',
      permission: 'exchange.manage',
      params: Id,
      body: z.strictObject({ upload: z.uuid().optional(), restart: z.boolean().default(false) }),
      handler: async ({ params, body, actor, request, reply }) => {
        const row = await found(actor, 'exchange.manage', params.id)
        if (row.kind === 'folder') throw new AppError('INVALID_INPUT', { detail: '文件夹中的文件到达后自动读取' })
        if (row.kind === 'upload' && !body.upload) throw new AppError('INVALID_INPUT', { detail: '请选择已上传的文件' })
        if (Object.keys(row.mapping.fields).length === 0) throw new AppError('INVALID_INPUT', { detail: '请先完成字段映射' })
        const input = body.upload ? { upload: await room.ownUpload(actor, body.upload) } : null
        const run = await inTransaction(db, async (trx) => {
          if (body.restart) await store.setWatermark(trx, row.id, null)
          const made = await insertRun(
            trx,
            { connector: row.id, resource: row.resource, trigger: 'hand', input, mapping: row.mapping, startedBy: actor.id },
            now(),
          )
          if (!made) throw new AppError('CONFLICT', { detail: '上一次运行还没有结束' })
          await audit.record(trx, [record(actor, 'connector.run', row, request.id, { run: made.id, restart: body.restart })])
          return made
        })
        worker.nudge()
        reply.status(201)
        return runView(run)
      },
    }),
  ]
}
