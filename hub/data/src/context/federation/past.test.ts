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
})
after(async () => {
  mock.close()
  await Promise.all([city, district].map((hub) => hub?.close()))
})

const READS = ['retrieveTemporal', 'queryTemporal']
const WRITES = [
  ...['upsertTemporal', 'appendAttrsTemporal', 'deleteAttrsTemporal', 'updateAttrInstanceTemporal'],
  ...['deleteAttrInstanceTemporal', 'deleteTemporal'],
]

interface Scene {
  type: string
  id: (name: string) => string
  register: (hub: Hub, endpoint: string, more?: JsonObject) => Promise<string>
}
let counter = 0
/** A type and ids of its own for every test, registrations removed at its end. */
const scene = async (work: (names: Scene) => Promise<void>) => {
  counter += 1
  const type = `Past${counter}`
  const made: [Hub, string][] = []
  mock.asked.length = 0
  try {
    await work({
      type,
      id: (name) => `urn:ngsi-ld:Past:${counter}:${name}`,
      register: async (hub, endpoint, more = {}) => {
        const reply = await hub.call('POST', '/csourceRegistrations', {
          type: 'ContextSourceRegistration',
          information: [{ entities: [{ type }] }],
          endpoint,
          operations: READS,
          contextSourceInfo: [{ key: 'Authorization', value: 'engineer' }],
          ...more,
        })
        assert.equal(reply.status, 201, JSON.stringify(reply.body))
        const id = (reply.headers.get('location') as string).split('/').at(-1) as string
        made.push([hub, id])
        return id
      },
    })
  } finally {
    for (const [hub, id] of made) await hub.call('DELETE', `/csourceRegistrations/${id}`)
  }
}

const at = (minute: number): string => new Date(Date.UTC(2026, 4, 1, 0, minute)).toISOString()
const book = (value: Json, minute: number, more: JsonObject = {}): JsonObject => ({
  type: 'Property',
  value,
  observedAt: at(minute),
  ...more,
})
const write = async (hub: Hub, id: string, type: string, books: Json[], more: JsonObject = {}) => {
  const reply = await hub.call('POST', '/temporal/entities?local=true', { id, type, books, ...more })
  assert.ok(reply.status === 201 || reply.status === 204, JSON.stringify(reply.body))
}
const DAY = `timerel=between&timeAt=${at(0)}&endTimeAt=${at(100_000)}`
const read = (id: string, query = DAY, hub = city) => hub.call('GET', `/temporal/entities/${id}?${query}`)
const values = (body: JsonObject, name = 'books'): unknown[] =>
  ((body[name] as JsonObject[] | undefined) ?? []).map(({ value }) => value)

test('the past of an entity is one series, whoever holds which part of it; what two hubs hold is told once', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    await write(city, id('a'), type, [book(1, 1), book(3, 3)])
    await write(district, id('a'), type, [book(2, 2), book(3, 3), book(4, 4)], { pages: [book(7, 2)] })
    const { status, body, headers } = await read(id('a'))
    assert.deepEqual([status, headers.get('ngsild-warning')], [200, null])
    assert.deepEqual([values(body), values(body, 'pages')], [[1, 2, 3, 4], [7]])
    // numbers of instances are told by the hub that gave them
    assert.deepEqual(
      [0, 1, 3].map((i) => typeof body.books[i].instanceId),
      ['string', 'undefined', 'undefined'],
    )
    assert.deepEqual(values((await read(id('a'), `${DAY}&local=true`)).body), [1, 3])
    assert.deepEqual(Object.keys((await read(id('a'), `${DAY}&attrs=pages`)).body), ['id', 'type', 'pages'])
    const short = await read(id('a'), `${DAY}&options=temporalValues&attrs=books`)
    assert.deepEqual(
      short.body.books.values.map(([value]: [number, string]) => value),
      [1, 2, 3, 4],
    )
    assert.deepEqual(values((await read(id('a'), `${DAY}&lastN=2`)).body), [4, 3])
    assert.deepEqual(values((await read(id('a'), `timerel=before&timeAt=${at(3)}`)).body), [1, 2])
    assert.equal((await read(id('nothing'))).status, 404)
  }))

test('of two accounts of one moment the one that was changed last is told', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    await write(city, id('a'), type, [book('old', 1)])
    district.clock.advance(1000)
    await write(district, id('a'), type, [book('new', 1), book('other', 1, { datasetId: 'urn:a:other' })])
    const { body } = await read(id('a'))
    assert.deepEqual(body.books.map(({ value, datasetId }: JsonObject) => [value, datasetId]).sort(), [
      ['new', undefined],
      ['other', 'urn:a:other'],
    ])
  }))

test('entities are found by their past in every hub, page by page, counted once', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    for (const n of [0, 2, 4]) await write(city, id(`n${n}`), type, [book(n, n)])
    for (const n of [0, 1, 3, 5]) await write(district, id(`n${n}`), type, [book(n * 10, n + 1)])
    const page = (offset: number) =>
      city.call('GET', `/temporal/entities?type=${type}&${DAY}&limit=2&offset=${offset}&count=true`)
    const pages = [await page(0), await page(2), await page(4)]
    assert.deepEqual(
      pages.flatMap(({ body }) => body.map((one: JsonObject) => one.id)),
      [0, 1, 2, 3, 4, 5].map((n) => id(`n${n}`)),
    )
    for (const { headers } of pages) assert.equal(headers.get('ngsild-results-count'), '6')
    assert.deepEqual(
      pages.map(({ headers }) => /rel="next"/.test(headers.get('link') ?? '')),
      [true, true, false],
    )
    assert.deepEqual(values(pages[0]?.body[0]), [0, 0])
    const filtered = await city.call('GET', `/temporal/entities?type=${type}&${DAY}&q=books>20`)
    assert.deepEqual(
      filtered.body.map((one: JsonObject) => one.id),
      [id('n3'), id('n5')],
    )
    const body = {
      type: 'Query',
      entities: [{ type, idPattern: `${id('n')}[45]` }],
      temporalQ: { timerel: 'between', timeAt: at(0), endTimeAt: at(60) },
    }
    const posted = await city.call('POST', '/temporal/entityOperations/query', body)
    assert.deepEqual(
      posted.body.map((one: JsonObject) => [one.id, values(one)]),
      [
        [id('n4'), [4]],
        [id('n5'), [50]],
      ],
    )
    const ordered = await city.call('GET', `/temporal/entities?type=${type}&${DAY}&orderBy=id;desc`)
    assert.deepEqual([ordered.status, ordered.body.type.split('/').at(-1)], [400, 'BadRequestData'])
    const own = await city.call('GET', `/temporal/entities?type=${type}&${DAY}&orderBy=id;desc&local=true`)
    assert.deepEqual(
      own.body.map((one: JsonObject) => one.id),
      [id('n4'), id('n2'), id('n0')],
    )
  }))

test('who reads on from where an answer was cut misses nothing and sees nothing twice', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    const minutes = Array.from({ length: 90 }, (_, i) => i)
    await write(
      city,
      id('a'),
      type,
      minutes.filter((n) => n % 3 === 0).map((n) => book(n, n)),
    )
    await write(
      district,
      id('a'),
      type,
      minutes.filter((n) => n % 3 !== 0).map((n) => book(n, n)),
      { pages: [book(1, 80)] },
    )
    const seen: unknown[] = []
    let from = at(0)
    for (let status = 206; status === 206; ) {
      const reply = await read(id('a'), `timerel=after&timeAt=${from}&pageSize=20`)
      status = reply.status
      assert.ok(values(reply.body).length <= 20)
      seen.push(...values(reply.body))
      from = new Date(Date.parse(/Z-(.*Z)\//.exec(reply.headers.get('content-range') ?? '')?.[1] ?? at(0)) + 1).toISOString()
    }
    assert.deepEqual(seen, minutes)
    const last = await read(id('a'), `${DAY}&lastN=25&pageSize=10`)
    assert.equal(last.status, 206)
    assert.deepEqual(values(last.body), [89, 88, 87, 86, 85, 84, 83, 82, 81, 80])
  }))

test('aggregates are those of all instances together, however many answers they come in', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    await write(city, id('a'), type, [book(100, 0), book(200, 1)])
    const many = Array.from({ length: 2_500 }, (_, i) => book(1, i))
    // the moments 0 and 1 are in both: the city's were changed last
    await write(district, id('a'), type, many)
    await write(district, id('b'), type, [book(5, 0)])
    city.clock.advance(60_000)
    await write(city, id('a'), type, [book(100, 0), book(200, 1)])
    const aggregated = `${DAY}&options=aggregatedValues&aggrMethods=totalCount,sum,avg,max&attrs=books`
    const { body, status } = await read(id('a'), aggregated)
    assert.equal(status, 200)
    const figures = (one: JsonObject) =>
      ['totalCount', 'sum', 'avg', 'max'].map((name) => ((one.books as JsonObject)[name] as [[number]])[0][0])
    assert.deepEqual(figures(body), [2_500, 2_798, 2_798 / 2_500, 200])
    const queried = await city.call('GET', `/temporal/entities?type=${type}&${aggregated}&q=books>=1`)
    assert.deepEqual(queried.body.map(figures), [
      [2_500, 2_798, 2_798 / 2_500, 200],
      [1, 5, 5, 5],
    ])
    const hourly = await read(id('a'), `${DAY}&options=aggregatedValues&aggrMethods=sum&aggrPeriodDuration=PT1H`)
    assert.equal(hourly.body.books.sum.length, 42)
    assert.deepEqual(hourly.body.books.sum[0], [358, '2026-05-01T00:00:00Z', '2026-05-01T01:00:00Z'])
  }))

test('conditions over entities that are split among hubs are looked at on the whole when asked so', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    await write(city, id('a'), type, [book(5, 1)])
    await write(district, id('a'), type, [book(9, 2)], { open: [{ type: 'Property', value: true, observedAt: at(3) }] })
    const q = encodeURIComponent('books==5;open==true')
    const find = async (more: string) =>
      (await city.call('GET', `/temporal/entities?type=${type}&${DAY}&q=${q}${more}`)).body.map((one: JsonObject) => [
        one.id,
        values(one),
      ])
    assert.deepEqual(await find(''), [])
    assert.deepEqual(await find('&splitEntities=true&attrs=books'), [[id('a'), [5, 9]]])
  }))

test('exclusive, redirect and auxiliary sources keep their part of the past', () =>
  scene(async ({ type, id, register }) => {
    const exclusive = { mode: 'exclusive', information: [{ entities: [{ id: id('x'), type }], propertyNames: ['books'] }] }
    await register(city, district.url, { ...exclusive, operations: [...READS, ...WRITES] })
    await register(city, mock.url, { mode: 'auxiliary' })
    const told = (books: JsonObject[]) => ({ status: 200, body: JSON.stringify({ id: id('x'), type, books, more: books }) })
    mock.answer = () => told([book('8', 1), book('9', 9)])
    // texts are no readings: instances of them come and go by themselves
    const made = await city.call('POST', '/temporal/entities', {
      id: id('x'),
      type,
      books: [book('1', 1)],
      pages: [book('2', 1)],
    })
    assert.deepEqual([made.status, made.headers.get('location')], [201, `/ngsi-ld/v1/temporal/entities/${id('x')}`])
    const whole = async () => {
      const { body } = await read(id('x'))
      return [values(body), values(body, 'pages'), values(body, 'more')]
    }
    assert.deepEqual(await whole(), [['1', '9'], ['2'], ['8', '9']])
    assert.deepEqual(Object.keys((await read(id('x'), `${DAY}&local=true`)).body), ['id', 'type', 'pages'])
    mock.answer = () => ({ status: 404 })
    const steps: [string, string, Json | undefined, unknown[]][] = [
      ['POST', 'attrs', { books: [book('3', 3)], pages: [book('4', 3)] }, [['1', '3'], ['2', '4'], []]],
      ['DELETE', 'attrs/pages', undefined, [['1', '3'], [], []]],
    ]
    for (const [method, path, body, left] of steps) {
      const reply = await city.call(method, `/temporal/entities/${id('x')}/${path}`, body)
      assert.equal(reply.status, 204, `${method} ${path} ${JSON.stringify(reply.body)}`)
      assert.deepEqual(await whole(), left)
    }
    const [first] = (await read(id('x'))).body.books
    const instance = `/temporal/entities/${id('x')}/attrs/books/${first.instanceId}`
    const changed = await city.call('PATCH', instance, { books: [book('5', 1)] })
    assert.equal(changed.status, 204, JSON.stringify(changed.body))
    assert.deepEqual(await whole(), [['5', '3'], [], []])
    assert.equal((await city.call('DELETE', instance)).status, 204)
    assert.deepEqual(await whole(), [['3'], [], []])
    assert.equal((await city.call('DELETE', `/temporal/entities/${id('x')}`)).status, 204)
    assert.deepEqual([(await read(id('x'))).status, (await read(id('x'), DAY, district)).status], [404, 404])
  }))

test('a redirect source holds the past alone; one that offers no writes makes them a conflict', () =>
  scene(async ({ type, id, register }) => {
    const registration = await register(city, district.url, { mode: 'redirect', operations: [...READS, ...WRITES] })
    assert.equal((await city.call('POST', '/temporal/entities', { id: id('r'), type, books: [book(1, 1)] })).status, 201)
    assert.equal((await read(id('r'), `${DAY}&local=true`)).status, 404)
    assert.deepEqual(values((await read(id('r'))).body), [1])
    assert.equal((await city.call('POST', '/temporal/entities', { id: id('r'), type, books: [book(2, 2)] })).status, 204)
    await city.call('PATCH', `/csourceRegistrations/${registration}`, { operations: READS })
    const refused = await city.call('POST', '/temporal/entities', { id: id('r'), type, books: [book(3, 3)] })
    assert.deepEqual([refused.status, refused.body.type.split('/').at(-1)], [409, 'Conflict'])
    assert.deepEqual(values((await read(id('r'))).body), [1, 2])
  }))

test('an inclusive source takes what the hub takes too; instances are changed only where their number was given', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url, { operations: [...READS, ...WRITES] })
    assert.equal((await city.call('POST', '/temporal/entities', { id: id('i'), type, books: [book('1', 1)] })).status, 201)
    const [own] = (await read(id('i'), `${DAY}&local=true`)).body.books
    assert.deepEqual(values((await read(id('i'), `${DAY}&local=true`, district)).body), ['1'])
    assert.deepEqual(values((await read(id('i'))).body), ['1'])
    assert.equal((await city.call('DELETE', `/temporal/entities/${id('i')}/attrs/books/${own.instanceId}`)).status, 204)
    assert.deepEqual(values((await read(id('i'), `${DAY}&local=true`, district)).body), ['1'])
    assert.equal((await city.call('DELETE', `/temporal/entities/${id('i')}`)).status, 204)
    assert.equal((await read(id('i'))).status, 404)
  }))

test('sources that do not answer as they should are warnings; what the others know is told', () =>
  scene(async ({ type, id, register }) => {
    await write(city, id('a'), type, [book(1, 1)])
    await register(city, mock.url, { management: { timeout: 200 } })
    const entity = (more: JsonObject = {}) => JSON.stringify({ id: id('a'), type, books: [book(2, 2)], ...more })
    const cases: [ReturnType<MockSource['answer']>, string | null, unknown[]][] = [
      [{ status: 200, body: entity() }, null, [1, 2]],
      [{ status: 404 }, null, [1]],
      [{ status: 500 }, '299', [1]],
      [{ status: 200, body: 'no json' }, '111', [1]],
      [{ status: 200, body: entity({ books: 'no series' }) }, '111', [1]],
      [{ status: 206, body: entity() }, '111', [1]],
      [{ status: 200, body: entity({ id: id('other') }) }, null, [1]],
      // out of the window that was asked for
      [{ status: 200, body: entity({ books: [book(3, 200_000)] }) }, null, [1]],
      [undefined, '199', [1]],
    ]
    for (const [given, code, left] of cases) {
      mock.answer = () => given
      const { status, body, headers } = await read(id('a'))
      const told = [status, headers.get('ngsild-warning')?.slice(0, 3) ?? null, values(body)]
      assert.deepEqual(told, [200, code, left], JSON.stringify(given))
    }
    mock.answer = () => ({ status: 500 })
    const none = await read(id('b'))
    assert.equal(none.status, 404)
    assert.match(none.headers.get('ngsild-warning') ?? '', /^299 /)
    const queried = await city.call('GET', `/temporal/entities?type=${type}&${DAY}`)
    assert.deepEqual([queried.status, queried.body.length], [200, 1])
    assert.match(queried.headers.get('ngsild-warning') ?? '', /^299 /)
  }))

test('a broker that does not know the size of pages is asked without it from then on', () =>
  scene(async ({ type, id, register }) => {
    await register(city, mock.url)
    const body = JSON.stringify({ id: id('a'), type, books: [book(1, 1)] })
    mock.answer = (url) => (url.includes('pageSize') ? { status: 400, body: '{"type":"InvalidRequest"}' } : { status: 200, body })
    assert.deepEqual(values((await read(id('a'))).body), [1])
    assert.deepEqual(values((await read(id('a'))).body), [1])
    assert.deepEqual(
      mock.asked.map(({ url }) => url.includes('pageSize')),
      [true, false, false],
    )
  }))

test('a source is asked about the time it is registered for', () =>
  scene(async ({ id, register }) => {
    await register(city, mock.url, { observationInterval: { startAt: at(0), endAt: at(60) } })
    mock.answer = () => ({ status: 404 })
    await read(id('a'), `timerel=after&timeAt=${at(120)}`)
    assert.equal(mock.asked.length, 0)
    await read(id('a'), `timerel=before&timeAt=${at(30)}`)
    assert.equal(mock.asked.length, 1)
  }))

test('two hubs that are registered with each other do not ask in circles', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    await register(district, city.url)
    await write(city, id('a'), type, [book(1, 1)])
    await write(district, id('a'), type, [book(2, 2)])
    for (const hub of [city, district]) assert.deepEqual(values((await read(id('a'), DAY, hub)).body), [1, 2])
    const queried = await city.call('GET', `/temporal/entities?type=${type}&${DAY}`)
    assert.deepEqual(
      queried.body.map((one: JsonObject) => values(one)),
      [[1, 2]],
    )
  }))

test('who may read one district sees of other hubs what says it belongs there', () =>
  scene(async ({ type, id, register }) => {
    await register(city, district.url)
    const region = (code: string) => ({ region: [{ type: 'Property', value: code, observedAt: at(1) }] })
    await write(district, id('near'), type, [book(1, 1)], region('990102'))
    await write(district, id('far'), type, [book(2, 1)], region('990101'))
    const near = await city.call('GET', `/temporal/entities?type=${type}&${DAY}`, undefined, { as: 'neighbour' })
    assert.deepEqual(
      near.body.map((one: JsonObject) => one.id),
      [id('near')],
    )
    const far = await city.call('GET', `/temporal/entities/${id('far')}?${DAY}`, undefined, { as: 'neighbour' })
    assert.equal(far.status, 404)
  }))
