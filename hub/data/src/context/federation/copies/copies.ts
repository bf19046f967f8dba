/** Subscriptions over several hubs, assembled (clauses 5.8.1 to 5.8.6). */
import { withinRegion } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import type { Keys } from '@haihe/kernel/identity/secrets'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Handed } from '../../../deliveries/dispatcher.ts'
import type { Contexts } from '../../ld/contexts.ts'
import type { Kept } from '../../model/entity.ts'
import type { Json } from '../../model/json.ts'
import type { Finder } from '../../query/find.ts'
import type { KeptChange } from '../../subscription/change.ts'
import type { Subscription } from '../../subscription/spec.ts'
import type { Stored } from '../../subscription/subscription-store.ts'
import type { createFederatedQuery } from '../query.ts'
import type { createRetrieve } from '../retrieve.ts'
import type { FederationServices } from '../services.ts'
import type { Origin } from '../speech.ts'
import { createAssemble } from './assemble.ts'
import { createCopyStore, type StoredCopy } from './copy-store.ts'
import { createIntake } from './intake.ts'
import { createKeeper } from './keeper.ts'
import { isSplit } from './own-news.ts'
import { createNotifyPlugin, NOTIFY_PATH } from './plugin.ts'

const PURPOSE = 'subscription-copy'
/** How often it is looked whether there is something to do for copies, milliseconds. */
const EVERY = 1_000

export interface CopiesNeeds extends FederationServices {
  ctx: Pick<Ctx, 'config' | 'now' | 'city' | 'log'>
  pool: pg.Pool
  contexts: Contexts
  finder: Finder
  hand: (handed: readonly Handed[]) => void
  retrieve: ReturnType<typeof createRetrieve>
  query: ReturnType<typeof createFederatedQuery>
  keys: () => Keys
}

export interface Copies {
  /** does what there is to do; for timers and tests */
  run: () => Promise<void>
  /** something changed that may concern copies */
  kick: () => void
  start: (active: boolean) => void
  stop: () => Promise<void>
  plugin: (app: FastifyInstance) => void
  /** the copies of a subscription, for who looks after it */
  list: (tenant: string, subscription: string) => Promise<StoredCopy[]>
  /** the change on the whole entity where it lies in several hubs; undefined when that is not what was asked for */
  whole: (subscription: Stored, change: KeptChange) => Promise<KeptChange | undefined>
  /** in whose name and words sources are asked for a subscription */
  originOf: (subscription: Subscription) => Promise<Origin>
  /** everything that matches a periodic subscription, in all hubs; undefined: no source is concerned */
  matching: (subscription: Subscription, most: number) => Promise<Kept[] | undefined>
  /** are there sources that such a question would go to? */
  isShared: (subscription: Subscription) => Promise<boolean>
}

export const createCopies = (needs: CopiesNeeds): Copies => {
  const { ctx, pool, contexts, finder, hand, registrations, forwarder, alias, retrieve, query, keys } = needs
  const { config, now, log, city } = ctx
  const store = createCopyStore(pool, {
    seal: (text) => keys().seal(PURPOSE, text),
    open: (sealed) => keys().open(PURPOSE, sealed),
  })
  const keyFor = (id: string): string => keys().mac(PURPOSE, id).toString('base64url')
  const notify = (): string => `${config.federationUrl ?? config.publicUrl}${NOTIFY_PATH}`
  const keeper = createKeeper({ pool, log, now, store, registrations, forwarder, contexts, alias, notify, keyFor })
  const intake = createIntake({ pool, log, now, store, registrations, finder, city: city.code, hand })

  const originOf = async ({ tenant, context, compiled }: Subscription): Promise<Origin> => {
    const value = (context ?? undefined) as Json | undefined
    const headers = compiled.via === undefined ? {} : { via: compiled.via }
    return contexts.resolve(tenant, value).then(
      (resolved) => ({ tenant, headers, context: resolved, contextValue: value }),
      // an address that is gone must not keep sources from being asked: whole names say the same
      async () => ({ tenant, headers, context: await contexts.resolve(tenant, undefined), contextValue: undefined }),
    )
  }
  const assemble = createAssemble({ finder, retrieve, originOf })

  return {
    run: keeper.run,
    kick: keeper.kick,
    start: (active) => keeper.start(active ? EVERY : 0),
    stop: keeper.stop,
    plugin: createNotifyPlugin({ intake, contexts, keyFor }),
    list: store.ofSubscription,
    whole: async (subscription, change) => (isSplit(subscription) ? assemble(subscription, change) : change),
    originOf,
    isShared: async ({ tenant, doc }) => doc.localOnly !== true && (await registrations.of(tenant)).length > 0,
    matching: async (subscription, most) => {
      const { tenant, regions, compiled, doc } = subscription
      const seen = ({ region }: Kept): boolean => regions === null || regions.some((scope) => withinRegion(region, scope))
      const asked = {
        query: { ...compiled.query, tenant, ...(regions ? { regions } : {}) },
        raw: typeof doc.scopeQ === 'string' ? { scopeQ: doc.scopeQ } : {},
        split: doc.splitEntities === true,
        post: false,
        ...(compiled.csf ? { csf: compiled.csf } : {}),
      }
      const page = { limit: most, offset: 0, count: false }
      return (await query(await originOf(subscription), asked, page, false, seen))?.entities
    },
  }
}
