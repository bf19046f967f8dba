/** The data plane as the composition root mounts it. */
import type { Audit, Ctx, Jobs, Module, Outbox } from '@haihe/kernel'
import { createIngest, type IngestControls, type IngestOptions } from './ingest/ingest.ts'
import { ingestRoutes } from './ingest/routes.ts'
import type { Ingest } from './ingest/types.ts'
import { migrations } from './migrations.ts'
import { createSourceRegistry, type SourceRegistry } from './sources/registry.ts'

export interface DataServices {
  outbox: Outbox
  jobs: Jobs
  audit: Audit
  /** who a device is, by the credentials of its MQTT connection; null when they are wrong */
  verifyDevice: (username: string, password: string) => Promise<{ source: string; region: string } | null>
}

export interface Data extends Module {
  ingest: Ingest & IngestControls
  sources: SourceRegistry
}

export const createData = (ctx: Ctx, services: DataServices, options: IngestOptions = {}): Data => {
  const sources = createSourceRegistry(ctx.db, ctx.now)
  const ingest = createIngest(ctx, { sources, outbox: services.outbox }, options)
  return {
    name: 'data',
    migrations,
    routes: [...ingestRoutes(ingest, sources)],
    ingest,
    sources,
    start: () => ingest.start(),
    stop: () => ingest.stop(),
  }
}
