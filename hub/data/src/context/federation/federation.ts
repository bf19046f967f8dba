/** Distributed operations (clauses 4.3.6, 5.9 to 5.12): the hub and its context sources answer and write as one. */
import type { Ctx } from '@haihe/kernel'
import { createKeys, hubSecret } from '@haihe/kernel/identity/secrets'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Handed } from '../../deliveries/dispatcher.ts'
import { aliasOf } from '../http/identity-routes.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import type { Contexts } from '../ld/contexts.ts'
import type { Outbound } from '../net/outbound.ts'
import type { Finder } from '../query/find.ts'
import type { KeptChange } from '../subscription/change.ts'
import type { Subscription } from '../subscription/spec.ts'
import type { Past } from '../temporal/past.ts'
import type { Place } from '../write/place.ts'
import { createDistributedBatch } from './batch.ts'
import { type Copies, createCopies } from './copies/copies.ts'
import { createDiscover, type Discover } from './discover.ts'
import { createForwarder } from './forward.ts'
import { createLinked, type Linked } from './linked.ts'
import { createFederatedPast, type FederatedPasts } from './past.ts'
import { createDistributedPurge } from './purge.ts'
import { createFederatedQuery } from './query.ts'
import { inTransaction, type RegistrationChange, registrationRoutes } from './registration-routes.ts'
import { createRegistrationStore } from './registration-store.ts'
import { createRegistrations } from './registrations.ts'
import { createRetrieve } from './retrieve.ts'
import type { FederationServices } from './services.ts'
import { createTell } from './tell.ts'
import { createDistributedWrite } from './write.ts'

export interface Federation {
  retrieve: ReturnType<typeof createRetrieve>
  query: ReturnType<typeof createFederatedQuery>
  past: FederatedPasts
  /** entities that relationships lead to */
  linked: Linked
  discover: Discover
  /** the route, shared out over context sources where it can be */
  distribute: (route: NgsiRoute) => NgsiRoute
  routes: NgsiRoute[]
  /** a subscription to registrations was made or changed */
  registered: (subscription: Subscription) => Promise<void>
  /** what a periodic subscription to registrations is told now */
  periodic: (subscription: Subscription) => Promise<KeptChange | undefined>
  /** subscriptions to entities, over several hubs */
  copies: Copies
  /** where context sources notify this hub */
  plugin: (app: FastifyInstance) => void
  /** removes what has expired, writes counters */
  sweep: () => Promise<void>
}

export interface FederationNeeds {
  ctx: Pick<Ctx, 'config' | 'now' | 'city' | 'log'>
  pool: pg.Pool
  outbound: Outbound
  contexts: Contexts
  finder: Finder
  past: Pick<Past, 'page'>
  place: Pick<Place, 'regionOf'>
  wake: (keys: Iterable<{ tenant: string; id: string }>) => Promise<void>
  /** deliveries that were committed */
  hand: (handed: readonly Handed[]) => void
}

const PURPOSE = 'csource'

export const createFederation = ({
  ctx,
  pool,
  outbound,
  contexts,
  finder,
  past,
  place,
  wake,
  hand,
}: FederationNeeds): Federation => {
  const { config, now, city } = ctx
  // made when it is first needed: a hub without sources needs no secret
  let keys: ReturnType<typeof createKeys> | undefined
  const secret = (): ReturnType<typeof createKeys> => {
    keys ??= createKeys(hubSecret(config))
    return keys
  }
  const store = createRegistrationStore(pool, {
    seal: (text) => secret().seal(PURPOSE, text),
    open: (sealed) => secret().open(PURPOSE, sealed),
  })
  const registrations = createRegistrations(store, now)
  const alias = (tenant: string): string => aliasOf(config.publicUrl, tenant)
  const forwarder = createForwarder({ outbound, contexts, store, now, alias })
  const services: FederationServices = { registrations, forwarder, remote: { contexts, city: city.code }, alias }
  const tell = createTell({ pool, now, registrations, wake })
  const writing = { ...services, finder, place, city: city.code }
  const [write, batch, purge] = [
    createDistributedWrite(writing),
    createDistributedBatch(writing),
    createDistributedPurge(writing),
  ]
  const [retrieve, query] = [createRetrieve(services), createFederatedQuery(services, finder)]
  const copies = createCopies({ ...services, ctx, pool, contexts, finder, hand, retrieve, query, keys: secret })
  const managed = {
    pool,
    store,
    registrations,
    forwarder,
    finder,
    now,
    changed: async (client: pg.PoolClient, change: RegistrationChange) => {
      const told = await tell.changed(client, change)
      return () => {
        told()
        copies.kick()
      }
    },
  }
  return {
    retrieve,
    query,
    past: createFederatedPast(services, past),
    linked: createLinked(services),
    discover: createDiscover(services),
    distribute: (route) => purge(batch(write(route))),
    routes: registrationRoutes(managed),
    registered: tell.registered,
    periodic: tell.periodic,
    copies,
    plugin: copies.plugin,
    async sweep() {
      await forwarder.flush()
      const over = (await store.list()).some(
        ({ doc }) => doc.expiresAt !== undefined && Date.parse(doc.expiresAt as string) <= now().getTime(),
      )
      if (over)
        await inTransaction(managed, async (client) =>
          (await store.expire(client, now())).map((before) => ({ before, after: undefined })),
        )
    },
  }
}
