/** /api/replicas: tables in a grantee's own database, kept equal to what the grant shows. */
import { randomUUID } from 'node:crypto'
import { type Actor, AppError, ReplicaView, readingUnits } from '@haihe/contract'
import { type Audit, inTransaction, type Jobs, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Grants } from '../../platform/ports.ts'
import * as store from './replica-store.ts'
import { type ReplicaServices, SEALED } from './replicate.ts'
import { Target } from './target-store.ts'

interface ReplicaRoutes extends ReplicaServices {
  grants: Pick<Grants, 'find'>
  jobs: Pick<Jobs, 'enqueue'>
  audit: Pick<Audit, 'record'>
}

const Id = z.strictObject({ id: z.uuid() })
const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,59}$/, '须以小写字母开头，由小写字母、数字和下划线组成')
const MOST = 500

export const replicaRoutes = (services: ReplicaRoutes): Route[] => {
  const { ctx, catalogue, grants, jobs, audit, keys, reader } = services

  const view = async (one: store.ReplicaRow): Promise<ReplicaView> => ({
    id: one.id,
    resource: one.resource,
    resourceTitle: (await catalogue.find(one.resource))?.title ?? '',
    grant: one.grant,
    unit: one.unit,
    target: one.shown,
    schema: one.schema,
    table: one.table,
    state: one.state,
    copied: one.copied,
    rows: one.rows,
    written: one.written,
    deleted: one.deleted,
    createdAt: one.createdAt.toISOString(),
    runAt: one.runAt?.toISOString() ?? null,
    error: one.error,
  })

  const own = async (actor: Actor, id: string): Promise<store.ReplicaRow> => {
    const one = await store.findReplica(ctx.db, id)
    if (!one || !readingUnits(actor).includes(one.unit)) throw new AppError('NOT_FOUND')
    return one
  }

  return [
    route({
      method: 'GET',
      url: '/api/replicas',
      summary: 'Copies of tables for my units and of my units’ resources',
      permission: 'exchange.read',
      response: z.object({ items: z.array(ReplicaView) }),
      handler: async ({ actor }) => {
        const units = readingUnits(actor)
        const owned = (await Promise.all(units.map((owner) => catalogue.list({ owner })))).flat()
        const found = await store.listReplicas(
          ctx.db,
          units,
          owned.map(({ id }) => id),
          MOST,
        )
        return { items: await Promise.all(found.map(view)) }
      },
    }),
    route({
      method: 'POST',
      url: '/api/replicas',
      summary: 'Keep a table of my unit’s database equal to what a grant shows',
      permission: 'exchange.manage',
      body: z.strictObject({
        grant: z.uuid(),
        basis: z.string().trim().min(2).max(500),
        target: Target,
        schema: Name.default('public'),
        table: Name,
      }),
      response: ReplicaView,
      handler: async ({ body, actor, request, reply }) => {
        const grant = await grants.find(body.grant)
        if (!grant || !readingUnits(actor).includes(grant.grantee)) throw new AppError('NOT_FOUND')
        const resource = await catalogue.get(grant.resource)
        const reason = { purpose: grant.purpose, basis: body.basis }
        // a job reads for the unit, within what the one who set it up could see
        await reader.open({ actor, resource, reason, way: 'table', fields: null, where: [], grant: grant.id })
        const id = randomUUID()
        const { host, port, database } = body.target
        await inTransaction(ctx.db, async (trx) => {
          await store.insertReplica(
            trx,
            {
              id,
              resource: resource.id,
              grant: grant.id,
              unit: grant.grantee,
              requester: actor,
              reason,
              target: keys.seal(`${SEALED} ${id}`, JSON.stringify(body.target)),
              shown: `${host}:${port}/${database}`,
              schema: body.schema,
              table: body.table,
            },
            ctx.now(),
          )
          await jobs.enqueue(trx, 'data.replicate', { id }, { key: `replica ${id}`, tries: 1 })
          await audit.record(trx, [
            {
              actor,
              action: 'replica.create',
              subject: `replica:${id}`,
              region: resource.region,
              ...reason,
              details: { resource: resource.code, grant: grant.id, target: `${host}:${port}/${database}`, table: body.table },
              traceId: request.id,
            },
          ])
        })
        reply.status(201)
        return view(await own(actor, id))
      },
    }),
    route({
      method: 'POST',
      url: '/api/replicas/:id/state',
      summary: 'Pause a copy, go on with it, or end it',
      permission: 'exchange.manage',
      params: Id,
      body: z.strictObject({ state: z.enum(['active', 'paused', 'stopped']) }),
      response: ReplicaView,
      handler: async ({ params, body, actor, request }) => {
        const one = await own(actor, params.id)
        const resource = await catalogue.get(one.resource)
        await inTransaction(ctx.db, async (trx) => {
          await store.setState(trx, one.id, body.state, null, ctx.now())
          if (body.state === 'active')
            await jobs.enqueue(trx, 'data.replicate', { id: one.id }, { key: `replica ${one.id}`, tries: 1 })
          const subject = `replica:${one.id}`
          await audit.record(trx, [
            { actor, action: 'replica.change', subject, region: resource.region, details: body, traceId: request.id },
          ])
        })
        return view(await own(actor, one.id))
      },
    }),
  ]
}
