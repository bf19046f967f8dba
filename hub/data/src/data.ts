/** The data plane as the composition root mounts it. */
import type { Audit, Ctx, Jobs, Module, Outbox } from '@haihe/kernel'
import { cloudEventsPlugin, eventRoutes } from './cloudevents/plugin.ts'
import { deadLetterRoutes } from './dead-letters/routes.ts'
import { expireLetters } from './dead-letters/store.ts'
import { cnemcRoutes } from './feeds/cnemc/routes.ts'
import { csvPlugin, csvRoutes } from './feeds/csv/plugin.ts'
import { runDuePulls } from './feeds/pull/pull.ts'
import { pullRoutes } from './feeds/pull/routes.ts'
import { createIngest, type IngestControls, type IngestOptions } from './ingest/ingest.ts'
import { ingestRoutes } from './ingest/routes.ts'
import type { Ingest } from './ingest/types.ts'
import { migrations } from './migrations.ts'
import { createMqttBroker } from './mqtt/broker.ts'
import { createSourceRegistry, type SourceRegistry } from './sources/registry.ts'
import { sourceRoutes } from './sources/routes.ts'

interface DataServices {
  outbox: Outbox
  jobs: Pick<Jobs, 'define' | 'schedule'>
  audit: Pick<Audit, 'record'>
  /** the source that a device's MQTT credentials stand for; null when they are wrong */
  verifyDevice: (username: string, password: string) => Promise<{ source: string } | null>
}

export interface Data extends Module {
  ingest: Ingest & IngestControls
  sources: SourceRegistry
}

/** Decided dead letters are kept this long. */
const LETTERS_KEPT = 90 * 86_400_000

export const createData = (ctx: Ctx, services: DataServices, options: IngestOptions = {}): Data => {
  const { outbox, jobs, audit, verifyDevice } = services
  const sources = createSourceRegistry(ctx.db, ctx.now)
  const ingest = createIngest(ctx, { sources, outbox }, options)
  const { host, mqttPort: port } = ctx.config
  const mqtt = createMqttBroker({ host, port, verifyDevice, ingest, log: ctx.log, now: ctx.now })
  const feeds = { ctx, ingest }
  const events = cloudEventsPlugin({ ctx, ingest, sources, outbox })
  const csv = csvPlugin(feeds, sources)

  jobs.define('data.expire', async () => {
    await ingest.expire()
    await expireLetters(ctx.db, new Date(ctx.now().getTime() - LETTERS_KEPT))
  })
  jobs.schedule('data.expire', '40 3 * * *')
  jobs.define('data.pull', () => runDuePulls(feeds))
  jobs.schedule('data.pull', '* * * * *')

  return {
    name: 'data',
    migrations,
    ingest,
    sources,
    routes: [
      ...ingestRoutes(ingest, sources),
      ...sourceRoutes({ ctx, sources, audit }),
      ...deadLetterRoutes({ ctx, ingest, audit }),
      ...eventRoutes({ ctx }),
      ...cnemcRoutes(ingest, sources),
      ...csvRoutes(feeds, sources),
      ...pullRoutes({ ctx, ingest, sources, audit }),
    ],
    // each takes its own content types
    plugin: async (app) => {
      await app.register(async (scope) => events(scope))
      await app.register(async (scope) => csv(scope))
    },
    async start() {
      await ingest.start()
      await mqtt.start()
    },
    async stop() {
      await mqtt.stop()
      await ingest.stop()
    },
  }
}
