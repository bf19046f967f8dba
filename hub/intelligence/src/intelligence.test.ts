import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Board, Explanation, MapValues, Series, Tile } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import { type Bench, openBench } from './testing/bench.ts'
import { LIBRARY } from './testing/library.ts'

let bench: Bench
before(async () => {
  bench = await openBench({ indicators: LIBRARY })
})
after(() => bench.close())

const T = (time: string) => `2026-11-20T${time}Z`
const shelf = (name: string, value: number, at: string) => ({
  entity: `urn:Shelf:${name}`,
  type: 'Shelf',
  attribute: 'books',
  value,
  at: T(at),
})
const tile = async (region: string, id: string, at?: string): Promise<Tile> => {
  const { body } = await bench.call(
    'leader',
    'GET',
    `/api/indicators/board?region=${region}${at ? `&at=${encodeURIComponent(T(at))}` : ''}`,
  )
  return (body as Board).tiles.find((one) => one.indicator === id)!
}

test('the number of a region is the sum of the latest reading of each object, whoever reports more often', async () => {
  await bench.send('990101001001', [shelf('a', 10, '01:00:00'), shelf('a', 12, '01:01:00'), shelf('a', 14, '02:05:00')])
  await bench.send('990101002', [shelf('b', 100, '02:00:00')])
  await bench.send('990202001', [shelf('c', 1000, '02:01:00')])
  assert.equal((await tile('99', 'books.kept')).value, 1114)
  assert.equal((await tile('990101', 'books.kept')).value, 114)
  assert.equal((await tile('990101001', 'books.kept')).value, 14)
  const found = await tile('99', 'books.kept')
  assert.equal(found.freshAt, '2026-11-20T02:05:00.000Z')
  assert.equal(found.provenance, 'local')
})

test('any past minute can be asked for, and a late reading corrects the past alone', async () => {
  assert.equal((await tile('990101', 'books.kept', '01:00:30')).value, 10)
  assert.equal((await tile('990101', 'books.kept', '01:30:00')).value, 12)
  await bench.send('990101001001', [shelf('a', 13, '01:20:00')])
  assert.equal((await tile('990101', 'books.kept', '01:19:00')).value, 12)
  assert.equal((await tile('990101', 'books.kept', '01:20:00')).value, 13)
  assert.equal((await tile('990101', 'books.kept', '02:04:00')).value, 113)
  assert.equal((await tile('990101', 'books.kept')).value, 114)
})

test('an object that stays silent is forgotten, and the number goes back to unknown when all are', async () => {
  assert.equal((await tile('99', 'books.sum')).value, 1114)
  // three times ten minutes after its last reading an object no longer counts
  bench.clock.set('2026-11-20T02:32:00Z')
  assert.equal((await tile('99', 'books.sum')).value, 14)
  bench.clock.set('2026-11-20T02:36:00Z')
  const silent = await tile('99', 'books.sum')
  assert.equal(silent.value, null)
  assert.equal(silent.stale, true)
  assert.equal((await tile('99', 'books.kept')).value, 1114)
})

test('memory after a restart is what it was before', async () => {
  const before = await bench.call('leader', 'GET', '/api/indicators/board?region=990101')
  await bench.restart()
  const after = await bench.call('leader', 'GET', '/api/indicators/board?region=990101')
  assert.deepEqual(after.body, before.body)
})

test('the map shows the children, the series its windows, and gaps stay gaps', async () => {
  const map = (await bench.call('leader', 'GET', '/api/indicators/books.kept/map?region=990101')).body as MapValues
  assert.deepEqual(
    map.values.map(({ region, name, value }) => [region, name, value]),
    [
      ['990101001', '河畔街道', 14],
      ['990101002', '山前街道', 100],
    ],
  )
  const url = `/api/indicators/books.sum/series?region=990101&window=hour&from=${encodeURIComponent(T('00:00:00'))}`
  const series = (await bench.call('leader', 'GET', url)).body as Series
  assert.deepEqual(
    series.points.map(({ at, value, count }) => [at.slice(11, 16), value, count]),
    [
      ['00:00', null, 0],
      // forgotten at 01:50, thirty minutes after the late reading of 01:20
      ['01:00', null, 0],
      ['02:00', null, 0],
    ],
  )
  const kept = (await bench.call('leader', 'GET', url.replace('books.sum', 'books.kept'))).body as Series
  assert.deepEqual(
    kept.points.map(({ value, count }) => [value, count]),
    [
      [null, 0],
      [13, 1],
      [114, 2],
    ],
  )
})

test('events count in the transaction of their cause: rolled back they never happened', async () => {
  const { ctx, intelligence } = bench
  const at = ctx.now()
  const door = (value: number, region: string) => ({ event: 'door', region, at, value })
  await inTransaction(ctx.db, (trx) =>
    intelligence.recordEvents(trx, [door(1, '990101001001'), door(1, '990101001001'), door(1, '990202001')]),
  )
  await assert.rejects(
    inTransaction(ctx.db, async (trx) => {
      await intelligence.recordEvents(trx, [door(5, '990101001001')])
      throw new Error('no')
    }),
  )
  await inTransaction(ctx.db, (trx) =>
    intelligence.recordEvents(trx, [door(-1, '990101001001'), { event: 'visit', region: '990101001', at }]),
  )
  // told through the store: it arrives after the commit
  const deadline = Date.now() + 5000
  while ((await tile('99', 'visits')).value !== 1 && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal((await tile('99', 'inside')).value, 2)
  assert.equal((await tile('990101001001', 'inside')).value, 1)
  assert.equal((await tile('99', 'visits')).value, 1)
  assert.equal((await tile('990202', 'visits')).value, 0)
})

test('people side by side never wait for one another on the number of the city', async () => {
  const { ctx, intelligence } = bench
  const door = (region: string) => ({ event: 'door', region, at: ctx.now() })
  // the second is done and committed while the first, which has counted in the same regions, is still open
  await inTransaction(ctx.db, async (first) => {
    await intelligence.recordEvents(first, [door('990101001001')])
    await inTransaction(ctx.db, async (second) => {
      await intelligence.recordEvents(second, [door('990101001001')])
      await intelligence.recordEvents(second, [door('990202001')])
    })
    await intelligence.recordEvents(first, [door('990202001')])
  })
  await bench.restart()
  assert.equal((await tile('99', 'inside')).value, 6)
  assert.equal((await tile('990101001001', 'inside')).value, 3)
})

test('a lost connection for events costs no number', async () => {
  const { ctx, intelligence } = bench
  const visits = async () => (await tile('99', 'visits')).value
  const before = (await visits())!
  const listening = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN haihe_indicator'`
  const { rows } = await ctx.pool.query(`SELECT pg_terminate_backend(pid) FROM (${listening}) AS l`)
  assert.equal(rows.length, 1)
  await inTransaction(ctx.db, (trx) => intelligence.recordEvents(trx, [{ event: 'visit', region: '990202001', at: ctx.now() }]))
  const deadline = Date.now() + 10_000
  while ((await visits()) !== before + 1 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(await visits(), before + 1)
})

test('a number explains itself: definition, partial, parts, sources and records', async () => {
  bench.clock.set('2026-11-20T02:40:00Z')
  await bench.send('990101001001', [shelf('a', 20, '02:38:00')])
  await bench.send('990101002', [shelf('b', 30, '02:39:00')])
  const { body } = await bench.call('east', 'GET', '/api/indicators/books.sum/explain?region=990101')
  const found = body as Explanation
  assert.equal(found.tile.value, 50)
  assert.equal(found.definition.aggregate, 'sumOfLast')
  assert.deepEqual(found.partial && [found.partial.count, found.partial.sum], [2, 50])
  assert.deepEqual(
    found.parts.map(({ name, value }) => [name, value]),
    [
      ['河畔街道', 20],
      ['山前街道', 30],
    ],
  )
  assert.deepEqual(
    found.records.map(({ entity, value, provenance }) => [entity, value, provenance]),
    [
      ['urn:Shelf:b', 30, 'local'],
      ['urn:Shelf:a', 20, 'local'],
    ],
  )
  assert.deepEqual(
    found.sources.map(({ id }) => id),
    ['src-990101001001', 'src-990101002'],
  )
  const past = (
    await bench.call('east', 'GET', `/api/indicators/books.sum/explain?region=990101&at=${encodeURIComponent(T('02:10:00'))}`)
  ).body as Explanation
  assert.deepEqual(
    past.records.map(({ entity, value }) => [entity, value]),
    [
      ['urn:Shelf:a', 14],
      ['urn:Shelf:b', 100],
    ],
  )
})

test('bad questions get a clear answer', async () => {
  const status = async (url: string, actor = 'leader') => (await bench.call(actor, 'GET', url)).status
  assert.equal(await status('/api/indicators/board?region=1'), 400)
  assert.equal(await status('/api/indicators/board?region=990909'), 422)
  assert.equal(await status('/api/indicators/board?region=99&at=yesterday'), 400)
  assert.equal(await status('/api/indicators/board?region=99&at=2027-01-01T00:00:00Z'), 422)
  assert.equal(await status('/api/indicators/board?region=99&extra=1'), 400)
  assert.equal(await status('/api/indicators/nothing/map?region=99'), 404)
  assert.equal(await status('/api/indicators/books.sum/series?region=99&window=minute&from=2026-01-01T00:00:00Z'), 400)
  assert.equal(await status('/api/indicators/loans.count/series?region=99&window=minute'), 400)
  assert.equal(await status('/api/indicators/books.sum/explain?region=99', 'citizen'), 403)
  assert.equal(await status('/api/indicators', 'nobody'), 401)
  // without a sign-in the board holds what is open to everybody: of the library's numbers none
  const open = await bench.call('nobody', 'GET', '/api/indicators/board?region=99')
  assert.equal(open.status, 200)
  assert.deepEqual((open.body as { tiles: unknown[] }).tiles, [])
  assert.equal(await status('/api/indicators/board?region=99', 'citizen'), 200)
})
