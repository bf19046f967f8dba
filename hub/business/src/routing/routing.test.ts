import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import {
  type FindUnit,
  type LocalMoment,
  matchesRule,
  RoutingRule,
  type RoutingRuleInput,
  routeCase,
  simulateRouting,
} from '@haihe/contract'
import fc from 'fast-check'
import { act, look, upTo } from '../testing/actions.ts'
import { type Bench, type Json, openBench } from '../testing/bench.ts'
import { BINDERY, ROUTES, STORE } from '../testing/library.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  after(bench.close)
  return bench
}

const rule = (given: Partial<RoutingRuleInput> & { id: string }): RoutingRule =>
  RoutingRule.parse({
    title: { zh: given.id, en: given.id },
    caseType: 'book-care',
    place: '99',
    to: { unit: given.id },
    basis: 'LIB 2-2026',
    ...given,
  })

const one = { type: 'book-care', category: '0101', region: '990101001', source: 'reader' }
const monday: LocalMoment = { time: '10:00', weekday: 1, workday: true }
const byId: FindUnit = (selector) => ('unit' in selector ? selector.unit : null)

test('priority beats place, place beats category, the rest is decided by name and never by chance', () => {
  const rules = [
    rule({ id: 'all' }),
    rule({ id: 'category', category: '0101' }),
    rule({ id: 'place', place: '990101' }),
    rule({ id: 'first', priority: 500, category: '02' }),
  ]
  const unit = (all: RoutingRule[], category = '0101') => routeCase(all, { ...one, category }, monday, byId)?.unit
  assert.equal(unit(rules), 'place')
  assert.equal(unit(rules, '0201'), 'first')
  assert.equal(unit([rule({ id: 'b' }), rule({ id: 'a' })]), 'a')
  fc.assert(fc.property(fc.shuffledSubarray(rules, { minLength: rules.length }), (shuffled) => unit(shuffled) === 'place'))
})

test('a duty list holds by hour, weekday and working day, also over midnight; an unknown calendar is on no list', () => {
  const night = rule({ id: 'night', duty: [{ from: '20:00', to: '06:00' }] })
  const weekend = rule({ id: 'weekend', duty: [{ days: 'holidays' }] })
  const tuesday = rule({ id: 'tuesday', duty: [{ weekdays: [2], from: '08:00', to: '12:00' }] })
  const at = (time: string, weekday = 1, workday: boolean | null = true): LocalMoment => ({ time, weekday, workday })
  assert.deepEqual(
    ['19:59', '20:00', '23:59', '00:00', '05:59', '06:00'].map((time) => matchesRule(night, one, at(time))),
    [false, true, true, true, true, false],
  )
  assert.deepEqual(
    [true, false, null].map((workday) => matchesRule(weekend, one, at('10:00', 6, workday))),
    [false, true, false],
  )
  assert.deepEqual([matchesRule(tuesday, one, at('11:59', 2)), matchesRule(tuesday, one, at('12:00', 2))], [true, false])
})

test('a rule whose unit does not exist passes the case on to the next one', () => {
  const rules = [rule({ id: 'ghost', to: { kind: 'workshop', in: 'street' } }), rule({ id: 'someone' })]
  assert.equal(routeCase(rules, one, monday, byId)?.unit, 'someone')
  assert.equal(routeCase([rules[0]!], one, monday, byId), null)
})

test('a published set routes from its day on, sets limits, keeps past cases as they were, and is on record', async () => {
  const bench = await setUp()
  const before = await upTo(bench, 'toAccept')
  const current = await bench.as('city').get('/api/routing-rules')
  assert.deepEqual([current.version, current.rules.length], [0, ROUTES.length])
  const rules = [{ ...ROUTES[0]!, to: { unit: STORE }, limits: { handle: { amount: 3, unit: 'workingHour' } } }]
  const published = await bench.as('city').put('/api/routing-rules', { from: '2026-11-17', rules, note: '改由库房', basedOn: 0 })
  assert.equal(published.version, 1)
  const today = await upTo(bench, 'toAccept')
  assert.equal((await look(bench, today)).summary.unit, BINDERY)
  bench.clock.set('2026-11-17T02:00:00Z')
  const id = await upTo(bench, 'toAccept')
  assert.equal((await look(bench, id)).summary.unit, STORE)
  const handling = await act(bench, 'storekeeper', id, 'accept')
  const clock = handling.clocks.find((each: Json) => each.id === 'handle')
  assert.deepEqual([clock.limit, clock.official], [{ amount: 3, unit: 'workingHour' }, false])
  assert.equal((await look(bench, before)).summary.unit, BINDERY)
  const { rows } = await bench.ctx.pool.query(`SELECT actor_id, details FROM kernel.audit_entry WHERE action = 'routing.publish'`)
  assert.equal(rows[0].actor_id, 'city')
  assert.equal(rows[0].details.note, '改由库房')
})

test('two who publish at once: one is told to look again', async () => {
  const bench = await setUp()
  const body = { from: '2026-11-17', rules: ROUTES, note: '第一次', basedOn: 0 }
  const answers = await Promise.all([1, 2].map(() => bench.as('city').raw('PUT', '/api/routing-rules', body)))
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409])
})

test('a set with unknown places, categories, units or types, or from yesterday, is refused with the rule it is in', async () => {
  const bench = await setUp()
  const wrong: [Json, string][] = [
    [{ place: '990109' }, 'rules.0.place'],
    [{ category: '77' }, 'rules.0.category'],
    [{ to: { unit: 'ws-nowhere' } }, 'rules.0.to'],
    [{ caseType: 'no-type' }, 'rules.0.caseType'],
  ]
  for (const [change, path] of wrong) {
    const body = { from: '2026-11-17', rules: [{ ...ROUTES[0], ...change }], note: '试一试', basedOn: 0 }
    const answer = await bench.as('city').raw('PUT', '/api/routing-rules', body)
    assert.deepEqual([answer.status, answer.json.errors[0].path], [400, path])
  }
  const late = { from: '2026-11-01', rules: ROUTES, note: '昨天起', basedOn: 0 }
  assert.equal((await bench.as('city').raw('PUT', '/api/routing-rules', late)).status, 400)
  assert.equal((await bench.as('desk').raw('PUT', '/api/routing-rules', late)).status, 403)
})

test('a simulation shows what changed rules would have done to past cases, and changes nothing', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAccept')
  const span = { from: '2026-11-01T00:00:00Z', to: '2026-11-30T00:00:00Z' }
  const same = await bench.as('city').post('/api/routing/simulate', { ...span, rules: ROUTES })
  assert.deepEqual([same.cases, same.same, same.different], [1, 1, 0])
  const changed = await bench
    .as('city')
    .post('/api/routing/simulate', { ...span, rules: [{ ...ROUTES[0], to: { unit: STORE } }] })
  assert.deepEqual(
    [changed.different, changed.differences[0].id, changed.differences[0].was, changed.differences[0].wouldBe],
    [1, id, BINDERY, STORE],
  )
  const none = await bench.as('city').post('/api/routing/simulate', { ...span, rules: [] })
  assert.equal(none.unrouted, 1)
  assert.equal((await look(bench, id)).summary.unit, BINDERY)
})

test('a simulation counts every case once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', null), { maxLength: 40 }), (units) => {
      const past = units.map((unit, index) => ({ ...one, id: `${index}`, caseNo: `${index}`, unit, at: monday }))
      const result = simulateRouting([rule({ id: 'a' })], past, byId)
      assert.equal(result.cases, units.length)
      assert.equal(result.same + result.different, units.length)
      assert.equal(result.same, units.filter((unit) => unit === 'a').length)
    }),
  )
})
