import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLibrary } from '../testing/library.ts'

const library = await openLibrary()
const { ctx, clock, data, app, source, ago } = library
const { ingest } = data
after(library.close)

const read = async (place: string, attribute: string, value: number, minutes = 0) => {
  const [result] = await ingest.submit({
    source: place,
    items: [{ entity: `urn:branch:${place}`, type: 'Branch', attribute, value, at: ago(minutes) }],
  })
  assert.equal(result?.status, 'stored')
}
const faults = async (id: string, open = true) =>
  (await app.inject({ url: `/api/sources/${id}/faults?open=${open}`, headers: { authorization: 'engineer' } })).json().faults
const events = async (id: string) =>
  (await ctx.pool.query(`SELECT topic FROM kernel.outbox WHERE key = $1 ORDER BY seq`, [`urn:branch:${id}`])).rows.map(
    (row) => row.topic,
  )

test('the same value four times in a row is a stuck sensor, another value its recovery', async () => {
  await source('stuck')
  const first = ago(0)
  for (let i = 0; i < 3; i += 1) {
    await read('stuck', 'loans', 7)
    clock.advance(60_000)
  }
  assert.deepEqual(await faults('stuck'), [])
  await read('stuck', 'loans', 7)
  const [fault] = await faults('stuck')
  assert.deepEqual([fault.kind, fault.attribute, fault.value, fault.count, fault.since], ['stuck', 'loans', 7, 4, first])
  clock.advance(60_000)
  await read('stuck', 'loans', 8)
  assert.deepEqual(await faults('stuck'), [])
  assert.equal((await faults('stuck', false)).length, 1)
  assert.deepEqual(await events('stuck'), ['sensor.stuck', 'sensor.recovered'])
})

test('a repeated batch is no repeated value', async () => {
  await source('again')
  const items = [{ entity: 'urn:branch:again', type: 'Branch', attribute: 'loans', value: 5, at: ago(0) }]
  for (let i = 0; i < 6; i += 1) await ingest.submit({ source: 'again', items })
  assert.deepEqual(await faults('again'), [])
})

test('a silent object is one gap, found once, and its next reading ends it', async () => {
  await source('silent')
  await read('silent', 'loans', 1)
  await read('silent', 'visits', 1)
  const last = ago(0)
  clock.advance(601_000)
  await ingest.tick()
  await ingest.tick()
  const open = await faults('silent')
  assert.deepEqual(
    open.map((fault: { kind: string; attribute: string; since: string }) => [fault.kind, fault.attribute, fault.since]),
    [['gap', '', last]],
  )
  await read('silent', 'loans', 2)
  assert.deepEqual(await faults('silent'), [])
  assert.deepEqual(await events('silent'), ['sensor.gap', 'sensor.recovered'])
})

test('one silent attribute of a speaking object is a gap of that attribute', async () => {
  await source('half')
  await read('half', 'loans', 1)
  await read('half', 'visits', 1)
  clock.advance(601_000)
  await read('half', 'loans', 2)
  await ingest.tick()
  assert.deepEqual(
    (await faults('half')).map((fault: { attribute: string }) => fault.attribute),
    ['visits'],
  )
  await read('half', 'visits', 2)
  assert.deepEqual(await faults('half'), [])
})

test('faults of another region’s source are not there', async () => {
  await source('hidden')
  const response = await app.inject({ url: '/api/sources/hidden/faults', headers: { authorization: 'neighbour' } })
  assert.equal(response.statusCode, 404)
  assert.equal((await app.inject({ url: '/api/sources/hidden/faults', headers: { authorization: 'citizen' } })).statusCode, 403)
})

test('faults and repeats survive a restart', async () => {
  await source('restart')
  for (let i = 0; i < 3; i += 1) {
    await read('restart', 'loans', 7)
    clock.advance(60_000)
  }
  await ingest.stop()
  const second = await openSecond()
  await second.submit({
    source: 'restart',
    items: [{ entity: 'urn:branch:restart', type: 'Branch', attribute: 'loans', value: 7, at: ago(0) }],
  })
  assert.equal((await faults('restart')).length, 1)
  await second.stop()
})

const openSecond = async () => {
  const { createIngest } = await import('./ingest.ts')
  const { branch } = await import('../testing/library.ts')
  const { createOutbox } = await import('@haihe/kernel')
  const second = createIngest(ctx, { sources: data.sources, outbox: createOutbox(ctx) }, { sweepEvery: 0 })
  second.describe({ entities: [branch] })
  await second.start()
  return second
}
