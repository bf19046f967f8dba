import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Actor, type Rule, ruleAt } from '@haihe/contract'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import type { AuditEntry } from '../audit/types.ts'
import type { Ctx } from '../context.ts'
import { kernelMigrations } from '../migrations.ts'
import { testActor, testContext, testServer } from '../testing/index.ts'
import { createRuleIndex, openRules, type Rules, ruleRoutes } from './index.ts'

const rule = (id: string, value: Rule['value'], given: Partial<Rule> = {}): Rule => ({
  id,
  title: { zh: '借期', en: 'Loan period' },
  value,
  unit: '天',
  basis: '书城图书馆通则',
  official: false,
  from: '2020-01-01',
  to: null,
  region: '99',
  ...given,
})
const DECLARED: Rule[] = [
  rule('loan.days', 14),
  rule('loan.days', 21, { from: '2026-01-01' }),
  rule('loan.days', 30, { from: '2026-01-01', region: '990101' }),
  rule('loan.fine', { amount: 1, unit: 'workingDay' }),
  rule('loan.law', 7, { official: true, basis: '书城〔2020〕1号', to: '2030-01-01' }),
]

let ctx: Ctx
let rules: Rules
let app: FastifyInstance
const audited: AuditEntry[] = []
const audit = { record: async (_: unknown, entries: readonly AuditEntry[]) => void audited.push(...entries) }
const admin = testActor([{ role: 'admin', unit: null, region: '99' }], 'admin')
const districtAdmin = testActor([{ role: 'admin', unit: null, region: '990101' }], 'district')
const leader = testActor([{ role: 'leader', unit: null, region: '99' }], 'leader')
const actors: Record<string, Actor> = {
  admin,
  districtAdmin,
  leader,
  citizen: testActor([{ role: 'citizen', unit: null, region: '99' }]),
}

const open = () => openRules({ ...ctx, audit, hasRegion: (code) => ['99', '990101', '990102'].includes(code) }, DECLARED)

before(async () => {
  ctx = await testContext([kernelMigrations])
  rules = await open()
  app = await testServer(ctx, [{ name: 'rules', routes: ruleRoutes(rules, ctx.city) }], actors)
})
after(async () => {
  await app.close()
  await ctx.close()
})

const put = async (body: unknown, authorization = 'admin') => {
  const reply = await app.inject({ method: 'PUT', url: '/api/rules', headers: { authorization }, payload: body as object })
  return { status: reply.statusCode, body: reply.json() }
}
const get = async (url: string, authorization = 'leader') => (await app.inject({ url, headers: { authorization } })).json()

/** A change that is allowed; each test takes its own day. */
const change = (given: object = {}) => ({
  id: 'loan.days',
  value: 28,
  from: '2026-12-01',
  region: '99',
  basis: '馆务会决定',
  ...given,
})

test('the rule in force is the most specific and the latest', () => {
  assert.equal(rules.find('loan.days', '2025-12-31', '990101001')?.value, 14)
  assert.equal(rules.find('loan.days', '2026-01-01', '990101001')?.value, 30)
  assert.equal(rules.find('loan.days', '2026-01-01', '990102')?.value, 21)
  assert.equal(rules.find('loan.days', '2019-12-31', '99'), undefined)
  assert.equal(rules.find('loan.law', '2030-01-01', '99'), undefined)
  assert.equal(rules.find('no.such', '2026-01-01', '99'), undefined)
})

test('the index in memory answers as the contract does', () => {
  const anyRule = fc
    .record({
      from: fc.constantFrom('2020-01-01', '2021-06-01', '2022-01-01'),
      to: fc.constantFrom(null, '2021-12-31', '2023-01-01'),
      region: fc.constantFrom('99', '990101', '990101001', '990102'),
      value: fc.nat(),
    })
    .map((given) => rule('a.b', given.value, given))
  const keyOf = (one: Rule) => `${one.region} ${one.from}`
  fc.assert(
    fc.property(
      fc.uniqueArray(anyRule, { selector: keyOf, maxLength: 8 }),
      fc.constantFrom('2019-12-31', '2020-06-01', '2021-12-31', '2022-01-01', '2024-01-01'),
      fc.constantFrom('99', '990101', '990101001', '990101002', '990102'),
      (list, date, region) =>
        assert.deepEqual(createRuleIndex(list).find('a.b', date, region), ruleAt(list, 'a.b', date, region)),
    ),
  )
})

test('opening again with the same rules writes nothing', async () => {
  const before = rules.all()
  assert.deepEqual((await open()).all(), before)
})

test('what scenarios change or drop is taken over; what people set stays', async () => {
  const own = { ...ctx, audit, hasRegion: () => true }
  const first = await openRules(own, [...DECLARED, rule('shelf.height', 2), rule('shelf.depth', 1)])
  await first.change({ ...change(), id: 'shelf.depth', value: 9, from: '2026-11-20', to: null }, admin)
  const second = await openRules(own, [...DECLARED, rule('shelf.depth', 3), rule('shelf.depth', 5, { from: '2026-11-20' })])
  assert.equal(second.find('shelf.height', '2026-11-20', '99'), undefined)
  assert.equal(second.find('shelf.depth', '2026-11-19', '99')?.value, 3)
  assert.equal(second.find('shelf.depth', '2026-11-20', '99')?.value, 9)
  const official = await openRules(own, [...DECLARED, rule('shelf.depth', 6, { from: '2026-11-20', official: true })])
  assert.equal(official.find('shelf.depth', '2026-11-20', '99')?.value, 6)
  await open()
})

test('a rule declared twice is an error at boot', async () => {
  await assert.rejects(
    openRules({ ...ctx, audit, hasRegion: () => true }, [DECLARED[0]!, DECLARED[0]!]),
    /loan.days 99 2020-01-01/,
  )
})

test('a configurable rule is changed from a day on, with an audit entry', async () => {
  audited.length = 0
  const { status, body } = await put(change())
  assert.equal(status, 200)
  assert.deepEqual(
    [body.value, body.title.zh, body.origin, body.changedBy, body.official],
    [28, '借期', 'manual', 'admin', false],
  )
  assert.equal(rules.find('loan.days', '2026-11-30', '99')?.value, 21)
  assert.equal(rules.find('loan.days', '2026-12-01', '99')?.value, 28)
  assert.equal(rules.find('loan.days', '2026-12-01', '990101')?.value, 30)
  assert.deepEqual(
    audited.map(({ action, subject, basis, details }) => [action, subject, basis, details]),
    [['rule.change', 'rule:loan.days', '馆务会决定', { from: '2026-12-01', to: null, value: 28, before: 21 }]],
  )
})

test('a change that cannot be audited is not made', async () => {
  const broken = { record: () => Promise.reject(new Error('no audit')) }
  const own = await openRules({ ...ctx, audit: broken, hasRegion: () => true }, DECLARED)
  await assert.rejects(own.change({ ...change({ from: '2027-05-01', to: null }) } as never, admin), /no audit/)
  await own.refresh()
  assert.equal(
    own.versions('loan.days').some(({ from }) => from === '2027-05-01'),
    false,
  )
})

test('another process sees the change once it looks', async () => {
  const other = await open()
  await put(change({ from: '2027-01-01', value: 35 }))
  assert.notEqual(other.find('loan.days', '2027-01-01', '99')?.value, 35)
  await other.refresh()
  assert.equal(other.find('loan.days', '2027-01-01', '99')?.value, 35)
})

test('official rules, past days and other shapes are refused', async () => {
  const refused: [object, number, string][] = [
    [change({ id: 'loan.law', value: 8 }), 409, 'CONFLICT'],
    [change({ id: 'no.such' }), 404, 'NOT_FOUND'],
    [change({ from: '2026-11-19' }), 400, 'INVALID_INPUT'],
    [change({ to: '2026-12-01' }), 400, 'INVALID_INPUT'],
    [change({ value: '28' }), 400, 'INVALID_INPUT'],
    [change({ id: 'loan.fine', value: { amount: 2 } }), 400, 'INVALID_INPUT'],
    [change({ id: 'loan.fine', value: { amount: 2, unit: 'workingDay', more: 1 } }), 400, 'INVALID_INPUT'],
    [change({ basis: '' }), 400, 'INVALID_INPUT'],
    [change({ region: '990109' }), 422, 'UNKNOWN_REGION'],
    [change({ official: true }), 400, 'INVALID_INPUT'],
    [[], 400, 'INVALID_INPUT'],
  ]
  for (const [body, status, code] of refused) {
    const reply = await put(body)
    assert.deepEqual([reply.status, reply.body.code], [status, code], JSON.stringify(body))
  }
  const fine = { id: 'loan.fine', value: { unit: 'workingDay', amount: 2 } }
  assert.equal((await put(change(fine))).status, 200)
})

test('only who manages rules in that region may change them', async () => {
  assert.equal((await put(change(), 'leader')).status, 403)
  assert.equal((await put(change(), '')).status, 401)
  assert.equal((await put(change({ from: '2026-12-02' }), 'districtAdmin')).body.code, 'OUT_OF_SCOPE')
  assert.equal((await put(change({ from: '2026-12-02', region: '990101' }), 'districtAdmin')).status, 200)
})

test('rules are listed whole, or as of a day for a region', async () => {
  const day = await get('/api/rules?at=2026-06-01&region=990101')
  assert.deepEqual(
    day.items.map(({ id, value }: Rule) => [id, value]),
    [
      ['loan.days', 30],
      ['loan.fine', { amount: 1, unit: 'workingDay' }],
      ['loan.law', 7],
    ],
  )
  const versions = await get('/api/rules?id=loan.law')
  assert.deepEqual([versions.total, versions.items[0].basis, versions.items[0].to], [1, '书城〔2020〕1号', '2030-01-01'])
  assert.equal((await get('/api/rules?id=no.such&at=2026-06-01')).total, 0)
  assert.equal((await get('/api/rules', 'citizen')).code, 'FORBIDDEN')
})
