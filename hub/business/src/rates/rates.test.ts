import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { foldCase } from '@haihe/contract'
import fc from 'fast-check'
import { districtOfId } from '../cases/case-id.ts'
import { entryOf, readLog } from '../cases/case-store.ts'
import { act, look, upTo } from '../testing/actions.ts'
import { type Bench, type Json, openBench } from '../testing/bench.ts'
import { BINDERY, BOOK_CARE, STORE } from '../testing/library.ts'
import { COUNTERS, type Counter, contributionsOf } from './contribution.ts'
import { rateRow, type Weights } from './rates.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  after(bench.close)
  return bench
}

const appraise = (bench: Bench, id: string, resolved: string, satisfaction: number, responded = true) =>
  bench.as('reader').post(`/api/citizen/reports/${id}/appraise`, { responded, resolved, satisfaction })

/** Accepted and contacted in time, finished, passed, waiting for the reader's word. */
const toAppraise = async (bench: Bench): Promise<string> => {
  const id = await upTo(bench, 'handling')
  await act(bench, 'binder', id, 'contact')
  await act(bench, 'binder', id, 'finish', { reply: '好了' })
  await act(bench, 'desk', id, 'pass')
  return id
}

test('three rates by the formulas: partly counts half, scores by level, what is excluded leaves numerator and denominator', async () => {
  const bench = await setUp()
  await appraise(bench, await toAppraise(bench), 'yes', 5)
  await appraise(bench, await toAppraise(bench), 'partly', 3)
  await appraise(bench, await toAppraise(bench), 'no', 1, false)
  await toAppraise(bench)
  const [row] = await bench.as('city').get('/api/rates')
  assert.equal(row.key, '990101')
  assert.deepEqual([row.total, row.closed, row.onTime], [4, 3, 1])
  // three of four answered in time: one reader says nobody got in touch
  assert.equal(row.responseRate, 0.75)
  assert.equal(row.resolutionRate, 1.5 / 3)
  assert.equal(row.satisfactionRate, (10 + 6 + 0) / 30)
  assert.ok(Math.abs(row.composite - 100 * (0.1 * 0.75 + 0.45 * 0.5 + 0.45 * (16 / 30))) < 1e-9)
  const units = await bench.as('city').get('/api/rates?group=unit')
  assert.deepEqual(
    units.map((each: Json) => [each.key, each.total]),
    [[BINDERY, 4]],
  )
  const categories = await bench.as('city').get('/api/rates?group=category&region=990101001')
  assert.deepEqual(
    categories.map((each: Json) => [each.key, each.name, each.total]),
    [['0101', '类别0101', 4]],
  )
})

test('a case that changes hands leaves the first unit and counts for the second', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAccept')
  await act(bench, 'binder', id, 'return', { note: '不归我们' })
  await act(bench, 'desk', id, 'dispatch', { unit: STORE })
  const units = await bench.as('city').get('/api/rates?group=unit')
  assert.deepEqual(
    units.map((each: Json) => [each.key, each.total]),
    [[STORE, 1]],
  )
})

test('indicator events tell what happened once each', async () => {
  const bench = await setUp()
  await appraise(bench, await toAppraise(bench), 'partly', 4)
  const told = bench.events.map(({ event, value, weight }) => [event, value, weight])
  assert.deepEqual(told, [
    ['book.opened', 1, undefined],
    ['book.open', 1, undefined],
    ['book.response', 1, 1],
    ['book.open', -1, undefined],
    ['book.closed', 1, undefined],
    ['book.on-time', 1, 1],
    ['book.resolution', 0.5, 1],
    ['book.satisfaction', 8, 10],
  ])
})

test('the stored counters equal those recomputed from every log, whatever people did', async () => {
  const bench = await setUp()
  const targets = ['reported', 'toDispatch', 'toAccept', 'handling', 'toVerify', 'toAppraise', 'closed'] as const
  const made: string[] = []
  for (const target of targets) made.push(await upTo(bench, target))
  await act(bench, 'binder', made[3]!, 'suspend', { until: '2026-11-26' })
  await act(bench, 'desk', made[4]!, 'rework', { note: '再看看' })
  bench.clock.set('2026-11-24T02:00:00Z')
  await bench.business.sweepClocks()
  const expected = new Map<string, number>()
  for (const id of made) {
    const log = await readLog(bench.ctx.pool, districtOfId(id), id)
    for (const one of contributionsOf(BOOK_CARE, foldCase(BOOK_CARE, log.map(entryOf))))
      for (const [name, n] of Object.entries(one.counts)) {
        const key = [one.day, one.region, one.unit, one.category, name].join('|')
        expected.set(key, (expected.get(key) ?? 0) + n)
      }
  }
  const { rows } = await bench.ctx.pool.query('SELECT to_jsonb(r) AS row FROM business.rate_day r')
  const stored = new Map(
    rows.flatMap(({ row }) =>
      COUNTERS.map((name): [string, number] => [[row.day, row.region, row.unit, row.category, name].join('|'), row[name]]),
    ),
  )
  const nonZero = (map: Map<string, number>) => [...map].filter(([, n]) => n !== 0).sort()
  assert.deepEqual(nonZero(stored), nonZero(expected))
})

test('rates lie between 0 and 1 and are absent without inputs, for any counters that can occur', () => {
  const weights: Weights = {
    partly: 0.5,
    scores: [0, 3, 6, 8, 10],
    composite: { response: 0.1, resolution: 0.45, satisfaction: 0.45 },
  }
  const small = fc.nat(50)
  fc.assert(
    fc.property(small, small, small, fc.tuple(small, small, small, small, small), (extra, answered, no, levels) => {
      const visited = levels.reduce((sum, n) => sum + n, 0)
      const totals = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Record<Counter, number>
      levels.forEach((n, index) => {
        totals[`satisfied${index + 1}` as Counter] = n
      })
      Object.assign(totals, {
        visited,
        visitable: visited + extra,
        responded: Math.min(answered, visited + extra),
        resolved: Math.max(0, visited - no),
        partly: Math.min(no, visited),
      })
      const row = rateRow('k', 'n', totals, weights)
      for (const rate of [row.responseRate, row.resolutionRate, row.satisfactionRate, row.onTime])
        if (rate !== null && !(rate >= 0 && rate <= 1)) throw new Error(JSON.stringify(row))
      if (visited === 0 && (row.resolutionRate !== null || row.composite !== null)) throw new Error('a rate without inputs')
    }),
  )
})

test('rates of another district are out of scope; a span that ends before it begins is refused', async () => {
  const bench = await setUp()
  assert.equal((await bench.as('binder2').raw('GET', '/api/rates?region=990101')).json.code, 'OUT_OF_SCOPE')
  assert.equal((await bench.as('city').raw('GET', '/api/rates?from=2026-11-02&to=2026-11-01')).status, 400)
  assert.equal((await bench.as('city').raw('GET', '/api/rates?region=990109')).json.code, 'UNKNOWN_REGION')
  assert.deepEqual(await bench.as('city').get('/api/rates?from=2020-01-01&to=2020-02-01'), [])
  assert.ok(await look(bench, await upTo(bench, 'reported')))
})
