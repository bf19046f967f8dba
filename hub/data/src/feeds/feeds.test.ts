import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { openLibrary } from '../testing/library.ts'
import { runDuePulls } from './pull/pull.ts'

const library = await openLibrary()
const { app, ctx, clock, data, source } = library
after(library.close)
await source('air', { region: '99' })

const hour = '2026-11-20T09:00:00'
const station = (code: string, more: object = {}) => ({
  area: '书城',
  stationcode: code,
  positionname: '东馆',
  timepoint: hour,
  aqi: '70',
  pm2_5: '38',
  pm10: '—',
  co: '0.6',
  co_24h: '0.7',
  o3: '_',
  o3_8h: '111',
  so2: '-;',
  quality: '良',
  ...more,
})
const collection = (...stations: object[]) => ({
  type: 'FeatureCollection',
  features: stations.map((properties) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [117, 39] }, properties })),
})
const post = (payload: unknown, query = '', who = 'engineer') =>
  app.inject({
    method: 'POST',
    url: `/api/feeds/cnemc/air${query}`,
    headers: { authorization: who, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
const latest = async (entity: string) =>
  Object.fromEntries(
    (
      await ctx.pool.query(
        'SELECT s.attribute, l.value, l.at FROM data.latest l JOIN data.series s ON s.id = l.series WHERE s.entity = $1',
        [entity],
      )
    ).rows.map((row) => [row.attribute, row.value]),
  )

test('the GeoJSON of the national feed is stored under the station, gaps stay gaps, hours are local', async () => {
  const response = await post(collection(station('1015A'), station('1017A', { pm2_5: '56' })))
  assert.deepEqual(response.json(), {
    stations: 2,
    hour: '2026-11-20T01:00:00.000Z',
    received: 10,
    stored: 10,
    duplicate: 0,
    rejected: 0,
    empty: 6,
  })
  assert.deepEqual(await latest('urn:ngsi-ld:AirQualityObserved:1015A'), {
    aqi_published: 70,
    pm25: 38,
    co: 0.6,
    co_24h: 0.7,
    o3_8h: 111,
  })
  assert.equal((await post(collection(station('1015A')))).json().duplicate, 5)
})

test('the JSON list of the same feed, written with capitals and marked Z, means the same hour', async () => {
  const list = [
    { StationCode: '1018A', TimePoint: '2026-11-20T09:00:00Z', PM2_5: '12', O3_8h: '—', Area: '书城', PrimaryPollutant: '' },
  ]
  assert.equal((await post(list)).json().hour, '2026-11-20T01:00:00.000Z')
  assert.deepEqual(await latest('urn:ngsi-ld:AirQualityObserved:1018A'), { pm25: 12 })
})

test('stations are chosen by area or code', async () => {
  const both = collection(station('2001A'), station('2002A', { area: '外地' }))
  assert.equal((await post(both, `?area=${encodeURIComponent('书城')}`)).json().stations, 1)
  assert.equal((await post(both, '?stations=2002A')).json().stations, 1)
})

test('records that cannot be read are kept with their reason and their neighbours are stored', async () => {
  const response = await post([
    station('3001A'),
    station('站', {}),
    station('3002A', { timepoint: '昨天' }),
    7,
    station('3003A', { pm2_5: '三' }),
  ])
  assert.equal(response.json().rejected, 4)
  assert.equal(response.json().stored, 9)
  const { rows } = await ctx.pool.query(`SELECT path FROM data.dead_letter WHERE source = 'air' ORDER BY id`)
  assert.deepEqual(rows.map((row) => row.path).sort(), ['', 'stationcode', 'timepoint', 'value'])
})

test('what is not the feed is refused', async () => {
  assert.equal((await post({ type: 'Feature' })).statusCode, 400)
  assert.equal((await post('text')).statusCode, 400)
  assert.equal((await post([], '', 'citizen')).statusCode, 403)
  assert.equal((await post([], '', 'device')).statusCode, 403)
})

test('a feed is fetched on its schedule, told apart from an unchanged one, and its failures are told', async () => {
  let answer: { status: number; body: string } = { status: 200, body: JSON.stringify([station('4001A')]) }
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers['if-none-match'])
    if (request.headers['if-none-match'] === '"1"' && answer.status === 200) response.writeHead(304).end()
    else response.writeHead(answer.status, { etag: '"1"' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/stations?key=secret`
  const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path = '', payload?: object) =>
    app.inject({
      method,
      url: `/api/sources/air/pull${path}`,
      headers: { authorization: 'engineer' },
      ...(payload ? { payload } : {}),
    })

  assert.equal((await ask('GET')).statusCode, 404)
  assert.equal((await ask('PUT', '', { adapter: 'cnemc', url: 'file:///etc/passwd', everyMinutes: 60 })).statusCode, 400)
  const set = await ask('PUT', '', { adapter: 'cnemc', url, everyMinutes: 60 })
  assert.ok(!set.body.includes('secret'))

  await runDuePulls({ ctx, ingest: data.ingest })
  await runDuePulls({ ctx, ingest: data.ingest })
  assert.equal(asked.length, 1)
  assert.equal((await ask('GET')).json().lastResult.stored, 5)

  clock.advance(3_600_000)
  await runDuePulls({ ctx, ingest: data.ingest })
  assert.deepEqual((await ask('GET')).json().lastResult, { unchanged: true })

  answer = { status: 500, body: '' }
  clock.advance(3_600_000)
  await runDuePulls({ ctx, ingest: data.ingest })
  const failed = (await ask('GET')).json()
  assert.deepEqual([failed.failures, failed.lastError], [1, '对方返回 500'])

  answer = { status: 201, body: 'not json' }
  assert.equal((await ask('POST', '/run')).json().lastError, '内容不是有效的 JSON')
  server.close()
  server.closeAllConnections()
  assert.match((await ask('POST', '/run')).json().lastError, /无法连接/)
  assert.equal((await ask('DELETE')).statusCode, 204)
  assert.equal((await ask('GET')).statusCode, 404)
})
