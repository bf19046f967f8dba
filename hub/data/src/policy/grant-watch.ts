/** The end of grants: told ahead to whoever holds one, and when it has come, to everybody whose work hangs on it. */
import type { DataGrant } from '@haihe/contract'
import { type Ctx, inTransaction, type Outbox, type Trx } from '@haihe/kernel'
import type { Catalogue, PlatformEvents } from '../platform/ports.ts'
import { passReplicas } from '../reads/replicas/replica-store.ts'
import * as store from './grant-store.ts'

interface Watch {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find'>
  outbox: Pick<Outbox, 'publish'>
  /** days of notice */
  notice: () => number
}

const AT_ONCE = 500

type Ending = 'grant.expiring' | 'grant.expired'

export const watchGrants = async ({ ctx, catalogue, outbox, notice }: Watch): Promise<void> => {
  const tell = async <T extends Ending>(
    grant: DataGrant,
    topic: T,
    payloadOf: (trx: Trx) => Promise<PlatformEvents[T]>,
  ): Promise<void> => {
    const resource = await catalogue.find(grant.resource)
    await inTransaction(ctx.db, async (trx) => {
      if (!(await store.markTold(trx, grant.id, topic === 'grant.expired' ? 'ended' : 'warned', ctx.now()))) return
      const payload = await payloadOf(trx)
      // a resource that is gone from the catalogue has nobody to tell
      if (resource) await outbox.publish(trx, [{ topic, key: `grant:${grant.id}`, region: resource.region, payload }])
    })
  }
  for (let more = true; more; ) {
    const ended = await store.listEnded(ctx.db, ctx.now(), AT_ONCE)
    for (const grant of ended)
      await tell(grant, 'grant.expired', async (trx) => {
        const next = await store.renewalOf(trx, grant.id)
        if (next) await passReplicas(trx, grant.id, next.id)
        return { grant: grant.id, resource: grant.resource, grantee: grant.grantee, renewedBy: next?.id ?? null }
      })
    more = ended.length === AT_ONCE
  }
  for (let more = true; more; ) {
    const ending = await store.listEnding(ctx.db, ctx.now(), notice(), AT_ONCE)
    for (const grant of ending)
      await tell(grant, 'grant.expiring', async () => ({
        grant: grant.id,
        resource: grant.resource,
        grantee: grant.grantee,
        until: grant.until,
      }))
    more = ending.length === AT_ONCE
  }
}
