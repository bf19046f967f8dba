/** /api/resources/:id/service and /api/resources/:id/call: how a service is called, and calling it. */
import {
  type Actor,
  AppError,
  type Resource,
  ServiceAnswer,
  ServiceInput,
  ServiceView,
  seesEntry,
  serviceProblems,
} from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Route, route, type UnitIndex } from '@haihe/kernel'
import type { Keys } from '@haihe/kernel/identity/secrets'
import { z } from 'zod'
import { createScope } from '../exchange/scope.ts'
import type { Catalogue } from '../platform/ports.ts'
import { Reason, readable, reasonOf } from '../reads/row-routes.ts'
import type { Breaker } from './breaker.ts'
import { type Gateway, sealedFor, secretsOf } from './gateway.ts'
import * as store from './service-store.ts'

interface ServiceRoutes {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find'>
  units: Pick<UnitIndex, 'find' | 'all'>
  audit: Pick<Audit, 'record'>
  keys: Pick<Keys, 'seal' | 'open'>
  gateway: Gateway
  breaker: Breaker
}

const Id = z.strictObject({ id: z.uuid() })
const Way = z.enum(['api', 'screen']).default('api')
const Names = z
  .string()
  .max(6000)
  .regex(/^[a-z0-9_]+(,[a-z0-9_]+)*$/)
  .transform((text) => text.split(','))
const DAYS = 30

export const serviceRoutes = ({ ctx, catalogue, units, audit, keys, gateway, breaker }: ServiceRoutes): Route[] => {
  const scope = createScope(units)
  const manages = (actor: Actor, { owner, region }: Resource): boolean =>
    scope.reaches(actor, 'exchange.manage', { unit: owner, region })

  const serviceOf = async (id: string): Promise<Resource> => {
    const resource = await readable(catalogue, id)
    if (resource.kind !== 'service') throw new AppError('CONFLICT', { detail: '该资源不是服务接口' })
    return resource
  }

  const view = async (actor: Actor, resource: Resource, row: store.ServiceRow | undefined): Promise<ServiceView> => {
    const { state, retryAt } = breaker.state(resource.id, ctx.now().getTime())
    return {
      parameters: row?.settings.parameters ?? [],
      enabled: row?.enabled ?? false,
      state,
      retryAt: retryAt === null ? null : new Date(retryAt).toISOString(),
      manage:
        row && manages(actor, resource)
          ? {
              settings: row.settings,
              secretNames: row.secretNames,
              version: row.version,
              changedAt: row.changedAt.toISOString(),
              changedBy: row.changedBy,
              days: await store.daysOf(ctx.db, resource.id, DAYS),
            }
          : null,
    }
  }

  const change = async (actor: Actor, resource: Resource, input: ServiceInput, traceId: string): Promise<store.ServiceRow> => {
    const problems = serviceProblems(input, resource)
    if (problems.length > 0) throw new AppError('INVALID_INPUT', { errors: problems })
    const before = await store.findService(ctx.db, resource.id)
    if ((before?.version ?? 0) !== input.version) throw new AppError('CONFLICT')
    const isMoved = before !== undefined && new URL(before.settings.url).origin !== new URL(input.settings.url).origin
    // secrets were given to one system: another one gets none of them unasked
    const kept = before && !isMoved ? secretsOf(keys, before) : {}
    const secrets = Object.fromEntries(
      Object.entries({ ...kept, ...input.secrets }).filter((entry): entry is [string, string] => entry[1] !== null),
    )
    const names = Object.keys(secrets).sort()
    const saved = await inTransaction(ctx.db, async (trx) => {
      const row = await store.saveService(trx, {
        resource: resource.id,
        settings: input.settings,
        sealed: names.length === 0 ? null : keys.seal(sealedFor(resource.id), JSON.stringify(secrets)),
        secretNames: names,
        enabled: input.enabled,
        version: input.version + 1,
        changedBy: actor.id,
        changedAt: ctx.now(),
      })
      if (!row) throw new AppError('CONFLICT')
      const { url, method, parameters } = input.settings
      await audit.record(trx, [
        {
          actor,
          action: 'service.change',
          subject: `resource:${resource.id}`,
          region: resource.region,
          details: {
            url,
            method,
            parameters: parameters.map(({ name }) => name),
            secrets: names,
            enabled: input.enabled,
            version: row.version,
          },
          traceId,
        },
      ])
      return row
    })
    breaker.forget(resource.id)
    return saved
  }

  return [
    route({
      method: 'GET',
      url: '/api/resources/:id/service',
      summary: 'How a service is called, whether it answers; for its owner the settings and how calls went',
      permission: 'catalogue.read',
      params: Id,
      response: ServiceView,
      handler: async ({ params, actor }) => {
        const resource = await serviceOf(params.id)
        if (!seesEntry(actor, resource) && !manages(actor, resource)) throw new AppError('NOT_FOUND')
        return view(actor, resource, await store.findService(ctx.db, resource.id))
      },
    }),
    route({
      method: 'PUT',
      url: '/api/resources/:id/service',
      summary: 'Configure how the hub calls a service: its owner; secrets are kept sealed and never answered',
      permission: 'exchange.manage',
      params: Id,
      body: z.strictObject(ServiceInput.shape),
      bodyLimit: 256 * 1024,
      response: ServiceView,
      handler: async ({ params, body, actor, request }) => {
        const resource = await serviceOf(params.id)
        if (!manages(actor, resource)) throw new AppError(seesEntry(actor, resource) ? 'OUT_OF_SCOPE' : 'NOT_FOUND')
        return view(actor, resource, await change(actor, resource, body, request.id))
      },
    }),
    route({
      method: 'POST',
      url: '/api/resources/:id/call',
      summary: 'Call a service through the hub: decided, counted, narrowed and masked like any read; recorded',
      // a bureau's system is not called for people nobody knows
      permission: 'session',
      rateLimit: 600,
      params: Id,
      body: z.strictObject({
        ...Reason,
        fields: z.array(z.string().max(60)).min(1).max(300).nullable().default(null),
        parameters: z.record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()])).default({}),
        way: Way,
      }),
      response: ServiceAnswer,
      handler: async ({ params, body, actor }) =>
        gateway.call({
          actor,
          resource: await serviceOf(params.id),
          reason: reasonOf(body),
          way: body.way,
          fields: body.fields,
          grant: body.grant ?? null,
          parameters: body.parameters,
        }),
    }),
    route({
      method: 'GET',
      url: '/api/resources/:id/call',
      summary: 'The same with the parameters of the service beside purpose and basis in the query',
      permission: 'session',
      rateLimit: 600,
      params: Id,
      query: z.object({ ...Reason, fields: Names.optional(), way: Way }).catchall(z.string().max(2000)),
      response: ServiceAnswer,
      handler: async ({ params, query, actor }) => {
        const { purpose, basis, grant, fields, way, ...parameters } = query
        return gateway.call({
          actor,
          resource: await serviceOf(params.id),
          reason: reasonOf({ ...(purpose ? { purpose } : {}), ...(basis ? { basis } : {}) }),
          way,
          fields: fields ?? null,
          grant: grant ?? null,
          parameters,
        })
      },
    }),
  ]
}
