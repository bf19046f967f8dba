import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Hub, openHub } from '../testing/hub.ts'

let city: Hub
let east: Hub
before(async () => {
  ;[city, east] = await Promise.all([openHub('city'), openHub('east')])
})
after(() => Promise.all([city, east].map((hub) => hub?.close())))

const shelf = (name: string, books: number): JsonObject => ({
  id: `urn:ngsi-ld:Shelf:${name}`,
  type: 'Shelf',
  books: { type: 'Property', value: books },
})
const batch = (name: string, items: Json, query = '') => city.call('POST', `/entityOperations/${name}${query}`, items)
const stock = async (hub: Hub, local = true): Promise<unknown> =>
  (await hub.call('GET', `/entities?type=Shelf&options=keyValues&local=${local}`)).body.map((one: JsonObject) => [
    String(one.id).split(':').at(-1),
    one.books,
  ])

test('a batch goes entity by entity to a source that offers no batches', async () => {
  const registered = await city.call('POST', '/csourceRegistrations', {
    id: 'urn:reg:east',
    type: 'ContextSourceRegistration',
    mode: 'redirect',
    operations: ['redirectionOps'],
    information: [{ entities: [{ type: 'Shelf' }] }],
    endpoint: east.url,
    contextSourceInfo: [{ key: 'Authorization', value: 'engineer' }],
  })
  assert.equal(registered.status, 201)
  assert.equal((await batch('create', [shelf('a', 1), shelf('b', 2)])).status, 201)
  const upserted = await batch('upsert', [shelf('b', 3), shelf('c', 4)])
  assert.deepEqual([upserted.status, upserted.body], [201, ['urn:ngsi-ld:Shelf:c']])
  assert.equal(
    (await batch('upsert', [{ ...shelf('b', 3), pages: { type: 'Property', value: 1 } }], '?options=update')).status,
    204,
  )
  assert.equal((await batch('update', [shelf('a', 5)])).status, 204)
  assert.equal((await batch('merge', [{ ...shelf('c', 6) }])).status, 204)
  assert.deepEqual(await stock(east), [
    ['a', 5],
    ['b', 3],
    ['c', 6],
  ])
  assert.deepEqual([await stock(city), await stock(city, false)], [[], await stock(east)])
  const partly = await batch('delete', ['urn:ngsi-ld:Shelf:a', 'urn:ngsi-ld:Shelf:none'])
  assert.deepEqual([partly.status, partly.body.success], [207, ['urn:ngsi-ld:Shelf:a']])
  assert.deepEqual(
    partly.body.errors.map(({ entityId, registrationId }: JsonObject) => [entityId, registrationId]),
    [['urn:ngsi-ld:Shelf:none', 'urn:reg:east']],
  )
})

test('entities with a context of their own keep it on their way', async () => {
  const context = {
    Regal: 'https://uri.etsi.org/ngsi-ld/default-context/Shelf',
    buecher: 'https://uri.etsi.org/ngsi-ld/default-context/books',
  }
  const items = [
    { '@context': context, id: 'urn:ngsi-ld:Shelf:d', type: 'Regal', buecher: { type: 'Property', value: 7 } },
    { '@context': [], ...shelf('e', 8) },
  ]
  const reply = await city.call('POST', '/entityOperations/create', items as Json, {
    headers: { 'content-type': 'application/ld+json' },
  })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  assert.deepEqual(await stock(east), [
    ['b', 3],
    ['c', 6],
    ['d', 7],
    ['e', 8],
  ])
})
