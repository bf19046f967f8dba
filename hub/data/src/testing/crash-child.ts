/** A pipeline under load in a process of its own, to be killed: tells its parent what was acknowledged. */
import { createHash } from 'node:crypto'
import { createLiveHub, createLog, createOutbox, kernelMigrations, migrate, openDatabase } from '@haihe/kernel'
import { createIngest } from '../ingest/ingest.ts'
import { migrations } from '../migrations.ts'
import { createSourceRegistry } from '../sources/registry.ts'
import { findSource, insertSource } from '../sources/store.ts'

const [url = '', round = '0'] = process.argv.slice(2)
const database = openDatabase(url, 6)
await migrate(database.pool, [kernelMigrations, migrations])
await database.pool.query(
  'CREATE TABLE IF NOT EXISTS public.roll (entity text PRIMARY KEY, count int NOT NULL, sum float8 NOT NULL)',
)
const now = () => new Date()
const ctx = {
  ...database,
  log: createLog('silent'),
  now,
  live: createLiveHub(now),
  city: {
    code: '99',
    name: { zh: '书城', en: 'Booktown' },
    bounds: [116, 38, 118, 40] as [number, number, number, number],
    timeZone: 'Asia/Shanghai',
  },
}
for (const [id, region] of [
  ['a', '990101'],
  ['b', '990102'],
] as const)
  if (!(await findSource(ctx.db, id)))
    await insertSource(ctx.db, { id, title: id, unit: 'u', region, provenance: 'simulated', protocol: 'internal' }, now())
const ingest = createIngest(ctx, { sources: createSourceRegistry(ctx.db, now), outbox: createOutbox(ctx) }, { sweepEvery: 0 })
// a roll-up kept in the transaction of its readings: after any crash it must equal them
ingest.addSink({
  name: 'roll',
  write: async (client, readings) => {
    const sums = new Map<string, { count: number; sum: number }>()
    for (const { entity, value } of readings) {
      const known = sums.get(entity) ?? { count: 0, sum: 0 }
      sums.set(entity, { count: known.count + 1, sum: known.sum + value })
    }
    const rows = [...sums].sort(([x], [y]) => (x < y ? -1 : 1)).map(([entity, one]) => ({ entity, ...one }))
    await client.query(
      `INSERT INTO public.roll AS r SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (entity text, count int, sum float8)
       ON CONFLICT (entity) DO UPDATE SET count = r.count + excluded.count, sum = r.sum + excluded.sum`,
      [JSON.stringify(rows)],
    )
  },
})
await ingest.start()

// each round measures in ten minutes of its own: a time that comes twice is a duplicate, and the first value stands
const base = Date.now() - 3_000_000 + Number(round) * 600_000
let next = 0
const worker = async (source: string): Promise<never> => {
  for (;;) {
    const batch = next
    next += 1
    const items = Array.from({ length: 20 }, (_, i) => ({
      entity: `urn:x:${source}:${i}`,
      type: 'X',
      attribute: 'v',
      // integers, so that sums do not depend on their order
      value: (batch * 31 + i) % 1000,
      at: new Date(base + batch * 37 + i).toISOString(),
    }))
    const results = await ingest.submit({ source, items })
    if (results.some(({ status }) => status !== 'stored')) throw new Error(`not stored: ${JSON.stringify(results)}`)
    process.send?.(
      items.flatMap(({ entity, at, value }) => [
        createHash('sha1')
          .update(`${entity}|${Date.parse(at)}|${value}`)
          .digest('hex'),
      ]),
    )
  }
}
process.send?.('running')
await Promise.all(['a', 'b', 'a', 'b'].map(worker))
