import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Hub, openHub } from '../testing/hub.ts'
import { type MockSource, openMockSource } from '../testing/mock-source.ts'

let hub: Hub
let source: MockSource
before(async () => {
  ;[hub, source] = await Promise.all([openHub('maps'), openMockSource()])
})
after(async () => {
  source?.close()
  await hub?.close()
})

const number = (value: number) => ({ type: 'Property', value })
const make = async (type: string, count: number): Promise<void> => {
  const entities = Array.from({ length: count }, (_, i) => ({ id: `urn:${type}:${i}`, type, pages: number(i) }))
  assert.equal((await hub.call('POST', '/entityOperations/create', entities)).status, 201)
}
const idsOf = (body: { id: string }[]): string[] => body.map(({ id }) => id)
const through = (location: string | null) => ({ headers: { 'NGSILD-EntityMap': String(location) } })
const refOf = (reply: { headers: Headers }): string => reply.headers.get('ngsild-entitymap') as string
const pathOf = (location: string): string => location.replace('/ngsi-ld/v1', '')

test('pages of a map stay those of one answer: what came later is not in it, what went is taken out (5.5.9.3)', async () => {
  await make('Book', 7)
  const first = await hub.call('GET', '/entities?type=Book&entityMap=true&limit=3')
  assert.deepEqual([first.status, idsOf(first.body)], [201, ['urn:Book:0', 'urn:Book:1', 'urn:Book:2']])
  const map = refOf(first)
  await hub.call('POST', '/entities', { id: 'urn:Book:00', type: 'Book', pages: number(1) })
  await hub.call('DELETE', '/entities/urn:Book:4')
  const second = await hub.call('GET', '/entities?type=Book&limit=3&offset=3', undefined, through(map))
  assert.deepEqual([second.status, idsOf(second.body)], [200, ['urn:Book:3', 'urn:Book:5', 'urn:Book:6']])
  assert.equal(refOf(second), map)
  assert.doesNotMatch(second.headers.get('link') ?? '', /rel="next"/)
  const whole = await hub.call('GET', pathOf(map))
  assert.deepEqual(Object.keys(whole.body.entityMap), [
    'urn:Book:0',
    'urn:Book:1',
    'urn:Book:2',
    'urn:Book:3',
    'urn:Book:5',
    'urn:Book:6',
  ])
  assert.deepEqual(whole.body.entityMap['urn:Book:0'], ['@none'])
  const counted = await hub.call('GET', '/entities?type=Book&count=true&limit=0', undefined, through(map))
  assert.equal(counted.headers.get('ngsild-results-count'), '6')
})

test('another query through the map narrows its own answer and leaves the map alone; an order is one of the whole map', async () => {
  await make('Shelf', 5)
  const { body, headers } = await hub.call('GET', '/entityMaps?type=Shelf')
  assert.equal(body.type, 'EntityMap')
  const map = headers.get('ngsild-entitymap')
  const few = await hub.call('GET', '/entities?type=Shelf&q=pages>2', undefined, through(map))
  assert.deepEqual(idsOf(few.body), ['urn:Shelf:3', 'urn:Shelf:4'])
  const upside = await hub.call('GET', '/entities?type=Shelf&orderBy=pages;desc&limit=2', undefined, through(map))
  assert.deepEqual(idsOf(upside.body), ['urn:Shelf:4', 'urn:Shelf:3'])
  const byObject = { type: 'Query', entities: [{ type: 'Shelf', idPattern: '[01]$' }] }
  const found = await hub.call('POST', '/entityOperations/query', byObject, through(map))
  assert.deepEqual(idsOf(found.body), ['urn:Shelf:0', 'urn:Shelf:1'])
  assert.equal(Object.keys((await hub.call('GET', pathOf(String(map)))).body.entityMap).length, 5)
})

test('a map ends at its time, which the hub bounds; what refers to it then gets a new one (5.7.2.4)', async () => {
  await make('Lamp', 1)
  const long = await hub.call('GET', '/entityMaps?type=Lamp&entityMapLifetime=P3650D')
  assert.equal(Date.parse(long.body.expiresAt) - hub.clock.now().getTime(), 86_400_000)
  assert.equal((await hub.call('GET', '/entityMaps?type=Lamp&entityMapLifetime=1hour')).status, 400)
  const { body } = await hub.call('GET', '/entityMaps?type=Lamp&entityMapLifetime=PT1M')
  const path = `/entityMaps/${body.id}`
  assert.equal((await hub.call('PATCH', path, { expiresAt: 'tomorrow' })).status, 400)
  assert.equal((await hub.call('PATCH', path, { entityMap: { 'urn:x': ['@none'] } })).status, 204)
  assert.deepEqual((await hub.call('GET', path)).body.entityMap, { 'urn:Lamp:0': ['@none'] })
  hub.clock.advance(61_000)
  assert.equal((await hub.call('GET', path)).status, 404)
  const again = await hub.call('GET', '/entities?type=Lamp', undefined, through(body.id))
  assert.equal(again.status, 201)
  assert.notEqual(refOf(again).split('/').at(-1), body.id)
  await hub.context.tick()
  const { rows } = await hub.ctx.pool.query('SELECT 1 FROM data.entity_map_entry WHERE map = $1', [body.id])
  assert.equal(rows.length, 0)
})

test("a map is its maker's: others do not know it, nor another tenant, and too wide a query makes none", async () => {
  await make('Chair', 1)
  const { body } = await hub.call('GET', '/entityMaps?type=Chair')
  const path = `/entityMaps/${body.id}`
  assert.equal((await hub.call('GET', path, undefined, { as: 'neighbour' })).status, 404)
  assert.equal((await hub.call('DELETE', path, undefined, { as: 'neighbour' })).status, 404)
  assert.equal((await hub.call('GET', path, undefined, { as: 'citizen' })).status, 403)
  await hub.call('POST', '/entities', { id: 'urn:t', type: 'T' }, { tenant: 'other' })
  assert.equal((await hub.call('GET', path, undefined, { tenant: 'other' })).status, 404)
  assert.equal((await hub.call('GET', '/entityMaps?id=urn:Chair:0')).status, 400)
  assert.equal((await hub.call('GET', '/entityMaps/not a uri')).status, 400)
  assert.equal((await hub.call('DELETE', path)).status, 204)
  assert.equal((await hub.call('DELETE', path)).status, 404)
})

test('a reader of one district maps what lies there', async () => {
  const region = (code: string) => ({ type: 'Property', value: code })
  for (const code of ['990101', '990102'])
    await hub.call('POST', '/entities', { id: `urn:Door:${code}`, type: 'Door', region: region(code) })
  const { body } = await hub.call('GET', '/entityMaps?type=Door', undefined, { as: 'neighbour' })
  assert.deepEqual(Object.keys(body.entityMap), ['urn:Door:990102'])
})

test('one entity, now and over time', async () => {
  const at = (value: number, observedAt: string) => ({ type: 'Property', value, observedAt })
  for (const [i, day] of ['2026-01-01', '2026-01-02'].entries())
    await hub.call('POST', '/temporal/entities', { id: `urn:Clock:${i}`, type: 'Clock', ticks: [at(i, `${day}T00:00:00Z`)] })
  const one = await hub.call('GET', '/entities/urn:Clock:0?entityMap=true')
  assert.deepEqual([one.status, one.body.id], [200, 'urn:Clock:0'])
  assert.deepEqual(Object.keys((await hub.call('GET', pathOf(refOf(one)))).body.entityMap), ['urn:Clock:0'])
  // a map of the present is none of the past
  const window = 'type=Clock&timerel=after&timeAt=2025-01-01T00:00:00Z'
  assert.equal((await hub.call('GET', `/temporal/entities?${window}`, undefined, through(refOf(one)))).status, 201)
  assert.equal((await hub.call('GET', '/temporal/entityMaps?type=Clock')).status, 400)
  const { body, headers } = await hub.call('GET', `/temporal/entityMaps?${window}&q=ticks==1`)
  assert.deepEqual(body.entityMap, { 'urn:Clock:1': ['@none'] })
  const past = await hub.call('GET', `/temporal/entities?${window}`, undefined, through(headers.get('ngsild-entitymap')))
  assert.deepEqual([past.status, idsOf(past.body), past.body[0].ticks[0].value], [200, ['urn:Clock:1'], 1])
  const temporalQ = { timerel: 'before', timeAt: '2026-01-01T12:00:00Z' }
  const made = await hub.call('POST', '/temporal/entityMaps', { type: 'Query', entities: [{ type: 'Clock' }], temporalQ })
  assert.deepEqual([made.status, Object.keys(made.body.entityMap)], [201, ['urn:Clock:0']])
  const all = await hub.call('GET', `/temporal/entities?${window}&entityMap=true&orderBy=id;desc&limit=1`)
  assert.deepEqual([all.status, idsOf(all.body)], [201, ['urn:Clock:1']])
})

test('a map names the sources of each entity, and a source that falls silent loses none of its entities', async () => {
  await make('Desk', 1)
  source.answer = (url) =>
    url.includes('Desk')
      ? {
          status: 200,
          body: JSON.stringify([
            { id: 'urn:Desk:far', type: 'Desk', pages: number(9) },
            { id: 'urn:Desk:0', type: 'Desk', pages: number(9) },
          ]),
        }
      : { status: 404 }
  const registered = {
    id: 'urn:reg:desk',
    type: 'ContextSourceRegistration',
    information: [{ entities: [{ type: 'Desk' }] }],
    endpoint: source.url,
  }
  assert.equal((await hub.call('POST', '/csourceRegistrations', registered)).status, 201)
  const { body, headers } = await hub.call('GET', '/entityMaps?type=Desk')
  assert.deepEqual(body.entityMap, { 'urn:Desk:0': ['@none', 'urn:reg:desk'], 'urn:Desk:far': ['urn:reg:desk'] })
  const map = headers.get('ngsild-entitymap')
  source.answer = () => ({ status: 500 })
  const dark = await hub.call('GET', '/entities?type=Desk', undefined, through(map))
  assert.deepEqual(idsOf(dark.body), ['urn:Desk:0'])
  assert.ok(dark.headers.get('ngsild-warning'))
  assert.equal(Object.keys((await hub.call('GET', pathOf(String(map)))).body.entityMap).length, 2)
  assert.equal((await hub.call('DELETE', '/csourceRegistrations/urn:reg:desk')).status, 204)
})
