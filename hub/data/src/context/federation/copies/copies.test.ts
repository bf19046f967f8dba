import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Json, JsonObject } from '../../model/json.ts'
import { type Hub, openHub } from '../../testing/hub.ts'
import { type MockSource, openMockSource } from '../../testing/mock-source.ts'

let city: Hub
let district: Hub
let receiver: MockSource
let source: MockSource
before(async () => {
  ;[city, district] = await Promise.all([openHub('city'), openHub('district')])
  ;[receiver, source] = await Promise.all([openMockSource(), openMockSource()])
})
after(async () => {
  receiver?.close()
  source?.close()
  await Promise.all([city, district].map((hub) => hub?.close()))
})
beforeEach(() => {
  // of two accounts the newer one is believed: the hubs' clocks agree
  const ahead = city.clock.now().getTime() - district.clock.now().getTime()
  district.clock.advance(Math.max(0, ahead))
  city.clock.advance(Math.max(0, -ahead))
  receiver.asked.length = 0
  receiver.answer = () => ({ status: 200 })
  source.asked.length = 0
  source.answer = () => ({ status: 201 })
})

interface Scene {
  type: string
  id: (name: string) => string
  register: (hub: Hub, endpoint: string, more?: JsonObject) => Promise<string>
  subscribe: (more?: JsonObject, as?: string) => Promise<string>
}
const HOLDING = ['federationOps', 'createEntity', 'updateEntity', 'updateAttrs', 'appendAttrs', 'deleteEntity', 'deleteAttrs']

let counter = 0
/** A type and ids of its own for every test; what it made is gone at its end, at the source too. */
const scene = async (work: (names: Scene) => Promise<void>) => {
  counter += 1
  const type = `Copied${counter}`
  const made: [Hub, string][] = []
  try {
    await work({
      type,
      id: (name) => `urn:ngsi-ld:Copied:${counter}:${name}`,
      register: async (hub, endpoint, more = {}) => {
        const reply = await hub.call('POST', '/csourceRegistrations', {
          type: 'ContextSourceRegistration',
          information: [{ entities: [{ type }] }],
          endpoint,
          contextSourceInfo: [{ key: 'Authorization', value: 'engineer' }],
          ...more,
        })
        assert.equal(reply.status, 201, JSON.stringify(reply.body))
        const path = `/csourceRegistrations/${(reply.headers.get('location') as string).split('/').at(-1)}`
        made.push([hub, path])
        return path
      },
      subscribe: async (more = {}, as = 'engineer') => {
        const { notification, ...rest } = more
        const body = {
          type: 'Subscription',
          entities: [{ type }],
          notification: { format: 'keyValues', endpoint: { uri: receiver.url }, ...(notification as JsonObject | undefined) },
          ...rest,
        }
        const reply = await city.call('POST', '/subscriptions', body, { as })
        assert.equal(reply.status, 201, JSON.stringify(reply.body))
        const path = `/subscriptions/${(reply.headers.get('location') as string).split('/').at(-1)}`
        made.unshift([city, path])
        await city.context.tick()
        return path
      },
    })
  } finally {
    for (const [hub, path] of made) await hub.call('DELETE', path)
    for (const hub of [city, district]) await hub.context.tick()
  }
}

const property = (value: Json, more: JsonObject = {}): JsonObject => ({ type: 'Property', value, ...more })
const put = async (hub: Hub, entity: JsonObject, query = '') => {
  const reply = await hub.call('POST', `/entities${query}`, entity)
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
}
const patch = async (hub: Hub, id: string, attributes: JsonObject, query = '') => {
  const reply = await hub.call('PATCH', `/entities/${id}/attrs${query}`, attributes)
  assert.equal(reply.status, 204, JSON.stringify(reply.body))
}

/** What the subscriber got since the last time. */
const told = async (): Promise<JsonObject[]> => {
  await district.context.drain()
  await city.context.drain()
  return receiver.asked.splice(0).map(({ body }) => JSON.parse(body))
}
const data = async (): Promise<Json[]> => (await told()).flatMap(({ data: entities }) => entities as Json[])
const copies = async (hub = district): Promise<JsonObject[]> =>
  (await hub.call('GET', '/subscriptions?limit=100')).body.filter(({ id }: JsonObject) => String(id).includes('distsub'))

test('a district’s change reaches who subscribed at the city, in the subscriber’s words and shape', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url, { information: [{ entities: [{ type }], propertyNames: ['books', 'pages'] }] })
    const path = await subscribe({ q: 'books>1', watchedAttributes: ['books', 'rooms'] })
    const [copy] = (await copies()) as [JsonObject]
    assert.deepEqual([copy.entities, copy.watchedAttributes, copy.q, copy.status], [[{ type }], ['books'], 'books>1', 'active'])
    await put(district, { id: id('a'), type, books: property(5), rooms: property(1) })
    const [notification] = (await told()) as [JsonObject]
    assert.deepEqual(
      [notification.type, notification.subscriptionId, notification.data],
      ['Notification', path.split('/').at(-1), [{ id: id('a'), type, books: 5 }]],
    )
    await patch(district, id('a'), { rooms: property(2) })
    await patch(district, id('a'), { books: property(1) })
    assert.deepEqual(await told(), [])
    await patch(district, id('a'), { books: property(7) })
    assert.deepEqual(await data(), [{ id: id('a'), type, books: 7 }])
    const { body } = await city.call('GET', path)
    assert.deepEqual([body.notification.timesSent, body.notification.status], [2, 'ok'])
  }))

test('a subscription that is changed, paused or deleted is so at the source too', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    const path = await subscribe({ q: 'books>10' })
    await put(district, { id: id('a'), type, books: property(20) })
    assert.equal((await data()).length, 1)
    const change = async (fragment: JsonObject) => {
      assert.equal((await city.call('PATCH', path, fragment)).status, 204)
      await city.context.tick()
      return (await copies())[0] as JsonObject
    }
    assert.equal((await change({ q: 'books>100' })).q, 'books>100')
    await patch(district, id('a'), { books: property(30) })
    assert.deepEqual(await data(), [])
    const paused = await change({ q: null, isActive: false })
    assert.deepEqual([paused.q, paused.status], [undefined, 'paused'])
    await patch(district, id('a'), { books: property(40) })
    assert.equal((await change({ isActive: true })).status, 'active')
    await patch(district, id('a'), { books: property(50) })
    assert.deepEqual(await data(), [{ id: id('a'), type, books: 50 }])
    assert.equal((await city.call('DELETE', path)).status, 204)
    await city.context.tick()
    assert.deepEqual(await copies(), [])
    await patch(district, id('a'), { books: property(60) })
    assert.deepEqual(await told(), [])
  }))

test('registrations that come, change, expire and go take the subscriptions along', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await subscribe()
    assert.deepEqual(await copies(), [])
    const registration = await register(city, district.url)
    await city.context.tick()
    await put(district, { id: id('a'), type, books: property(1) })
    assert.equal((await data()).length, 1)
    await city.call('PATCH', registration, { information: [{ entities: [{ type }], propertyNames: ['pages'] }] })
    await city.context.tick()
    assert.deepEqual((await copies())[0]?.watchedAttributes, ['pages'])
    await patch(district, id('a'), { books: property(2) })
    assert.deepEqual(await data(), [])
    await city.call('PATCH', registration, { information: [{ entities: [{ type: 'Else' }] }] })
    await city.context.tick()
    assert.deepEqual(await copies(), [])
    const expiresAt = new Date(city.clock.now().getTime() + 60_000).toISOString()
    await city.call('PATCH', registration, { information: [{ entities: [{ type }] }], expiresAt })
    await city.context.tick()
    assert.equal((await copies()).length, 1)
    city.clock.advance(120_000)
    await city.context.tick()
    assert.deepEqual(await copies(), [])
    const again = await register(city, district.url)
    await city.context.tick()
    assert.equal((await copies()).length, 1)
    await city.call('DELETE', again)
    await city.context.tick()
    assert.deepEqual(await copies(), [])
  }))

test('what no source is to hold is not copied: other types, sources that only answer, local and foreign subscriptions', () =>
  scene(async ({ type, register, subscribe }) => {
    await register(city, source.url, { operations: ['retrieveOps'] })
    await register(city, source.url, { mode: 'auxiliary' })
    await register(city, source.url, { information: [{ entities: [{ type: 'Else' }] }] })
    await register(city, source.url, { floor: 3 })
    await subscribe({ localOnly: true })
    await subscribe({ csf: 'floor==4' })
    await subscribe({ timeInterval: 60 })
    assert.equal(source.asked.length, 0)
    await subscribe({ csf: 'floor==3', entities: [{ type, idPattern: 'urn:.*' }] })
    assert.deepEqual(
      source.asked.map(({ method, url }) => [method, url]),
      [['POST', '/ngsi-ld/v1/subscriptions']],
    )
    const { notification, ...copy } = JSON.parse(source.asked[0]?.body ?? '')
    assert.deepEqual(
      [copy.entities, notification.format, notification.sysAttrs],
      [[{ type, idPattern: 'urn:.*' }], 'normalized', true],
    )
    assert.ok(notification.endpoint.uri.startsWith(`${city.url}/ngsi-ld/ex/remote-notify/`))
  }))

test('a source that is down gets its copy when it is back; one that lost it gets it again', () =>
  scene(async ({ register, subscribe }) => {
    source.answer = () => ({ status: 503 })
    await register(city, source.url)
    const path = await subscribe()
    await city.context.tick()
    assert.equal(source.asked.length, 1)
    const state = async () =>
      (await city.context.copies('', path.split('/').at(-1) as string)).map((one) => [one.state, one.attempts])
    assert.deepEqual(await state(), [['wanted', 1]])
    const looked = await fetch(`${city.url}/api${path}/copies`, { headers: { authorization: 'engineer' } })
    const [seen] = ((await looked.json()) as { items: JsonObject[] }).items as [JsonObject]
    assert.deepEqual([seen.endpoint, seen.state, seen.attempts, seen.error], [source.url, 'wanted', 1, 'HTTP 503'])
    const others = await fetch(`${city.url}/api${path}/copies`, { headers: { authorization: 'neighbour' } })
    assert.equal(others.status, 404)
    source.answer = () => ({ status: 201 })
    city.clock.advance(5_000)
    await city.context.tick()
    assert.deepEqual(await state(), [['held', 0]])
    source.answer = (url) => ({ status: url.includes('distsub') ? 404 : 201 })
    city.clock.advance(11 * 60_000)
    await city.context.tick()
    assert.deepEqual(
      source.asked.map(({ method }) => method),
      ['POST', 'POST', 'GET', 'POST'],
    )
    // it is deleted there when it can be, even if the registration is gone by then
    source.answer = () => ({ status: 500 })
    await city.call('DELETE', path)
    await city.context.tick()
    source.answer = () => ({ status: 204 })
    city.clock.advance(5_000)
    await city.context.tick()
    assert.deepEqual(
      source.asked.slice(4).map(({ method }) => method),
      ['DELETE', 'DELETE'],
    )
    assert.deepEqual(await state(), [])
  }))

test('a copy that is there already, since its maker never heard so, is made anew', () =>
  scene(async ({ register, subscribe }) => {
    const answers = [409, 204, 201]
    source.answer = () => ({ status: answers.shift() ?? 204 })
    await register(city, source.url)
    await subscribe()
    assert.deepEqual(
      source.asked.map(({ method }) => method),
      ['POST', 'DELETE', 'POST'],
    )
  }))

test('what the hub and a source store alike is told once, whoever tells first', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url, { operations: HOLDING })
    await subscribe()
    await put(city, { id: id('a'), type, books: property(1), pages: property(2) })
    assert.deepEqual(await data(), [{ id: id('a'), type, books: 1, pages: 2 }])
    // the district tells before the city has looked at its own queue
    await patch(city, id('a'), { books: property(3) })
    assert.deepEqual(await data(), [{ id: id('a'), type, books: 3, pages: 2 }])
    await patch(district, id('a'), { pages: property(4) }, '?local=true')
    assert.deepEqual(await data(), [{ id: id('a'), type, books: 3, pages: 4 }])
    // the same, stored by both one after the other
    await patch(district, id('a'), { books: property(5) }, '?local=true')
    assert.equal((await data()).length, 1)
    await patch(city, id('a'), { books: property(5) }, '?local=true')
    assert.deepEqual(await data(), [])
    // it is no echo when it comes much later
    for (const hub of [city, district]) hub.clock.advance(3_600_000)
    await patch(city, id('a'), { books: property(6) }, '?local=true')
    assert.equal((await data()).length, 1)
    assert.equal((await city.call('DELETE', `/entities/${id('a')}`)).status, 204)
    assert.deepEqual(await data(), [])
  }))

test('two registrations of one source tell of a change once', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await register(city, district.url, { information: [{ entities: [{ idPattern: '.*', type }] }] })
    await subscribe()
    assert.equal((await copies()).length, 2)
    await put(district, { id: id('a'), type, books: property(1) })
    district.clock.advance(10)
    await patch(district, id('a'), { books: property(2) })
    assert.deepEqual(
      (await data()).map((one) => (one as JsonObject).books),
      [1, 2],
    )
  }))

test('hubs that are registered with each other do not copy in circles, nor tell twice', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await register(district, city.url)
    await subscribe()
    for (let i = 0; i < 3; i += 1) for (const hub of [district, city]) await hub.context.tick()
    assert.deepEqual([(await copies()).length, (await copies(city)).length], [1, 1])
    await put(district, { id: id('d'), type, books: property(1) })
    assert.equal((await data()).length, 1)
    await put(city, { id: id('c'), type, books: property(2) })
    const first = await data()
    assert.deepEqual([first.length, (await data()).length], [1, 0])
  }))

test('who names itself in the registration is not sent what came by it', () =>
  scene(async ({ register, subscribe }) => {
    await register(city, source.url, { contextSourceAlias: 'passed.example' })
    const reply = await city.call('POST', '/subscriptions', subscriptionOf('Copied0'), { headers: { via: '1.1 passed.example' } })
    await subscribe()
    assert.equal(source.asked.length, 1)
    await city.call('DELETE', `/subscriptions/${(reply.headers.get('location') as string).split('/').at(-1)}`)
  }))
const subscriptionOf = (type: string): JsonObject => ({
  type: 'Subscription',
  entities: [{ type }],
  notification: { endpoint: { uri: receiver.url } },
})

test('only the source that holds the copy may notify, and only of what it registered for', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, source.url, { information: [{ entities: [{ type }], propertyNames: ['books'] }] })
    await subscribe()
    const copy = JSON.parse(source.asked[0]?.body ?? '')
    const { uri, receiverInfo } = copy.notification.endpoint
    const [{ key, value }] = receiverInfo
    const send = async (body: JsonObject, headers: Record<string, string>, to = uri) =>
      (
        await fetch(to, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ type: 'Notification', subscriptionId: copy.id, ...body }),
        })
      ).status
    const entity = { id: id('a'), type, books: property(1), secret: property('x') }
    const right = { [key]: value }
    const elsewhere = uri.replace(/[0-9a-f]{12}$/, '000000000000')
    assert.deepEqual(
      [
        await send({ data: [entity] }, {}),
        await send({ data: [entity] }, { [key]: 'guessed' }),
        await send({ data: [entity] }, right, elsewhere),
        await send({ data: [entity] }, right, `${uri}x`),
        await send({ data: [entity], subscriptionId: 'urn:ngsi-ld:Subscription:other' }, right),
        await send({ data: 'none' }, right),
        await send({ data: [{ id: 'no uri' }] }, right),
      ],
      [401, 401, 401, 404, 404, 400, 400],
    )
    assert.deepEqual(await told(), [])
    const other = { ...entity, id: id('b'), type: 'Else' }
    assert.equal(await send({ data: [{ id: 'broken' }, other, entity] }, right), 200)
    assert.deepEqual(await data(), [{ id: id('a'), type, books: 1 }])
    // sent again, since its maker did not hear that it was taken
    assert.equal(await send({ data: [entity] }, right), 200)
    assert.deepEqual(await data(), [])
    const row = await city.ctx.pool.query('SELECT * FROM data.subscription_copy')
    assert.ok(!JSON.stringify(row.rows).includes(value))
  }))

test('who may read one district is told of what says it belongs there', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await subscribe({ notification: { attributes: ['books'], endpoint: { uri: receiver.url } } }, 'neighbour')
    await put(district, { id: id('near'), type, books: property(1), region: property('990102') })
    await put(district, { id: id('far'), type, books: property(2), region: property('990101') })
    await put(district, { id: id('anywhere'), type, books: property(3) })
    assert.deepEqual(await data(), [{ id: id('near'), type, books: 1 }])
  }))

test('deletions and what was before are told as the subscriber asked', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await subscribe({
      notificationTrigger: ['attributeUpdated', 'attributeDeleted', 'entityDeleted'],
      notification: { format: 'normalized', showChanges: true, endpoint: { uri: receiver.url } },
    })
    await put(district, { id: id('a'), type, books: property(1), pages: property('p') })
    await patch(district, id('a'), { books: property(2) })
    assert.deepEqual(await data(), [
      { id: id('a'), type, books: { type: 'Property', value: 2, previousValue: 1 }, pages: { type: 'Property', value: 'p' } },
    ])
    await district.call('DELETE', `/entities/${id('a')}/attrs/pages`)
    const [gone] = (await data()) as [JsonObject]
    assert.deepEqual(gone.pages, { type: 'Property', value: 'urn:ngsi-ld:null', previousValue: 'p' })
    await district.call('DELETE', `/entities/${id('a')}`)
    const [deleted] = (await data()) as [JsonObject]
    assert.deepEqual([deleted.id, typeof deleted.deletedAt], [id('a'), 'string'])
  }))

test('conditions over entities that are split among hubs are looked at on the whole', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await subscribe({ q: 'books>20;name=="east"', splitEntities: true })
    assert.deepEqual([(await copies())[0]?.q, (await copies())[0]?.splitEntities], [undefined, true])
    await put(city, { id: id('a'), type, name: property('east') }, '?local=true')
    await put(district, { id: id('a'), type, books: property(1) }, '?local=true')
    assert.deepEqual(await data(), [])
    await patch(district, id('a'), { books: property(42) })
    assert.deepEqual(await data(), [{ id: id('a'), type, name: 'east', books: 42 }])
    await patch(city, id('a'), { name: property('west') }, '?local=true')
    assert.deepEqual(await data(), [])
    await patch(city, id('a'), { name: property('east') }, '?local=true')
    assert.deepEqual(await data(), [{ id: id('a'), type, name: 'east', books: 42 }])
  }))

test('a periodic subscription tells of what all hubs hold', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await put(city, { id: id('c'), type, books: property(1) }, '?local=true')
    await put(district, { id: id('d'), type, books: property(2) })
    await subscribe({ timeInterval: 60 })
    assert.deepEqual(await copies(), [])
    city.clock.advance(61_000)
    assert.deepEqual(await data(), [
      { id: id('c'), type, books: 1 },
      { id: id('d'), type, books: 2 },
    ])
  }))

test('throttling holds over all sources together', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await subscribe({ throttling: 60 })
    await put(district, { id: id('a'), type, books: property(1) })
    assert.equal((await data()).length, 1)
    await patch(district, id('a'), { books: property(2) })
    await patch(district, id('a'), { books: property(3) })
    await put(city, { id: id('b'), type, books: property(4) }, '?local=true')
    assert.deepEqual(await data(), [])
    city.clock.advance(61_000)
    assert.deepEqual((await data()).map((one) => (one as JsonObject).books).sort(), [3, 4])
  }))

test('a notification joins what other hubs hold', () =>
  scene(async ({ type, id, register, subscribe }) => {
    await register(city, district.url)
    await put(district, { id: id('room'), type, floor: property(3) })
    await subscribe({
      entities: [{ type: 'Plain' }],
      notification: { join: 'inline', joinLevel: 1, endpoint: { uri: receiver.url } },
    })
    const standsIn = { type: 'Relationship', object: id('room'), objectType: type }
    await put(city, { id: id('shelf'), type: 'Plain', standsIn }, '?local=true')
    const [shelf] = (await data()) as [JsonObject]
    assert.deepEqual(shelf.standsIn, { id: id('room'), type, floor: 3 })
    await city.call('DELETE', `/entities/${id('shelf')}?local=true`)
  }))
