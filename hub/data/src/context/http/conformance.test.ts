import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Call, type Hub, openHub, type Reply } from '../testing/hub.ts'

/** What the API answers, verb by verb, by clauses of GS CIM 009. A row: the call, the status, and what is said. */
let hub: Hub
before(async () => {
  hub = await openHub('conformance')
})
after(() => hub?.close())

const NULL = 'urn:ngsi-ld:null'
const ERROR = 'https://uri.etsi.org/ngsi-ld/errors/'
const DEFAULT = 'https://uri.etsi.org/ngsi-ld/default-context/'
const property = (value: Json, more: JsonObject = {}): JsonObject => ({ type: 'Property', value, ...more })
let counter = 0
const fresh = (): string => {
  counter += 1
  return `urn:ngsi-ld:Book:${counter}`
}
const made = async (attributes: JsonObject = {}, more: JsonObject = {}): Promise<string> => {
  const id = fresh()
  const reply = await hub.call('POST', '/entities', { id, type: 'Book', ...more, ...attributes })
  assert.equal(reply.status, 201, JSON.stringify(reply.body))
  return id
}
const read = async (id: string, query = ''): Promise<JsonObject> => (await hub.call('GET', `/entities/${id}${query}`)).body
const isProblem = ({ status, body, headers }: Reply, expected: number, type: string, hint: unknown): void => {
  assert.deepEqual([status, body?.type], [expected, ERROR + type], JSON.stringify([hint, body]))
  assert.match(headers.get('content-type') ?? '', /application\/problem\+json|application\/json/)
  assert.equal(typeof body.title, 'string')
}

test('create: what is no entity is refused with the type that says why (5.6.1, 4.5, 4.6)', async () => {
  const attribute = (value: Json): JsonObject => ({ id: fresh(), type: 'Book', title: value })
  const bad: Json[] = [
    { type: 'Book' },
    { id: 'no uri', type: 'Book' },
    { id: fresh() },
    { id: fresh(), type: '7Book' },
    { id: fresh(), type: [] },
    { id: fresh(), type: 'Book', 'a b': property(1) },
    { id: fresh(), type: 'Book', scope: '/1a' },
    { id: fresh(), type: 'Book', scope: ['/a', 'b c'] },
    { id: fresh(), type: 'Book', scope: NULL },
    { id: fresh(), type: 'Book', location: property(1) },
    { id: fresh(), type: 'Book', datasetId: property(1) },
    { id: fresh(), type: 'Book', expiresAt: 'soon' },
    attribute({ type: 'Property' }),
    attribute(property(null)),
    attribute(property(NULL)),
    attribute(property({ a: NULL })),
    attribute(property(1, { observedAt: '2026-01-01T00:00:00+01:00' })),
    attribute(property(1, { object: 'urn:a:b' })),
    attribute(property(1, { previousValue: 2 })),
    attribute(property(1, { page: property(null) })),
    attribute({ type: 'Relationship' }),
    attribute({ type: 'Relationship', object: 'nowhere' }),
    attribute({ type: 'Relationship', object: 'urn:a:b', unitCode: 'MTR' }),
    attribute({ type: 'GeoProperty', value: { type: 'Point', coordinates: 'x' } }),
    attribute({ type: 'LanguageProperty', languageMap: { en: 1 } }),
    attribute({ type: 'LanguageProperty', languageMap: { '': 'x' } }),
    attribute({ type: 'JsonProperty', json: 1 }),
    attribute({ type: 'ListProperty', valueList: 1 }),
    attribute({ type: 'ListRelationship', objectList: ['nowhere'] }),
    attribute({ type: 'Nothing', value: 1 }),
    attribute([property(1), property(2)]),
    attribute([property(1, { datasetId: 'urn:d:1' }), property(2, { datasetId: 'urn:d:1' })]),
  ]
  for (const body of bad) isProblem(await hub.call('POST', '/entities', body), 400, 'BadRequestData', body)
  const id = await made()
  isProblem(await hub.call('POST', '/entities', { id, type: 'Book' }), 409, 'AlreadyExists', 'twice')
  const good = await hub.call('POST', '/entities', { id: fresh(), type: 'Book' })
  assert.equal(good.headers.get('location'), `/ngsi-ld/v1/entities/urn:ngsi-ld:Book:${counter}`)
})

test('requests as such: media types, bodies, parameters, contexts, tenants, methods (6.3)', async () => {
  const id = await made({ title: property('a') })
  const book = { id: fresh(), type: 'Book' }
  const type = (value: string): Call => ({ headers: { 'content-type': value } })
  const link = '<http://127.0.0.1:1/context.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
  const core = '<https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld>; rel="http://www.w3.org/ns/json-ld#context"'
  const problems: [string, string, Json | undefined, Call | undefined, number, string][] = [
    ['GET', `/entities/${id}`, undefined, { headers: { accept: 'text/html' } }, 406, 'InvalidRequest'],
    ['POST', '/entities', { ...book, '@context': 'http://x.example' }, undefined, 400, 'BadRequestData'],
    ['POST', '/entities', book, type('application/ld+json'), 400, 'BadRequestData'],
    [
      'POST',
      '/entities',
      { ...book, '@context': [] },
      { headers: { 'content-type': 'application/ld+json', link: core } },
      400,
      'BadRequestData',
    ],
    ['POST', '/entities', [book], undefined, 400, 'InvalidRequest'],
    ['GET', '/entities?type=Book&bogus=1', undefined, undefined, 400, 'InvalidRequest'],
    ['GET', '/entities?type=Book&options=bogus', undefined, undefined, 400, 'InvalidRequest'],
    ['GET', '/entities?type=Book&limit=-1', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities?type=Book&limit=0', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities?type=Book&q=(a', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities?type=Book&csf=(a', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities?type=Book&attrs=a&pick=b', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities?type=Book&q=author{name}==1', undefined, undefined, 400, 'BadRequestData'],
    ['GET', `/entities/${id}?geometryProperty=location`, undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities/nothing', undefined, undefined, 400, 'BadRequestData'],
    ['GET', '/entities/urn:a:none', undefined, undefined, 404, 'ResourceNotFound'],
    ['GET', `/entities/${id}?attrs=absent`, undefined, undefined, 404, 'ResourceNotFound'],
    ['GET', `/entities/${id}?type=Other`, undefined, undefined, 404, 'ResourceNotFound'],
    ['GET', '/entities?type=Book', undefined, { tenant: 'nobody' }, 404, 'NonexistentTenant'],
    ['POST', '/entities', book, { headers: { link } }, 504, 'LdContextNotAvailable'],
    ['PUT', '/types', {}, undefined, 405, 'InvalidRequest'],
    ['GET', '/nothing', undefined, undefined, 404, 'ResourceNotFound'],
  ]
  for (const [method, path, body, more, status, kind] of problems)
    isProblem(await hub.call(method, path, body, more), status, kind, [method, path])
  const broken = await fetch(`${hub.url}/ngsi-ld/v1/entities`, {
    method: 'POST',
    headers: { authorization: 'engineer', 'content-type': 'application/json' },
    body: '{"id":',
  })
  assert.deepEqual([broken.status, ((await broken.json()) as JsonObject).type], [400, `${ERROR}InvalidRequest`])
  const scoped = {
    ...book,
    '@context': { Book: { '@id': 'https://x.example/Book', '@context': { title: 'https://x.example/t' } } },
  }
  isProblem(await hub.call('POST', '/entities', scoped, type('application/ld+json')), 400, 'BadRequestData', 'scoped context')
  const plain = await hub.call('GET', `/entities/${id}`)
  assert.match(plain.headers.get('link') ?? '', /rel="http:\/\/www.w3.org\/ns\/json-ld#context"; type="application\/ld\+json"/)
  const linked = await hub.call('GET', `/entities/${id}`, undefined, { headers: { accept: 'application/ld+json' } })
  assert.deepEqual([linked.headers.get('link'), typeof linked.body['@context']], [null, 'string'])
})

test('representations: normalized, concise, simplified, languages, datasets, projections (4.5, 4.15, 4.21)', async () => {
  const id = await made({
    title: { type: 'LanguageProperty', languageMap: { en: 'Sea', 'zh-Hans': '海' } },
    pages: [property(1), property(2, { datasetId: 'urn:d:1', unitCode: 'C62' })],
    shelf: { type: 'Relationship', object: 'urn:ngsi-ld:Shelf:1' },
    kind: { type: 'VocabProperty', vocab: 'novel' },
    data: { type: 'JsonProperty', json: { a: null } },
    list: { type: 'ListProperty', valueList: [1, 2] },
    links: { type: 'ListRelationship', objectList: [{ object: 'urn:a:1' }, 'urn:a:2'] },
  })
  const simple = { id, type: 'Book' }
  assert.deepEqual(await read(id, '?options=keyValues'), {
    ...simple,
    title: { languageMap: { en: 'Sea', 'zh-Hans': '海' } },
    pages: { dataset: { '@none': 1, 'urn:d:1': 2 } },
    shelf: 'urn:ngsi-ld:Shelf:1',
    kind: { vocab: 'novel' },
    data: { json: { a: null } },
    list: [1, 2],
    links: ['urn:a:1', 'urn:a:2'],
  })
  assert.deepEqual(await read(id, '?format=concise&pick=id,type,pages,shelf,kind'), {
    ...simple,
    pages: [1, { value: 2, unitCode: 'C62', datasetId: 'urn:d:1' }],
    shelf: { object: 'urn:ngsi-ld:Shelf:1' },
    kind: { vocab: 'novel' },
  })
  const cases: [string, JsonObject][] = [
    ['?pick=title&lang=zh', { title: { type: 'Property', value: '海', lang: 'zh-Hans' } }],
    ['?pick=title&lang=fr;q=0.9,EN;q=0.8', { title: { type: 'Property', value: 'Sea', lang: 'en' } }],
    ['?pick=title&lang=zh&options=keyValues', { title: '海' }],
    ['?pick=pages&datasetId=urn:d:1&options=keyValues', { pages: 2 }],
    ['?omit=id,type,title,pages,shelf,kind,data,links&options=simplified', { list: [1, 2] }],
    ['?attrs=list&options=keyValues', { ...simple, list: [1, 2] }],
    ['?pick=links', { links: { type: 'ListRelationship', objectList: [{ object: 'urn:a:1' }, { object: 'urn:a:2' }] } }],
  ]
  for (const [query, expected] of cases) assert.deepEqual(await read(id, query), expected, query)
  const system = await read(id, '?options=sysAttrs')
  assert.ok(system.createdAt && system.modifiedAt && (system.shelf as JsonObject).createdAt)
  assert.equal((await read(id)).createdAt, undefined)
})

test('changes of attributes: what is replaced, what is merged, what a Null deletes, what 207 says (5.6.2 to 5.6.5, 5.6.17 to 5.6.19)', async () => {
  const start = { a: property(1, { unitCode: 'MTR', note: property('n') }), b: property({ x: 1, y: { z: 2 } }), c: property(3) }
  const rows: [string, string, Json | undefined, number, JsonObject | undefined][] = [
    ['PATCH', '/attrs', { a: property(2) }, 204, { a: property(2) }],
    ['PATCH', '/attrs', { d: property(4) }, 204, { d: property(4) }],
    ['PATCH', '/attrs', { c: property(NULL) }, 204, { c: undefined as unknown as Json }],
    ['PATCH', '/attrs', { gone: property(NULL) }, 207, {}],
    ['PATCH', '/attrs/a', { value: 5 }, 204, { a: property(5, { unitCode: 'MTR', note: property('n') }) }],
    [
      'PATCH',
      '/attrs/a',
      { type: 'Property', note: property('m') },
      204,
      { a: property(1, { unitCode: 'MTR', note: property('m') }) },
    ],
    ['PATCH', '/attrs/a', { unitCode: NULL }, 204, { a: property(1, { note: property('n') }) }],
    ['PATCH', '/attrs/gone', { value: 1 }, 404, {}],
    ['PATCH', '/attrs/a', { type: 'Relationship', object: 'urn:a:b' }, 400, {}],
    ['PATCH', '/attrs/a', { value: 1, datasetId: 'urn:d:none' }, 404, {}],
    ['PUT', '/attrs/a', property(6), 204, { a: property(6) }],
    ['PUT', '/attrs/gone', property(6), 404, {}],
    ['POST', '/attrs', { a: property(7), d: property(8) }, 204, { a: property(7), d: property(8) }],
    ['POST', '/attrs?options=noOverwrite', { a: property(7), d: property(8) }, 207, { a: start.a, d: property(8) }],
    ['POST', '/attrs', { a: null }, 400, {}],
    ['DELETE', '/attrs/a', undefined, 204, { a: undefined as unknown as Json }],
    ['DELETE', '/attrs/gone', undefined, 404, {}],
    ['DELETE', '/attrs/a?datasetId=urn:d:none', undefined, 404, {}],
    ['DELETE', '/attrs/a?deleteAll=true', undefined, 204, { a: undefined as unknown as Json }],
    ['PATCH', '', { b: property({ y: { z: NULL }, w: 3 }) }, 204, { b: property({ x: 1, y: {}, w: 3 }) }],
    ['PATCH', '', { a: NULL, type: ['Book', 'Atlas'] }, 204, { a: undefined as unknown as Json, type: ['Book', 'Atlas'] }],
    ['PATCH', '', { a: { note: property('o') } }, 204, { a: property(1, { unitCode: 'MTR', note: property('o') }) }],
    ['PATCH', '?options=keyValues', { a: 9 }, 204, { a: property(9, { unitCode: 'MTR', note: property('n') }) }],
    [
      'PATCH',
      '?observedAt=2026-01-01T00:00:00Z',
      { c: { value: 4 } },
      204,
      { c: property(4, { observedAt: '2026-01-01T00:00:00Z' }) },
    ],
    ['PATCH', '?type=Other', { a: property(1) }, 404, {}],
    [
      'PUT',
      '',
      { type: 'Book', z: property(1) },
      204,
      { a: undefined as unknown as Json, b: undefined as unknown as Json, c: undefined as unknown as Json, z: property(1) },
    ],
    ['PATCH', '', { id: 'urn:other:1', a: property(1) }, 400, {}],
  ]
  for (const [method, path, body, status, left] of rows) {
    const id = await made(start)
    const reply = await hub.call(method, `/entities/${id}${path}`, body)
    const hint = JSON.stringify([method, path, body, reply.body])
    assert.equal(reply.status, status, hint)
    const expected = Object.fromEntries(
      Object.entries({ id, type: 'Book', ...start, ...left }).filter(([, value]) => value !== undefined),
    )
    assert.deepEqual(await read(id), expected, hint)
    if (status !== 207) continue
    assert.ok(Array.isArray(reply.body.updated) && reply.body.notUpdated[0].attributeName && reply.body.notUpdated[0].reason)
    assert.deepEqual(reply.body.updated, path.includes('noOverwrite') ? [`${DEFAULT}d`] : [])
  }
  for (const [method, path] of [
    ['PATCH', '/attrs'],
    ['POST', '/attrs'],
    ['PATCH', ''],
    ['PUT', ''],
    ['DELETE', ''],
  ] as const)
    isProblem(
      await hub.call(method, `/entities/urn:a:none${path}`, method === 'DELETE' ? undefined : { type: 'Book', a: property(1) }),
      404,
      'ResourceNotFound',
      path,
    )
})

test('batches: per entity, 201 with ids, 204, or 207 with what was and was not done (5.6.7 to 5.6.10, 5.6.20)', async () => {
  const old = await made({ a: property(1) })
  const [one, two] = [fresh(), fresh()]
  const book = (id: string, more: JsonObject = {}): JsonObject => ({ id, type: 'Book', ...more })
  const rows: [string, Json, number, (body: JsonObject) => unknown, unknown][] = [
    ['create', [book(one), book(two)], 201, (body) => body, [one, two]],
    [
      'create',
      [book(one), book('no uri'), book(fresh())],
      207,
      ({ success, errors }) => [
        (success as Json[]).length,
        (errors as JsonObject[]).map(({ error }) => (error as JsonObject).status),
      ],
      [1, [409, 400]],
    ],
    ['create', [], 400, ({ type }) => type, `${ERROR}BadRequestData`],
    ['create', [null], 400, ({ type }) => type, `${ERROR}BadRequestData`],
    ['upsert', [book(one, { a: property(1) })], 204, (body) => body, undefined],
    ['upsert?options=update', [book(old, { b: property(2) }), book(`${one}x`)], 201, (body) => body, [`${one}x`]],
    ['update', [{ id: old, c: property(3) }], 204, (body) => body, undefined],
    [
      'update',
      [
        { id: 'urn:a:none', c: property(3) },
        { id: old, d: property(3) },
      ],
      207,
      ({ success, errors }) => [success, (errors as JsonObject[])[0]?.entityId],
      [[old], 'urn:a:none'],
    ],
    ['update?options=noOverwrite', [{ id: old, a: property(9) }], 207, ({ success }) => success, []],
    ['merge', [{ id: old, a: property(NULL) }], 204, (body) => body, undefined],
    [
      'delete',
      [one, 'urn:a:none'],
      207,
      ({ success, errors }) => [success, (errors as { error: JsonObject }[]).map(({ error }) => error.type)],
      [[one], [`${ERROR}ResourceNotFound`]],
    ],
    ['delete', [two], 204, (body) => body, undefined],
  ]
  for (const [path, body, status, look, expected] of rows) {
    const reply = await hub.call('POST', `/entityOperations/${path}`, body)
    assert.deepEqual([reply.status, look(reply.body)], [status, expected], JSON.stringify([path, body, reply.body]))
  }
  assert.deepEqual(Object.keys(await read(old)).sort(), ['b', 'c', 'd', 'id', 'type'])
})

test('queries: selection, paging, counts, joins, geometry (5.7.2, 4.9, 4.10, 4.17 to 4.19, 4.23, 6.3.10, 6.3.13)', async () => {
  const at = (lon: number): JsonObject => ({ type: 'GeoProperty', value: { type: 'Point', coordinates: [lon, 39] } })
  const make = (n: number, more: JsonObject): JsonObject => ({
    id: `urn:ngsi-ld:Map:${n}`,
    type: 'Map',
    size: property(n),
    ...more,
  })
  const created = await hub.call('POST', '/entityOperations/create', [
    make(1, { scope: '/east/a', location: at(117), names: { type: 'LanguageProperty', languageMap: { en: 'one' } } }),
    make(2, {
      scope: ['/east', '/west'],
      location: at(117.1),
      next: { type: 'Relationship', object: 'urn:ngsi-ld:Map:1', objectType: 'Map' },
    }),
    make(3, {
      type: ['Map', 'Chart'],
      at: property('2026-01-01T00:00:00Z'),
      label: property('abc', { lang2: property('x') }),
      deep: property({ a: { b: 4 } }),
    }),
  ])
  assert.equal(created.status, 201)
  const rows: [string, number[]][] = [
    ['type=Map', [1, 2, 3]],
    ['type=Map;Chart', [3]],
    ['type=(Map;Chart),Nothing', [3]],
    ['type=Map&id=urn:ngsi-ld:Map:2,urn:ngsi-ld:Map:3', [2, 3]],
    ['type=Map&idPattern=.*1$', [1]],
    ['attrs=next', [2]],
    ['type=Map&q=size>1', [2, 3]],
    ['type=Map&q=size==1,3', [1, 3]],
    ['type=Map&q=size!=2', [1, 3]],
    ['type=Map&q=!next', [1, 3]],
    ['type=Map&q=label~="a.*"', [3]],
    ['type=Map&q=label.lang2=="x"', [3]],
    ['type=Map&q=deep[a.b]==4', [3]],
    ['type=Map&q=names[en]=="one"', [1]],
    ['type=Map&q=at>2025-12-31T00:00:00Z', [3]],
    ['type=Map&q=(size==1|size==2);next', [2]],
    ['type=Map&q=next=="urn:ngsi-ld:Map:1"', [2]],
    ['type=Map&q=next{size}==1&join=flat&joinLevel=1', [2, 1]],
    ['type=Map&scopeQ=/east', [2]],
    ['type=Map&scopeQ=/east/%23', [1, 2]],
    ['type=Map&scopeQ=/%2B', [2]],
    ['type=Map&georel=near;maxDistance==100&geometry=Point&coordinates=[117,39]', [1]],
    ['type=Map&georel=near;minDistance==100&geometry=Point&coordinates=[117,39]', [2]],
    ['type=Map&georel=within&geometry=Polygon&coordinates=[[[116,38],[117.05,38],[117.05,40],[116,40],[116,38]]]', [1]],
    ['type=Map&orderBy=size;desc', [3, 2, 1]],
    ['type=Map&orderBy=location;dist-desc&orderFrom=[117,39]', [2, 1, 3]],
    ['type=*&local=true&q=size<=2', [1, 2]],
  ]
  for (const [query, ids] of rows) {
    const { status, body } = await hub.call('GET', `/entities?${query.replaceAll('"', '%22').replaceAll(' ', '%20')}`)
    assert.deepEqual(
      [status, body.map?.(({ id }: JsonObject) => Number(String(id).at(-1)))],
      [200, ids],
      JSON.stringify([query, body]),
    )
  }
  const page = await hub.call('GET', '/entities?type=Map&limit=1&offset=1&count=true')
  assert.equal(page.headers.get('ngsild-results-count'), '3')
  assert.match(page.headers.get('link') ?? '', /offset=0.*rel="prev".*offset=2.*rel="next"/)
  const features = await hub.call('GET', '/entities?type=Map&q=size==1', undefined, {
    headers: { accept: 'application/geo+json' },
  })
  assert.deepEqual(
    [features.body.type, features.body.features[0].type, features.body.features[0].geometry.type],
    ['FeatureCollection', 'Feature', 'Point'],
  )
  const inline = (await hub.call('GET', '/entities/urn:ngsi-ld:Map:2?join=inline&options=keyValues&pick=next{size}')).body
  assert.deepEqual(inline, { next: { size: 1 } })
})

test('the past: evolutions, windows, last ones, values, aggregates (5.6.11 to 5.6.16, 5.7.3, 5.7.4)', async () => {
  const id = fresh()
  const values = [1, 2, 3, 6].map((value, hour) => property(value, { observedAt: `2026-01-01T0${hour}:00:00Z` }))
  const temporal = '/temporal/entities'
  assert.equal((await hub.call('POST', temporal, { id, type: 'Tide', level: values })).status, 201)
  assert.equal(
    (await hub.call('POST', temporal, { id, type: 'Tide', level: [property(9, { observedAt: '2026-01-01T04:00:00Z' })] })).status,
    204,
  )
  const get = (query: string) => hub.call('GET', `${temporal}/${id}?${query}`)
  const taken = async (query: string): Promise<unknown> => {
    const { body } = await get(query)
    return Array.isArray(body.level) ? body.level.map((one: JsonObject) => one.value) : body.level.values
  }
  assert.deepEqual(await taken('timerel=between&timeAt=2026-01-01T00:30:00Z&endTimeAt=2026-01-01T03:30:00Z'), [2, 3, 6])
  assert.deepEqual(((await taken('lastN=2')) as number[]).toSorted(), [6, 9])
  assert.deepEqual(await taken('options=temporalValues&timerel=before&timeAt=2026-01-01T01:30:00Z'), [
    [1, '2026-01-01T00:00:00Z'],
    [2, '2026-01-01T01:00:00Z'],
  ])
  const aggregated = (
    await get(
      'options=aggregatedValues&aggrMethods=totalCount,sum,avg,min,max,stddev,sumsq,distinctCount&aggrPeriodDuration=PT0S&timerel=before&timeAt=2026-01-01T03:30:00Z',
    )
  ).body.level
  const first = Object.fromEntries(
    Object.entries(aggregated)
      .filter(([, list]) => Array.isArray(list))
      .map(([name, list]) => [name, ((list as Json[][])[0] as Json[])[0]]),
  )
  assert.deepEqual(
    { ...first, stddev: Number(first.stddev).toFixed(3) },
    { totalCount: 4, distinctCount: 4, sum: 12, avg: 3, min: 1, max: 6, stddev: Math.sqrt(3.5).toFixed(3), sumsq: 50 },
  )
  for (const query of [
    'options=aggregatedValues',
    'timerel=between&timeAt=2026-01-01T00:00:00Z',
    'timerel=before',
    'timerel=sometime&timeAt=2026-01-01T00:00:00Z',
    'options=aggregatedValues&aggrMethods=mode&aggrPeriodDuration=PT1H',
  ])
    assert.equal((await get(query)).status, 400, query)
  assert.equal((await hub.call('GET', temporal)).status, 400)
  const found = await hub.call('GET', `${temporal}?type=Tide&timerel=after&timeAt=2026-01-01T03:30:00Z`)
  assert.deepEqual(
    found.body.map((one: JsonObject) => one.id),
    [id],
  )
  assert.equal((await hub.call('DELETE', `${temporal}/${id}`)).status, 204)
  assert.equal((await get('')).status, 404)
})
