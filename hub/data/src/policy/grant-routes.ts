/** /api/grants: what one's units were given and what they gave. */
import { AppError, DataGrantInput, GrantView, holds, scopesOf, unitsOf, withinRegion } from '@haihe/contract'
import { Items, pageOf, type Route, route, TimeCursor, timeCursor } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue, Grants } from '../platform/ports.ts'
import { listGrants } from './grant-store.ts'
import { grantView, type ViewServices } from './grant-view.ts'
import { audits, seesGrant } from './grants.ts'

const Id = z.strictObject({ id: z.uuid() })

export interface GrantRoutes extends ViewServices {
  grants: Grants
  catalogue: Pick<Catalogue, 'find' | 'list'>
}

export const grantRoutes = (services: GrantRoutes): Route[] => {
  const { ctx, grants, catalogue } = services
  const view = grantView(services)
  return [
    route({
      method: 'GET',
      url: '/api/grants',
      summary: 'Grants to my units and of my units’ resources; of all in my region for who oversees grants',
      permission: 'data.read',
      query: z.strictObject({
        resource: z.uuid().optional(),
        state: z.enum(['current', 'ended']).optional(),
        /** received: given to my units; issued: of what my units own or I oversee */
        side: z.enum(['received', 'issued']).optional(),
        cursor: TimeCursor(z.uuid()).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: Items(GrantView),
      handler: async ({ query, actor }) => {
        const units = unitsOf(actor)
        const scopes = holds(actor, 'grant.read') ? scopesOf(actor, 'grant.read') : []
        const all = scopes.length > 0 || units.length > 0 ? await catalogue.list() : []
        const oversees = actor.grants.some(({ unit }) => unit === null) ? scopes : []
        const resources = all.filter(
          (resource) =>
            units.includes(resource.owner) ||
            audits(actor, resource) ||
            oversees.some((scope) => withinRegion(resource.region, scope)),
        )
        const found = await listGrants(ctx.db, {
          units: query.side === 'issued' ? [] : units,
          resources: query.side === 'received' ? [] : resources.map((resource) => resource.id),
          resource: query.resource ?? null,
          state: query.state ?? null,
          at: ctx.now(),
          before: query.cursor ?? null,
          limit: query.limit + 1,
        })
        const { items, next } = pageOf(found, query.limit, (last) => timeCursor(last.grantedAt, last.id))
        return { items: await Promise.all(items.map((grant) => view(actor, grant))), next }
      },
    }),
    route({
      method: 'GET',
      url: '/api/grants/:id',
      summary: 'One grant',
      permission: 'data.read',
      params: Id,
      response: GrantView,
      handler: async ({ params, actor }) => {
        const grant = await grants.find(params.id)
        if (!grant || !seesGrant(actor, grant, await catalogue.find(grant.resource))) throw new AppError('NOT_FOUND')
        return view(actor, grant)
      },
    }),
    route({
      method: 'POST',
      url: '/api/grants',
      summary: 'Grant a unit the use of fields of a resource',
      permission: 'grant.manage',
      body: z.strictObject(DataGrantInput.shape),
      response: GrantView,
      handler: async ({ body, actor, reply }) => {
        const grant = await grants.issue(actor, body, null)
        reply.status(201)
        return view(actor, grant)
      },
    }),
    route({
      method: 'POST',
      url: '/api/grants/:id/renew',
      summary: 'Renew a grant: the same terms until a later instant, from where it ends',
      permission: 'grant.manage',
      params: Id,
      body: z.strictObject({ until: z.iso.datetime({ offset: true }) }),
      response: GrantView,
      handler: async ({ params, body, actor, reply }) => {
        const grant = await grants.renew(actor, params.id, body.until, null)
        reply.status(201)
        return view(actor, grant)
      },
    }),
    route({
      method: 'POST',
      url: '/api/grants/:id/revoke',
      summary: 'End a grant at once, with a reason',
      permission: 'grant.manage',
      params: Id,
      body: z.strictObject({ reason: z.string().trim().min(2, '请写明撤销理由').max(500) }),
      response: GrantView,
      handler: async ({ params, body, actor }) => view(actor, await grants.revoke(actor, params.id, body.reason)),
    }),
  ]
}
