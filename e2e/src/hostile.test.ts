/** Whatever comes in: the right status, a clear Chinese message, nothing lost, nothing leaked. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ERRORS, type ErrorCode } from '@haihe/contract'
import type { Answer } from '@haihe/kernel/identity/testing/browser'
import { type Hub, startHub } from './lib/hub.ts'
import { expect, type Person, signInAs } from './lib/person.ts'
import { photo } from './lib/photo.ts'
import { announce, reading, station } from './lib/sense.ts'

let hub: Hub
let citizen: Person
let street: Person
let hedong: Person
let engineer: Person
/** a report in 和平区, open while these tests run */
let caseId: string
let photoId: string

const PLACE = { lon: 117.19829, lat: 39.12632, address: '花园路 12 号门前' }
const report = (more: object = {}) => ({ type: 'city-management', category: '0102', title: '暴露垃圾', place: PLACE, ...more })

before(async () => {
  hub = await startHub()
  ;[citizen, street, hedong, engineer] = await Promise.all([
    signInAs(hub, 'shimin'),
    signInAs(hub, 'jiedao'),
    signInAs(hub, 'hedong'),
    signInAs(hub, 'shujuke'),
  ])
  photoId = await citizen.photo(photo(10, 20, 30))
  caseId = expect(
    await citizen.send('POST', '/api/citizen/reports', report({ description: '王女士家门口', attachments: [photoId] })),
    201,
  ).id
})
after(async () => {
  await hub?.stop()
})

const HAN = /\p{Script=Han}/u
/** what belongs to the inside: stacks, statements, files, drivers */
const INSIDE =
  /node_modules|\.ts:\d|\bat \w+ \(|postgres|\bSELECT\b|\bINSERT\b|kernel\.|business\.|\/tmp\/|violates|undefined is not/i

/** A problem document (RFC 9457) with this code, in Chinese, that tells nothing of the inside. */
const refused = (answer: Answer, code: ErrorCode): Answer['json'] => {
  const said = `${answer.status} ${answer.text.slice(0, 600)}`
  assert.equal(answer.status, ERRORS[code].status, said)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, said)
  assert.equal(answer.json.code, code, said)
  assert.equal(answer.json.status, answer.status)
  assert.equal(answer.json.title, ERRORS[code].zh)
  assert.ok(answer.json.traceId, said)
  assert.doesNotMatch(answer.text, INSIDE)
  for (const { message } of answer.json.errors ?? []) assert.match(message, HAN, said)
  return answer.json
}
const paths = (problem: { errors?: { path: string }[] }): string[] => (problem.errors ?? []).map(({ path }) => path)

const raw = async (path: string, init: RequestInit & { duplex?: 'half' }): Promise<Answer> => {
  const response = await fetch(`${hub.url}${path}`, { redirect: 'manual', ...init })
  const text = await response.text()
  const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
  return { status: response.status, url: path, headers: response.headers, text, json }
}
const cookieOf = (person: Person): string => person.browser.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
const asPerson = (
  person: Person,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  raw(path, { method: 'POST', body, headers: { cookie: cookieOf(person), 'content-type': 'application/json', ...headers } })

test('unknown fields and wrong types are named, one by one', async () => {
  const odd = refused(
    await street.send('POST', '/api/cases', report({ title: 7, urgency: 'now', role: 'admin', place: { ...PLACE, z: 1 } })),
    'INVALID_INPUT',
  )
  assert.deepEqual(paths(odd).sort(), ['place.z', 'role', 'title', 'urgency'])
  assert.deepEqual(paths(refused(await street.get('/api/cases?limit=lots&colour=red'), 'INVALID_INPUT')).sort(), [
    'colour',
    'limit',
  ])
  assert.deepEqual(paths(refused(await street.get("/api/cases?region=12'--"), 'INVALID_INPUT')), ['region'])
  refused(await street.send('POST', '/api/cases', []), 'INVALID_INPUT')
  refused(await street.send('POST', '/api/cases', 'null'), 'INVALID_INPUT')
  refused(await street.send('POST', '/api/cases', report({ category: '9999' })), 'UNKNOWN_CATEGORY')
  refused(
    await street.send('POST', `/api/cases/${caseId}/actions`, { action: 'explode', expectedSeq: 1 }),
    'CASE_ACTION_NOT_ALLOWED',
  )
})

test('what is no JSON is said to be none', async () => {
  refused(await asPerson(street, '/api/cases', '{"type": "city-'), 'MALFORMED_JSON')
  refused(await asPerson(street, '/api/cases', ''), 'MALFORMED_JSON')
  refused(await asPerson(street, '/api/cases', '{"__proto__": {"admin": true}}'), 'MALFORMED_JSON')
  refused(await asPerson(street, '/api/cases', '<case/>', { 'content-type': 'application/xml' }), 'UNSUPPORTED_MEDIA_TYPE')
})

test('characters that no text may hold are refused, not stumbled over', async () => {
  for (const title of ['垃圾\u0000堆放', '垃圾\ud800堆放'])
    assert.deepEqual(paths(refused(await street.send('POST', '/api/cases', report({ title })), 'INVALID_INPUT')), ['title'])
  const entity = { id: 'urn:ngsi-ld:Thing:nul', type: 'Thing', note: { type: 'Property', value: '\u0000' } }
  const answer = await engineer.send('POST', '/ngsi-ld/v1/entities', entity)
  assert.equal(answer.status, 400, answer.text)
  assert.match(answer.json.detail, HAN)
  const search = await street.get('/api/cases?q=%00ab')
  assert.ok(search.status === 200 || search.json.code === 'INVALID_INPUT', search.text)
})

test('bodies without end are cut off', async () => {
  refused(await street.send('POST', '/api/cases', report({ description: '长'.repeat(100_000) })), 'PAYLOAD_TOO_LARGE')
  const readings = Array.from({ length: 900 }, () => ({ entity: `urn:x:${'a'.repeat(1500)}`, attribute: 'a', value: 1, at: 'x' }))
  refused(await engineer.send('POST', '/api/ingest/air-stations', readings), 'PAYLOAD_TOO_LARGE')
  refused(
    await asPerson(citizen, '/api/attachments', new Uint8Array(16 * 1024 * 1024), { 'content-type': 'image/png' }),
    'PAYLOAD_TOO_LARGE',
  )
  const entity = { id: 'urn:ngsi-ld:Thing:big', type: 'Thing', text: { type: 'Property', value: 'x'.repeat(2 * 1024 * 1024) } }
  const big = await engineer.send('POST', '/ngsi-ld/v1/entities', entity)
  assert.equal(big.status, 413, big.text)
  assert.match(big.text, HAN)
})

test('a photo is a photo', async () => {
  const image = { 'content-type': 'image/png' }
  refused(await asPerson(citizen, '/api/attachments', 'not a picture at all', image), 'NOT_AN_IMAGE')
  refused(await asPerson(citizen, '/api/attachments', new Uint8Array(photo(1, 2, 3).subarray(0, 200)), image), 'NOT_AN_IMAGE')
  const script = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  refused(await asPerson(citizen, '/api/attachments', script, { 'content-type': 'image/svg+xml' }), 'NOT_AN_IMAGE')
})

test('places: another coordinate system, exchanged coordinates, another city', async () => {
  const crs = refused(
    await street.send('POST', '/api/cases', report({ place: { ...PLACE, crs: 'EPSG:3857', lon: 13_046_453, lat: 4_742_000 } })),
    'INVALID_INPUT',
  )
  assert.deepEqual(paths(crs).sort(), ['place.crs', 'place.lat', 'place.lon'])
  assert.match(crs.errors.find((each: { path: string }) => each.path === 'place.crs').message, /坐标系/)
  refused(await street.send('POST', '/api/cases', report({ place: { ...PLACE, lon: 39.1, lat: 117.2 } })), 'INVALID_INPUT')
  refused(
    await citizen.send('POST', '/api/citizen/reports', report({ place: { ...PLACE, lon: 116.4, lat: 39.9 } })),
    'OUTSIDE_CITY',
  )
  const geometry = {
    type: 'GeoProperty',
    value: { type: 'Point', coordinates: [13_046_453, 4_742_000], crs: { type: 'name', properties: { name: 'EPSG:3857' } } },
  }
  const entity = await engineer.send('POST', '/ngsi-ld/v1/entities', {
    id: 'urn:ngsi-ld:Thing:1',
    type: 'Thing',
    location: geometry,
  })
  assert.equal(entity.status, 400, entity.text)
  assert.match(entity.json.detail, HAN)
  const gone = await engineer.get('/ngsi-ld/v1/entities/urn:ngsi-ld:Thing:1')
  assert.equal(gone.status, 404)
})

test('tokens that nobody issued open nothing, not even what is open to all', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: 'guanliyuan', iss: hub.url, aud: 'haihe', exp: 4_102_444_800, roles: ['admin'] }
  const forged = [
    'nonsense',
    'haihe_0000000000000000000000000000000000000000',
    `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`,
    `${part({ alg: 'HS256', typ: 'JWT', kid: '1' })}.${part(claims)}.c2lnbmF0dXJl`,
    'x'.repeat(8000),
  ]
  for (const token of forged)
    for (const path of ['/api/me', '/api/cases', '/api/regions', '/api/accounts', '/api/audit'])
      refused(await raw(path, { headers: { authorization: `Bearer ${token}` } }), 'INVALID_TOKEN')
  const [session] = street.browser.cookies
  assert.ok(session)
  const bent = `${session.name}=${session.value.slice(0, -4)}AAAA`
  const answer = await raw('/api/cases', { headers: { cookie: bent } })
  assert.ok(['UNAUTHENTICATED', 'INVALID_TOKEN'].includes(answer.json.code), answer.text)
  refused(await raw('/api/me', {}), 'UNAUTHENTICATED')
})

test('the case of another district does not exist', async () => {
  refused(await hedong.get(`/api/cases/${caseId}`), 'NOT_FOUND')
  refused(await hedong.send('POST', `/api/cases/${caseId}/actions`, { action: 'accept', expectedSeq: 1 }), 'NOT_FOUND')
  refused(await hedong.get(`/api/attachments/${photoId}`), 'NOT_FOUND')
  refused(await hedong.get(`/api/attachments/${photoId}/thumb`), 'NOT_FOUND')
  const mine = expect(await street.get('/api/cases'), 200)
  assert.deepEqual(
    mine.items.map((each: { id: string }) => each.id),
    [caseId],
  )
  const theirs = expect(await hedong.get('/api/cases?queue=all'), 200)
  assert.deepEqual(theirs.items, [])
  const asked = await hedong.get('/api/cases?region=120101')
  assert.ok(asked.status === 403 || asked.json.items.length === 0, asked.text)
  const stream = await raw('/api/live?regions=120101&topics=case', { headers: { cookie: cookieOf(hedong) } })
  refused(stream, 'OUT_OF_SCOPE')
  const before = expect(await street.get(`/api/cases/${caseId}`), 200)
  assert.equal(before.summary.state, 'reported')
})

test('roles end where they end', async () => {
  refused(await citizen.get('/api/cases'), 'FORBIDDEN')
  refused(await citizen.get(`/api/cases/${caseId}`), 'FORBIDDEN')
  refused(await citizen.get('/api/audit'), 'FORBIDDEN')
  refused(await street.get('/api/accounts'), 'FORBIDDEN')
  refused(await street.send('POST', '/api/ingest/air-stations', []), 'FORBIDDEN')
  refused(await engineer.send('POST', `/api/cases/${caseId}/actions`, { action: 'register', expectedSeq: 1 }), 'FORBIDDEN')
  const stranger = await raw('/ngsi-ld/v1/entities?type=AirQualityObserved', {})
  assert.equal(stranger.status, 401)
  assert.equal(stranger.json.title, ERRORS.UNAUTHENTICATED.zh)
})

test('another site cannot write with the cookie of a person', async () => {
  const body = JSON.stringify(report({ title: '跨站伪造' }))
  const from = (headers: Record<string, string>) => asPerson(street, '/api/cases', body, headers)
  refused(await from({ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }), 'FORBIDDEN')
  refused(await from({ 'sec-fetch-site': 'same-site' }), 'FORBIDDEN')
  refused(await from({ origin: 'https://evil.example' }), 'FORBIDDEN')
  refused(await from({ origin: 'null' }), 'FORBIDDEN')
  refused(await from({ origin: hub.url.replace('localhost', 'localhost.evil.example') }), 'FORBIDDEN')
  const { items } = expect(await street.get('/api/cases'), 200)
  assert.equal(items.length, 1)
})

test('addresses that lead nowhere say so, and no file outside the screens is served', async () => {
  refused(await street.get('/api/nothing'), 'NOT_FOUND')
  refused(await street.get('/api/cases/not-a-case'), 'NOT_FOUND')
  refused(await street.get('/api/regions/999999'), 'UNKNOWN_REGION')
  for (const path of ['/assets/..%2f..%2f..%2fpackage.json', '/assets/%2e%2e/%2e%2e/vite.config.ts', '/assets//etc/passwd']) {
    const answer = await raw(path, {})
    assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`)
    assert.doesNotMatch(answer.text, /"dependencies"|defineConfig|root:/)
  }
})

test('bad readings are kept with their reason and harm no good one', async () => {
  const id = station('HOSTILE-1')
  await announce(engineer, 'AirQualityObserved', [{ id, region: '120101', name: '和平站', lon: 117.19, lat: 39.12 }])
  const at = Date.now() - 60_000
  const [good] = reading(id, at, { pm10: 80 })
  const bad = [
    { ...good, value: -5 },
    { ...good, value: 1e9 },
    { ...good, at: new Date(at + 86_400_000).toISOString() },
    { ...good, at: 'yesterday' },
    { ...good, entity: 'drop table' },
    { ...good, entity: station('HOSTILE-2'), type: 'Nonsense\u0000' },
    { ...good, secret: true },
    'reading',
    null,
  ]
  const answer = await engineer.send('POST', '/api/ingest/air-stations', [good, ...bad])
  const { stored, rejected, results } = expect(answer, 207)
  assert.deepEqual([stored, rejected], [1, bad.length])
  for (const result of results.slice(1)) assert.match(result.message, HAN, JSON.stringify(result))
  const letters = expect(await engineer.get('/api/dead-letters?source=air-stations'), 200)
  assert.equal(letters.items.length, bad.length)
})
