import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../context.ts'
import { kernelMigrations } from '../migrations.ts'
import { testContext, testServer } from '../testing/index.ts'
import { BOOKTOWN } from './booktown.ts'
import { contains, type Point, type Ring } from './geometry.ts'
import { createRegionIndex, loadRegions, openRegions, type RegionIndex, regionRoutes, regionRows, saveRegions } from './index.ts'

let ctx: Ctx
let regions: RegionIndex
let app: FastifyInstance
let folder: string

const write = (files: typeof BOOKTOWN) =>
  Promise.all([
    writeFile(join(folder, 'regions.json'), JSON.stringify(files.regions)),
    writeFile(join(folder, 'outlines.geojson'), JSON.stringify(files.outlines)),
  ])

before(async () => {
  ctx = await testContext([kernelMigrations])
  folder = await mkdtemp(join(tmpdir(), 'haihe-city-'))
  await write(BOOKTOWN)
  regions = await openRegions(ctx, folder)
  app = await testServer(ctx, [{ name: 'regions', routes: regionRoutes(regions, ctx.city) }], {})
})
after(async () => {
  await app.close()
  await ctx.close()
  await rm(folder, { recursive: true })
})

const get = async (url: string) => {
  const reply = await app.inject({ url })
  return { status: reply.statusCode, body: reply.json() }
}

test('an unchanged city is not loaded again', async () => {
  assert.equal(await loadRegions(ctx.db, folder, ctx.now), false)
})

test('the tree is known: names, children, path', () => {
  assert.equal(regions.name('990101001'), '词典街道')
  assert.equal(regions.name('990109'), '990109')
  assert.equal(regions.fullName('990101001001'), '书城东书区词典街道部首社区')
  assert.deepEqual(
    regions.path('990102001').map(({ code }) => code),
    ['99', '990102', '990102001'],
  )
  assert.deepEqual(
    regions.children('990101').map(({ code, schematic }) => [code, schematic]),
    [
      ['990101001', true],
      ['990101002', true],
    ],
  )
  assert.equal(regions.all().length, 11)
})

test('a point lies in the smallest region that is known there', () => {
  assert.equal(regions.locate(117.44, 39.12), '990101001001')
  assert.equal(regions.locate(117.56, 39.31), '990101001004')
  assert.equal(regions.locate(117.7, 39.1), '990101002')
  assert.equal(regions.locate(117.1, 39.1), '990102001')
})

test('a point just off the edge belongs to the nearest region, one farther off to none', () => {
  assert.equal(regions.locate(117.7, 38.997), '990101002')
  assert.equal(regions.locate(117.7, 38.99), undefined)
  assert.equal(regions.locate(-122.4, 37.7), undefined)
  assert.equal(regions.locate(0, 0), undefined)
  assert.equal(regions.locate(Number.NaN, 39.1), undefined)
  assert.throws(() => regions.place(117.7, 38.99), { code: 'OUTSIDE_CITY' })
})

test('the drawn outline of a community holds just the points that are located in it', () => {
  const { features } = regions.outlines('990101001')
  assert.deepEqual(
    features.map(({ id, properties }) => [id, properties.schematic]),
    ['990101001001', '990101001002', '990101001003', '990101001004'].map((code) => [code, true]),
  )
  const inside = fc.tuple(
    fc.double({ min: 117.401, max: 117.599, noNaN: true }),
    fc.double({ min: 39.001, max: 39.399, noNaN: true }),
  )
  fc.assert(
    fc.property(inside, ([lon, lat]) => {
      const onSeam = Math.abs(lon - 117.5) < 1e-4 || Math.abs(lat - 39.2) < 1e-4
      const code = regions.locate(lon, lat)
      const { geometry } = features.find(({ id }) => id === code)!
      assert.ok(onSeam || contains(geometry.coordinates as unknown as Ring[], [lon, lat] as Point))
    }),
  )
})

test('a city without outlines is one place within its bounds', () => {
  const plain = createRegionIndex(regionRows(BOOKTOWN.regions, { features: [] }).slice(0, 1), ctx.city.bounds)
  assert.equal(plain.locate(117.4, 39.2), '99')
  assert.equal(plain.locate(100, 39.2), undefined)
  assert.deepEqual(plain.outlines('99').features, [])
})

test('the list of regions is served to anyone', async () => {
  const { status, body } = await get('/api/regions')
  assert.equal(status, 200)
  assert.deepEqual(body, {
    items: [
      { code: '990101', name: '东书区', level: 'district', parent: '99', centre: [117.6, 39.2], schematic: false },
      { code: '990102', name: '西书区', level: 'district', parent: '99', centre: [117.2, 39.2], schematic: false },
    ],
    next: null,
    total: 2,
  })
  assert.equal((await get('/api/regions?parent=990101001')).body.total, 4)
})

test('a region is served with its path', async () => {
  const { body } = await get('/api/regions/990101001')
  assert.equal(body.fullName, '书城东书区词典街道')
  assert.equal(body.children, 4)
  assert.deepEqual(body.path[1], { code: '990101', name: '东书区' })
})

test('a point is located over the API', async () => {
  assert.equal((await get('/api/regions/locate?lon=117.44&lat=39.12')).body.code, '990101001001')
  const outside = await get('/api/regions/locate?lon=117.7&lat=38.99')
  assert.deepEqual([outside.status, outside.body.code, outside.body.title], [422, 'OUTSIDE_CITY', '位置不在本市范围内'])
})

test('wrong questions get clear answers', async () => {
  const asked: [string, number, string][] = [
    ['/api/regions/locate?lon=east&lat=39', 400, 'INVALID_INPUT'],
    ['/api/regions/locate?lat=39', 400, 'INVALID_INPUT'],
    ['/api/regions/locate?lon=117&lat=99', 400, 'INVALID_INPUT'],
    ['/api/regions/abc', 400, 'INVALID_INPUT'],
    ['/api/regions?parent=99&deep=1', 400, 'INVALID_INPUT'],
    ['/api/regions?parent=990109', 422, 'UNKNOWN_REGION'],
    ['/api/regions/990109/outlines', 422, 'UNKNOWN_REGION'],
  ]
  for (const [url, status, code] of asked) {
    const reply = await get(url)
    assert.deepEqual([reply.status, reply.body.code], [status, code], url)
  }
})

test('outlines are GeoJSON and are not sent twice to who has them', async () => {
  const first = await app.inject({ url: '/api/regions/99/outlines' })
  assert.match(String(first.headers['content-type']), /^application\/geo\+json/)
  assert.deepEqual(
    first.json().features.map((feature: { id: string; geometry: { type: string } }) => [feature.id, feature.geometry.type]),
    [
      ['990101', 'Polygon'],
      ['990102', 'Polygon'],
    ],
  )
  const etag = String(first.headers.etag)
  const again = await app.inject({ url: '/api/regions/99/outlines', headers: { 'if-none-match': `W/${etag}` } })
  assert.deepEqual([again.statusCode, again.body], [304, ''])
  const other = await app.inject({ url: '/api/regions/990101/outlines', headers: { 'if-none-match': etag } })
  assert.equal(other.statusCode, 200)
})

test('a region that a newer list no longer has keeps its name but is gone from the tree', async () => {
  const own = await testContext([kernelMigrations])
  try {
    await saveRegions(own.db, regionRows(BOOKTOWN.regions, BOOKTOWN.outlines))
    const fewer = BOOKTOWN.regions.regions.filter(([code]) => !code.startsWith('990102'))
    const left = BOOKTOWN.outlines.features.filter(({ id }) => !id.startsWith('990102'))
    await saveRegions(own.db, regionRows({ regions: fewer }, { features: left }))
    const index = await openRegions(own)
    assert.equal(index.name('990102001'), '小说镇')
    assert.equal(index.has('990102001'), false)
    assert.equal(index.locate(117.1, 39.2), undefined)
    await saveRegions(own.db, regionRows(BOOKTOWN.regions, BOOKTOWN.outlines))
    assert.equal((await openRegions(own)).locate(117.1, 39.2), '990102001')
  } finally {
    await own.close()
  }
})

test('a wrong list of regions is refused before anything is written', async () => {
  const bad = { regions: [...BOOKTOWN.regions.regions, ['990103001', '无区街道']] as typeof BOOKTOWN.regions.regions }
  assert.throws(() => regionRows(bad, { features: [] }), /no parent 990103/)
  const twice = { regions: [...BOOKTOWN.regions.regions, BOOKTOWN.regions.regions[0]!] }
  assert.throws(() => regionRows(twice, { features: [] }), /twice/)
  const other = await mkdtemp(join(tmpdir(), 'haihe-city-'))
  try {
    await cp(folder, other, { recursive: true })
    await writeFile(join(other, 'regions.json'), (await readFile(join(other, 'regions.json'), 'utf8')).replace('117.45', '"x"'))
    await assert.rejects(loadRegions(ctx.db, other, ctx.now), /regions of the city/)
  } finally {
    await rm(other, { recursive: true })
  }
})
