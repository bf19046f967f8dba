import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { type Asked, type MockSource, openMockSource } from '../testing/mock-source.ts'

let city: Hub
let east: Hub
let west: Hub
let mock: MockSource

before(async () => {
  ;[city, east, west] = await Promise.all([openHub('city'), openHub('east'), openHub('west')])
  mock = await openMockSource()
})
after(async () => {
  mock.close()
  await Promise.all([city, east, west].map((hub) => hub?.close()))
})

const READ = ['retrieveEntity', 'queryEntity', 'queryBatch']
const ALL = ['redirectionOps', 'createBatch', 'upsertBatch', 'updateBatch', 'deleteBatch', 'mergeBatch', 'queryBatch']

let counter = 0
/** A type and ids of its own for every test, registered sources removed at its end. */
const scene = async (work: (names: { type: string; id: (name: string) => string; register: Register }) => Promise<void>) => {
  counter += 1
  const type = `Shelf${counter}`
  const made: [Hub, string][] = []
  const register: Register = async (hub, target, more = {}) => {
    const endpoint = typeof target === 'string' ? target : target.url
    const reply = await hub.call('POST', '/csourceRegistrations', {
      type: 'ContextSourceRegistration',
      information: [{ entities: [{ type }] }],
      endpoint,
      contextSourceInfo: [{ key: 'Authorization', value: 'engineer' }],
      ...more,
    })
    if (reply.status === 201) made.push([hub, (reply.headers.get('location') as string).split('/').at(-1) as string])
    return { status: reply.status, body: reply.body, id: made.at(-1)?.[1] ?? '' }
  }
  mock.asked.length = 0
  mock.answer = () => ({ status: 404 })
  try {
    await work({ type, id: (name) => `urn:ngsi-ld:Shelf:${counter}:${name}`, register })
  } finally {
    for (const [hub, id] of made) await hub.call('DELETE', `/csourceRegistrations/${id}`)
  }
}
type Register = (hub: Hub, target: Hub | string, more?: JsonObject) => Promise<{ status: number; body: JsonObject; id: string }>

const property = (value: Json, more: JsonObject = {}): JsonObject => ({ type: 'Property', value, ...more })
const put = async (hub: Hub, entity: JsonObject, query = '?local=true') => {
  const reply = await hub.call('POST', `/entities${query}`, entity)
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
}
const own = async (hub: Hub, id: string) => hub.call('GET', `/entities/${id}?local=true`)

test('an entity whose parts lie in three hubs is one entity; the newer instance of an attribute wins', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east)
    await register(city, west, { mode: 'inclusive' })
    const one = id('a')
    await put(city, { id: one, type, books: property(1, { observedAt: '2026-11-20T01:00:00Z' }), name: property('city') })
    await put(east, { id: one, type, books: property(2, { observedAt: '2026-11-20T01:30:00Z' }), east: property(true) })
    await put(west, {
      id: one,
      type: [type, 'Oak'],
      books: property(3, { observedAt: '2026-11-20T01:15:00Z' }),
      west: property(true),
    })
    const { status, body, headers } = await city.call('GET', `/entities/${one}?options=keyValues`)
    assert.equal(status, 200)
    assert.deepEqual(body, { id: one, type: [type, 'Oak'], books: 2, name: 'city', east: true, west: true })
    assert.equal(headers.get('ngsild-warning'), null)
    assert.equal((await city.call('GET', `/entities/${one}?local=true&options=keyValues`)).body.east, undefined)
    // what is asked for is what goes out
    assert.deepEqual((await city.call('GET', `/entities/${one}?attrs=west&options=keyValues`)).body.west, true)
  }))

test('queries go over all hubs, page by page in one order, counted without doubles', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east)
    await register(city, west)
    const hubs = [city, east, west]
    for (let i = 0; i < 9; i += 1) await put(hubs[i % 3] as Hub, { id: id(`n${i}`), type, books: property(i) })
    await put(east, { id: id('n0'), type, extra: property('east') })
    const pages: string[] = []
    for (let offset = 0; offset < 12; offset += 4) {
      const page = await city.call('GET', `/entities?type=${type}&limit=4&offset=${offset}`)
      pages.push(...page.body.map((entity: JsonObject) => entity.id))
      assert.equal(/rel="next"/.test(page.headers.get('link') ?? ''), offset < 8)
    }
    assert.deepEqual(
      pages,
      Array.from({ length: 9 }, (_, i) => id(`n${i}`)),
    )
    const counted = await city.call('GET', `/entities?type=${type}&limit=0&count=true`)
    assert.equal(counted.headers.get('ngsild-results-count'), '9')
    const filtered = await city.call('GET', `/entities?type=${type}&q=books>6&options=keyValues`)
    assert.deepEqual(
      filtered.body.map((entity: JsonObject) => entity.books),
      [7, 8],
    )
    const posted = await city.call('POST', '/entityOperations/query', { type: 'Query', entities: [{ type }], q: 'books==4' })
    assert.deepEqual(
      posted.body.map((entity: JsonObject) => entity.id),
      [id('n4')],
    )
    // clause 4.23: an order is one hub's own
    const everywhere = await city.call('GET', `/entities?type=${type}&orderBy=books;desc`)
    assert.deepEqual([everywhere.status, everywhere.body.type.split('/').at(-1)], [400, 'BadRequestData'])
    const ordered = await city.call('GET', `/entities?type=${type}&orderBy=books;desc&limit=2&options=keyValues&local=true`)
    assert.deepEqual(
      ordered.body.map((entity: JsonObject) => entity.books),
      [6, 3],
    )
  }))

test('conditions over an entity that is split among hubs are looked at on the whole when asked so', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east)
    await put(city, { id: id('s'), type, books: property(5) })
    await put(east, { id: id('s'), type, open: property(true) })
    const q = encodeURIComponent('books==5;open==true')
    assert.deepEqual((await city.call('GET', `/entities?type=${type}&q=${q}`)).body, [])
    const split = await city.call('GET', `/entities?type=${type}&q=${q}&splitEntities=true&count=true`)
    assert.deepEqual(
      split.body.map((entity: JsonObject) => entity.id),
      [id('s')],
    )
    assert.equal(split.headers.get('ngsild-results-count'), '1')
  }))

test('a dead district and one that never answers are warnings, not errors; the rest is served', () =>
  scene(async ({ type, id, register }) => {
    await put(city, { id: id('here'), type, books: property(1) })
    await put(east, { id: id('there'), type, books: property(2) })
    await register(city, east)
    const dead = await register(city, 'http://127.0.0.1:1')
    const slow = await register(city, mock.url, { management: { timeout: 150, cooldown: 60_000 } })
    mock.answer = () => undefined
    const { status, body, headers } = await city.call('GET', `/entities?type=${type}`)
    assert.equal(status, 200)
    assert.deepEqual(
      body.map((entity: JsonObject) => entity.id),
      [id('here'), id('there')],
    )
    const warnings = (headers.get('ngsild-warning') ?? '').match(/\d{3} \S+ "[^"]*"/g) ?? []
    assert.deepEqual(
      warnings.map((warning) => warning.slice(0, 8)),
      ['199 city', '199 city'],
    )
    for (const { id: silent } of [dead, slow]) assert.ok(warnings.some((warning) => warning.includes(silent)))
    // within its rest the slow one is not even asked
    await city.call('GET', `/entities?type=${type}`)
    assert.equal(mock.asked.length, 1)
    const state = (await city.call('GET', `/csourceRegistrations/${slow.id}`)).body
    assert.deepEqual([state.status, state.timesSent, state.timesFailed], ['failed', 1, 1])
    assert.ok(state.lastFailure)
    const well = (await city.call('GET', '/csourceRegistrations?type=*')).body.find(
      (one: JsonObject) => one.endpoint === east.url,
    )
    assert.deepEqual([well.status, well.timesSent, well.timesFailed], ['ok', 2, 0])
    assert.ok(well.lastSuccess)
  }))

test('what a source answers that is no answer is never shown, and said by its code', () =>
  scene(async ({ type, id, register }) => {
    await put(city, { id: id('x'), type, books: property(1) })
    await register(city, mock.url)
    const good = JSON.stringify([{ id: id('y'), type, books: property(2) }])
    const cases: [{ status: number; body?: string }, string | null, number][] = [
      [{ status: 500, body: '{"marker":"evil"}' }, '299', 1],
      [{ status: 403 }, '299', 1],
      [{ status: 404 }, null, 1],
      [{ status: 200, body: 'no json' }, '111', 1],
      [{ status: 200, body: '[{"id":"no uri"}]' }, '111', 1],
      [{ status: 200, body: good }, null, 2],
      // an entity of another type is none of its business
      [{ status: 200, body: JSON.stringify([{ id: id('z'), type: 'Other' }]) }, null, 1],
    ]
    for (const [given, code, size] of cases) {
      mock.answer = () => given
      const reply = await city.call('GET', `/entities?type=${type}`)
      assert.equal(reply.status, 200)
      assert.equal(reply.body.length, size, JSON.stringify(given))
      assert.equal(reply.headers.get('ngsild-warning')?.slice(0, 3) ?? null, code, JSON.stringify(given))
    }
    mock.answer = () => ({ status: 500 })
    const none = await city.call('GET', `/entities/${id('nowhere')}`)
    assert.equal(none.status, 404)
    assert.match(none.headers.get('ngsild-warning') ?? '', /^299 /)
  }))

test('a registration narrows what is asked and what is taken: ids, patterns, attributes, operations, places', () =>
  scene(async ({ type, id, register }) => {
    const wide = [13, 52, 13.8, 52.8]
    const [w, s, e, n] = wide as [number, number, number, number]
    const polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    }
    await register(city, mock.url, {
      information: [{ entities: [{ type, idPattern: `^${id('p')}` }], propertyNames: ['books'] }],
      location: polygon,
      management: { localOnly: true },
    })
    const entity = { id: id('p1'), type, books: property(1), secret: property('x') }
    mock.answer = (url) => ({
      status: 200,
      body: JSON.stringify(url.includes('/entities/') ? entity : [entity, { ...entity, id: id('q1') }]),
    })
    const found = await city.call('GET', `/entities/${id('p1')}?options=keyValues`)
    assert.deepEqual(found.body, { id: id('p1'), type, books: 1 })
    assert.match(mock.asked[0]?.url ?? '', /attrs=books.*local=true/)
    assert.equal((await city.call('GET', `/entities/${id('other')}`)).status, 404)
    assert.equal(mock.asked.length, 1)
    const listed = await city.call('GET', `/entities?type=${type}`)
    assert.deepEqual(
      listed.body.map((one: JsonObject) => one.id),
      [id('p1')],
    )
    assert.deepEqual((await city.call('GET', `/entities?type=${type}&attrs=pages`)).body, [])
    assert.deepEqual((await city.call('GET', `/entities?type=${type}Else`)).body, [])
    const near = (lon: number, lat: number) =>
      city.call('GET', `/entities?type=${type}&georel=near;maxDistance==5000&geometry=Point&coordinates=[${lon},${lat}]`)
    const before = mock.asked.length
    await near(2.35, 48.85)
    assert.equal(mock.asked.length, before)
    await near(13.4, 52.5)
    assert.equal(mock.asked.length, before + 1)
  }))

test('headers of the registration go along; tenant, Via and hop-by-hop headers cannot be forged; secrets stay here', () =>
  scene(async ({ id, register }) => {
    const { id: registration } = await register(city, mock.url, {
      tenant: 'branch',
      contextSourceInfo: [
        { key: 'Authorization', value: 'Bearer of-the-source' },
        { key: 'X-User', value: 'urn:ngsi-ld:request' },
        { key: 'NGSILD-Tenant', value: 'forged' },
        { key: 'Via', value: '1.1 forged' },
      ],
    })
    await city.call('GET', `/entities/${id('h')}`, undefined, { headers: { 'x-user': 'reader' } })
    const [{ headers }] = mock.asked as [Asked]
    assert.equal(headers.authorization, 'Bearer of-the-source')
    assert.equal(headers['x-user'], 'reader')
    assert.equal(headers['ngsild-tenant'], 'branch')
    assert.equal(headers.via, '1.1 city.example')
    const shown = JSON.stringify((await city.call('GET', `/csourceRegistrations/${registration}`)).body)
    assert.ok(!shown.includes('of-the-source') && shown.includes('X-User'))
    const { rows } = await city.ctx.pool.query('SELECT * FROM data.csource_registration WHERE id = $1', [registration])
    assert.ok(!JSON.stringify(rows[0]).includes('of-the-source') && rows[0].info.length > 0)
  }))

test('a source is spoken to in its own words when it says so', () =>
  scene(async ({ type, id, register }) => {
    const host = await city.call('POST', '/jsonldContexts', {
      '@context': {
        Regal: `https://uri.etsi.org/ngsi-ld/default-context/${type}`,
        buecher: 'https://uri.etsi.org/ngsi-ld/default-context/books',
      },
    })
    const context = `http://city.example${host.headers.get('location')}`
    await register(city, mock.url, { operations: ALL, contextSourceInfo: [{ key: 'jsonldContext', value: context }] })
    mock.answer = (url) =>
      url.includes('/entities?')
        ? { status: 200, body: JSON.stringify([{ id: id('w'), type: 'Regal', buecher: property(7) }]) }
        : { status: 201 }
    const found = await city.call('GET', `/entities?type=${type}&q=books>1&options=keyValues`)
    assert.deepEqual(found.body, [{ id: id('w'), type, books: 7 }])
    assert.match(mock.asked[0]?.url ?? '', /type=Regal.*q=buecher>1/)
    await city.call('POST', '/entities', { id: id('v'), type, books: property(1) })
    assert.deepEqual(JSON.parse(mock.asked[1]?.body ?? ''), { id: id('v'), type: 'Regal', buecher: property(1) })
    assert.match(String(mock.asked[1]?.headers.link), /jsonldContexts/)
  }))

test('exclusive: the source alone holds its attributes of one entity, through every verb', () =>
  scene(async ({ type, id, register }) => {
    const one = id('e')
    const info = [{ entities: [{ id: one, type }], propertyNames: ['books'] }]
    await register(city, east, { mode: 'exclusive', information: info, operations: ALL })
    await put(city, { id: one, type, books: property(1), name: property('n') }, '')
    assert.deepEqual(Object.keys((await own(city, one)).body), ['id', 'type', 'name'])
    assert.deepEqual(Object.keys((await own(east, one)).body), ['id', 'type', 'books'])
    const whole = async () => (await city.call('GET', `/entities/${one}?options=keyValues`)).body
    assert.deepEqual(await whole(), { id: one, type, name: 'n', books: 1 })
    const steps: [string, string, Json | undefined, JsonObject][] = [
      ['PATCH', `/entities/${one}/attrs`, { books: property(2), name: property('m') }, { name: 'm', books: 2 }],
      ['PATCH', `/entities/${one}/attrs/books`, { value: 3 }, { name: 'm', books: 3 }],
      ['PUT', `/entities/${one}/attrs/books`, property(4), { name: 'm', books: 4 }],
      ['POST', `/entities/${one}/attrs`, { books: property(5), more: property(1) }, { name: 'm', more: 1, books: 5 }],
      ['PATCH', `/entities/${one}`, { type, books: property(6), more: 'urn:ngsi-ld:null' }, { name: 'm', books: 6 }],
      ['PUT', `/entities/${one}`, { type, books: property(7), name: property('k') }, { name: 'k', books: 7 }],
      ['DELETE', `/entities/${one}/attrs/books`, undefined, { name: 'k' }],
    ]
    for (const [method, path, body, left] of steps) {
      const reply = await city.call(method, path, body)
      assert.equal(reply.status, 204, `${method} ${path} ${JSON.stringify(reply.body)}`)
      const { id: _, type: __, ...rest } = await whole()
      assert.deepEqual(rest, left, `${method} ${path}`)
      assert.equal((await own(city, one)).body.books, undefined)
    }
    assert.equal((await city.call('DELETE', `/entities/${one}`)).status, 204)
    assert.deepEqual([(await own(city, one)).status, (await own(east, one)).status], [404, 404])
  }))

test('redirect: the hub holds nothing of it, several sources share it, a batch goes to each once', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east, { mode: 'redirect', operations: ALL })
    await register(city, west, { mode: 'redirect', operations: ALL })
    await put(city, { id: id('r'), type, books: property(1) }, '')
    assert.deepEqual(
      [(await own(city, id('r'))).status, (await own(east, id('r'))).status, (await own(west, id('r'))).status],
      [404, 200, 200],
    )
    const batch = [1, 2].map((n) => ({ id: id(`b${n}`), type, books: property(n) }))
    const created = await city.call('POST', '/entityOperations/create', batch)
    assert.deepEqual([created.status, created.body], [201, batch.map((one) => one.id)])
    assert.equal((await own(city, id('b1'))).status, 404)
    assert.equal((await own(west, id('b2'))).status, 200)
    const again = await city.call('POST', '/entityOperations/create', batch)
    assert.equal(again.status, 207)
    assert.equal(again.body.errors.length, 4)
    assert.ok(
      again.body.errors.every(
        (one: JsonObject) => one.entityId && one.registrationId && (one.error as JsonObject).status === 409,
      ),
    )
    for (const [path, items] of [
      ['update', [{ id: id('b1'), books: property(9) }]],
      ['merge', [{ id: id('b2'), type, books: property(8) }]],
      ['upsert', [{ id: id('b1'), type, books: property(9), pages: property(1) }]],
    ] as [string, Json][])
      assert.equal((await city.call('POST', `/entityOperations/${path}`, items)).status, 204, path)
    const listed = await city.call('GET', `/entities?type=${type}&options=keyValues`)
    assert.deepEqual(
      listed.body.map((one: JsonObject) => one.books),
      [9, 8, 1],
    )
    assert.equal((await city.call('POST', '/entityOperations/delete', [id('b1'), id('b2')])).status, 204)
    assert.equal((await own(east, id('b1'))).status, 404)
    assert.equal((await city.call('DELETE', `/entities?type=${type}`)).status, 204)
    assert.equal((await own(west, id('r'))).status, 404)
  }))

test('inclusive: both hold it; what one of them cannot do is told part by part', () =>
  scene(async ({ type, id, register }) => {
    const { id: registration } = await register(city, east, { operations: ALL })
    await put(city, { id: id('i'), type, books: property(1), name: property('n') }, '')
    assert.equal((await own(east, id('i'))).status, 200)
    const twice = await city.call('POST', '/entities', { id: id('i'), type })
    assert.equal(twice.status, 207)
    assert.deepEqual(
      twice.body.errors.map((one: JsonObject) => (one.error as JsonObject).status),
      [409, 409],
    )
    assert.deepEqual(twice.body.success, [])
    await east.call('DELETE', `/entities/${id('i')}?local=true`)
    const partly = await city.call('PATCH', `/entities/${id('i')}/attrs`, { books: property(2) })
    assert.equal(partly.status, 207)
    assert.deepEqual(partly.body.updated, ['https://uri.etsi.org/ngsi-ld/default-context/books'])
    assert.deepEqual(Object.keys(partly.body.notUpdated[0]).sort(), ['attributeName', 'reason', 'registrationId'])
    assert.equal(partly.body.notUpdated[0].registrationId, registration)
    const gone = await city.call('DELETE', `/entities/${id('i')}`)
    assert.deepEqual([gone.status, gone.body.success, gone.body.errors[0].error.status], [207, [id('i')], 404])
  }))

test('a source that has taken over data and does not offer the verb is a conflict; a dead one 502, a silent one 504', () =>
  scene(async ({ type, id, register }) => {
    const { id: registration } = await register(city, east, { mode: 'redirect', operations: READ })
    await put(east, { id: id('c'), type, books: property(1) })
    const refused = [
      await city.call('POST', '/entities', { id: id('d'), type, books: property(1) }),
      await city.call('PATCH', `/entities/${id('c')}/attrs`, { books: property(2) }),
      await city.call('DELETE', `/entities/${id('c')}/attrs/books`),
    ]
    for (const { status, body } of refused)
      assert.deepEqual([status, body.type], [409, 'https://uri.etsi.org/ngsi-ld/errors/Conflict'])
    assert.equal((await own(city, id('d'))).status, 404)
    const change = (more: JsonObject) => city.call('PATCH', `/csourceRegistrations/${registration}`, more)
    await change({ operations: ALL, endpoint: 'http://127.0.0.1:1' })
    assert.equal((await city.call('POST', '/entities', { id: id('d'), type })).status, 502)
    await change({ endpoint: mock.url, management: { timeout: 120 } })
    mock.answer = () => undefined
    assert.equal((await city.call('POST', '/entities', { id: id('d'), type })).status, 504)
  }))

test('auxiliary: only read, and only where nobody else knows', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east, { mode: 'auxiliary', operations: READ })
    await put(city, { id: id('a'), type, books: property(1) }, '')
    assert.equal((await own(east, id('a'))).status, 404)
    await put(east, { id: id('a'), type, books: property(99), shade: property('red') })
    assert.deepEqual((await city.call('GET', `/entities/${id('a')}?options=keyValues`)).body, {
      id: id('a'),
      type,
      books: 1,
      shade: 'red',
    })
    assert.equal((await register(city, east, { mode: 'auxiliary', operations: ['createEntity'] })).status, 400)
  }))

test('hubs that register with each other do not go round in circles', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east, { operations: ALL })
    await register(east, west, { operations: ALL })
    await register(west, city, { operations: ALL })
    await put(city, { id: id('l'), type, books: property(1) }, '')
    for (const hub of [city, east, west]) assert.equal((await own(hub, id('l'))).status, 200)
    await put(west, { id: id('m'), type, books: property(2) })
    const all = await city.call('GET', `/entities?type=${type}&options=keyValues`)
    assert.deepEqual(
      all.body.map((one: JsonObject) => one.books),
      [1, 2],
    )
    assert.equal(all.headers.get('ngsild-warning'), null)
    assert.equal((await city.call('DELETE', `/entities/${id('l')}`)).status, 204)
    for (const hub of [city, east, west]) assert.equal((await own(hub, id('l'))).status, 404)
    // what comes back by way of others is done where it belongs, not once more
    const via = { headers: { via: '1.1 elsewhere, 1.1 city.example' } }
    assert.equal((await city.call('DELETE', `/entities/${id('m')}`, undefined, via)).status, 508)
    assert.equal((await own(west, id('m'))).status, 200)
  }))

test('a write that a redirect sends back to where it came from is 508', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east, { mode: 'redirect', operations: ALL })
    const reply = await city.call('POST', '/entities', { id: id('x'), type }, { headers: { via: '1.1 city.example' } })
    assert.equal(reply.status, 508)
    await register(east, city, { mode: 'redirect', operations: ALL })
    assert.equal((await city.call('POST', '/entities', { id: id('x'), type })).status, 508)
  }))

test('types and attributes in use are those of all hubs, for which a source registered', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east)
    await put(city, { id: id('t'), type, books: property(1) })
    await put(east, { id: id('u'), type, shade: property('red') })
    await put(east, { id: id('v'), type: `${type}Else` })
    const types = (await city.call('GET', '/types')).body.typeList
    assert.ok(types.includes(type) && !types.includes(`${type}Else`))
    const info = (await city.call('GET', `/types/${type}`)).body
    assert.equal(info.entityCount, 2)
    assert.deepEqual(info.attributeDetails.map((one: JsonObject) => one.attributeName).sort(), ['books', 'shade'])
    assert.equal((await city.call('GET', `/types/${type}?local=true`)).body.entityCount, 1)
    assert.ok((await city.call('GET', '/attributes')).body.attributeList.includes('shade'))
    assert.deepEqual((await city.call('GET', '/attributes/shade')).body.typeNames, [type])
  }))

test('who may see one district is not shown what other hubs know of the rest', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east, { operations: ALL })
    await put(east, { id: id('far'), type, region: property('990101') })
    await put(east, { id: id('near'), type, region: property('990102') })
    const seen = await city.call('GET', `/entities?type=${type}`, undefined, { as: 'neighbour' })
    assert.deepEqual(
      seen.body.map((one: JsonObject) => one.id),
      [id('near')],
    )
    assert.equal((await city.call('GET', `/entities/${id('far')}`, undefined, { as: 'neighbour' })).status, 404)
    const wrote = await city.call('PATCH', `/entities/${id('far')}/attrs`, { books: property(1) }, { as: 'neighbour' })
    assert.notEqual(wrote.status, 204)
    assert.equal((await own(east, id('far'))).body.books, undefined)
  }))

test('tenants keep to themselves: registrations of one are not used by another', () =>
  scene(async ({ type, id, register }) => {
    await register(city, east)
    await put(east, { id: id('t'), type })
    await city.call('POST', '/entities', { id: id('own'), type }, { tenant: 'branch' })
    const listed = await city.call('GET', `/entities?type=${type}`, undefined, { tenant: 'branch' })
    assert.deepEqual(
      listed.body.map((one: JsonObject) => one.id),
      [id('own')],
    )
    assert.deepEqual(
      (await city.call('GET', `/entities?type=${type}`)).body.map((one: JsonObject) => one.id),
      [id('t')],
    )
  }))
