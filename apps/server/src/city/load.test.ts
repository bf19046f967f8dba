import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Ctx, kernelMigrations, openRegions, openUnits, type RegionIndex, readCity } from '@haihe/kernel'
import { testContext } from '@haihe/kernel/testing'

const FOLDER = new URL('../../city/tianjin/', import.meta.url).pathname
let ctx: Ctx
let regions: RegionIndex

before(async () => {
  ctx = { ...(await testContext([kernelMigrations])), city: await readCity(FOLDER) }
  regions = await openRegions(ctx, FOLDER)
})
after(() => ctx.close())

test('the whole city is in the tree', () => {
  assert.equal(regions.all().length, 1 + 16 + 299 + 5617)
  assert.equal(regions.fullName('120101001001'), '天津市和平区劝业场街道花园路社区居委会')
  assert.equal(regions.outlines('12').features.length, 16)
  assert.equal(regions.outlines('120104').features.length, 12)
})

test('every district, street and community is located where its centre is', () => {
  for (const { code, centre } of regions.all().filter((region) => region.code.length > 6))
    assert.ok(regions.locate(...centre!)?.startsWith(code), code)
  for (const { code, centre } of regions.children('12')) assert.ok(regions.locate(...centre!)?.startsWith(code), code)
})

test('places outside the city are nowhere', () => {
  // Beijing, Langfang, Tangshan, the Bohai Sea, and longitude and latitude exchanged
  const outside = [
    [116.4, 39.9],
    [116.72, 39.52],
    [118.18, 39.63],
    [118.05, 38.6],
    [39.12, 117.2],
  ] as const
  for (const [lon, lat] of outside) assert.equal(regions.locate(lon, lat), undefined, `${lon},${lat}`)
})

test('the units of the city stand in its regions', async () => {
  const units = await openUnits(ctx, FOLDER)
  assert.equal(units.inCharge('jz', '120104007001')?.name, '向阳路街道办事处')
  assert.equal(units.inCharge('cgw', '120104007001')?.name, '南开区城市管理委员会')
  assert.equal(units.inCharge('rq', '120104007001')?.id, 'tj-nyjt')
})

const stations = join(process.env.HAIHE_DATA_DIR ?? '', 'cnemc_snapshot/tianjin_aq_stations.csv')
const withData = { skip: existsSync(stations) ? false : 'HAIHE_DATA_DIR is not set' }
test('the national air stations lie in their districts', withData, () => {
  const [head, ...lines] = readFileSync(stations, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  const column = (name: string) => head!.indexOf(name)
  for (const cells of lines) {
    const [lon, lat] = [Number(cells[column('lon')]), Number(cells[column('lat')])]
    assert.equal(regions.locate(lon, lat)?.slice(0, 6), cells[column('district_code')], cells.join())
  }
})
