import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Ctx, createOutbox, kernelMigrations } from '@haihe/kernel'
import { testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { createIngest } from '../ingest/ingest.ts'
import { migrations } from '../migrations.ts'
import { createSourceRegistry } from '../sources/registry.ts'
import { insertSource } from '../sources/store.ts'
import { cloudEventsPlugin, eventRoutes } from './plugin.ts'

const clock = testClock()
const desk = { ...testActor([{ role: 'client', unit: null, region: '990101' }], 'desk'), source: 'desk' }
const reader = testActor([{ role: 'dataEngineer', unit: null, region: '99' }], 'reader')
const visitor = testActor([{ role: 'citizen', unit: null, region: '99' }], 'visitor')
let ctx: Ctx
let app: FastifyInstance
let stop: () => Promise<void>

before(async () => {
  ctx = await testContext([kernelMigrations, migrations], clock)
  for (const id of ['desk', 'other'])
    await insertSource(
      ctx.db,
      { id, title: id, unit: 'library', region: '990101', provenance: 'local', protocol: 'cloudevents' },
      ctx.now(),
    )
  const sources = createSourceRegistry(ctx.db, ctx.now)
  const outbox = createOutbox(ctx)
  const ingest = createIngest(ctx, { sources, outbox }, { sweepEvery: 0 })
  await ingest.start()
  stop = ingest.stop
  const intake = { ctx, ingest, sources, outbox }
  app = await testServer(ctx, [{ name: 'events', plugin: cloudEventsPlugin(intake), routes: eventRoutes(intake) }], {
    desk,
    reader,
    visitor,
  })
})
after(async () => {
  await app.close()
  await stop()
  await ctx.close()
})

const observation = (value: unknown, at = '2026-11-20T01:00:00Z') => ({
  entity: 'urn:book:1',
  type: 'Branch',
  attribute: 'loans',
  value,
  at,
})
const envelope = (more: object) => ({ specversion: '1.0', id: 'a', source: '/library/desk', type: 'haihe.observation', ...more })
const post = (payload: unknown, headers: Record<string, string>, who = 'desk') =>
  app.inject({
    method: 'POST',
    url: '/events',
    headers: { authorization: who, ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' }
const batch = { 'content-type': 'application/cloudevents-batch+json' }

test('a structured observation is stored, and again is a duplicate', async () => {
  const event = envelope({ data: observation(3) })
  assert.deepEqual((await post(event, structured)).json().results, [{ index: 0, status: 'stored' }])
  assert.deepEqual((await post(event, structured)).json().results, [{ index: 0, status: 'duplicate' }])
  const { rows } = await ctx.pool.query(
    `SELECT l.value FROM data.latest l JOIN data.series s ON s.id = l.series WHERE s.entity = 'urn:book:1'`,
  )
  assert.deepEqual(rows, [{ value: 3 }])
})

test('binary mode takes the attributes from headers', async () => {
  const response = await post(observation(4, '2026-11-20T01:01:00Z'), {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': 'b',
    'ce-source': 'urn:library:desk',
    'ce-type': 'haihe.observation',
  })
  assert.equal(response.statusCode, 200)
  assert.equal(response.json().stored, 1)
})

test('a batch answers one result per event; bad ones do not reject their neighbours', async () => {
  const response = await post(
    [
      envelope({ id: '1', data: observation(5, '2026-11-20T01:02:00Z') }),
      { ...envelope({ id: '2' }), specversion: '0.3' },
      envelope({ id: '3', type: 'library.closed', data: { branch: 1 } }),
      envelope({ id: '4', data: observation('many', '2026-11-20T01:03:00Z') }),
      envelope({ id: '3', type: 'library.closed', data: { branch: 1 } }),
      envelope({ id: '5', type: 'library.closed', data: '\u0000' }),
    ],
    batch,
  )
  assert.equal(response.statusCode, 207)
  assert.deepEqual(
    response.json().results.map((result: { status: string }) => result.status),
    ['stored', 'rejected', 'stored', 'rejected', 'duplicate', 'rejected'],
  )
  const letters = await ctx.pool.query(`SELECT code FROM data.dead_letter WHERE source = 'desk' ORDER BY id`)
  assert.deepEqual(
    letters.rows.map((row) => row.code),
    ['INVALID_INPUT', 'INVALID_INPUT'],
  )
})

test('other events are stored once and announced', async () => {
  const event = envelope({
    id: 'x-1',
    type: 'library.opened',
    time: '2026-11-20T01:00:00+08:00',
    data: { branch: 7 },
    traceid: 'abc',
  })
  await post(event, structured)
  await post(event, structured)
  const list = await app.inject({ url: '/api/events?type=library.opened', headers: { authorization: 'reader' } })
  assert.equal(list.json().events.length, 1)
  assert.deepEqual(list.json().events[0].data, { branch: 7 })
  const announced = await ctx.pool.query(
    `SELECT payload FROM kernel.outbox WHERE topic = 'event.received' AND payload->>'id' = 'x-1'`,
  )
  assert.equal(announced.rows.length, 1)
})

test('bad input gets a clear answer and the right status', async () => {
  for (const [payload, headers, status, code] of [
    ['{', structured, 400, 'MALFORMED_JSON'],
    [envelope({ id: '' }), structured, 400, 'INVALID_INPUT'],
    [envelope({ id: 'c', data: 1, data_base64: 'AAAA' }), structured, 400, 'INVALID_INPUT'],
    [envelope({ id: 'c', Bad: 1 }), structured, 400, 'INVALID_INPUT'],
    [envelope({ id: 'c', data: observation(-1, '2027-01-01T00:00:00Z') }), structured, 422, 'TIME_IN_FUTURE'],
    [{}, batch, 400, 'INVALID_INPUT'],
    ['x', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['<e/>', { 'content-type': 'application/cloudevents+xml' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [`[${'1,'.repeat(1001)}1]`, batch, 413, 'PAYLOAD_TOO_LARGE'],
    [`"${'x'.repeat(1_100_000)}"`, structured, 413, 'PAYLOAD_TOO_LARGE'],
    [`${'['.repeat(400_000)}${']'.repeat(400_000)}`, structured, 400, 'INVALID_INPUT'],
  ] as const) {
    const response = await post(payload, headers)
    assert.deepEqual([response.statusCode, response.json().code], [status, code], JSON.stringify(payload).slice(0, 80))
    assert.match(response.json().title, /[\u4e00-\u9fff]/)
  }
})

test('who may not write observations may not post events, and a machine speaks for its own source alone', async () => {
  const event = envelope({ data: observation(1) })
  assert.equal((await post(event, structured, 'visitor')).statusCode, 403)
  assert.equal((await post(event, structured, 'nobody')).statusCode, 401)
  // the credential decides whose reading it is, not the event
  await post(envelope({ source: '/library/other', data: { ...observation(1), entity: 'urn:book:9' } }), structured)
  const { rows } = await ctx.pool.query(`SELECT source FROM data.series WHERE entity = 'urn:book:9'`)
  assert.deepEqual(rows, [{ source: 'desk' }])
})

test('a sender may ask whether it may deliver', async () => {
  const response = await app.inject({
    method: 'OPTIONS',
    url: '/events',
    headers: { 'webhook-request-origin': 'events.example' },
  })
  assert.equal(response.statusCode, 200)
  assert.equal(response.headers['webhook-allowed-origin'], 'events.example')
})
