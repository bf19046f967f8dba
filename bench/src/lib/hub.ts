/** The hub under test, a process of its own on a temporary data folder. Prints {ready, port, url} to its parent. */
import { readFileSync } from 'node:fs'
import type { Actor, EntityTypeDef } from '@haihe/contract'
import { createData, dataMigrations, findSource, insertSource } from '@haihe/data'
import {
  type Ctx,
  createLiveHub,
  createLog,
  createOutbox,
  createServer,
  kernelMigrations,
  liveRoutes,
  migrate,
  mountModule,
  mountRoutes,
  openDatabase,
  readConfig,
  startPostgres,
} from '@haihe/kernel'
import { ATTRIBUTE, DISTRICTS, districtCode, sourceId, TYPE } from './sensors.ts'

void readFileSync
const config = readConfig(process.env)
const log = createLog(config.log)
const postgres = await startPostgres({ home: config.home })
const database = openDatabase(postgres.url)
const now = () => new Date()
const ctx: Ctx = {
  ...database,
  config,
  log,
  now,
  live: createLiveHub(now),
  city: { code: '99', name: { zh: '书城', en: 'Booktown' }, bounds: [116.7, 38.5, 118.1, 40.3], timeZone: 'Asia/Shanghai' },
}
await migrate(ctx.pool, [kernelMigrations, dataMigrations])
const outbox = createOutbox(ctx)
const machine: Actor = {
  id: 'bench',
  kind: 'machine',
  name: 'bench',
  assurance: 1,
  grants: [{ role: 'client', unit: null, region: '99' }],
}
const app = await createServer(ctx, async (request) => (request.headers.authorization === 'Bearer bench' ? machine : null))
const data = createData(ctx, { outbox } as never)
const def: EntityTypeDef = {
  type: TYPE,
  title: { zh: '测点', en: 'Sensor' },
  attributes: [{ name: ATTRIBUTE, title: { zh: '读数', en: 'Level' }, unit: '1', kind: 'number', min: -1000, max: 100_000 }],
}
data.ingest.describe({ entities: [def] })
for (let district = 0; district < DISTRICTS; district += 1)
  if (!(await findSource(ctx.db, sourceId(district))))
    await insertSource(
      ctx.db,
      {
        id: sourceId(district),
        title: sourceId(district),
        unit: 'bench',
        region: districtCode(district),
        provenance: 'simulated',
        protocol: 'internal',
      },
      now(),
    )
await mountModule(app, data)
mountRoutes(app, liveRoutes(ctx.live))
await data.start?.()
await app.listen({ port: config.port, host: '127.0.0.1' })
process.send?.({ ready: true, port: config.port, url: postgres.url })
process.on('SIGTERM', async () => {
  await app.close()
  await data.stop?.()
  await database.close()
  await postgres.stop()
  process.exit(0)
})
