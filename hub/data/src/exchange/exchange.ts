/** The exchange (数据交换): connectors bring rows into resources, in runs that survive whatever happens to them. */
import { DAY, UploadSettings } from '@haihe/contract'
import type { Ctx, Jobs, Module } from '@haihe/kernel'
import type { LineageProvider } from '../platform/ports.ts'
import type { ConnectorRow } from './connector/connector-store.ts'
import { connectorRoutes } from './connector/routes.ts'
import { createSecrets } from './connector/secrets.ts'
import { openFile } from './file/open-file.ts'
import { exchangeLineage } from './lineage.ts'
import { expireRejects } from './reject/reject-store.ts'
import { rejectRoutes } from './reject/routes.ts'
import type { Room } from './room.ts'
import { runRoutes } from './run/routes.ts'
import { createWorker, type WorkerOptions } from './run/worker.ts'
import { putAway, startArrived, startDue } from './schedule.ts'
import { createScope } from './scope.ts'
import type { ExchangeServices } from './services.ts'
import { createOpener } from './source/open.ts'
import { removeUpload, uploadPath } from './upload/files.ts'
import { ownUpload, uploadRoutes } from './upload/routes.ts'
import { deleteUpload, oldUploads } from './upload/upload-store.ts'
import { createWorld } from './world.ts'

export interface Exchange extends Module {
  lineage: LineageProvider
  /** looks for what arrived or is due; what the timer does */
  tick: () => Promise<void>
  /** resolves when every run that waits is ended; for tests */
  idle: () => Promise<void>
}

interface ExchangeInput extends Omit<ExchangeServices, 'units'> {
  units: Parameters<typeof createScope>[0]
  jobs: Pick<Jobs, 'define' | 'schedule'>
}

interface ExchangeOptions extends WorkerOptions {
  /** milliseconds between looks for arrivals; 0 for none */
  lookEvery?: number
}

const UPLOADS_KEPT = 30 * DAY
const REJECTS_KEPT = 90 * DAY

export const createExchange = (ctx: Ctx, services: ExchangeInput, options: ExchangeOptions = {}): Exchange => {
  const { audit, catalogue, held, outbox, subjectKey, jobs } = services
  const secrets = createSecrets(ctx.config)
  const opener = createOpener(ctx, secrets)
  const world = createWorld(services.regions)
  const worldOf = (connector: ConnectorRow) => world(connector.settings.zone ?? ctx.city.timeZone)
  const { open } = opener
  const worker = createWorker({ ctx, catalogue, held, outbox, subjectKey, open, worldOf, ended: putAway(ctx) }, options)
  const scope = createScope(services.units)
  const room: Room = {
    ctx,
    audit,
    catalogue,
    scope,
    secrets,
    open,
    worker,
    world,
    worldOf,
    ownUpload: async (actor, id) => (await ownUpload({ ctx }, actor, id)).id,
    openUpload: async (actor, id) => {
      const upload = await ownUpload({ ctx }, actor, id)
      return openFile(uploadPath(ctx.config.home, upload.id), upload.name, UploadSettings.parse({}))
    },
  }
  const tick = async (): Promise<void> => {
    await startDue({ ctx, nudge: worker.nudge })
    await startArrived({ ctx, nudge: worker.nudge })
  }
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()

  // a new version is held before its first row comes
  outbox.consume('exchange.held', ['catalogue.published'], async (_, { payload }) => {
    const resource = await catalogue.find((payload as { resource: string }).resource)
    if (resource) await held.ensure(resource)
  })
  jobs.define('exchange.expire', async () => {
    const now = ctx.now().getTime()
    await expireRejects(ctx.db, new Date(now - REJECTS_KEPT))
    for (const { id } of await oldUploads(ctx.db, new Date(now - UPLOADS_KEPT))) {
      await deleteUpload(ctx.db, id)
      await removeUpload(ctx.config.home, id)
    }
  })
  jobs.schedule('exchange.expire', '25 3 * * *')

  return {
    name: 'exchange',
    routes: [...connectorRoutes(room), ...runRoutes(room), ...rejectRoutes(room), ...uploadRoutes(room)],
    lineage: exchangeLineage(ctx.db),
    tick,
    idle: worker.idle,
    async start() {
      worker.start()
      const { lookEvery = 5000 } = options
      if (lookEvery > 0)
        timer = setInterval(() => {
          looking = looking.then(tick).catch((error) => ctx.log.warn({ err: error }, 'looking for what arrived'))
        }, lookEvery).unref()
    },
    async stop() {
      clearInterval(timer)
      await looking
      await worker.stop()
      opener.close()
    },
  }
}
