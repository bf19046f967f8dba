import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Unit } from '@haihe/contract'
import type { FastifyInstance } from 'fastify'
import type { Ctx } from '../context.ts'
import { kernelMigrations } from '../migrations.ts'
import { BOOKTOWN } from '../regions/booktown.ts'
import { regionRows, saveRegions } from '../regions/index.ts'
import { testActor, testContext, testServer } from '../testing/index.ts'
import { openUnits, saveUnits, type UnitIndex, unitRoutes } from './index.ts'

const unit = (
  id: string,
  name: string,
  kind: Unit['kind'],
  duties: string[],
  region: string,
  parent: string | null = null,
): Unit => ({
  id,
  name,
  kind,
  duties,
  region,
  parent,
  generated: false,
})
const UNITS: Unit[] = [
  unit('bk-zl', '总馆', 'city-bureau', ['lend', 'bind'], '99'),
  unit('ds-zf', '东书区人民政府', 'district-government', ['zf'], '990101'),
  unit('ds-jy', '东书区借阅处', 'district-bureau', ['lend'], '990101', 'ds-zf'),
  unit('xs-a', '西书区甲处', 'district-bureau', ['lend'], '990102'),
  unit('xs-b', '西书区乙处', 'district-bureau', ['lend'], '990102'),
  unit('st-990101001', '词典街道办事处', 'street', ['jz'], '990101001', 'ds-zf'),
]

let ctx: Ctx
let units: UnitIndex
let app: FastifyInstance

before(async () => {
  ctx = await testContext([kernelMigrations])
  await saveRegions(ctx.db, regionRows(BOOKTOWN.regions, BOOKTOWN.outlines))
  await saveUnits(ctx.db, UNITS)
  units = await openUnits(ctx)
  app = await testServer(ctx, [{ name: 'units', routes: unitRoutes(units) }], {
    leader: testActor([{ role: 'leader', unit: null, region: '99' }]),
    citizen: testActor([{ role: 'citizen', unit: null, region: '99' }]),
  })
})
after(async () => {
  await app.close()
  await ctx.close()
})

const get = async (url: string, authorization = 'leader') => {
  const reply = await app.inject({ url, headers: authorization ? { authorization } : {} })
  return { status: reply.statusCode, body: reply.json() }
}
const ids = (list: readonly Unit[]) => list.map(({ id }) => id)

test('units come back as they were given', () => {
  assert.deepEqual(units.find('ds-jy'), UNITS[2])
  assert.equal(units.all().length, UNITS.length)
  assert.equal(units.name('nobody'), 'nobody')
  assert.throws(() => units.get('nobody'), { code: 'NOT_FOUND' })
})

test('a duty falls on the unit of the smallest region that has it', () => {
  assert.equal(units.inCharge('lend', '990101001001')?.id, 'ds-jy')
  assert.equal(units.inCharge('bind', '990101001001')?.id, 'bk-zl')
  assert.equal(units.inCharge('jz', '990101001')?.id, 'st-990101001')
  assert.equal(units.inCharge('lend', '990101', 'city-bureau')?.id, 'bk-zl')
})

test('a duty that two units have in the same region falls on nobody', () => {
  assert.equal(units.inCharge('lend', '990102001'), null)
  assert.equal(units.inCharge('unheard', '990101'), null)
})

test('units are found by region, kind, duty, parent and words', () => {
  assert.deepEqual(ids(units.list({ region: '990101' })), ['ds-jy', 'ds-zf', 'st-990101001'])
  assert.deepEqual(ids(units.list({ region: '99', kind: 'street' })), ['st-990101001'])
  assert.deepEqual(ids(units.list({ duty: 'lend', region: '990102' })), ['xs-a', 'xs-b'])
  assert.deepEqual(ids(units.list({ parent: 'ds-zf' })), ['ds-jy', 'st-990101001'])
  assert.deepEqual(ids(units.list({ q: '借阅' })), ['ds-jy'])
  assert.deepEqual(ids(units.list({ q: 'XS-' })), ['xs-a', 'xs-b'])
})

test('lists come in pages', async () => {
  const first = await get('/api/units?limit=4')
  assert.deepEqual([first.body.items.length, first.body.next, first.body.total], [4, '4', 6])
  const second = await get('/api/units?limit=4&cursor=4')
  assert.deepEqual([second.body.items.length, second.body.next], [2, null])
})

test('a unit is served to staff only', async () => {
  assert.deepEqual((await get('/api/units/bk-zl')).body, UNITS[0])
  assert.equal((await get('/api/units/nobody')).status, 404)
  assert.equal((await get('/api/units/bk-zl', '')).status, 401)
  assert.equal((await get('/api/units', 'citizen')).status, 403)
})

test('wrong questions are refused', async () => {
  for (const query of ['kind=castle', 'region=7', 'limit=0', 'limit=5000', 'cursor=-1', 'colour=red', `q=${'长'.repeat(51)}`])
    assert.equal((await get(`/api/units?${encodeURI(query)}`)).status, 400, query)
})

test('a unit that a newer list no longer has keeps its name but is not offered', async () => {
  await saveUnits(ctx.db, UNITS.slice(0, 5))
  const later = await openUnits(ctx)
  assert.equal(later.name('st-990101001'), '词典街道办事处')
  assert.equal(later.inCharge('jz', '990101001'), null)
  await saveUnits(ctx.db, UNITS)
  assert.equal((await openUnits(ctx)).inCharge('jz', '990101001')?.id, 'st-990101001')
})

test('a wrong list of units is refused', async () => {
  await assert.rejects(saveUnits(ctx.db, [UNITS[0]!, UNITS[0]!]), /twice/)
  await assert.rejects(saveUnits(ctx.db, [{ ...UNITS[0]!, parent: 'nobody' }]), /no parent/)
  await assert.rejects(saveUnits(ctx.db, [{ ...UNITS[0]!, region: '990109' }]), /foreign key/)
  assert.equal((await openUnits(ctx)).all().length, UNITS.length)
})
