import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { type MockSource, openMockSource } from '../testing/mock-source.ts'

let hub: Hub
let receiver: MockSource
before(async () => {
  hub = await openHub('registry')
  receiver = await openMockSource()
  receiver.answer = () => ({ status: 204 })
})
after(async () => {
  receiver?.close()
  await hub?.close()
})

const BASE = '/csourceRegistrations'
const registration = (more: JsonObject = {}): JsonObject => ({
  type: 'ContextSourceRegistration',
  information: [{ entities: [{ type: 'Shelf' }], propertyNames: ['books'] }],
  endpoint: 'http://source.example',
  ...more,
})
const post = (more: JsonObject = {}) => hub.call('POST', BASE, registration(more))
const idOf = (headers: Headers): string => (headers.get('location') ?? '').split('/').at(-1) as string
const exclusive = {
  mode: 'exclusive',
  information: [{ entities: [{ id: 'urn:ngsi-ld:Shelf:1', type: 'Shelf' }], propertyNames: ['books'] }],
}

test('a registration is made, read back in the words of its reader, changed member by member, and removed', async () => {
  const made = await post({ id: 'urn:reg:1', expiresAt: '2027-01-01T00:00:00Z', floor: 3, scope: '/library/east' })
  assert.deepEqual(
    [made.status, made.headers.get('location'), made.body],
    [201, '/ngsi-ld/v1/csourceRegistrations/urn:reg:1', undefined],
  )
  const { body } = await hub.call('GET', `${BASE}/urn:reg:1`)
  assert.deepEqual(body, {
    id: 'urn:reg:1',
    ...registration(),
    expiresAt: '2027-01-01T00:00:00Z',
    floor: 3,
    scope: '/library/east',
    mode: 'inclusive',
    operations: ['federationOps'],
  })
  const changed = await hub.call('PATCH', `${BASE}/urn:reg:1`, {
    endpoint: 'https://other.example/',
    expiresAt: null,
    floor: null,
  })
  assert.equal(changed.status, 204)
  const later = (await hub.call('GET', `${BASE}/urn:reg:1?options=sysAttrs`)).body
  assert.deepEqual(
    [later.endpoint, later.expiresAt, later.floor, typeof later.modifiedAt],
    ['https://other.example/', undefined, undefined, 'string'],
  )
  const removed = await hub.call('DELETE', `${BASE}/urn:reg:1`)
  assert.deepEqual([removed.status, (await hub.call('GET', `${BASE}/urn:reg:1`)).status], [204, 404])
})

test('what is no registration is BadRequestData', async () => {
  const wrong: JsonObject[] = [
    { information: null },
    { information: [] },
    { information: [{}] },
    { endpoint: 'nowhere' },
    { endpoint: 'ftp://source.example' },
    { endpoint: 'http://user:password@source.example' },
    { mode: 'other' },
    { operations: ['flyAway'] },
    { type: 'Subscription' },
    { id: 'no uri' },
    { expiresAt: '2020-01-01T00:00:00Z' },
    { management: 'yes' },
    { management: { cooldown: 0 } },
    { management: { timeout: -5 } },
    { management: { localOnly: 'yes' } },
    { management: { cacheDuration: 'bogus' } },
    { contextSourceInfo: [{ key: 'X', value: 1 }] },
    { contextSourceInfo: [{ key: 'X' }] },
    { contextSourceInfo: [{ key: 'X', value: 'a\r\nB: c' }] },
    { location: { type: 'Point', coordinates: 'here' } },
    { observationInterval: { startAt: 'soon' } },
    { information: [{ entities: [{ idPattern: '(a', type: 'Shelf' }] }] },
    { mode: 'exclusive', information: [{ entities: [{ id: 'urn:a:b', type: 'Shelf' }] }] },
    { mode: 'exclusive', information: [{ entities: [{ type: 'Shelf' }], propertyNames: ['books'] }] },
    { mode: 'exclusive', information: [{ entities: [{ idPattern: 'urn:.*', type: 'Shelf' }], propertyNames: ['books'] }] },
    { mode: 'auxiliary', operations: ['updateOps'] },
  ]
  for (const more of wrong) {
    const { status, body } = await post(more)
    assert.deepEqual([status, body.type], [400, 'https://uri.etsi.org/ngsi-ld/errors/BadRequestData'], JSON.stringify(more))
  }
  assert.equal((await hub.call('PATCH', `${BASE}/urn:reg:none`, { endpoint: 'http://a.example' })).status, 404)
  assert.equal((await hub.call('DELETE', `${BASE}/nothing`)).status, 400)
  assert.equal((await hub.call('DELETE', BASE)).status, 405)
  assert.equal((await hub.call('POST', BASE, registration(), { as: 'citizen' })).status, 403)
})

test('nobody takes over what the hub or another exclusive source holds', async () => {
  await hub.call('POST', '/entities', { id: 'urn:ngsi-ld:Shelf:2', type: 'Shelf', books: { type: 'Property', value: 1 } })
  const held = {
    mode: 'exclusive',
    information: [{ entities: [{ id: 'urn:ngsi-ld:Shelf:2', type: 'Shelf' }], propertyNames: ['books'] }],
  }
  const whole = { information: [{ entities: [{ type: 'Shelf' }] }] }
  const first = await post(exclusive)
  const again = await post({ ...exclusive, id: 'urn:reg:again' })
  const cases = [
    await post(held),
    await post({ ...whole, mode: 'redirect' }),
    again,
    await post({ ...exclusive, mode: 'redirect' }),
  ]
  for (const { status, body } of cases) assert.deepEqual([status, body.type.split('/').at(-1)], [409, 'Conflict'])
  assert.equal((await hub.call('GET', `${BASE}/urn:reg:again`)).status, 404)
  const later = await post({ ...held, mode: 'inclusive' })
  assert.equal((await hub.call('PATCH', `${BASE}/${idOf(later.headers)}`, { mode: 'exclusive' })).status, 409)
  await hub.call('DELETE', `/entities/urn:ngsi-ld:Shelf:2?local=true`)
  for (const { headers } of [first, later]) await hub.call('DELETE', `${BASE}/${idOf(headers)}`)
})

test('registrations are found by what they cover, and only that part of them is shown', async () => {
  const all = [
    await post({ id: 'urn:reg:a', information: [{ entities: [{ type: 'Room' }] }, { entities: [{ type: 'Bus' }] }], floor: 1 }),
    await post({ id: 'urn:reg:b', information: [{ propertyNames: ['books'], relationshipNames: ['standsIn'] }], scope: '/x/y' }),
    await post({
      id: 'urn:reg:c',
      information: [{ entities: [{ idPattern: 'Lamp:[0-9]+$', type: 'Lamp' }] }],
      location: { type: 'Point', coordinates: [117, 39] },
    }),
    await post({ id: 'urn:reg:d', observationInterval: { startAt: '2025-01-01T00:00:00Z', endAt: '2026-01-01T00:00:00Z' } }),
  ]
  assert.deepEqual(
    all.map(({ status }) => status),
    [201, 201, 201, 201],
  )
  const cases: [string, string[]][] = [
    ['type=Room', ['a', 'b']],
    ['type=Room,Lamp', ['a', 'b', 'c']],
    ['type=Lamp&id=urn:Lamp:7', ['b', 'c']],
    ['type=Lamp&id=urn:Lamp:x', ['b']],
    ['attrs=books', ['a', 'b', 'c']],
    ['attrs=pages', ['a', 'c']],
    ['type=Room&csf=floor==1', ['a']],
    ['type=*&q=floor==1', ['a']],
    ['type=*&scopeQ=/x/%23', ['b']],
    ['type=*&georel=near;maxDistance==1000&geometry=Point&coordinates=[117,39]', ['c']],
    ['type=Shelf&timerel=before&timeAt=2025-06-01T00:00:00Z', ['d']],
    ['type=Shelf&timerel=after&timeAt=2026-06-01T00:00:00Z', []],
    ['type=*&limit=1&offset=1', ['b']],
  ]
  for (const [query, ids] of cases) {
    const { status, body } = await hub.call('GET', `${BASE}?${query}`)
    assert.deepEqual([status, body.map((one: JsonObject) => one.id)], [200, ids.map((id) => `urn:reg:${id}`)], query)
  }
  const [room] = (await hub.call('GET', `${BASE}?type=Room`)).body
  assert.deepEqual(room.information, [{ entities: [{ type: 'Room' }] }])
  const paged = await hub.call('GET', `${BASE}?type=*&limit=2&count=true`)
  assert.equal(paged.headers.get('ngsild-results-count'), '3')
  assert.match(paged.headers.get('link') ?? '', /rel="next"/)
  for (const query of [
    '',
    'id=urn:a:b',
    'type=Room&id=nothing',
    'type=Room&q=(a',
    'type=Room&georel=within',
    'type=Room&timerel=before',
  ])
    assert.equal((await hub.call('GET', `${BASE}?${query}`)).status, 400, query)
  for (const name of 'abcd') await hub.call('DELETE', `${BASE}/urn:reg:${name}`)
})

test('a registration ends when its time is over', async () => {
  const made = await post({ id: 'urn:reg:short', expiresAt: '2026-11-20T02:10:00Z' })
  assert.equal(made.status, 201)
  hub.clock.advance(11 * 60_000)
  assert.equal((await hub.call('GET', `${BASE}/urn:reg:short`)).status, 404)
  await hub.context.tick()
  const { rows } = await hub.ctx.pool.query("SELECT 1 FROM data.csource_registration WHERE id = 'urn:reg:short'")
  assert.equal(rows.length, 0)
})

test('who subscribed to registrations is told of those that match, as they come, change and go', async () => {
  const subscription = {
    id: 'urn:sub:1',
    type: 'Subscription',
    entities: [{ type: 'Room' }],
    notification: { endpoint: { uri: receiver.url } },
  }
  await post({ id: 'urn:reg:1', information: [{ entities: [{ type: 'Room' }] }] })
  const made = await hub.call('POST', '/csourceSubscriptions', subscription as unknown as Json)
  assert.deepEqual([made.status, made.headers.get('location')], [201, '/ngsi-ld/v1/csourceSubscriptions/urn:sub:1'])
  const told = async (): Promise<unknown[]> => {
    await hub.context.drain()
    return receiver.asked.splice(0).map(({ body }) => {
      const { type, subscriptionId, triggerReason, data } = JSON.parse(body)
      return [type, subscriptionId, triggerReason, data.map(({ id, information }: JsonObject) => [id, information])]
    })
  }
  const expect = (reason: string, id: string) => [
    ['ContextSourceNotification', 'urn:sub:1', reason, [[id, [{ entities: [{ type: 'Room' }] }]]]],
  ]
  assert.deepEqual(await told(), expect('newlyMatching', 'urn:reg:1'))
  await post({ id: 'urn:reg:2', information: [{ entities: [{ type: 'Room' }, { type: 'Bus' }] }] })
  assert.deepEqual(await told(), expect('newlyMatching', 'urn:reg:2'))
  await hub.call('PATCH', `${BASE}/urn:reg:2`, { endpoint: 'http://new.example' })
  assert.deepEqual(await told(), expect('updated', 'urn:reg:2'))
  await hub.call('PATCH', `${BASE}/urn:reg:2`, { information: [{ entities: [{ type: 'Bus' }] }] })
  assert.deepEqual(await told(), expect('noLongerMatching', 'urn:reg:2'))
  await post({ id: 'urn:reg:3', information: [{ entities: [{ type: 'Bus' }] }] })
  assert.deepEqual(await told(), [])
  // one whose time is over is gone like one that was deleted
  const expiresAt = new Date(hub.clock.now().getTime() + 60_000).toISOString()
  await post({ id: 'urn:reg:4', information: [{ entities: [{ type: 'Room' }] }], expiresAt })
  assert.deepEqual(await told(), expect('newlyMatching', 'urn:reg:4'))
  hub.clock.advance(61_000)
  await hub.context.tick()
  assert.deepEqual(await told(), expect('noLongerMatching', 'urn:reg:4'))
  await hub.call('PATCH', '/csourceSubscriptions/urn:sub:1', { isActive: false })
  await hub.call('DELETE', `${BASE}/urn:reg:1`)
  assert.deepEqual(await told(), [])
  assert.equal((await hub.call('GET', '/csourceSubscriptions/urn:sub:1')).body.notification.timesSent, 6)
  assert.equal((await hub.call('GET', '/subscriptions/urn:sub:1')).status, 404)
  assert.equal((await hub.call('DELETE', '/csourceSubscriptions/urn:sub:1')).status, 204)
})

test('periodic subscriptions to registrations are told of all that match, each time', async () => {
  await post({ id: 'urn:reg:p', information: [{ entities: [{ type: 'Hall' }] }] })
  const made = await hub.call('POST', '/csourceSubscriptions', {
    id: 'urn:sub:p',
    type: 'Subscription',
    entities: [{ type: 'Hall' }],
    timeInterval: 60,
    notification: { endpoint: { uri: receiver.url } },
  })
  assert.equal(made.status, 201)
  const told = async (): Promise<unknown[]> => {
    await hub.context.drain()
    return receiver.asked.splice(0).map(({ body }) => JSON.parse(body).data.map(({ id }: JsonObject) => id))
  }
  assert.deepEqual(await told(), [['urn:reg:p']])
  assert.deepEqual(await told(), [])
  hub.clock.advance(61_000)
  assert.deepEqual(await told(), [['urn:reg:p']])
  assert.equal((await hub.call('DELETE', '/csourceSubscriptions/urn:sub:p')).status, 204)
  await hub.call('DELETE', `${BASE}/urn:reg:p`)
})

test('a source at an address that the operator does not open is never called', async () => {
  await post({ id: 'urn:reg:inside', information: [{ entities: [{ type: 'Vault' }] }], endpoint: 'http://10.1.2.3:5432' })
  const { status, headers } = await hub.call('GET', '/entities?type=Vault')
  assert.equal(status, 200)
  assert.match(headers.get('ngsild-warning') ?? '', /^199 registry\.example "urn:reg:inside: address not allowed"$/)
})
