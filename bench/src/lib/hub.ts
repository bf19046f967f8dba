/** The hub under test, a process of its own on a temporary data folder: the real composition with the bench's scenario. */
import { insertSource, touchEntities } from '@haihe/data'
import { findSource } from '@haihe/data/sources/store'
import { readConfig } from '@haihe/kernel'
import { scenarios } from '@haihe/neurons'
import { compose } from '@haihe/server/compose'
import { openStore } from '@haihe/server/settings'
import { countedScenario, plainScenario, scenario } from './scenario.ts'
import { DISTRICTS, sensorId, sourceId, TYPE } from './sensors.ts'

const began = performance.now()
const config = readConfig(process.env)
const store = await openStore(config)
const feeds = { counted: countedScenario, plain: plainScenario, usual: scenario }
const hub = await compose(config, store.url, [...scenarios, feeds[(process.env.BENCH_FEEDS ?? 'usual') as keyof typeof feeds]])
const { ctx } = hub
const sensors = Number(process.env.BENCH_SENSORS ?? 20_000)
const at = ctx.now()

const { rows } = await ctx.pool.query<{ code: string }>(
  'SELECT code FROM kernel.region WHERE length(code) IN (6, 9) ORDER BY code',
)
const districts = rows
  .map((row) => row.code)
  .filter((code) => code.length === 6)
  .slice(0, DISTRICTS)
for (const [district, region] of districts.entries()) {
  const id = sourceId(district)
  if (await findSource(ctx.db, id)) continue
  await insertSource(ctx.db, { id, title: id, unit: 'bench', region, provenance: 'simulated', protocol: 'internal' }, at)
  const streets = rows.map((row) => row.code).filter((code) => code.length === 9 && code.startsWith(region))
  const client = await ctx.pool.connect()
  const size = Math.ceil(sensors / DISTRICTS)
  for (let from = 0; from < size; from += 5000)
    await touchEntities(
      client,
      Array.from({ length: Math.min(5000, size - from) }, (_, i) => ({
        id: sensorId(district, from + i),
        type: TYPE,
        region: streets[(from + i) % streets.length] ?? region,
        source: id,
        at,
      })),
    )
  client.release()
}
const { token } = await hub.identity.createToken({ name: 'bench', region: ctx.city.code, roles: ['client', 'admin'] }, 'bench')
await hub.start()
await hub.app.listen({ port: config.port, host: '127.0.0.1' })
process.send?.({ url: store.url, token, city: ctx.city.code, districts, startedIn: performance.now() - began })

process.on('SIGTERM', async () => {
  await hub.stop()
  await store.stop()
  process.exit(0)
})
