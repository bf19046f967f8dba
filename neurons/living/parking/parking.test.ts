import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AlertRuleDef, EntityTypeDef, IndicatorDef, Rule, ruleAt, ScenarioManifest } from '@haihe/contract'
import { createIngest, createSourceRegistry, dataMigrations, insertSource } from '@haihe/data'
import { type Ctx, kernelMigrations } from '@haihe/kernel'
import { testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { playStory } from '../../testing/story.ts'
import { derivations, entities } from './entities.ts'
import type { FeeView, LotDetail, NearLot } from './guidance.ts'
import { createParking } from './module.ts'
import { scenario } from './scenario.ts'
import { story } from './story.ts'

const clock = testClock('2026-11-20T02:10:00Z')
let ctx: Ctx
let app: FastifyInstance
let stop = async () => {}
const submit: { items: (items: unknown[]) => Promise<string[]> } = { items: async () => [] }

before(async () => {
  ctx = await testContext([kernelMigrations, dataMigrations], clock)
  const city = { ...ctx.city, code: '12' }
  await insertSource(
    ctx.db,
    { id: 'lots', title: '停车场', unit: 'tj-cgw', region: '120101', provenance: 'simulated', protocol: 'mqtt' },
    ctx.now(),
  )
  const ingest = createIngest(
    ctx,
    { sources: createSourceRegistry(ctx.db, ctx.now), outbox: { publish: async () => {} } },
    { sweepEvery: 0 },
  )
  ingest.describe({ entities, derivations })
  await ingest.start()
  submit.items = async (items) => (await ingest.submit({ source: 'lots', items })).map((result) => result.code ?? result.status)
  const rules = { find: (id: string, date: string, region: string) => ruleAt(scenario.rules!, id, date, region) }
  app = await testServer(ctx, [createParking({ ...ctx, city }, { regions: { name: (code) => `区划${code}` }, rules })], {
    citizen: testActor([{ role: 'citizen', unit: null, region: '12' }]),
    device: testActor([{ role: 'device', unit: null, region: '12' }]),
  })
  stop = () => ingest.stop()
})

after(async () => {
  await stop()
  await app.close()
  await ctx.close()
})

const entity = (name: string) => `urn:ngsi-ld:OffStreetParking:${name}`
const report = (name: string, free: number, total: number, at = '2026-11-20T02:08:00Z') => [
  { entity: entity(name), type: 'OffStreetParking', attribute: 'availableSpotNumber', value: free, at },
  { entity: entity(name), type: 'OffStreetParking', attribute: 'totalSpotNumber', value: total, at },
]
const place = async (name: string, title: string, lon: number, lat: number) => {
  await ctx.pool.query(`UPDATE data.entity SET doc = $2 WHERE id = $1`, [
    entity(name),
    { 'https://uri.etsi.org/ngsi-ld/default-context/name': [{ type: 'Property', value: title }] },
  ])
  await ctx.pool.query(
    `INSERT INTO data.entity_geo (entity, attribute, geometry, bounds, lon, lat, cell) VALUES ($1, 'location', '{}', box(point($2::float8, $3::float8), point($2::float8, $3::float8)), $2, $3, 0)`,
    [entity(name), lon, lat],
  )
}
const get = async <T>(url: string, actor = 'citizen'): Promise<{ status: number; body: T }> => {
  const response = await app.inject({ url, headers: { authorization: actor } })
  return { status: response.statusCode, body: response.json() as T }
}

test('the manifest and every table are well formed', () => {
  ScenarioManifest.parse(scenario)
  for (const one of scenario.entities!) EntityTypeDef.parse(one)
  for (const one of scenario.indicators!) IndicatorDef.parse(one)
  for (const one of scenario.alerts!) AlertRuleDef.parse(one)
  for (const one of scenario.rules!) Rule.parse(one)
  const declared = new Set(scenario.rules!.map(({ id }) => id))
  const used = [...scenario.indicators!.flatMap(({ rules }) => rules), ...scenario.alerts!.flatMap(({ rule }) => rule ?? [])]
  assert.deepEqual(
    used.filter((id) => !declared.has(id)),
    [],
  )
  assert.deepEqual(
    scenario.indicators!.map(({ id }) => id),
    scenario.writes,
  )
  const known = new Set(scenario.entities![0]!.attributes.map(({ name }) => name))
  for (const { reads, writes } of derivations) for (const name of [...reads, ...writes]) assert.ok(known.has(name), name)
  const times = story.steps.map((step) => step.at)
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
  for (const step of story.steps)
    if (step.do === 'observe')
      assert.deepEqual(
        Object.keys(step.values).filter((name) => !known.has(name)),
        [],
      )
})

test('only amounts with a source are official', () => {
  assert.deepEqual(
    scenario.rules!.map(({ id, official }) => [id, official]),
    [
      ['parking.periods', true],
      ['parking.rates', false],
      ['parking.zones', false],
      ['parking.free-share-alert', false],
    ],
  )
})

test('impossible readings are rejected one by one, and a report that contradicts itself counts nowhere', async () => {
  assert.deepEqual(await submit.items([...report('bad', -1, 100), ...report('odd', 120, 100)]), [
    'VALUE_OUT_OF_RANGE',
    'stored',
    'stored',
    'stored',
  ])
  const { rows } = await ctx.pool.query(`SELECT attribute FROM data.series WHERE entity = $1 ORDER BY attribute`, [entity('odd')])
  assert.deepEqual(
    rows.map(({ attribute }) => attribute),
    ['availableSpotNumber', 'totalSpotNumber'],
  )
})

test('the nearest car parks with free places come first, with distance, fee, freshness and provenance', async () => {
  await submit.items([
    ...report('near', 5, 50),
    ...report('full', 0, 80),
    ...report('far', 70, 100),
    ...report('old', 9, 90, '2026-11-20T01:00:00Z'),
  ])
  await place('near', '近处停车场', 117.2, 39.13)
  await place('full', '已满停车场', 117.2001, 39.1301)
  await place('far', '远处停车场', 117.25, 39.15)
  await place('old', '失联停车场', 117.21, 39.13)
  const { status, body } = await get<{ items: NearLot[] }>('/api/parking/nearest?lon=117.2&lat=39.1309&limit=5&stay=90')
  assert.equal(status, 200)
  assert.deepEqual(
    body.items.map(({ name, distance, free, stale, zone }) => [name, distance, free, stale, zone]),
    [
      ['近处停车场', 100, 5, false, '1'],
      ['失联停车场', 868, 9, true, '1'],
      ['远处停车场', 4807, 70, false, '1'],
    ],
  )
  const [nearest] = body.items
  assert.deepEqual(
    [nearest!.provenance, nearest!.source.title, nearest!.regionName, nearest!.at],
    ['simulated', '停车场', '区划120101', '2026-11-20T02:08:00.000Z'],
  )
  // 10:10 to 11:40 on the city's clock: three half hours
  assert.deepEqual([nearest!.fee.amount, nearest!.fee.official, nearest!.fee.parts.length], [9, false, 1])
})

test('a car park shows its last day', async () => {
  await submit.items(report('near', 30, 50, '2026-11-20T02:09:30Z'))
  const { body } = await get<LotDetail>(`/api/parking/lots/${encodeURIComponent(entity('near'))}`)
  assert.equal(body.lot.free, 30)
  assert.deepEqual(body.history, [{ at: '2026-11-20T02:09:30.000Z', free: 30 }])
  assert.equal((await get(`/api/parking/lots/${encodeURIComponent(entity('none'))}`)).status, 404)
  assert.equal((await get('/api/parking/lots/none')).status, 400)
})

test('anybody may ask what a stay costs, and sees on what basis', async () => {
  const response = await app.inject({
    url: '/api/parking/fee?zone=1&from=2026-11-20T20:45:00%2B08:00&to=2026-11-21T08:20:00%2B08:00',
  })
  const body = response.json() as FeeView
  assert.deepEqual(
    [body.amount, body.official, body.parts.map(({ kind, amount }) => [kind, amount])],
    [
      11,
      false,
      [
        ['day', 3],
        ['night', 5],
        ['day', 3],
      ],
    ],
  )
  assert.equal(body.basis.length, 2)
})

test('bad questions get a clear answer', async () => {
  const status = async (url: string, actor = 'citizen') => (await get(url, actor)).status
  assert.equal(await status('/api/parking/nearest?lon=116&lat=39'), 422)
  assert.equal(await status('/api/parking/nearest?lon=117.2&lat=39.1&crs=GCJ-02'), 422)
  assert.equal(await status('/api/parking/nearest?lon=117.2'), 400)
  assert.equal(await status('/api/parking/nearest?lon=abc&lat=39'), 400)
  assert.equal(await status('/api/parking/nearest?lon=117.2&lat=39.1&limit=500'), 400)
  assert.equal(await status('/api/parking/nearest?lon=117.2&lat=39.1', 'device'), 200)
  assert.equal(await status('/api/parking/nearest?lon=117.2&lat=39.1', 'nobody'), 200)
  assert.equal(await status('/api/parking/fee?zone=4&from=2026-11-20T00:00:00Z&to=2026-11-20T01:00:00Z'), 400)
  assert.equal(await status('/api/parking/fee?zone=1&from=2026-11-20T02:00:00Z&to=2026-11-20T01:00:00Z'), 400)
  assert.equal(await status('/api/parking/fee?zone=1&from=2026-01-20T02:00:00Z&to=2026-11-20T01:00:00Z'), 400)
  assert.equal(await status('/api/parking/fee?zone=1&from=2010-11-20T02:00:00Z&to=2010-11-20T03:00:00Z'), 422)
})

test('the story comes true', () => playStory(scenario, story, '2026-11-20T02:00:00Z'))
