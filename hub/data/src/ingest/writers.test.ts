import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type pg from 'pg'
import { openLibrary } from '../testing/library.ts'
import type { Reading, Sink } from './types.ts'

let disturb: ((client: pg.PoolClient, readings: readonly Reading[]) => Promise<void>) | undefined
let aborted = 0
const calls: { writer: number; districts: Set<string> }[] = []
let running = 0
let together = 0
const disturber: Sink = {
  name: 'disturber',
  write: async (client, readings, writer) => {
    calls.push({ writer: writer.index, districts: new Set(readings.map((reading) => reading.region.slice(0, 6))) })
    running += 1
    together = Math.max(together, running)
    try {
      await client.query('SELECT pg_sleep(0.01)')
      await disturb?.(client, readings)
    } finally {
      running -= 1
    }
  },
  aborted: () => {
    aborted += 1
  },
}

const library = await openLibrary({ ingest: { writers: 2, groupSize: 500, patience: 10_000 }, sinks: [disturber] })
const { ctx, data, seen, source, ago } = library
const { ingest } = data
after(library.close)
for (const district of ['01', '02', '03', '04']) await source(`d${district}`, { region: `9901${district}` })
await source('city', { region: '99' })

const items = (place: string, count: number, minutes = 1, value = 1) =>
  Array.from({ length: count }, (_, i) => ({
    entity: `urn:branch:${place}:${i}`,
    type: 'Branch',
    attribute: 'loans',
    value: value + (i % 100),
    at: ago(minutes),
  }))
const stored = async (place: string) =>
  (
    await ctx.pool.query(
      'SELECT count(*) AS n FROM data.observation o JOIN data.series s ON s.id = o.series WHERE s.source = $1',
      [place],
    )
  ).rows[0].n
const statusesOf = async (place: string, batch: unknown[]) =>
  (await ingest.submit({ source: place, items: batch })).map((result) => result.status)

test('two writers work side by side and each owns whole districts', async () => {
  calls.length = 0
  await Promise.all(
    Array.from({ length: 10 }, (_, round) =>
      ['d01', 'd02', 'd03', 'd04', 'city'].map((place) => ingest.submit({ source: place, items: items(place, 50, 60 - round) })),
    ).flat(),
  )
  const owners = new Map<string, Set<number>>()
  for (const { writer, districts } of calls)
    for (const district of districts) owners.set(district, (owners.get(district) ?? new Set()).add(writer))
  assert.deepEqual(
    [...owners.values()].map((writers) => writers.size),
    [1, 1, 1, 1, 1],
  )
  assert.equal(new Set([...owners.values()].flatMap((writers) => [...writers])).size, 2)
  assert.equal(together, 2)
  for (const place of ['d01', 'd02', 'd03', 'd04', 'city']) assert.equal(await stored(place), 500)
})

test('a batch whose entities lie with both writers is answered when both have committed', async () => {
  await ctx.pool.query(
    `INSERT INTO data.entity (id, type, types, region, created_at, modified_at)
     SELECT 'urn:branch:mixed:' || i, 'Branch', '{x}', CASE WHEN i % 2 = 0 THEN '990101' ELSE '990102' END, now(), now() FROM generate_series(0, 9) i`,
  )
  const results = await ingest.submit({ source: 'city', items: items('mixed', 10) })
  assert.deepEqual(
    results.map((result) => result.index),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
  const { rows } = await ctx.pool.query(
    `SELECT count(*) AS n FROM data.latest l JOIN data.series s ON s.id = l.series WHERE s.entity LIKE 'urn:branch:mixed:%'`,
  )
  assert.equal(rows[0].n, 10)
})

test('a sink that fails on one request refuses that one and stores its neighbours', async () => {
  disturb = async (_, readings) => {
    if (readings.some((reading) => reading.entity === 'urn:branch:poison:0')) throw new Error('poison')
  }
  const before = aborted
  const good = Array.from({ length: 5 }, (_, i) => ingest.submit({ source: 'd01', items: items(`sound${i}`, 3) }))
  const bad = ingest.submit({ source: 'd01', items: items('poison', 1) })
  const more = ingest.submit({ source: 'd01', items: items('sound9', 3) })
  await assert.rejects(bad, { code: 'INTERNAL' })
  for (const answer of [...good, more]) assert.ok((await answer).every((result) => result.status === 'stored'))
  disturb = undefined
  assert.ok(aborted > before)
  assert.deepEqual(await statusesOf('d01', items('poison', 1)), ['stored'])
})

test('a sink that hides a failed statement does not get its transaction acknowledged', async () => {
  disturb = async (client, readings) => {
    if (readings.some((reading) => reading.entity === 'urn:branch:hidden:0')) await client.query('SELECT 1/0').catch(() => {})
  }
  await assert.rejects(ingest.submit({ source: 'd01', items: items('hidden', 1) }), { code: 'INTERNAL' })
  disturb = undefined
  assert.deepEqual(await statusesOf('d01', items('hidden', 1)), ['stored'])
})

test('a lost connection is waited out, and nothing is stored twice or shown twice', async () => {
  let kills = 0
  disturb = async (client) => {
    if (kills >= 2) return
    kills += 1
    await client.query('SELECT pg_terminate_backend(pg_backend_pid())')
  }
  const before = seen.length
  assert.deepEqual(new Set(await statusesOf('d02', items('wire', 20))), new Set(['stored']))
  disturb = undefined
  assert.equal(kills, 2)
  assert.equal(seen.slice(before).filter((reading) => reading.entity.startsWith('urn:branch:wire:')).length, 20)
})

test('rows that another process wrote meanwhile are duplicates, and newer ones are stored', async () => {
  await ingest.submit({ source: 'd03', items: items('other', 4, 30) })
  // behind the back of this process: its marks are now too low
  await ctx.pool.query(
    `WITH moved AS (
       UPDATE data.latest l SET at = $1, value = 99 FROM data.series s
        WHERE s.id = l.series AND s.entity IN ('urn:branch:other:0', 'urn:branch:other:1') RETURNING l.district, l.series)
     INSERT INTO data.observation SELECT district, series, $1, 99 FROM moved`,
    [ago(10)],
  )
  const before = seen.length
  assert.deepEqual(await statusesOf('d03', items('other', 4, 10)), ['duplicate', 'duplicate', 'stored', 'stored'])
  assert.equal(seen.length - before, 2)
  assert.deepEqual(await statusesOf('d03', items('other', 4, 5)), ['stored', 'stored', 'stored', 'stored'])
  // older than what the other process wrote, newer than what this one knew
  assert.deepEqual(await statusesOf('d03', items('other', 1, 20)), ['stored'])
  assert.equal(seen.at(-1)?.newest, false)
})

test('a store that stays away refuses with 503, and takes the same batch later', async () => {
  const { createIngest } = await import('./ingest.ts')
  const impatient = createIngest(
    ctx,
    { sources: data.sources, outbox: { publish: async () => {} } },
    { sweepEvery: 0, patience: 200 },
  )
  let away = true
  impatient.addSink({
    name: 'away',
    write: async (client) => {
      if (away) await client.query('SELECT pg_terminate_backend(pg_backend_pid())')
    },
  })
  await impatient.start()
  await assert.rejects(impatient.submit({ source: 'd04', items: items('away', 5) }), { code: 'UNAVAILABLE' })
  away = false
  const results = await impatient.submit({ source: 'd04', items: items('away', 5) })
  assert.ok(results.every((result) => result.status === 'stored'))
  const { rows } = await ctx.pool.query(
    `SELECT count(*) AS n FROM data.latest l JOIN data.series s ON s.id = l.series WHERE s.entity LIKE 'urn:branch:away:%'`,
  )
  assert.equal(rows[0].n, 5)
  await impatient.stop()
})

test('stopping answers everything that was taken', async () => {
  const { createIngest } = await import('./ingest.ts')
  const brief = createIngest(ctx, { sources: data.sources, outbox: { publish: async () => {} } }, { sweepEvery: 0 })
  await brief.start()
  const answers = Array.from({ length: 20 }, (_, i) => brief.submit({ source: 'd04', items: items(`brief${i}`, 5) }))
  await brief.stop()
  for (const answer of answers) assert.equal((await answer).length, 5)
  await assert.rejects(brief.submit({ source: 'd04', items: items('late', 1) }), { code: 'UNAVAILABLE' })
})
