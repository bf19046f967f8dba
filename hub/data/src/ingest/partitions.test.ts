import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Rule } from '@haihe/contract'
import { openLibrary } from '../testing/library.ts'
import { createPartitions } from './partitions.ts'

const keep = (id: string, value: number): Rule => ({
  id,
  title: { zh: '保存期限', en: 'Retention' },
  value,
  unit: 'd',
  basis: '图书馆章程',
  official: false,
  from: '2000-01-01',
  to: null,
  region: '99',
})

const library = await openLibrary({ rules: [keep('retention.observation', 400), keep('retention.observation.shelf', 30)] })
const { ctx, clock, data, source, ago } = library
const { ingest } = data
after(library.close)
await source('desk')

const DAY = 24 * 60
const item = (type: string, id: string, minutes: number) => ({
  entity: `urn:${type}:${id}`,
  type,
  attribute: 'loans',
  value: 1,
  at: ago(minutes),
})
const names = async () =>
  (
    await ctx.pool.query(
      `SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'data.observation'::regclass ORDER BY 1`,
    )
  ).rows.map((row) => row.relname)

test('partitions are there before they are needed, and old data gets its own', async () => {
  assert.deepEqual(await names(), ['observation_202611', 'observation_202612', 'observation_202701'])
  const results = await ingest.submit({
    source: 'desk',
    items: [item('Branch', 'a', 300 * DAY), item('Branch', 'b', 1), item('Branch', 'a', 200 * DAY)],
  })
  assert.ok(results.every((result) => result.status === 'stored'))
  assert.deepEqual((await names()).slice(0, 2), ['observation_202601', 'observation_202605'])
})

test('a type has its own retention: older readings of it are refused, of others taken', async () => {
  const results = await ingest.submit({
    source: 'desk',
    items: [
      item('Shelf', 'a', 40 * DAY),
      item('Shelf', 'a', 20 * DAY),
      item('Branch', 'c', 40 * DAY),
      item('Branch', 'c', 401 * DAY),
    ],
  })
  assert.deepEqual(
    results.map((result) => result.code ?? result.status),
    ['TIME_TOO_OLD', 'stored', 'stored', 'TIME_TOO_OLD'],
  )
})

test('what is past its retention goes: whole partitions where no type keeps them, rows where one does', async () => {
  clock.advance(150 * DAY * 60_000)
  const expired = await ingest.expire()
  assert.deepEqual(expired.partitions, ['observation_202601'])
  // one shelf reading; branches keep theirs
  assert.equal(expired.rows, 1)
  const left = await ctx.pool.query(
    `SELECT s.type, count(*) AS n FROM data.observation o JOIN data.series s ON s.id = o.series GROUP BY 1`,
  )
  assert.deepEqual(left.rows, [{ type: 'Branch', n: 3 }])
  assert.deepEqual(await ingest.expire(), { partitions: [], rows: 0 })
  const again = await ingest.submit({ source: 'desk', items: [item('Branch', 'b', 1)] })
  assert.equal(again[0]?.status, 'stored')
})

test('another partition size begins where the existing ones end', async () => {
  const daily = createPartitions(ctx.pool, 'day')
  const inside = Date.parse('2026-12-10T05:00:00Z')
  const beyond = Date.parse('2028-03-10T05:00:00Z')
  await daily.ensure([inside, beyond])
  const found = daily.list().filter((one) => one.from >= Date.parse('2028-01-01T00:00:00Z'))
  assert.deepEqual(found, [
    { name: 'observation_20280310', from: Date.parse('2028-03-10T00:00:00Z'), to: Date.parse('2028-03-11T00:00:00Z') },
  ])
  const monthly = createPartitions(ctx.pool, 'month')
  await monthly.ensure([Date.parse('2028-03-01T00:00:00Z'), Date.parse('2028-03-20T00:00:00Z')])
  assert.deepEqual(
    monthly
      .list()
      .slice(-3)
      .map((one) => [new Date(one.from).toISOString().slice(0, 10), new Date(one.to).toISOString().slice(0, 10)]),
    [
      ['2028-03-01', '2028-03-10'],
      ['2028-03-10', '2028-03-11'],
      ['2028-03-11', '2028-04-01'],
    ],
  )
})

test('two processes that want the same partition make it once', async () => {
  const both = [createPartitions(ctx.pool, 'month'), createPartitions(ctx.pool, 'month')]
  const at = Date.parse('2029-06-10T00:00:00Z')
  await Promise.all(both.map((one) => one.ensure([at])))
  for (const one of both) assert.ok(one.has(at))
})
