/** In whose name a subscription is told. */
import type { Ctx } from '@haihe/kernel'
import type { Asker } from './entity-guard.ts'
import { findSubscriber } from './subscriber-store.ts'

interface Subscribed {
  tenant: string
  id: string
  actor: string
}

const FRESH = 5_000
const MOST_KEPT = 20_000

/** Looked up again every few seconds: deliveries ask for every change. */
export const createSubscribers = ({ pool, now, city }: Pick<Ctx, 'pool' | 'now' | 'city'>) => {
  const kept = new Map<string, { at: number; asker: Promise<Asker> }>()
  const find = async ({ tenant, id, actor }: Subscribed): Promise<Asker> =>
    // before subscribers were kept, whoever subscribed could read entities: a client of no unit
    (await findSubscriber(pool, tenant, id)) ?? {
      actor: {
        id: actor,
        kind: 'machine',
        name: actor,
        grants: [{ role: 'client', unit: null, region: city.code }],
        assurance: 1,
      },
      reason: null,
    }
  return (subscription: Subscribed): Promise<Asker> => {
    const key = `${subscription.tenant}\n${subscription.id}`
    const at = now().getTime()
    const known = kept.get(key)
    if (known && at - known.at < FRESH) return known.asker
    if (kept.size > MOST_KEPT) kept.clear()
    const asker = find(subscription)
    kept.set(key, { at, asker })
    asker.catch(() => kept.delete(key))
    return asker
  }
}
