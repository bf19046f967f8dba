import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json, JsonObject } from '../model/json.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { type MockSource, openMockSource } from '../testing/mock-source.ts'

/** What the public ETSI test suite found, kept as rows of our own. */
let hub: Hub
let source: MockSource
before(async () => {
  ;[hub, source] = await Promise.all([openHub('suite', { isCityType: (type) => type === 'Library' }), openMockSource()])
})
after(async () => {
  source?.close()
  await hub?.close()
})

const place = (type: string, lon: number): JsonObject => ({
  id: `urn:ngsi-ld:${type}:${lon}`,
  type,
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [lon, 39] } },
})

test('objects that scenarios describe lie in the city; every other type may lie anywhere', async () => {
  const outside = await hub.call('POST', '/entities', place('Library', 2))
  assert.deepEqual([outside.status, outside.body.type.split('/').at(-1)], [400, 'BadRequestData'])
  assert.equal((await hub.call('POST', '/entities', place('Library', 117))).status, 201)
  assert.equal((await hub.call('POST', '/entities', place('Tower', 2))).status, 201)
})

test('the header Location is written as the specification writes it', async () => {
  const body = JSON.stringify({ id: 'urn:ngsi-ld:Tower:named', type: 'Tower' })
  const names = await new Promise<string[]>((resolve, reject) => {
    const headers = { authorization: 'engineer', 'content-type': 'application/json', 'content-length': body.length }
    request(`${hub.url}/ngsi-ld/v1/entities`, { method: 'POST', headers }, (reply) => {
      reply.resume()
      resolve(reply.rawHeaders.filter((_, i) => i % 2 === 0))
    })
      .on('error', reject)
      .end(body)
  })
  assert.ok(names.includes('Location'), names.join())
  assert.equal(names.filter((name) => name.toLowerCase() === 'location').length, 1)
})

const endpoint = { uri: 'http://127.0.0.1:1/notify' }

for (const [base, watches] of [
  ['/subscriptions', true],
  ['/csourceSubscriptions', false],
] as const)
  test(`${base}: the type stays what it is (5.8.2, 5.11.3); triggers and context are shown for entities alone`, async () => {
    const id = `urn:sub${base.replace('/', ':')}`
    const made = { id, type: 'Subscription', entities: [{ type: 'Tower' }], notification: { endpoint } }
    assert.equal((await hub.call('POST', base, made)).status, 201)
    for (const type of [null, 'Tower', 7] as Json[]) {
      const changed = await hub.call('PATCH', `${base}/${id}`, { type, isActive: false })
      assert.deepEqual([changed.status, changed.body.type.split('/').at(-1)], [400, 'BadRequestData'], String(type))
    }
    assert.equal((await hub.call('PATCH', `${base}/${id}`, { type: 'Subscription', isActive: false })).status, 204)
    const { body } = await hub.call('GET', `${base}/${id}`)
    assert.equal(body.status, 'paused')
    assert.deepEqual(['notificationTrigger' in body, 'jsonldContext' in body], [watches, watches])
  })

test('a registration cannot lose its type', async () => {
  const id = 'urn:reg:type'
  const made = { id, type: 'ContextSourceRegistration', information: [{ entities: [{ type: 'Door' }] }], endpoint: source.url }
  assert.equal((await hub.call('POST', '/csourceRegistrations', made)).status, 201)
  assert.equal((await hub.call('PATCH', `/csourceRegistrations/${id}`, { type: null, endpoint: source.url })).status, 400)
  assert.equal((await hub.call('DELETE', `/csourceRegistrations/${id}`)).status, 204)
})

test('a context that comes again under its old address starts to count anew (5.13.4)', async () => {
  source.answer = (url) =>
    url === '/context'
      ? { status: 200, body: '{"@context":{"Turm":"https://uri.etsi.org/ngsi-ld/default-context/Tower"}}' }
      : { status: 404 }
  const url = `${source.url}/context`
  const use = (name: string) =>
    hub.call(
      'POST',
      '/entities',
      { id: `urn:ngsi-ld:Tower:${name}`, type: 'Turm', '@context': url },
      { headers: { 'content-type': 'application/ld+json' } },
    )
  const path = `/jsonldContexts/${encodeURIComponent(url)}`
  for (const round of ['one', 'two']) {
    assert.equal((await use(round)).status, 201)
    assert.equal((await hub.call('GET', `${path}?details=true`)).body.numberOfHits, 1, round)
    assert.equal((await hub.call('DELETE', path)).status, 204)
  }
})

test('a batch whose entities share one context takes it along in the header, and plain entities in the body (6.3.5)', async () => {
  const link = `${source.url}/gates`
  source.answer = (url) =>
    url === '/gates'
      ? { status: 200, body: '{"@context":{"Tor":"https://uri.etsi.org/ngsi-ld/default-context/Gate"}}' }
      : { status: 204 }
  const registered = await hub.call('POST', '/csourceRegistrations', {
    id: 'urn:reg:batch',
    type: 'ContextSourceRegistration',
    mode: 'redirect',
    operations: ['redirectionOps', 'upsertBatch'],
    information: [{ entities: [{ type: 'Gate' }] }],
    endpoint: source.url,
  })
  assert.equal(registered.status, 201, JSON.stringify(registered.body))
  const items = ['u', 'v'].map((name) => ({ '@context': link, id: `urn:ngsi-ld:Gate:${name}`, type: 'Tor' }))
  const reply = await hub.call('POST', '/entityOperations/upsert', items as Json, {
    headers: { 'content-type': 'application/ld+json' },
  })
  assert.equal(reply.status, 204, JSON.stringify(reply.body))
  const sent = source.asked.find(({ url }) => url.startsWith('/ngsi-ld/v1/entityOperations/upsert'))
  assert.equal(sent?.headers['content-type'], 'application/json')
  assert.ok(String(sent?.headers.link).startsWith(`<${link}>;`), String(sent?.headers.link))
  assert.deepEqual(
    JSON.parse(sent?.body ?? ''),
    items.map(({ id, type }) => ({ id, type })),
  )
  assert.equal((await hub.call('DELETE', '/csourceRegistrations/urn:reg:batch')).status, 204)
})

test('who reads a subscription right after a notification was taken finds it counted (5.2.14)', async () => {
  source.answer = () => ({ status: 200 })
  const id = 'urn:sub:counted'
  const notification = { endpoint: { uri: `${source.url}/counted` } }
  const made = { id, type: 'Subscription', entities: [{ type: 'Bell' }], notification }
  assert.equal((await hub.call('POST', '/subscriptions', made)).status, 201)
  await hub.call('POST', '/entities', { id: 'urn:ngsi-ld:Bell:1', type: 'Bell', rings: { type: 'Property', value: 1 } })
  while (!source.asked.some(({ url }) => url === '/counted')) await sleep(1)
  // less than the time in which outcomes are gathered
  await sleep(5)
  const { status, timesSent } = (await hub.call('GET', `/subscriptions/${id}`)).body.notification
  assert.deepEqual([status, timesSent], ['ok', 1])
})

test('entities of one batch that come with the same new context fetch it once, and all are taken', async () => {
  source.answer = () => ({ status: 200, body: '{"@context":{"Glocke":"https://example.org/Glocke"}}' })
  const items = [1, 2, 3, 4, 5].map((n) => ({
    '@context': [`${source.url}/bells`],
    id: `urn:ngsi-ld:Glocke:${n}`,
    type: 'Glocke',
  }))
  const headers = { 'content-type': 'application/ld+json' }
  const reply = await hub.call('POST', '/entityOperations/create', items as Json, { headers })
  assert.deepEqual([reply.status, reply.body], [201, items.map(({ id }) => id)])
  assert.equal(source.asked.filter(({ url }) => url === '/bells').length, 1)
})
