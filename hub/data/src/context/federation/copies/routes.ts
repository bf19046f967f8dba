/** /api/subscriptions/:id/copies: which context sources hold a copy of a subscription, and what stands in the way. */
import { AppError, mayIn } from '@haihe/contract'
import { type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { findSubscription } from '../../subscription/subscription-store.ts'
import type { StoredCopy } from './copy-store.ts'
import { copyName } from './holder.ts'

export const CopyView = z.object({
  /** name of the copy at the source */
  id: z.string(),
  registration: z.string(),
  endpoint: z.string(),
  /** held: as it shall be; wanted: to be made or changed there; unwanted: to be deleted there */
  state: z.enum(['wanted', 'held', 'unwanted']),
  /** failed tries in a row, and why the last one failed */
  attempts: z.number().int(),
  error: z.string().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
  /** when the source notified last */
  notifiedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
})

const view = (copy: StoredCopy): z.output<typeof CopyView> => ({
  id: copyName(copy.id),
  registration: copy.registration,
  endpoint: copy.target.endpoint,
  state: copy.state,
  attempts: copy.attempts,
  error: copy.error,
  nextTryAt: copy.state === 'held' ? null : copy.nextTryAt.toISOString(),
  notifiedAt: copy.notifiedAt?.toISOString() ?? null,
  createdAt: copy.createdAt.toISOString(),
})

interface CopyRoutes {
  ctx: Pick<Ctx, 'pool' | 'city'>
  list: (tenant: string, subscription: string) => Promise<StoredCopy[]>
}

export const copyRoutes = ({ ctx, list }: CopyRoutes): Route[] => [
  route({
    method: 'GET',
    url: '/api/subscriptions/:id/copies',
    summary: 'Context sources that hold a copy of a subscription, and how far each is',
    permission: 'subscription.manage',
    params: z.strictObject({ id: z.string().max(2048) }),
    query: z.strictObject({ tenant: z.string().max(64).default('') }),
    response: z.object({ items: z.array(CopyView) }),
    handler: async ({ params, query, actor }) => {
      const found = await findSubscription(ctx.pool, query.tenant, params.id)
      // others' subscriptions are for who sees every delivery of the city
      if (!found || (found.actor !== actor.id && !mayIn(actor, 'delivery.read', ctx.city.code))) throw new AppError('NOT_FOUND')
      return { items: (await list(query.tenant, params.id)).map(view) }
    },
  }),
]
