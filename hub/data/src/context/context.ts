/** City objects: the NGSI-LD side of the data plane, assembled. */
import { type Actor, AppError, mayIn } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import type { FastifyInstance } from 'fastify'
import type { Ingest } from '../ingest/types.ts'
import { insertSource } from '../sources/store.ts'
import { attributeRoutes } from './http/attribute-routes.ts'
import { batchRoutes } from './http/batch-routes.ts'
import { contextRoutes } from './http/context-routes.ts'
import { discoveryRoutes } from './http/discovery-routes.ts'
import { entityRoutes } from './http/entity-routes.ts'
import { BASE_PATH, createNgsiPlugin } from './http/plugin.ts'
import { queryRoutes } from './http/query-routes.ts'
import type { NgsiServices } from './http/services.ts'
import { createContexts } from './ld/contexts.ts'
import { mayCall } from './net/address.ts'
import { createOutbound } from './net/outbound.ts'
import { createDiscovery } from './query/discovery.ts'
import { createFinder } from './query/find.ts'
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
  ingest: Pick<Ingest, 'submit' | 'forget' | 'reloadSources'>
  isDeclared: IsDeclared
}

export interface ContextOptions {
  /** how often what expired is removed, milliseconds; 0 switches the timers off (tests call `tick`) */
  sweepEvery?: number
}

export interface Context {
  plugin: (app: FastifyInstance) => void
  start: () => Promise<void>
  stop: () => Promise<void>
  /** removes what has expired and hands over readings that were left behind: what the timers do */
  tick: () => Promise<void>
}

export const createContext = (ctx: Ctx, services: ContextServices, options: ContextOptions = {}): Context => {
  const { pool, db, log, now, city } = ctx
  const outbound = createOutbound(mayCall(ctx.config.privateNetworks))
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
  const ngsi: NgsiServices = {
    now,
    city,
    contexts,
    tenants,
    engine,
    finder,
    place: createPlace({ city, locate: services.locate, sourceRegion: services.sourceRegion }),
    defaultSource: NGSI_SOURCE,
  }
  const assertTenant = ({ tenant, actor }: { tenant: string; actor: Actor }): void => {
    // what another tenant holds belongs to no district: only who may read the whole city may use one
    if (tenant !== DEFAULT_TENANT && !mayIn(actor, 'entity.read', city.code)) throw new AppError('OUT_OF_SCOPE')
  }
  const routes = [
    ...queryRoutes(ngsi),
    ...entityRoutes(ngsi),
    ...attributeRoutes(ngsi),
    ...batchRoutes(ngsi),
    ...discoveryRoutes(ngsi, createDiscovery(pool)),
    ...contextRoutes(ngsi, ctx.config.publicUrl),
  ]
  const sweeper = createSweeper({ pool, log, now, engine, readings, every: options.sweepEvery ?? 5_000, flush: contexts.flush })
  return {
    plugin: createNgsiPlugin(routes, { contexts, tenants, assertTenant }),
    start: async () => {
      await ensureNgsiSource(ctx)
      await services.ingest.reloadSources()
      await sweeper.start()
    },
    tick: sweeper.tick,
    stop: async () => {
      await sweeper.stop()
      await engine.stop()
      outbound.close()
    },
  }
}

export { BASE_PATH }
