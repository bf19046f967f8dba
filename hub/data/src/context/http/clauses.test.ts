import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Json, JsonObject } from '../model/json.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { type MockSource, openMockSource } from '../testing/mock-source.ts'

/** What the text of GS CIM 009 V1.9.1 says, clause by clause, where it is easily missed. */
let hub: Hub
let subscriber: MockSource
before(async () => {
  ;[hub, subscriber] = await Promise.all([openHub('clauses'), openMockSource()])
  subscriber.answer = () => ({ status: 200 })
})
after(async () => {
  subscriber?.close()
  await hub?.close()
})

const value = (given: Json) => ({ type: 'Property', value: given })
const place = (type: string, coordinates: Json) => ({ type: 'GeoProperty', value: { type, coordinates } })
const make = async (type: string, entities: Record<string, JsonObject>): Promise<void> => {
  const bodies = Object.entries(entities).map(([name, attributes]) => ({ id: `urn:${type}:${name}`, type, ...attributes }))
  const { status, body } = await hub.call('POST', '/entityOperations/create', bodies)
  assert.equal(status, 201, JSON.stringify(body))
}
const names = async (query: string, type: string): Promise<string[]> => {
  const { status, body } = await hub.call('GET', `/entities?type=${type}&${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body.map(({ id }: { id: string }) => id.replace(`urn:${type}:`, ''))
}

test('4.23.1: texts come in the root order of Unicode, not by their codes', async () => {
  await make('Word', {
    a: { text: value('banana') },
    b: { text: value('Apple') },
    c: { text: value('cherry') },
    d: { text: value('éclair') },
  })
  assert.deepEqual(await names('orderBy=text', 'Word'), ['b', 'a', 'c', 'd'])
  assert.deepEqual(await names('orderBy=text;desc', 'Word'), ['d', 'c', 'a', 'b'])
})

test('4.23.3: a collation is a language with its strength', async () => {
  await make('Case', { '1': { text: value('b') }, '2': { text: value('B') }, '3': { text: value('a') } })
  // without the difference of cases the ids decide
  assert.deepEqual(await names('orderBy=text&collation=und-u-ks-level2', 'Case'), ['3', '1', '2'])
  await make('Phone', { '1': { text: value('Ag') }, '2': { text: value('Äf') } })
  assert.deepEqual(await names('orderBy=text&collation=de-u-co-phonebk', 'Phone'), ['2', '1'])
  assert.equal((await hub.call('GET', '/entities?type=Case&orderBy=text&collation=not_a_tag!')).status, 400)
})

test('4.23.2: numbers, texts, objects, arrays, truth values, times, dates, moments, what is absent last', async () => {
  const typed = (type: string, text: string) => value({ '@type': type, '@value': text })
  await make('Mixed', {
    absent: {},
    array: { x: value([1]) },
    date: { x: typed('Date', '2026-01-01') },
    moment: { x: typed('DateTime', '2026-01-01T00:00:00Z') },
    number: { x: value(7) },
    object: { x: value({ a: 1 }) },
    text: { x: value('a') },
    time: { x: typed('Time', '01:00:00Z') },
    truth: { x: value(true) },
  })
  const sorted = ['number', 'text', 'object', 'array', 'truth', 'time', 'date', 'moment', 'absent']
  assert.deepEqual(await names('orderBy=x', 'Mixed'), sorted)
  assert.deepEqual(await names('orderBy=x;desc', 'Mixed'), [...sorted.slice(0, -1).reverse(), 'absent'])
})

test('4.23.3: distances are measured from any geometry; what is no place comes after the places, by its value', async () => {
  await make('Spot', {
    near: { spot: place('Point', [8.0, 40.1]) },
    far: { spot: place('Point', [9.0, 44.0]) },
    text: { spot: value('nowhere') },
    number: { spot: value(3) },
  })
  assert.deepEqual(await names('orderBy=spot;dist-asc&orderFrom=[8,40]', 'Spot'), ['near', 'far', 'number', 'text'])
  // the line passes by the far one
  const line = 'orderFrom=[[9,43.9],[9,44.5]]&orderGeometry=LineString'
  assert.deepEqual(await names(`orderBy=spot;dist-asc&${line}`, 'Spot'), ['far', 'near', 'number', 'text'])
  const ordering = {
    orderBy: ['spot;dist-asc'],
    geometry: 'LineString',
    coordinates: [
      [9, 43.9],
      [9, 44.5],
    ],
  }
  const found = await hub.call('POST', '/entityOperations/query', { type: 'Query', entities: [{ type: 'Spot' }], ordering })
  assert.equal(found.body[0].id, 'urn:Spot:far')
  for (const wrong of ['orderFrom=[8,40]&orderGeometry=GeometryCollection', 'orderFrom=[8,40]&orderGeometry=LineString', ''])
    assert.equal((await hub.call('GET', `/entities?type=Spot&orderBy=spot;dist-asc&${wrong}`)).status, 400, wrong)
})

test('4.9: values of expandValues are terms, those of jsonKeys are plain JSON', async () => {
  const gender = 'https://uri.etsi.org/ngsi-ld/default-context/Male'
  await make('Person', {
    '1': { gender: { type: 'VocabProperty', vocab: 'Male' } },
    '2': { gender: value('Male') },
    '3': { ticket: { type: 'JsonProperty', json: { value: 'Overstay' } } },
  })
  assert.deepEqual(await names('q=gender==Male&expandValues=gender', 'Person'), ['1'])
  assert.deepEqual(await names(`q=gender=="${gender}"`, 'Person'), ['1'])
  assert.deepEqual(await names('q=gender==Male&expandValues=gender&jsonKeys=gender', 'Person'), ['2'])
  assert.deepEqual(await names('q=ticket[value]=="Overstay"&jsonKeys=ticket', 'Person'), ['3'])
  const query = {
    type: 'Query',
    entities: [{ type: 'Person' }],
    q: 'gender==Male',
    expandValues: ['gender'],
    jsonKeys: ['ticket'],
  }
  assert.deepEqual(
    (await hub.call('POST', '/entityOperations/query', query)).body.map(({ id }: { id: string }) => id),
    ['urn:Person:1'],
  )
})

test('4.10, 6.4.3.2: places of any shape under any name; geoproperty without a geo-query says nothing; a distance of 0 is none', async () => {
  const square = (west: number) => [
    [
      [west, 0],
      [west + 1, 0],
      [west + 1, 1],
      [west, 1],
      [west, 0],
    ],
  ]
  await make('Area', {
    a: { observationSpace: place('Polygon', square(0)) },
    b: { observationSpace: place('MultiPolygon', [square(10), square(20)]) },
    c: {
      observationSpace: place('LineString', [
        [0.5, 0.5],
        [5, 5],
      ]),
    },
    d: { location: place('Point', [0.5, 0.5]) },
  })
  const about = (georel: string, geometry: string, coordinates: Json) =>
    names(`georel=${georel}&geometry=${geometry}&coordinates=${JSON.stringify(coordinates)}&geoproperty=observationSpace`, 'Area')
  assert.deepEqual(
    await about('intersects', 'MultiPoint', [
      [0.5, 0.5],
      [20.5, 0.5],
    ]),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(await about('contains', 'Point', [10.5, 0.5]), ['b'])
  assert.deepEqual(await about('disjoint', 'Polygon', square(0)), ['b'])
  assert.deepEqual(await about('within', 'Polygon', square(0)), ['a'])
  assert.deepEqual(await names('geoproperty=observationSpace', 'Area'), ['a', 'b', 'c', 'd'])
  const zero = 'georel=near;maxDistance==0&geometry=Point&coordinates=[0,0]'
  assert.equal((await hub.call('GET', `/entities?type=Area&${zero}`)).status, 400)
})

test('4.19: scopes by level, by tree, in either way of writing', async () => {
  await make('Garden', {
    n: { scope: '/Madrid/Gardens/North' },
    s: { scope: ['/Madrid/Sights/North', '/CompanyA'] },
    m: { scope: '/Madrid' },
    none: {},
  })
  for (const [scopeQ, found] of [
    ['/Madrid', ['m']],
    ['/Madrid/%23', ['m', 'n', 's']],
    ['/Madrid/%2B/North', ['n', 's']],
    ['/%23', ['m', 'n', 's']],
    ['(/Madrid/Sights/North;/CompanyA)', ['s']],
    ['(/Madrid/Sights/North;/CompanyA)|/Madrid', ['m', 's']],
    ['/Madrid/Gardens/North,/Madrid', ['m', 'n']],
    ['/Madrid/%2B', []],
  ] as [string, string[]][])
    assert.deepEqual(await names(`scopeQ=${scopeQ}`, 'Garden'), found, scopeQ)
  assert.equal((await hub.call('GET', '/entities?type=Garden&scopeQ=/%23/Madrid')).status, 400)
})

test('4.15: the wanted language, the next best, any; the answer says which', async () => {
  await make('Sign', { '1': { text: { type: 'LanguageProperty', languageMap: { de: 'Halt', 'fr-CH': 'Arrêt', en: 'Stop' } } } })
  for (const [lang, shown] of [
    ['en', ['Stop', 'en']],
    ['fr', ['Arrêt', 'fr-CH']],
    ['en;q=0.2,de;q=0.8', ['Halt', 'de']],
    ['zh,*;q=0.1', ['Halt', 'de']],
  ] as [string, string[]][]) {
    const { text } = (await hub.call('GET', `/entities/urn:Sign:1?lang=${encodeURIComponent(lang)}`)).body
    assert.deepEqual([text.type, text.value, text.lang], ['Property', ...shown], lang)
  }
})

test('4.21: projections in either way of writing, with members of the entity', async () => {
  await make('Room', { '1': { scope: '/A', heat: value(1), damp: value(2) } })
  for (const [query, members] of [
    ['pick=heat|damp', ['heat', 'damp']],
    ['pick=id,scope', ['id', 'scope']],
    ['omit=type,heat', ['id', 'scope', 'damp']],
    ['pick=id,heat&omit=heat', undefined],
  ] as [string, string[] | undefined][]) {
    const { status, body } = await hub.call('GET', `/entities/urn:Room:1?${query}`)
    if (members) assert.deepEqual(Object.keys(body).sort(), [...members].sort(), query)
    else assert.equal(status, 400, query)
  }
})

test('4.5.23.3, 5.7.1.5: linked entities of a flat answer in GeoJSON are features of one collection', async () => {
  const link = { type: 'Relationship', object: 'urn:Road:2' }
  await make('Road', { '1': { location: place('Point', [1, 1]), leadsTo: link }, '2': { location: place('Point', [2, 2]) } })
  const geo = { headers: { accept: 'application/geo+json' } }
  const { body } = await hub.call('GET', '/entities/urn:Road:1?join=flat', undefined, geo)
  assert.equal(body.type, 'FeatureCollection')
  assert.deepEqual(
    body.features.map(({ id, geometry }: { id: string; geometry: JsonObject }) => [id, geometry.coordinates]),
    [
      ['urn:Road:1', [1, 1]],
      ['urn:Road:2', [2, 2]],
    ],
  )
  const alone = await hub.call('GET', '/entities/urn:Road:1', undefined, geo)
  assert.equal(alone.body.type, 'Feature')
})

test('6.3.3, 6.3.4: errors are JSON whatever was asked for; what cannot be read is a bare 415, what cannot be made a 406 that says what can', async () => {
  const missing = await hub.call('GET', '/entities/urn:Room:none', undefined, { headers: { accept: 'application/ld+json' } })
  assert.deepEqual([missing.status, missing.headers.get('content-type')], [404, 'application/json'])
  const text = await hub.call('POST', '/entities', { id: 'urn:x', type: 'X' }, { headers: { 'content-type': 'text/plain' } })
  assert.deepEqual([text.status, text.body], [415, undefined])
  const html = await hub.call('GET', '/entities/urn:Room:1', undefined, { headers: { accept: 'text/html' } })
  assert.equal(html.status, 406)
  assert.match(html.body.detail, /application\/json, application\/ld\+json, application\/geo\+json/)
})

test('6.4.3.3: a purge through an entity map takes what the map holds and nothing else', async () => {
  await make('Leaf', { '1': { size: value(1) }, '2': { size: value(2) } })
  const { headers } = await hub.call('GET', '/entityMaps?type=Leaf&q=size==1')
  const map = String(headers.get('ngsild-entitymap'))
  const through = { headers: { 'NGSILD-EntityMap': map } }
  const unknown = { headers: { 'NGSILD-EntityMap': 'urn:ngsi-ld:EntityMap:none' } }
  assert.equal((await hub.call('DELETE', '/entities?type=Leaf', undefined, unknown)).status, 404)
  const purged = await hub.call('DELETE', '/entities?type=Leaf', undefined, through)
  assert.deepEqual([purged.status, purged.headers.get('ngsild-entitymap')], [204, map])
  assert.deepEqual(await names('', 'Leaf'), ['2'])
  assert.equal((await hub.call('DELETE', '/entities?type=Leaf&id=urn:Leaf:2', undefined, through)).status, 204)
  assert.deepEqual(await names('', 'Leaf'), ['2'])
})

test('5.5.11: one entity more than once in a batch is taken in the order of the batch', async () => {
  const id = 'urn:Twin:1'
  const twin = (n: number) => ({ id, type: 'Twin', n: value(n), [`only${n}`]: value(n) })
  const made = await hub.call('POST', '/entityOperations/create', [twin(1), twin(2)])
  assert.deepEqual([made.status, made.body.success, made.body.errors.length], [207, [id], 1])
  assert.equal(made.body.errors[0].error.type.split('/').at(-1), 'AlreadyExists')
  assert.equal((await hub.call('GET', `/entities/${id}`)).body.n.value, 1)
  assert.equal((await hub.call('POST', '/entityOperations/upsert', [twin(3), twin(4)])).status, 204)
  const replaced = (await hub.call('GET', `/entities/${id}`)).body
  assert.deepEqual([replaced.n.value, replaced.only3, replaced.only4.value], [4, undefined, 4])
  assert.equal((await hub.call('POST', '/entityOperations/upsert?options=update', [twin(5), twin(6)])).status, 204)
  const updated = (await hub.call('GET', `/entities/${id}`)).body
  assert.deepEqual([updated.n.value, updated.only5.value, updated.only6.value], [6, 5, 6])
  assert.equal((await hub.call('POST', '/entityOperations/merge', [twin(7), twin(8)])).status, 204)
  assert.equal((await hub.call('GET', `/entities/${id}`)).body.n.value, 8)
  const gone = await hub.call('POST', '/entityOperations/delete', [id, id])
  assert.deepEqual([gone.status, gone.body.success, gone.body.errors[0].error.status], [207, [id], 404])
})

test('6.3.13: an entity that several selectors mean is counted once', async () => {
  await make('Pair', { a: { n: value(1) }, b: { n: value(2) } })
  const entities: JsonObject[] = [{ type: 'Pair' }, { type: 'Pair', id: 'urn:Pair:a' }, { type: 'Pair', idPattern: 'a$' }]
  const { body, headers } = await hub.call('POST', '/entityOperations/query?count=true', { type: 'Query', entities })
  assert.deepEqual([body.length, headers.get('ngsild-results-count')], [2, '2'])
})

test('4.5.19.1: what cannot be aggregated is left out: squares of arrays, extremes of relationships', async () => {
  const at = (hour: number) => ({ observedAt: `2026-01-01T0${hour}:00:00Z` })
  const link = (name: string, hour: number) => ({ type: 'Relationship', object: `urn:x:${name}`, ...at(hour) })
  const list = (items: Json, hour: number) => ({ ...value(items), ...at(hour) })
  const entity = {
    id: 'urn:Crew:1',
    type: 'Crew',
    leads: [link('a', 1), link('b', 2), link('a', 3)],
    crew: [list([1], 1), list([1, 2, 3], 2)],
  }
  assert.equal((await hub.call('POST', '/temporal/entities', entity)).status, 201)
  const methods = 'totalCount,distinctCount,sum,avg,min,max,stddev,sumsq'
  const window = 'timerel=between&timeAt=2026-01-01T00:00:00Z&endTimeAt=2026-01-02T00:00:00Z&aggrPeriodDuration=P1D'
  const { body } = await hub.call(
    'GET',
    `/temporal/entities/urn:Crew:1?options=aggregatedValues&aggrMethods=${methods}&${window}`,
  )
  const told = (attribute: Record<string, Json>) =>
    methods.split(',').map((method) => (attribute[method] as [number][] | undefined)?.[0]?.[0])
  assert.deepEqual(told(body.leads), [3, 2, undefined, undefined, undefined, undefined, undefined, undefined])
  assert.deepEqual(told(body.crew), [2, 2, 4, 2, 1, 3, undefined, undefined])
})

const subscribe = async (id: string, more: JsonObject): Promise<void> => {
  const endpoint = { uri: `${subscriber.url}/${id}` }
  const made = await hub.call('POST', '/subscriptions', {
    id: `urn:${id}`,
    type: 'Subscription',
    notification: { endpoint },
    ...more,
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
}
const told = async (id: string) => {
  await hub.context.drain()
  return subscriber.asked.filter(({ url }) => url === `/${id}`).flatMap(({ body }) => JSON.parse(body).data)
}

test('5.2.12: a subscription has expandValues and jsonKeys as a query has, and keeps them', async () => {
  await subscribe('terms', { entities: [{ type: 'Client' }], q: 'gender==Male', expandValues: 'gender' })
  await subscribe('plain', { entities: [{ type: 'Client' }], q: 'gender==Male', expandValues: 'gender', jsonKeys: 'gender' })
  await make('Client', { '1': { gender: { type: 'VocabProperty', vocab: 'Male' } }, '2': { gender: value('Male') } })
  const ids = async (id: string) => (await told(id)).map((entity: { id: string }) => entity.id)
  assert.deepEqual([await ids('terms'), await ids('plain')], [['urn:Client:1'], ['urn:Client:2']])
  const { expandValues, jsonKeys } = (await hub.call('GET', '/subscriptions/urn:plain')).body
  assert.deepEqual([expandValues, jsonKeys], ['gender', 'gender'])
})

test('5.2.12, 5.8.6: ngsildConformance writes notifications for readers of an earlier version', async () => {
  await subscribe('old', { entities: [{ type: 'Poster' }], ngsildConformance: '1.6' })
  await subscribe('new', { entities: [{ type: 'Poster' }] })
  await make('Poster', { '1': { topic: { type: 'VocabProperty', vocab: 'art' } } })
  assert.deepEqual([(await told('old'))[0].topic.type, (await told('new'))[0].topic.type], ['Property', 'VocabProperty'])
  const notification = { endpoint: { uri: subscriber.url } }
  const wrong = { type: 'Subscription', entities: [{ type: 'Poster' }], notification, ngsildConformance: 'latest' }
  assert.equal((await hub.call('POST', '/subscriptions', wrong)).status, 400)
})

test('5.2.12: a subscription that is limited to this hub may be about everything in it', async () => {
  const notification = { endpoint: { uri: `${subscriber.url}/everything` } }
  assert.equal((await hub.call('POST', '/subscriptions', { type: 'Subscription', notification })).status, 400)
  await subscribe('everything', { localOnly: true })
  await make('Kite', { '1': { n: value(1) } })
  await make('Ball', { '1': { n: value(1) } })
  assert.deepEqual((await told('everything')).map(({ id }: { id: string }) => id).sort(), ['urn:Ball:1', 'urn:Kite:1'])
  await hub.call('DELETE', '/subscriptions/urn:everything')
})
