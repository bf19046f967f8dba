/** The composition root: the one place that knows every floor and every scenario. */
import { join } from 'node:path'
import { businessMigrations, createBusiness, rateRules } from '@haihe/business'
import type { Scenario } from '@haihe/contract'
import { createData, dataMigrations } from '@haihe/data'
import { createContext } from '@haihe/data/context/context'
import { createPlatform, platformRules } from '@haihe/data/platform/platform'
import { readingsGuard } from '@haihe/data/policy/readings-guard'
import { createIntelligence, intelligenceMigrations } from '@haihe/intelligence'
import {
  auditRoutes,
  type Config,
  type Ctx,
  cityRoutes,
  createAudit,
  createIdentity,
  createJobs,
  createLiveHub,
  createLog,
  createOutbox,
  createServer,
  type Identity,
  jobRoutes,
  kernelMigrations,
  liveRoutes,
  loadCalendar,
  type Module,
  migrate,
  mountModule,
  openDatabase,
  openRegions,
  openRules,
  openUnits,
  readCity,
  regionRoutes,
  ruleRoutes,
  type UnitIndex,
  unitRoutes,
} from '@haihe/kernel'
import { scenarios as cityScenarios, scenarioMigrations, scenarioModules } from '@haihe/neurons'
import type { FastifyInstance } from 'fastify'
import { health } from './health.ts'
import { CITY_FOLDER } from './settings.ts'

export interface Hub {
  ctx: Ctx
  app: FastifyInstance
  identity: Identity
  units: UnitIndex
  modules: readonly Module[]
  start: () => Promise<void>
  /** finishes what was accepted, in reverse order */
  stop: () => Promise<void>
}

const MIGRATIONS = [kernelMigrations, dataMigrations, intelligenceMigrations, businessMigrations, ...scenarioMigrations]

/**
 * Opens the database, loads the city, builds every floor and mounts it. Nothing runs before `start`. `scenarios` other
 * than the city's own are for benches.
 */
export const compose = async (
  config: Config,
  databaseUrl: string,
  scenarios: readonly Scenario[] = cityScenarios,
): Promise<Hub> => {
  const log = createLog(config.log)
  const cityFolder = config.cityDir ?? CITY_FOLDER
  const database = openDatabase(databaseUrl, 24)
  await migrate(database.pool, MIGRATIONS)
  const now = () => new Date()
  const city = await readCity(cityFolder)
  const ctx: Ctx = { ...database, config, log, now, live: createLiveHub(now), city }

  const outbox = createOutbox(ctx)
  const audit = createAudit(ctx)
  const jobs = createJobs(ctx)
  const calendar = await loadCalendar(join(config.home, 'calendar'))
  const regions = await openRegions(ctx, cityFolder)
  const units = await openUnits(ctx, cityFolder)
  const rules = await openRules({ ...ctx, audit, hasRegion: regions.has }, [
    ...rateRules(city.code),
    ...platformRules(city.code),
    ...scenarios.flatMap((scenario) => scenario.rules ?? []),
  ])
  const identity = createIdentity(ctx, {
    audit,
    unitNames: async (ids) => new Map(ids.map((id) => [id, units.find(id)?.name ?? id])),
  })
  const data = createData(ctx, { outbox, jobs, audit, verifyDevice: identity.verifyDevice })
  data.ingest.describe({
    entities: scenarios.flatMap((scenario) => scenario.entities ?? []),
    derivations: scenarios.flatMap((scenario) => scenario.derivations ?? []),
    rule: rules.find,
  })
  const declared = new Set(
    scenarios.flatMap((scenario) =>
      (scenario.entities ?? []).flatMap(({ type, attributes }) =>
        attributes.filter(({ kind }) => kind === 'number').map(({ name }) => `${type}.${name}`),
      ),
    ),
  )
  const cityTypes = new Set(scenarios.flatMap((scenario) => (scenario.entities ?? []).map(({ type }) => type)))
  const context = createContext(ctx, {
    ingest: data.ingest,
    isDeclared: (type, attribute) => declared.has(`${type}.${attribute}`),
    isCityType: (type) => cityTypes.has(type),
    locate: regions.locate,
    sourceRegion: (source) => data.sources.find(source)?.region,
    guard: {
      show: (...asked) => platform.policy.guard.show(...asked),
      showInstance: (...asked) => platform.policy.guard.showInstance(...asked),
      assertAsked: (...asked) => platform.policy.guard.assertAsked(...asked),
      reach: (...asked) => platform.policy.guard.reach(...asked),
    },
  })
  const platform = createPlatform(ctx, { outbox, audit, jobs, regions, units, rules })
  platform.lineage.describe(scenarios)
  platform.catalogue.describe(
    scenarios.flatMap(({ title, owner, entities = [] }) =>
      entities.map((type) => ({ type, title: title.zh, owner, region: city.code })),
    ),
  )
  const intelligence = createIntelligence(ctx, {
    ingest: data.ingest,
    outbox,
    audit,
    regions,
    rule: rules.find,
    assertShown: readingsGuard(platform.policy.guard),
  })
  intelligence.describe(scenarios)
  intelligence.follow(outbox)
  const business = createBusiness(ctx, {
    outbox,
    audit,
    jobs,
    calendar,
    regions,
    units,
    rules,
    intelligence,
    authenticate: identity.authenticate,
    provenanceOf: (source) => data.sources.find(source)?.provenance,
  })
  business.describe(scenarios)

  const state = { ready: false }
  const modules: Module[] = [
    health(ctx, state),
    {
      name: 'kernel',
      routes: [
        ...cityRoutes(ctx),
        ...regionRoutes(regions, ctx.city),
        ...unitRoutes(units),
        ...ruleRoutes(rules, ctx.city),
        ...auditRoutes(ctx, audit),
        ...jobRoutes(ctx),
        ...liveRoutes(ctx.live),
      ],
    },
    identity.module,
    // it counts what the data plane stores: up before it, down after it
    intelligence,
    data,
    context,
    ...platform.modules,
    business.attachments,
    business.module,
    ...scenarioModules(ctx, {
      regions,
      rules,
      business,
      catalogue: platform.catalogue,
      grants: platform.policy.grants,
      isServed: platform.policy.gateway.isServed,
      outbox,
      intelligence,
      jobs,
    }),
  ]
  const app = await createServer(ctx, identity.authenticate)
  for (const module of modules) await mountModule(app, module)

  const parts = [jobs, audit, rules, ...modules, outbox]
  return {
    ctx,
    app,
    identity,
    units,
    modules,
    async start() {
      for (const part of parts) await part.start?.()
      state.ready = true
    },
    async stop() {
      state.ready = false
      ctx.live.close()
      await app.close()
      for (const part of [...parts].reverse()) await part.stop?.()
      await ctx.close()
    },
  }
}
