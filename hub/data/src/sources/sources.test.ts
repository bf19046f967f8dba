import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLibrary } from '../testing/library.ts'

const library = await openLibrary()
const { app, clock, ctx, data, source, ago } = library
after(library.close)

const ask = (method: 'GET' | 'POST' | 'PUT', url: string, who = 'engineer', payload?: object) =>
  app.inject({ method, url, headers: { authorization: who }, ...(payload ? { payload } : {}) })
const registration = {
  id: 'gate',
  title: '门禁计数',
  unit: 'library',
  region: '990101',
  provenance: 'local',
  protocol: 'mqtt',
}
const send = (id: string, ...values: number[]) =>
  data.ingest.submit({
    source: id,
    items: values.map((value, i) => ({ entity: `urn:branch:${id}:${i}`, type: 'Branch', attribute: 'loans', value, at: ago(0) })),
  })

test('a source is registered once, and the act is audited', async () => {
  const made = await ask('POST', '/api/sources', 'engineer', registration)
  assert.equal(made.statusCode, 201)
  assert.equal(made.json().flow, 'silent')
  assert.equal((await ask('POST', '/api/sources', 'engineer', registration)).statusCode, 409)
  const { rows } = await ctx.pool.query(`SELECT action FROM kernel.audit_entry WHERE subject = 'source:gate'`)
  assert.deepEqual(rows, [{ action: 'source.register' }])
})

test('rates, last seen and what is wrong are shown', async () => {
  await send('gate', 1, 2, 5000)
  clock.advance(60_000)
  const view = (await ask('GET', '/api/sources/gate')).json()
  assert.deepEqual([view.flow, view.perMinute, view.openDeadLetters], ['live', 3, 1])
  assert.deepEqual(view.day, { received: 3, stored: 2, duplicate: 0, rejected: 1 })
  assert.equal(view.minutes.length, 60)
  assert.deepEqual(view.minutes.at(-1).rejected, 1)
  assert.equal((await ask('GET', '/api/sources')).json().sources.length, 1)
})

test('the rate of the last ten seconds comes from memory', async () => {
  await source('quick')
  clock.set('2026-11-20T05:00:00.000Z')
  await send('quick', ...Array.from({ length: 50 }, (_, i) => i))
  clock.advance(1000)
  const { rates } = (await ask('GET', '/api/sources/rates')).json()
  assert.equal(rates.find((rate: { id: string }) => rate.id === 'quick').perSecond, 5)
})

test('a source that says less than it should is late, then silent; its types say how often it should', async () => {
  await source('slow')
  await send('slow', 1)
  await data.ingest.tick()
  const flow = async () => (await ask('GET', '/api/sources/slow')).json().flow
  assert.equal((await ask('GET', '/api/sources/slow')).json().expectedEvery, 600)
  assert.equal(await flow(), 'live')
  clock.advance(601_000)
  assert.equal(await flow(), 'late')
  clock.advance(1_300_000)
  assert.equal(await flow(), 'silent')
})

test('counters wait through a failing store and are added once', async () => {
  await source('kept')
  await send('kept', 1, 2)
  await ctx.pool.query('ALTER TABLE data.source_minute RENAME TO gone')
  await assert.rejects(data.sources.flush())
  await ctx.pool.query('ALTER TABLE data.gone RENAME TO source_minute')
  await send('kept', 3)
  await data.sources.flush()
  await data.sources.flush()
  const { rows } = await ctx.pool.query(`SELECT received, stored, duplicate FROM data.source_minute WHERE source = 'kept'`)
  assert.deepEqual(rows, [{ received: 3, stored: 2, duplicate: 1 }])
})

test('a source is changed by who may manage its region, and takes effect at once', async () => {
  const { id: _, ...change } = { ...registration, types: ['Shelf'], expectedEvery: 60 }
  assert.equal((await ask('PUT', '/api/sources/gate', 'neighbour', change)).statusCode, 404)
  assert.equal((await ask('PUT', '/api/sources/gate', 'citizen', change)).statusCode, 403)
  assert.equal((await ask('PUT', '/api/sources/gate', 'engineer', { ...change, region: '120101' })).statusCode, 422)
  assert.equal((await ask('PUT', '/api/sources/gate', 'engineer', change)).statusCode, 200)
  const [result] = await data.ingest.submit({
    source: 'gate',
    items: [{ entity: 'urn:branch:new', type: 'Branch', attribute: 'loans', value: 1, at: ago(0) }],
  })
  assert.equal(result?.code, 'SOURCE_NOT_ALLOWED')
})

test('a district sees its own sources only', async () => {
  await source('theirs', { region: '990102' })
  const seen = (await ask('GET', '/api/sources', 'neighbour')).json().sources
  assert.deepEqual(
    seen.map((one: { id: string }) => one.id),
    ['theirs'],
  )
  assert.equal((await ask('GET', '/api/sources/gate', 'neighbour')).statusCode, 404)
  assert.equal((await ask('POST', '/api/sources', 'neighbour', { ...registration, id: 'mine' })).statusCode, 403)
})

test('bad registrations are refused with what is wrong', async () => {
  for (const wrong of [{ id: 'Bad Id' }, { protocol: 'fax' }, { region: '1' }, { more: 1 }, { title: '' }]) {
    const response = await ask('POST', '/api/sources', 'engineer', { ...registration, id: 'wrong', ...wrong })
    assert.equal(response.statusCode, 400)
    assert.equal(response.json().code, 'INVALID_INPUT')
  }
})
