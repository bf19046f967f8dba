import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dataMigrations } from '@haihe/data'
import type { Reading } from '@haihe/data/ingest/types'
import type { Ctx } from '@haihe/kernel'
import { testContext } from '@haihe/kernel/testing'
import fc from 'fast-check'
import { createLive } from '../live/live.ts'
import { loadStates } from '../live/load.ts'
import { windowParts } from '../live/state.ts'
import { readState } from '../live/tile.ts'
import { migrations } from '../migrations.ts'
import { runOn } from '../run.ts'
import { LIBRARY, type RawReading, readingOf, SERIES } from '../testing/library.ts'
import { oracle } from '../testing/oracle.ts'
import { createDefinitions } from './definitions.ts'
import { measureWindows } from './measure.ts'
import { numberIndicators } from './partial-store.ts'
import { indicatorSink } from './sink.ts'
import { createZone, MINUTE, windowStart } from './windows.ts'

const zone = createZone('Asia/Shanghai')
const NOW = Date.parse('2026-11-20T02:10:30Z')
let ctx: Ctx

before(async () => {
  ctx = await testContext([dataMigrations, migrations])
  await ctx.pool.query(
    `CREATE TABLE data.observation_test PARTITION OF data.observation FOR VALUES FROM ('2020-01-01') TO ('2030-01-01')`,
  )
})
after(() => ctx.close())

const definitions = createDefinitions()
for (const indicator of LIBRARY) definitions.add(indicator)

const write = async (sink: ReturnType<typeof indicatorSink>, raw: readonly RawReading[], informed: boolean): Promise<void> => {
  const client = await ctx.pool.connect()
  try {
    await client.query('BEGIN')
    const stored: Reading[] = []
    for (const one of raw) {
      const reading = readingOf(one)
      const { rows } = await client.query<{ at: Date; value: number }>(
        `SELECT at, value FROM data.observation WHERE district = $1 AND series = $2 ORDER BY at DESC LIMIT 1`,
        [Number(one.region.slice(2, 6)), reading.series],
      )
      const { rowCount } = await client.query(
        `INSERT INTO data.observation (district, series, at, value) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
        [Number(one.region.slice(2, 6)), reading.series, new Date(one.at), one.value],
      )
      if (!rowCount) continue
      const previous = rows[0] ? { at: rows[0].at.getTime(), value: rows[0].value } : null
      const newest = previous === null || previous.at < one.at
      // the pipeline tells the reading before when it knows it; the store is asked when it does not
      stored.push(readingOf(one, newest && informed ? { newest, previous } : { newest }))
    }
    const result = stored.length > 0 ? await sink.write(client, stored, { index: 0, count: 2 }) : null
    await client.query('COMMIT')
    sink.committed?.(result, stored)
  } finally {
    client.release()
  }
}

const places = ['990101001001', '990101001002', '990101002001', '990202001001']
const raw: fc.Arbitrary<RawReading> = fc
  .record({
    kind: fc.constantFrom(['Desk', 'loans'], ['Shelf', 'books'], ['Shelf', 'places'], ['Shelf', 'taken']),
    place: fc.constantFrom(...places),
    copy: fc.integer({ min: 1, max: 2 }),
    // most of it within the last hours, some of it days late
    back: fc.oneof(fc.integer({ min: 0, max: 200 * 60_000 }), fc.integer({ min: 0, max: 40 * 86_400_000 })),
    value: fc.integer({ min: 0, max: 5000 }).map((n) => n / 8),
  })
  .map(({ kind: [type, attribute], place, copy, back, value }) => ({
    entity: `urn:${type}:${place}:${copy}`,
    type: type!,
    attribute: attribute!,
    region: place,
    at: NOW - back,
    value,
  }))

test('partials and memory equal a recomputation from raw: any batches, order, duplicates, late data, two writers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(raw, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (batches, informed) => {
        await ctx.pool.query('TRUNCATE data.observation, intelligence.partial')
        SERIES.clear()
        definitions.number(
          await numberIndicators(
            runOn(ctx.pool),
            definitions.all().map(({ def }) => def.id),
          ),
        )
        const live = createLive(ctx.db, zone, definitions, () => new Date(NOW))
        const sink = indicatorSink({ definitions, zone, live, changed: () => {} })
        const regions = ['99', '990101', '990202', '990101001', '990101001001']
        const pairs = definitions
          .all()
          .flatMap((indicator) =>
            'event' in indicator.def.source
              ? []
              : regions.filter(({ length }) => length <= indicator.codeLength).map((region) => ({ indicator, region })),
          )
        // memory is loaded in mid-stream, while both writers are at work
        const writer = async (district: string): Promise<void> => {
          for (const batch of batches) {
            const own = batch.filter(({ region }) => region.startsWith(district))
            if (own.length > 0) await write(sink, own, informed)
          }
        }
        await Promise.all([writer('990101'), live.states(pairs), writer('990202')])
        // the first reading of an instant stands
        const kept = new Map<string, RawReading>()
        for (const one of batches.flat()) {
          const key = `${one.entity}|${one.attribute}|${one.at}`
          if (!kept.has(key)) kept.set(key, one)
        }
        const all = [...kept.values()]
        const now = NOW
        const states = await live.states(pairs)
        for (const [index, { indicator, region }] of pairs.entries()) {
          const memory = readState(zone, indicator, states[index]!, now)
          for (const back of [0, 1, 24]) {
            const measured = memory.windows.at(-1 - back)!
            const end = back === 0 ? Math.floor(now / MINUTE) * MINUTE + MINUTE : memory.windows.at(-back)!.at
            const expected = oracle(indicator, all, region, measured.at, end)
            assert.equal(measured.value, expected, `${indicator.def.id} ${region} ${back}`)
          }
        }
        // any past minute, from the store
        for (const past of [NOW - 7 * MINUTE, NOW - 3 * 3600_000, NOW - 26 * 3600_000]) {
          const stored = await loadStates(runOn(ctx.pool), zone, pairs, past, false)
          for (const [index, { indicator, region }] of pairs.entries()) {
            const windows = measureWindows(indicator, stored[index]!.base, windowParts(zone, indicator, stored[index]!, past))
            const start = windowStart(zone, indicator.def.shown, past)
            const end = indicator.finest === 'minute' ? Math.floor(past / MINUTE) * MINUTE + MINUTE : start + 3600_000
            const expected = oracle(indicator, all, region, start, end)
            const { value } = windows.at(-1)!
            assert.equal(value, expected, `${indicator.def.id} ${region} as of ${new Date(past).toISOString()}`)
          }
        }
      },
    ),
    { numRuns: 25 },
  )
})
