import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Call, type Hub, openHub } from '../testing/hub.ts'
import { type MockSource, openMockSource } from '../testing/mock-source.ts'
import { statusOf } from './snapshot.ts'

let hub: Hub
let source: MockSource
before(async () => {
  ;[hub, source] = await Promise.all([openHub('snapshots'), openMockSource()])
})
after(async () => {
  source?.close()
  await hub?.close()
})

const number = (value: number) => ({ type: 'Property', value })
const query = (type: string, more: JsonObject = {}): JsonObject => ({ type: 'Query', entities: [{ type }], ...more })
const create = async (body: JsonObject, call: Call = {}): Promise<string> => {
  const made = await hub.call('POST', '/snapshots', { type: 'Snapshot', ...body }, call)
  assert.equal(made.status, 201, JSON.stringify(made.body))
  await hub.context.drain()
  return (made.headers.get('location') as string).replace('/ngsi-ld/v1/snapshots/', '')
}
const inside = (id: string, more: Call = {}): Call => ({ ...more, headers: { ...more.headers, 'NGSILD-Snapshot': id } })
const read = async (path: string, call?: Call) => (await hub.call('GET', path, undefined, call)).body
const ids = (found: { id: string }[]): string[] => found.map(({ id }) => id)
const rowsOf = async (table: string, id: string): Promise<number> =>
  (await hub.ctx.pool.query(`SELECT count(*)::int AS n FROM data.${table} WHERE tenant = $1`, [`~~${id}`])).rows[0].n

test('a snapshot keeps what its queries found: later changes do not reach it, and what is done in it does not reach the city', async () => {
  for (const i of [1, 2, 3])
    await hub.call('POST', '/entities', { id: `urn:Book:${i}`, type: 'Book', pages: number(i), shelf: number(i) })
  const id = await create({ snapshotQueries: [query('Book', { q: 'pages>1', attrs: ['pages'] })] })
  await hub.call('PATCH', '/entities/urn:Book:2/attrs', { pages: number(99) })
  await hub.call('DELETE', '/entities/urn:Book:3')
  const found = await hub.call('GET', '/entities?type=Book', undefined, inside(id))
  assert.equal(found.headers.get('ngsild-snapshot'), id)
  assert.deepEqual(
    found.body.map(({ id, pages, shelf }: { id: string; pages: JsonObject; shelf?: Json }) => [id, pages.value, shelf]),
    [
      ['urn:Book:2', 2, undefined],
      ['urn:Book:3', 3, undefined],
    ],
  )
  // a prediction, made in the copy alone
  assert.equal((await hub.call('PATCH', '/entities/urn:Book:2/attrs', { pages: number(7) }, inside(id))).status, 204)
  assert.equal(
    (await hub.call('POST', '/entities', { id: 'urn:Book:9', type: 'Book', pages: number(9) }, inside(id))).status,
    201,
  )
  assert.deepEqual(ids(await read('/entities?type=Book&q=pages==7|pages==9', inside(id))), ['urn:Book:2', 'urn:Book:9'])
  assert.equal((await read('/entities/urn:Book:2')).pages.value, 99)
  assert.equal((await hub.call('GET', '/entities/urn:Book:9')).status, 404)
  assert.deepEqual((await read('/types', inside(id))).typeList, ['Book'])
  assert.equal((await hub.call('DELETE', '/entities/urn:Book:2', undefined, inside(id))).status, 204)
  assert.equal((await hub.call('GET', '/entities/urn:Book:2')).status, 200)
})

test('the status tells what each query came to', async () => {
  await hub.call('POST', '/entities', { id: 'urn:Chair:1', type: 'Chair', legs: number(4) })
  const id = await create({ id: 'urn:snap:status', snapshotPriority: 7, snapshotQueries: [query('Chair'), query('Nothing')] })
  const snapshot = await read(`/snapshots/${id}`)
  assert.deepEqual(
    [snapshot.snapshotStatus, snapshot.snapshotPriority, snapshot.snapshotQueriesDetails],
    ['success', 7, [{ resultStatus: 'success' }, { resultStatus: 'empty' }]],
  )
  assert.equal(snapshot.lastUsedAt, snapshot.createdAt)
  const empty = await create({ snapshotQueries: [query('Nothing')] })
  assert.equal((await read(`/snapshots/${empty}`)).snapshotStatus, 'empty')
  const again = await hub.call('POST', '/snapshots', {
    id: 'urn:snap:status',
    type: 'Snapshot',
    snapshotQueries: [query('Chair')],
  })
  assert.deepEqual([again.status, again.body.type.split('/').at(-1)], [409, 'AlreadyExists'])
})

test('of several queries one that failed makes the whole partial', () => {
  const of = (...all: ('success' | 'empty' | 'failure')[]) => statusOf(all.map((resultStatus) => ({ resultStatus })))
  assert.deepEqual(
    [of('success'), of('success', 'empty'), of('empty'), of('success', 'failure'), of('empty', 'failure'), of('failure')],
    ['success', 'success', 'empty', 'partial', 'partial', 'failure'],
  )
})

for (const [what, body] of [
  ['no queries', {}],
  ['a query without its type', { snapshotQueries: [{ entities: [{ type: 'Book' }] }] }],
  ['too wide a query', { snapshotQueries: [{ type: 'Query', entities: [{ id: 'urn:x' }] }] }],
  [
    'the past among the present',
    { snapshotQueries: [query('Book', { temporalQ: { timerel: 'after', timeAt: '2026-01-01T00:00:00Z' } })] },
  ],
  ['the present among the past', { snapshotTemporalQueries: [query('Book')] }],
  ['a priority beyond ten', { snapshotQueries: [query('Book')], snapshotPriority: 11 }],
  ['a lifetime that is none', { snapshotQueries: [query('Book')], snapshotLifetime: '1h' }],
  ['an address that is not spoken', { snapshotQueries: [query('Book')], endpoint: 'ftp://example.com' }],
  ['an id that is too long for a key', { id: `urn:${'x'.repeat(300)}`, snapshotQueries: [query('Book')] }],
  ['header lines', { snapshotQueries: [query('Book')], receiverInfo: [{ key: 'a', value: 'b\r\nc: d' }] }],
] as [string, JsonObject][])
  test(`refused: ${what}`, async () => {
    assert.equal((await hub.call('POST', '/snapshots', { type: 'Snapshot', ...body })).status, 400)
  })

test('the past is kept as it was asked for; the core interface does not know what only its past is kept of', async () => {
  const at = (value: number, hour: number) => ({ type: 'Property', value, observedAt: `2026-01-01T0${hour}:00:00Z` })
  await hub.call('POST', '/temporal/entities', {
    id: 'urn:Clock:1',
    type: 'Clock',
    ticks: [at(1, 1), at(2, 2), at(3, 3)],
    noise: [at(5, 2)],
  })
  const temporalQ = { timerel: 'before', timeAt: '2026-01-01T02:30:00Z' }
  const id = await create({ snapshotTemporalQueries: [query('Clock', { temporalQ, attrs: ['ticks'] })] })
  assert.deepEqual((await read(`/snapshots/${id}`)).snapshotTemporalQueriesDetails, [{ resultStatus: 'success' }])
  const path = '/temporal/entities/urn:Clock:1?timerel=after&timeAt=2025-01-01T00:00:00Z&options=temporalValues'
  await hub.call('DELETE', '/temporal/entities/urn:Clock:1')
  const past = await read(path, inside(id))
  assert.deepEqual(
    past.ticks.values.map(([value]: [number]) => value),
    [1, 2],
  )
  assert.equal(past.noise, undefined)
  assert.equal((await hub.call('GET', '/entities/urn:Clock:1', undefined, inside(id))).status, 404)
})

test('what other hubs hold is in the snapshot, and stays there when they fall silent', async () => {
  source.answer = (url) =>
    url.includes('/entityOperations/query')
      ? { status: 200, body: JSON.stringify([{ id: 'urn:Lamp:far', type: 'Lamp', watts: number(9) }]) }
      : { status: 404 }
  await hub.call('POST', '/entities', { id: 'urn:Lamp:near', type: 'Lamp', watts: number(3) })
  const registration = {
    id: 'urn:reg:lamp',
    type: 'ContextSourceRegistration',
    information: [{ entities: [{ type: 'Lamp' }] }],
    endpoint: source.url,
  }
  await hub.call('POST', '/csourceRegistrations', registration)
  const id = await create({ snapshotQueries: [query('Lamp')] })
  source.answer = () => ({ status: 500 })
  const before = source.asked.length
  assert.deepEqual(ids(await read('/entities?type=Lamp', inside(id))), ['urn:Lamp:far', 'urn:Lamp:near'])
  assert.equal(source.asked.length, before)
  await hub.call('DELETE', '/csourceRegistrations/urn:reg:lamp')
})

test('a snapshot is used by whoever may read where its objects lie; only its maker and who writes everywhere change it', async () => {
  for (const region of ['990101', '990102'])
    await hub.call('POST', '/entities', { id: `urn:Door:${region}`, type: 'Door', region: { type: 'Property', value: region } })
  const id = await create({ snapshotQueries: [query('Door')] })
  assert.deepEqual(ids(await read('/entities?type=Door', inside(id, { as: 'neighbour' }))), ['urn:Door:990102'])
  const placed = { id: 'urn:Door:new', type: 'Door', region: { type: 'Property', value: '990101' } }
  assert.equal((await hub.call('POST', '/entities', placed, inside(id, { as: 'neighbour' }))).status, 403)
  assert.equal((await hub.call('PATCH', `/snapshots/${id}`, { snapshotPriority: 1 }, { as: 'neighbour' })).status, 403)
  assert.equal((await hub.call('DELETE', `/snapshots/${id}`, undefined, { as: 'neighbour' })).status, 403)
  assert.equal((await hub.call('DELETE', '/snapshots?q=snapshotPriority>0', undefined, { as: 'neighbour' })).status, 404)
  // what a neighbour takes a copy of is what a neighbour sees
  const own = await create({ snapshotQueries: [query('Door')] }, { as: 'neighbour' })
  assert.deepEqual(ids(await read('/entities?type=Door', inside(own))), ['urn:Door:990102'])
  assert.equal((await hub.call('GET', `/snapshots/${id}`, undefined, { as: 'citizen' })).status, 403)
})

test('a copy cannot be named as a tenant, and another tenant does not know the snapshot', async () => {
  const id = await create({ snapshotQueries: [query('Book')] })
  const named = await hub.call('GET', '/entities?type=Book', undefined, { tenant: `~~${id}` })
  assert.equal(named.status, 400)
  await hub.call('POST', '/entities', { id: 'urn:t', type: 'T' }, { tenant: 'other' })
  assert.equal((await hub.call('GET', '/entities?type=Book', undefined, inside(id, { tenant: 'other' }))).status, 404)
  const theirs = await create({ snapshotQueries: [query('T')] }, { tenant: 'other' })
  assert.deepEqual(ids(await read('/entities?type=T', inside(theirs, { tenant: 'other' }))), ['urn:t'])
})

test('subscriptions and registrations have no place in a snapshot', async () => {
  const id = await create({ snapshotQueries: [query('Book')] })
  for (const path of ['/subscriptions', '/csourceRegistrations?type=Book']) {
    const { status, body } = await hub.call('GET', path, undefined, inside(id))
    assert.deepEqual([status, body.type.split('/').at(-1)], [422, 'OperationNotSupported'], path)
  }
  const unknown = await hub.call('GET', '/entities?type=Book', undefined, inside('urn:snap:none'))
  assert.deepEqual([unknown.status, unknown.body.type.split('/').at(-1)], [404, 'ResourceNotFound'])
})

test('a clone goes its own way, and a snapshot that goes takes its copy along', async () => {
  await hub.call('POST', '/entities', { id: 'urn:Desk:1', type: 'Desk', drawers: number(2) })
  const id = await create({ snapshotQueries: [query('Desk')] })
  assert.equal(
    (await hub.call('POST', `/snapshots/${id}/clone`, { type: 'Snapshot', snapshotQueries: [query('Desk')] })).status,
    400,
  )
  const made = await hub.call('POST', `/snapshots/${id}/clone`, { type: 'Snapshot', id: 'urn:snap:clone', snapshotPriority: 9 })
  assert.deepEqual([made.status, made.headers.get('location')], [201, '/ngsi-ld/v1/snapshots/urn:snap:clone'])
  await hub.context.drain()
  await hub.call('PATCH', '/entities/urn:Desk:1/attrs', { drawers: number(5) }, inside('urn:snap:clone'))
  assert.equal((await read('/entities/urn:Desk:1', inside(id))).drawers.value, 2)
  assert.equal((await hub.call('DELETE', `/snapshots/${id}`)).status, 204)
  assert.deepEqual([await rowsOf('entity', id), await rowsOf('entity_number', id)], [0, 0])
  assert.equal((await hub.call('GET', '/entities?type=Desk', undefined, inside(id))).status, 404)
  assert.deepEqual(ids(await read('/entities?type=Desk&q=drawers==5', inside('urn:snap:clone'))), ['urn:Desk:1'])
  const clone = await read('/snapshots/urn:snap:clone')
  assert.deepEqual([clone.snapshotStatus, clone.snapshotPriority, clone.snapshotQueries.length], ['success', 9, 1])
})

test('what of a snapshot may change does, the rest is refused or ignored', async () => {
  const id = await create({ snapshotQueries: [query('Book')], snapshotLifetime: 'PT1H' })
  const patched = await hub.call('PATCH', `/snapshots/${id}`, {
    snapshotPriority: 2,
    snapshotStatus: 'failure',
    snapshotLifetime: 'P1Y',
  })
  assert.deepEqual([patched.status, patched.body.snapshotPriority, patched.body.snapshotStatus], [200, 2, 'success'])
  assert.equal(Date.parse(patched.body.expiresAt) - hub.clock.now().getTime(), 30 * 86_400_000)
  for (const fragment of [{ snapshotQueries: [] }, { id: 'urn:other' }, { type: 'Book' }] as JsonObject[])
    assert.equal((await hub.call('PATCH', `/snapshots/${id}`, fragment)).status, 400, JSON.stringify(fragment))
  assert.equal((await hub.call('PATCH', '/snapshots/urn:snap:none', { snapshotPriority: 2 })).status, 404)
})

test('a purge takes what its query says of snapshots, and asks of nothing else', async () => {
  const [low, high] = [
    await create({ snapshotQueries: [query('Book')], snapshotPriority: 1 }),
    await create({ snapshotQueries: [query('Book')], snapshotPriority: 8 }),
  ]
  for (const q of ['', '?q=speed>5', '?q=snapshotPriority[a]==1', '?q=snapshotPriority>'])
    assert.equal((await hub.call('DELETE', `/snapshots${q}`)).status, 400, q)
  assert.equal((await hub.call('DELETE', '/snapshots?q=snapshotPriority==1;snapshotStatus=="success"')).status, 204)
  assert.equal((await hub.call('GET', `/snapshots/${low}`)).status, 404)
  assert.equal((await hub.call('GET', `/snapshots/${high}`)).status, 200)
  assert.equal((await hub.call('DELETE', '/snapshots?q=snapshotPriority==1')).status, 404)
})

test('its address is told when it is ready, changed and gone', async () => {
  source.answer = () => ({ status: 204 })
  source.asked.length = 0
  const receiverInfo = [{ key: 'X-Desk', value: '7' }]
  const id = await create({ snapshotQueries: [query('Book')], endpoint: `${source.url}/told`, receiverInfo })
  await hub.call('PATCH', `/snapshots/${id}`, { snapshotPriority: 3 })
  await hub.call('DELETE', `/snapshots/${id}`)
  await hub.context.drain()
  const told = source.asked.map(({ body }) => JSON.parse(body))
  assert.deepEqual(
    told.map(({ type, snapshotId, snapshotPriority, snapshotStatus, expiresAt, notifiedAt }) => [
      ...[type, snapshotId, snapshotPriority, snapshotStatus],
      Date.parse(expiresAt) < Date.parse(notifiedAt),
    ]),
    [
      ['SnapshotNotification', id, 5, 'success', false],
      ['SnapshotNotification', id, 3, 'success', false],
      ['SnapshotNotification', id, 3, 'success', true],
    ],
  )
  assert.equal(source.asked[0]?.headers['x-desk'], '7')
})

test('a snapshot ends at its time, and one account keeps twenty: the least wanted makes room', async () => {
  const id = await create({ snapshotQueries: [query('Book')], snapshotLifetime: 'PT1M', snapshotPriority: 10 })
  assert.ok((await rowsOf('entity', id)) > 0)
  hub.clock.advance(61_000)
  assert.equal((await hub.call('GET', '/entities?type=Book', undefined, inside(id))).status, 404)
  await hub.context.tick()
  assert.equal(await rowsOf('entity', id), 0)
  // with the one that neighbour made above
  const least = await create({ snapshotQueries: [query('Book')], snapshotPriority: 1 }, { as: 'neighbour' })
  const kept = await create({ snapshotQueries: [query('Book')], snapshotPriority: 2 }, { as: 'neighbour' })
  for (let i = 0; i < 18; i += 1) await create({ snapshotQueries: [query('Book')], snapshotPriority: 3 }, { as: 'neighbour' })
  assert.equal((await hub.call('GET', `/snapshots/${least}`)).status, 404)
  assert.equal((await hub.call('GET', `/snapshots/${kept}`)).status, 200)
})
