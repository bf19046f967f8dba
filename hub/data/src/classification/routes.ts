/** Routes of classification: suggest, confirm, and lower with a second person. */
import {
  type Actor,
  AppError,
  ClassificationConfirmation,
  ClassificationLowering,
  ClassificationOutcome,
  ClassificationView,
  holdsFor,
  LoweringState,
  type Resource,
  reviewsFor,
  seesEntry,
  UnconfirmedResource,
} from '@haihe/contract'
import { type Route, route, scopePredicate, type UnitIndex } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue } from '../platform/ports.ts'
import type { Classify, ClassifyDeps } from './classify.ts'
import { listLowerings } from './lowering-store.ts'
import { suggestionsOf } from './suggestion-store.ts'
import { classificationView, loweringView, unconfirmedView } from './view.ts'

const ResourceId = z.strictObject({ resource: z.uuid() })
const BULK_MOST = 50

interface Parts extends Pick<ClassifyDeps, 'ctx'> {
  catalogue: Pick<Catalogue, 'find' | 'list'>
  units: Pick<UnitIndex, 'name'>
  classify: Classify
}

export const classificationRoutes = ({ ctx, catalogue, units, classify }: Parts): Route[] => {
  const seen = async (actor: Actor, id: string): Promise<Resource> => {
    const resource = await catalogue.find(id)
    if (!resource || !seesEntry(actor, resource)) throw new AppError('NOT_FOUND')
    return resource
  }
  const view = (actor: Actor, resource: Resource): Promise<ClassificationView> =>
    classificationView(ctx.db, { actor, units }, resource)

  return [
    route({
      method: 'GET',
      url: '/api/classification/unconfirmed',
      summary: 'Resources with fields whose classification nobody has confirmed, most open fields first',
      permission: 'catalogue.read',
      query: z.strictObject({
        unit: z.string().max(80).optional(),
        mine: z.enum(['true', 'false']).default('false'),
        after: z.coerce.number().int().min(0).max(1_000_000).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({
        items: z.array(UnconfirmedResource),
        total: z.number().int(),
        fields: z.number().int(),
        next: z.number().int().nullable(),
      }),
      handler: async ({ query, actor }) => {
        const all = (await catalogue.list(query.unit === undefined ? {} : { owner: query.unit }))
          .filter((resource) => resource.state !== 'withdrawn' && seesEntry(actor, resource))
          .map((resource) => unconfirmedView({ actor, units }, resource))
          .filter(({ unconfirmed, canConfirm }) => unconfirmed > 0 && (query.mine === 'false' || canConfirm))
          .sort((a, b) => b.unconfirmed - a.unconfirmed || a.code.localeCompare(b.code))
        const end = query.after + query.limit
        return {
          items: all.slice(query.after, end),
          total: all.length,
          fields: all.reduce((sum, { unconfirmed }) => sum + unconfirmed, 0),
          next: end < all.length ? end : null,
        }
      },
    }),
    route({
      method: 'GET',
      url: '/api/classification/lowerings',
      summary: 'Downgrades that wait for a second person or were decided, newest first',
      permission: 'classification.confirm',
      query: z.strictObject({
        state: LoweringState.optional(),
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({ items: z.array(ClassificationLowering), next: z.number().int().nullable() }),
      handler: async ({ query, actor }) => {
        const scope = scopePredicate(actor, 'classification.confirm', 'l.region')
        const { state = null, before = null, limit } = query
        const found = await listLowerings(ctx.db, scope, { state, before, limit })
        // a unit's downgrades are its own affair, and the reviewers'
        const shown = found.filter((row) => holdsFor(actor, 'classification.confirm', row) || reviewsFor(actor, row))
        return {
          items: await Promise.all(shown.map(async (row) => loweringView(actor, row, await catalogue.find(row.resource)))),
          next: found.length === limit ? (found.at(-1)?.id ?? null) : null,
        }
      },
    }),
    route({
      method: 'POST',
      url: '/api/classification/lowerings/:id/decide',
      summary: 'Approve or refuse a downgrade that somebody else asked for',
      permission: 'classification.confirm',
      params: z.strictObject({ id: z.coerce.number().int().positive() }),
      body: z.strictObject({ approve: z.boolean(), reason: z.string().trim().min(2, '请写明意见').max(500) }),
      handler: async ({ params, body, actor, reply }) => {
        await classify.decide(actor, params.id, body.approve, body.reason)
        reply.status(204)
      },
    }),
    route({
      method: 'POST',
      url: '/api/classification/confirm',
      summary: 'Confirm all open fields of several resources as suggested; what is less sure than `sure` stays open',
      permission: 'classification.confirm',
      body: z.strictObject({
        resources: z.array(z.uuid()).min(1).max(BULK_MOST),
        /** confidence from which on a suggestion is taken */
        sure: z.number().min(0.5).max(1).default(0.9),
      }),
      response: z.object({
        results: z.array(z.object({ resource: z.uuid(), confirmed: z.number().int(), left: z.number().int() })),
      }),
      handler: async ({ body, actor }) => {
        const ids = [...new Set(body.resources)]
        const resources = await Promise.all(ids.map((id) => seen(actor, id)))
        // all or none: a list with somebody else's resource in it is a mistake
        if (!resources.every((resource) => holdsFor(actor, 'classification.confirm', resource)))
          throw new AppError('OUT_OF_SCOPE')
        const suggested = await suggestionsOf(ctx.db, ids)
        const results: { resource: string; confirmed: number; left: number }[] = []
        for (const resource of resources) {
          const open = resource.fields.filter(({ classification }) => !classification.confirmed).map(({ name }) => name)
          const sure = suggested.filter((row) => row.resource === resource.id && row.confidence >= body.sure)
          const accept = open.filter((name) => sure.some(({ field }) => field === name))
          if (accept.length > 0) await classify.confirm(actor, resource, { fields: {}, accept })
          results.push({ resource: resource.id, confirmed: accept.length, left: open.length - accept.length })
        }
        return { results }
      },
    }),
    route({
      method: 'GET',
      url: '/api/classification/:resource/suggest',
      summary: 'Classification of a resource: what holds and what was suggested, per field',
      permission: 'catalogue.read',
      params: ResourceId,
      response: ClassificationView,
      handler: async ({ params, actor }) => view(actor, await seen(actor, params.resource)),
    }),
    route({
      method: 'POST',
      url: '/api/classification/:resource/suggest',
      summary: 'Look at names, standards and a sample of values anew; open fields follow where the suggestion is stricter',
      permission: 'classification.confirm',
      params: ResourceId,
      response: ClassificationView,
      rateLimit: 30,
      handler: async ({ params, actor }) => {
        const resource = await seen(actor, params.resource)
        if (!holdsFor(actor, 'classification.confirm', resource)) throw new AppError('OUT_OF_SCOPE')
        return view(actor, await classify.suggest(actor, resource))
      },
    }),
    route({
      method: 'POST',
      url: '/api/classification/:resource/confirm',
      summary: "The owner's word on fields; what lowers protection waits for a second person",
      permission: 'classification.confirm',
      params: ResourceId,
      body: ClassificationConfirmation,
      bodyLimit: 256 * 1024,
      response: ClassificationOutcome,
      handler: async ({ params, body, actor }) => {
        const outcome = await classify.confirm(actor, await seen(actor, params.resource), body)
        const { resource, confirmed, waiting } = outcome
        return { confirmed, waiting, view: await view(actor, resource) }
      },
    }),
  ]
}
