/** City objects: the NGSI-LD side of the data plane, assembled. */
import { type Actor, AppError, mayIn, withinRegion } from '@haihe/contract'
import type { Ctx, Module } from '@haihe/kernel'
import type { FastifyInstance } from 'fastify'
import { createDispatcher, type DispatcherOptions } from '../deliveries/dispatcher.ts'
import { entityFollower, sensedSink } from '../deliveries/follow.ts'
import { createIntervals } from '../deliveries/intervals.ts'
import { createMqttConnections } from '../deliveries/mqtt-connections.ts'
import { createMqttSender } from '../deliveries/mqtt-sender.ts'
import { deliveryRoutes } from '../deliveries/routes.ts'
import { createHttpSender, createSender } from '../deliveries/sender.ts'
import { createUpkeep } from '../deliveries/upkeep.ts'
import type { Ingest } from '../ingest/types.ts'
import { type EntityGuard, OPEN_GUARD } from '../policy/entity-guard.ts'
import { createSubscribers } from '../policy/subscribers.ts'
import { insertSource } from '../sources/store.ts'
import { createEntityMaps } from './entity-map/entity-maps.ts'
import { throughMap } from './entity-map/purge.ts'
import { entityMapRoutes } from './entity-map/routes.ts'
import { copyRoutes } from './federation/copies/routes.ts'
import { createFederation, type Federation } from './federation/federation.ts'
import { historyRoutes } from './history/routes.ts'
import { attributeRoutes } from './http/attribute-routes.ts'
import { batchRoutes } from './http/batch-routes.ts'
import { contextRoutes } from './http/context-routes.ts'
import { discoveryRoutes } from './http/discovery-routes.ts'
import { entityRoutes } from './http/entity-routes.ts'
import { showChange } from './http/guarding.ts'
import { identityRoutes } from './http/identity-routes.ts'
import { createNgsiPlugin, type NgsiRoute } from './http/plugin.ts'
import { purgeRoutes } from './http/purge-routes.ts'
import { queryRoutes } from './http/query-routes.ts'
import { createSearch } from './http/search.ts'
import type { NgsiServices } from './http/services.ts'
import { createContexts } from './ld/contexts.ts'
import type { Kept } from './model/entity.ts'
import { mayCall } from './net/address.ts'
import { createOutbound } from './net/outbound.ts'
import { createDiscovery } from './query/discovery.ts'
import { createFinder } from './query/find.ts'
import { snapshotRoutes } from './snapshot/routes.ts'
import { createSnapshots } from './snapshot/snapshots.ts'
import { createRegistry } from './subscription/registry.ts'
import { subscriptionRoutes } from './subscription/routes.ts'
import type { Subscription } from './subscription/spec.ts'
import { createPast } from './temporal/past.ts'
import { createPastSearch } from './temporal/past-search.ts'
import { temporalReadRoutes } from './temporal/read-routes.ts'
import { temporalWriteRoutes } from './temporal/write-routes.ts'
import { createTenants, DEFAULT_TENANT } from './tenants.ts'
import { createWriteEngine } from './write/engine.ts'
import { createPlace, type PlaceServices } from './write/place.ts'
import { createReadings, type IsDeclared, readingsIn } from './write/readings.ts'
import { createSweeper } from './write/sweep.ts'

/** Source in whose name people and clients without a source of their own bring readings over NGSI-LD. */
export const NGSI_SOURCE = 'ngsi-ld'

/** The default source exists from the first start on; its title and region are those of the city. */
const ensureNgsiSource = async ({ db, city, now }: Pick<Ctx, 'db' | 'city' | 'now'>): Promise<void> => {
  await insertSource(
    db,
    { id: NGSI_SOURCE, title: 'NGSI-LD 接口', unit: '', region: city.code, provenance: 'local', protocol: 'ngsi-ld' },
    now(),
  )
}

export interface ContextServices extends Pick<PlaceServices, 'locate' | 'sourceRegion'> {
  /** types whose places must lie in the city; none when absent */
  isCityType?: PlaceServices['isCityType']
  ingest: Pick<Ingest, 'submit' | 'forget' | 'reloadSources' | 'addSink'>
  isDeclared: IsDeclared
  /** the data policy over classified attributes; without it every reader of entities sees all of them */
  guard?: EntityGuard
}

/** Entities of one periodic notification at most. */
const MOST_PERIODIC = 1000

export interface ContextOptions {
  /** how often what expired is removed, milliseconds; 0 switches the timers off (tests call `tick`) */
  sweepEvery?: number
  deliveries?: DispatcherOptions
}

export interface Context extends Module {
  plugin: (app: FastifyInstance) => void
  start: () => Promise<void>
  stop: () => Promise<void>
  /** removes what has expired and hands over readings that were left behind: what the timers do */
  tick: () => Promise<void>
  /** copies of a subscription at context sources, and how far they are */
  copies: Federation['copies']['list']
  /** resolves when every delivery that is due was tried; for tests and shutdown */
  drain: () => Promise<void>
}

export const createContext = (ctx: Ctx, services: ContextServices, options: ContextOptions = {}): Context => {
  const { pool, db, log, now, city } = ctx
  const outbound = createOutbound(mayCall(ctx.config.privateNetworks))
  // many subscribers may stand behind one address: a slow one among them must not hold up the others
  const toSubscribers = createOutbound(mayCall(ctx.config.privateNetworks), 1024)
  const mqtt = createMqttConnections(mayCall(ctx.config.privateNetworks))
  const contexts = createContexts({ db, log, now, outbound, baseUrl: ctx.config.publicUrl })
  const readings = createReadings({ pool, log, now, ingest: services.ingest })
  const engine = createWriteEngine({
    pool,
    log,
    now,
    readings,
    readingsOf: readingsIn(services.isDeclared),
    forget: services.ingest.forget,
  })
  const finder = createFinder({ pool, now })
  const tenants = createTenants(db, now)
  const place = createPlace({
    city,
    locate: services.locate,
    sourceRegion: services.sourceRegion,
    isCityType: services.isCityType ?? (() => false),
  })
  const assertTenant = ({ tenant, actor }: { tenant: string; actor: Actor }): void => {
    // what another tenant holds belongs to no district: only who may read the whole city may use one
    if (tenant !== DEFAULT_TENANT && !mayIn(actor, 'entity.read', city.code)) throw new AppError('OUT_OF_SCOPE')
  }
  const seenBy = (subscription: Subscription, found: readonly Kept[]): Kept[] =>
    found.filter(
      ({ region }) => subscription.regions === null || subscription.regions.some((scope) => withinRegion(region, scope)),
    )
  const guard = services.guard ?? OPEN_GUARD
  const subscriberOf = createSubscribers({ pool, now, city })
  const upkeep = createUpkeep({ pool, log, now })
  const registry = createRegistry()
  const dispatcher = createDispatcher(
    {
      pool,
      url: ctx.url,
      log,
      now,
      contexts,
      registry,
      send: createSender(createHttpSender(toSubscribers), createMqttSender(mqtt)),
      loadFor: (subscription) => async (ids, types) => {
        const local = await finder.many(subscription.tenant, ids)
        const origin = await federation.copies.originOf(subscription)
        const { entities } = await federation.linked(origin, ids, local, types ?? new Map())
        return guard.show(await subscriberOf(subscription), 'event', seenBy(subscription, entities))
      },
      told: async (subscription, change) => {
        const whole = await federation.copies.whole(subscription, change)
        return whole && showChange(guard, await subscriberOf(subscription), whole)
      },
      tickIntervals: () => intervals.tick(),
    },
    options.deliveries,
  )
  const intervals = createIntervals({
    pool,
    log,
    now,
    city,
    matching: ({ tenant, regions, compiled }) =>
      finder.all({ ...compiled.query, tenant, ...(regions ? { regions } : {}) }, MOST_PERIODIC),
    isShared: (subscription) => federation.copies.isShared(subscription),
    everywhere: (subscription) => federation.copies.matching(subscription, MOST_PERIODIC),
    registrations: (subscription) => federation.periodic(subscription),
    wake: dispatcher.wake,
  })
  const past = createPast({ pool, now, finder })
  const federation = createFederation({
    ctx,
    pool,
    outbound,
    contexts,
    finder,
    past,
    place,
    wake: dispatcher.wake,
    hand: dispatcher.hand,
  })
  const maps = createEntityMaps({ pool, now })
  const ngsi: NgsiServices = {
    now,
    city,
    contexts,
    tenants,
    engine,
    finder,
    federation,
    maps,
    search: createSearch({ finder, federation, maps, guard }),
    place,
    guard,
    defaultSource: NGSI_SOURCE,
  }
  const following = { registry, hand: dispatcher.hand }
  engine.follow(entityFollower(following))
  services.ingest.addSink(sensedSink(following, now))
  const { copies } = federation
  const subscriptions = {
    ...ngsi,
    pool,
    settled: dispatcher.settled,
    registered: async () => copies.kick(),
    removed: copies.kick,
  }
  const pastSearch = createPastSearch({ past, federation, maps, guard })
  const temporal = { ...ngsi, pool, past, pastSearch }
  const snapshots = createSnapshots({ pool, log, now, city, guard, outbound, search: ngsi.search, pastSearch })
  const apart = (inSnapshot: 'outside' | 'refused', routes: readonly NgsiRoute[]): NgsiRoute[] =>
    routes.map((route) => ({ ...route, inSnapshot }))
  const routes = [
    ...queryRoutes(ngsi),
    ...entityMapRoutes(ngsi),
    ...entityRoutes(ngsi),
    ...attributeRoutes(ngsi),
    ...purgeRoutes(ngsi),
    ...batchRoutes(ngsi),
    ...discoveryRoutes(ngsi, createDiscovery(pool)),
    ...apart('outside', contextRoutes(ngsi, ctx.config.publicUrl)),
    ...apart('outside', identityRoutes(ngsi, ctx.config.publicUrl, now())),
    ...temporalWriteRoutes(temporal),
    ...temporalReadRoutes(temporal),
    ...apart('refused', subscriptionRoutes(subscriptions, 'entity')),
    ...apart('refused', subscriptionRoutes({ ...subscriptions, registered: federation.registered }, 'csource')),
    ...apart('refused', federation.routes),
    ...snapshotRoutes(ngsi, snapshots),
  ]
    .map(federation.distribute)
    .map(throughMap(maps))
  const drain = async (): Promise<void> => {
    await dispatcher.drain()
    if (await intervals.idle()) await dispatcher.drain()
  }
  const housekeeping = async (): Promise<void> => {
    await contexts.flush()
    await federation.sweep()
    await maps.sweep()
    await snapshots.sweep()
  }
  const sweeper = createSweeper({ pool, log, now, engine, readings, every: options.sweepEvery ?? 5_000, flush: housekeeping })
  return {
    name: 'context',
    routes: [
      ...deliveryRoutes({ ctx, wake: dispatcher.wake }),
      ...copyRoutes({ ctx, list: copies.list }),
      ...historyRoutes(ctx, guard),
    ],
    drain: async () => {
      await drain()
      await snapshots.settled()
    },
    plugin: (app) => {
      createNgsiPlugin(routes, { contexts, tenants, assertTenant, snapshots })(app)
      federation.plugin(app)
    },
    start: async () => {
      await ensureNgsiSource(ctx)
      await services.ingest.reloadSources()
      await sweeper.start()
      copies.start(options.sweepEvery !== 0)
      await upkeep.start()
      await dispatcher.start()
    },
    copies: copies.list,
    tick: async () => {
      await sweeper.tick()
      await copies.run()
    },
    stop: async () => {
      await copies.stop()
      await sweeper.stop()
      await intervals.idle()
      await snapshots.stop()
      await engine.stop()
      await dispatcher.stop()
      await upkeep.stop()
      outbound.close()
      toSubscribers.close()
      await mqtt.close()
    },
  }
}
