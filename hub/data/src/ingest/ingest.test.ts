import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { EntityTypeDef } from '@haihe/contract'
import { type Ctx, kernelMigrations } from '@haihe/kernel'
import { testClock, testContext } from '@haihe/kernel/testing'
import { migrations } from '../migrations.ts'
import { createSourceRegistry } from '../sources/registry.ts'
import { insertSource } from '../sources/store.ts'
import { createIngest } from './ingest.ts'
import type { Reading } from './types.ts'

// A library lends books: every branch counts its loans, its shelves know their temperature.
const branch: EntityTypeDef = {
  type: 'Branch',
  title: { zh: '分馆', en: 'Branch' },
  attributes: [
    { name: 'loans', title: { zh: '借出', en: 'Loans' }, unit: '1', kind: 'number', min: 0, max: 1000 },
    { name: 'open', title: { zh: '开放', en: 'Open' }, unit: '', kind: 'boolean' },
  ],
}

const clock = testClock()
let ctx: Ctx
before(async () => {
  ctx = await testContext([kernelMigrations, migrations], clock)
})
after(() => ctx.close())

const setup = async (source: string) => {
  await insertSource(
    ctx.db,
    { id: source, title: source, unit: 'library', region: '990101', provenance: 'local', protocol: 'mqtt' },
    ctx.now(),
  )
  const sources = createSourceRegistry(ctx.db, ctx.now)
  const published: unknown[] = []
  const ingest = createIngest(
    ctx,
    { sources, outbox: { publish: async (_, events) => void published.push(...events) } },
    { sweepEvery: 0 },
  )
  ingest.describe({ entities: [branch] })
  const seen: Reading[] = []
  ingest.addSink({ name: 'seen', write: async (_, readings) => void seen.push(...readings) })
  await ingest.start()
  return { ingest, seen, published, sources }
}

const minute = (n: number) => new Date(clock.now().getTime() - n * 60_000).toISOString()
const loans = (source: string, i: number, value: unknown = i) => ({
  entity: `urn:book:${source}:${i}`,
  type: 'Branch',
  attribute: 'loans',
  value,
  at: minute(1),
})

test('a batch of 100 with 7 bad items stores 93 and keeps 7 with their reasons', async () => {
  const { ingest, seen } = await setup('hundred')
  const items: unknown[] = Array.from({ length: 100 }, (_, i) => loans('hundred', i))
  items[3] = { ...loans('hundred', 3), extra: 1 }
  items[10] = loans('hundred', 10, 5000)
  items[20] = { ...loans('hundred', 20), at: minute(-10) }
  items[30] = { ...loans('hundred', 30), at: '2001-01-01T00:00:00Z' }
  items[40] = { ...loans('hundred', 40), type: undefined }
  items[50] = 'nonsense'
  items[99] = loans('hundred', 99, 'many')
  const results = await ingest.submit({ source: 'hundred', items })
  assert.deepEqual(
    results.filter((result) => result.status === 'rejected').map((result) => [result.index, result.code]),
    [
      [3, 'INVALID_INPUT'],
      [10, 'VALUE_OUT_OF_RANGE'],
      [20, 'TIME_IN_FUTURE'],
      [30, 'TIME_TOO_OLD'],
      [40, 'UNKNOWN_ENTITY_TYPE'],
      [50, 'INVALID_INPUT'],
      [99, 'INVALID_INPUT'],
    ],
  )
  assert.equal(results.filter((result) => result.status === 'stored').length, 93)
  assert.equal(seen.length, 93)
  const stored = await ctx.pool.query(
    `SELECT count(*) AS n FROM data.observation o JOIN data.series s ON s.id = o.series WHERE s.source = 'hundred'`,
  )
  assert.equal(stored.rows[0].n, 93)
  const letters = await ctx.pool.query(
    `SELECT code, message, path, raw FROM data.dead_letter WHERE source = 'hundred' ORDER BY id`,
  )
  assert.equal(letters.rows.length, 7)
  assert.ok(letters.rows.every((row) => /[\u4e00-\u9fff]/.test(row.message)))
  await ingest.stop()
})

test('the same batch twice changes nothing and reaches sinks once', async () => {
  const { ingest, seen } = await setup('twice')
  const items = Array.from({ length: 50 }, (_, i) => loans('twice', i % 10, i)).map((item, i) => ({
    ...item,
    at: minute(60 - i),
  }))
  const first = await ingest.submit({ source: 'twice', items })
  const before = await ctx.pool.query('SELECT * FROM data.observation ORDER BY 1, 2, 3')
  const latest = await ctx.pool.query('SELECT * FROM data.latest ORDER BY 1, 2')
  const second = await ingest.submit({ source: 'twice', items })
  assert.deepEqual(new Set(first.map((result) => result.status)), new Set(['stored']))
  assert.deepEqual(new Set(second.map((result) => result.status)), new Set(['duplicate']))
  assert.equal(seen.length, 50)
  assert.deepEqual((await ctx.pool.query('SELECT * FROM data.observation ORDER BY 1, 2, 3')).rows, before.rows)
  assert.deepEqual((await ctx.pool.query('SELECT * FROM data.latest ORDER BY 1, 2')).rows, latest.rows)
  await ingest.stop()
})
