import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { type MockSource, openMockSource } from '../testing/mock-source.ts'

let city: Hub
let district: Hub
let mock: MockSource
before(async () => {
  ;[city, district] = await Promise.all([openHub('city'), openHub('district')])
  mock = await openMockSource()
  const registered = await city.call('POST', '/csourceRegistrations', {
    type: 'ContextSourceRegistration',
    information: [{ entities: [{ type: 'Room' }] }, { entities: [{ type: 'House' }] }],
    endpoint: district.url,
    contextSourceInfo: [{ key: 'Authorization', value: 'engineer' }],
  })
  assert.equal(registered.status, 201)
  const there: JsonObject[] = [
    { id: 'urn:house:1', type: 'House', name: property('east wing'), region: property('990101') },
    { id: 'urn:room:1', type: 'Room', floor: property(3), isIn: link('urn:house:1', 'House') },
    { id: 'urn:room:2', type: 'Room', floor: property(4), region: property('990102') },
  ]
  for (const entity of there) assert.equal((await district.call('POST', '/entities', entity)).status, 201)
  const here: JsonObject[] = [
    { id: 'urn:room:2', type: 'Room', chairs: property(8), region: property('990102') },
    { id: 'urn:shelf:1', type: 'Shelf', standsIn: link('urn:room:1', 'Room'), region: property('990102') },
    { id: 'urn:shelf:2', type: 'Shelf', standsIn: link('urn:room:2') },
    { id: 'urn:shelf:3', type: 'Shelf', standsIn: link('urn:room:none') },
  ]
  for (const entity of here) assert.equal((await city.call('POST', '/entities?local=true', entity)).status, 201)
})
after(async () => {
  mock?.close()
  await Promise.all([city, district].map((hub) => hub?.close()))
})

const property = (value: Json): JsonObject => ({ type: 'Property', value })
const link = (object: string, objectType?: string): JsonObject => ({
  type: 'Relationship',
  object,
  ...(objectType ? { objectType } : {}),
})
const get = (path: string, as = 'engineer') => city.call('GET', path, undefined, { as })
const room1 = { id: 'urn:room:1', type: 'Room', floor: 3, isIn: 'urn:house:1' }
const house = { id: 'urn:house:1', type: 'House', name: 'east wing', region: '990101' }

test('relationships are followed into other hubs, level by level', async () => {
  const one = (await get('/entities/urn:shelf:1?join=inline&joinLevel=1&options=keyValues')).body
  assert.deepEqual(one.standsIn, room1)
  const two = (await get('/entities/urn:shelf:1?join=inline&joinLevel=2&options=keyValues')).body
  assert.deepEqual(two.standsIn, { ...room1, isIn: house })
  const flat = (await get('/entities?type=Shelf&join=flat&joinLevel=2&options=keyValues')).body
  assert.deepEqual(flat.map(({ id }: JsonObject) => id).sort(), [
    'urn:house:1',
    'urn:room:1',
    'urn:room:2',
    'urn:shelf:1',
    'urn:shelf:2',
    'urn:shelf:3',
  ])
  const barred = (await get('/entities/urn:shelf:1?join=inline&joinLevel=2&containedBy=urn:house:1&options=keyValues')).body
  assert.deepEqual(barred.standsIn, room1)
})

test('an entity that two hubs hold is joined as a whole; local=true joins what is here', async () => {
  const whole = (await get('/entities/urn:shelf:2?join=inline&options=keyValues')).body.standsIn
  assert.deepEqual(whole, { id: 'urn:room:2', type: 'Room', chairs: 8, region: '990102', floor: 4 })
  const here = (await get('/entities/urn:shelf:2?join=inline&options=keyValues&local=true')).body.standsIn
  assert.deepEqual(here, { id: 'urn:room:2', type: 'Room', chairs: 8, region: '990102' })
  assert.equal((await get('/entities/urn:shelf:1?join=inline&options=keyValues&local=true')).body.standsIn, 'urn:room:1')
  assert.equal((await get('/entities/urn:shelf:3?join=inline&options=keyValues')).body.standsIn, 'urn:room:none')
})

test('features join what other hubs hold', async () => {
  const { body } = await city.call('GET', '/entities?type=Shelf&id=urn:shelf:1&join=inline&options=keyValues', undefined, {
    headers: { accept: 'application/geo+json' },
  })
  assert.deepEqual(body.features[0].properties.standsIn, room1)
})

test('who may read one district is shown linked entities that belong there', async () => {
  const near = (await get('/entities?type=Shelf&join=inline&joinLevel=2&options=keyValues', 'neighbour')).body
  // the room says nothing about where it belongs
  assert.deepEqual(
    near.map(({ id, standsIn }: JsonObject) => [id, standsIn]),
    [['urn:shelf:1', 'urn:room:1']],
  )
})

test('what a relationship says about its target spares sources that know no such type; one that fails is a warning', async () => {
  const registered = await city.call('POST', '/csourceRegistrations', {
    id: 'urn:reg:mock',
    type: 'ContextSourceRegistration',
    information: [{ entities: [{ type: 'Garden' }] }],
    endpoint: mock.url,
  })
  assert.equal(registered.status, 201)
  mock.answer = () => ({ status: 500 })
  const typed = await get('/entities/urn:shelf:1?type=Shelf&join=inline&options=keyValues')
  assert.deepEqual([mock.asked.length, typed.headers.get('ngsild-warning')], [0, null])
  const open = await get('/entities?type=Shelf&join=inline&options=keyValues')
  assert.equal(open.status, 200)
  assert.match(open.headers.get('ngsild-warning') ?? '', /^299 city\.example "urn:reg:mock/)
  // all that one level leads to, in one request
  assert.deepEqual(
    mock.asked.map(({ url }) => url),
    ['/ngsi-ld/v1/entities?type=Garden&id=urn:room:2,urn:room:none&options=sysAttrs&limit=50'],
  )
  await city.call('DELETE', '/csourceRegistrations/urn:reg:mock')
})
