import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { foldCase } from '@haihe/contract'
import { act, look, photo, report, reportBody, upTo } from '../testing/actions.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { BINDERY, BOOK_CARE, BRANCH, STORE } from '../testing/library.ts'
import { districtOfId } from './case-id.ts'
import { entryOf, findCase, readLog } from './case-store.ts'

const setUp = async (at?: string): Promise<Bench> => {
  const bench = await openBench(at === undefined ? {} : { at })
  after(bench.close)
  return bench
}

const refold = async (bench: Bench, id: string) => {
  const log = await readLog(bench.ctx.pool, districtOfId(id), id)
  return foldCase(BOOK_CARE, log.map(entryOf))
}

test('a report goes its way from the reader to the reader', async () => {
  const bench = await setUp()
  const mine = await report(bench)
  assert.match(mine.caseNo, /^书20261116-\d{7}$/)
  assert.equal(mine.step, 'received')
  const id = await upTo(bench, 'toAccept')
  const waiting = await look(bench, id, 'binder')
  assert.equal(waiting.summary.unit, BINDERY)
  assert.equal(waiting.routing.rule, 'binding')
  assert.equal(waiting.summary.clock.id, 'accept')
  assert.equal(waiting.summary.clock.dueAt, '2026-11-16T02:30:00.000Z')
  assert.deepEqual(
    waiting.available.map((each: { id: string }) => each.id),
    ['accept', 'return', 'contact'],
  )
  await act(bench, 'binder', id, 'accept')
  const done = await act(bench, 'binder', id, 'finish', { reply: '已重新装订' })
  assert.equal(done.summary.state, 'toVerify')
  assert.equal(done.summary.unit, BRANCH)
  await act(bench, 'desk', id, 'pass')
  const asked = await bench.as('reader').get(`/api/citizen/reports/${id}`)
  assert.equal(asked.canAppraise, true)
  assert.equal(asked.appraiseUntil, '2026-11-23T16:00:00.000Z')
  const closed = await bench
    .as('reader')
    .post(`/api/citizen/reports/${id}/appraise`, { responded: true, resolved: 'partly', satisfaction: 4, comment: '还行' })
  assert.equal(closed.step, 'done')
  assert.equal(closed.canAppraise, false)
  assert.equal(closed.appraisal.satisfaction, 4)
  assert.deepEqual(
    closed.stages.map((stage: { step: string; state: string }) => `${stage.step} ${stage.state}`),
    ['received done', 'filed done', 'assigned done', 'handling done', 'checking done', 'appraise done', 'done done'],
  )
  const answer = closed.progress.find((each: { note: string }) => each.note === '已重新装订')
  assert.equal(answer.by, `${BINDERY} 名 b**`)
})

test('the row is the fold of the log, entry by entry', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'closed')
  const row = await findCase(bench.ctx.pool, districtOfId(id), id)
  assert.deepEqual(row?.fold, await refold(bench, id))
  await assert.rejects(bench.ctx.pool.query(`UPDATE business.case_action SET note = 'x'`), /append-only/)
})

test('guards hold: returns end, an extension once and in time, what is blocked says why', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAccept')
  for (let n = 0; n < 2; n += 1) {
    await act(bench, 'binder', id, 'return', { note: '不归我们' })
    await act(bench, 'desk', id, 'dispatch')
  }
  const blocked = (await look(bench, id, 'binder')).available.find((each: { id: string }) => each.id === 'return')
  assert.equal(blocked.blocked.zh, '不得再退')
  const refused = await act(bench, 'binder', id, 'return', { note: '再退一次' }, {}, 409)
  assert.deepEqual([refused.code, refused.detail], ['CASE_ACTION_NOT_ALLOWED', '不得再退'])
  await act(bench, 'binder', id, 'accept')
  const before = (await look(bench, id)).summary.clock.dueAt
  await act(bench, 'binder', id, 'askExtension', { days: 3 })
  await act(bench, 'desk', id, 'grantExtension')
  const extended = (await look(bench, id)).clocks.find((clock: { id: string }) => clock.id === 'handle')
  assert.deepEqual(extended.limit, { amount: 5, unit: 'workingDay' })
  assert.ok(extended.dueAt > before)
  await act(bench, 'binder', id, 'askExtension', { days: 3 }, {}, 409)
})

test('a whistle calls units, each reports in, the meeting decides who is responsible and by when', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toDispatch')
  await act(bench, 'desk', id, 'whistle', { units: [BINDERY, STORE] })
  const total = (detail: { clocks: { id: string; state: string }[] }) =>
    detail.clocks.find((clock) => clock.id === 'total')?.state
  assert.equal(total(await look(bench, id)), 'paused')
  await act(bench, 'binder', id, 'arrive')
  bench.clock.advance(3 * 3_600_000)
  await act(bench, 'storekeeper', id, 'arrive')
  const assigned = await act(bench, 'desk', id, 'assign', { unit: STORE, days: 9 })
  assert.equal(total(assigned), 'running')
  assert.equal(assigned.summary.unit, STORE)
  const handle = assigned.clocks.find((clock: { id: string }) => clock.id === 'handle')
  assert.deepEqual([handle.limit.amount, handle.official], [9, false])
  const fold = await refold(bench, id)
  assert.deepEqual(
    fold.coUnits.map((each) => [each.unit, each.late]),
    [
      [BINDERY, false],
      [STORE, false],
    ],
  )
})

test('a suspended case stands still and comes back by itself on the planned day', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'handling')
  const due = (await look(bench, id)).clocks.find((clock: { id: string }) => clock.id === 'handle').dueAt
  const parked = await act(bench, 'binder', id, 'suspend', { until: '2026-11-26' })
  assert.equal(parked.clocks.find((clock: { id: string }) => clock.id === 'handle').state, 'paused')
  bench.clock.set('2026-11-25T15:59:00Z')
  await bench.business.sweepClocks()
  assert.equal((await look(bench, id)).summary.state, 'suspended')
  bench.clock.set('2026-11-25T16:00:30Z')
  await bench.business.sweepClocks()
  const back = await look(bench, id)
  assert.equal(back.summary.state, 'handling')
  assert.ok(back.clocks.find((clock: { id: string }) => clock.id === 'handle').dueAt > due)
})

test('clocks warn, breach, put under supervision and escalate, each once', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'handling')
  const names = async () => (await look(bench, id)).actions.slice(5).map((each: { action: string }) => each.action)
  bench.clock.set('2026-11-17T10:00:01Z')
  await bench.business.sweepClocks()
  assert.deepEqual(await names(), ['breach'])
  assert.equal((await look(bench, id)).summary.overdue, true)
  await act(bench, 'binder', id, 'contact')
  bench.clock.set('2026-11-18T09:40:00Z')
  await bench.business.sweepClocks()
  await bench.business.sweepClocks()
  const late = await look(bench, id)
  assert.deepEqual(await names(), ['breach', 'contact', 'warn'])
  assert.equal(late.summary.overdue, false)
  bench.clock.set('2026-11-18T10:00:01Z')
  await bench.business.sweepClocks()
  const over = await look(bench, id)
  assert.equal(over.summary.overdue, true)
  assert.equal(over.summary.supervised, true)
  bench.clock.set('2026-11-20T10:00:00Z')
  await bench.business.sweepClocks()
  assert.deepEqual((await names()).filter((name: string) => name === 'escalate').length, 1)
})

test('what nobody appraised in time is closed by the system', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAppraise')
  bench.clock.set('2026-11-23T16:00:01Z')
  await bench.business.sweepClocks()
  assert.equal((await look(bench, id)).summary.state, 'closed')
  const body = { responded: true, resolved: 'yes', satisfaction: 5 }
  await bench.as('reader').post(`/api/citizen/reports/${id}/appraise`, body, 409)
})

test('a grid worker settles on the spot what may be settled, with photos that were theirs', async () => {
  const bench = await setUp()
  const walker = bench.as('walker')
  const without = await walker.post('/api/cases', reportBody({ category: '0102' }), 400)
  assert.equal(without.errors[0].path, 'attachments')
  const [before, foreign] = [await photo(bench, 'walker'), await photo(bench, 'binder')]
  const opened = await walker.post('/api/cases', reportBody({ category: '0102', attachments: [before] }), 201)
  const { id } = opened.summary
  assert.equal(opened.attachments[0].stage, 'before')
  await act(bench, 'walker', id, 'selfHandle', {}, {}, 400)
  await act(bench, 'walker', id, 'selfHandle', {}, { attachments: [foreign] }, 400)
  await act(bench, 'walker', id, 'selfHandle', {}, { attachments: [before] }, 400)
  const closed = await act(bench, 'walker', id, 'selfHandle', {}, { attachments: [await photo(bench, 'walker')] })
  assert.equal(closed.summary.state, 'closed')
  assert.equal(closed.attachments[1].stage, 'after')
  const other = await walker.post('/api/cases', reportBody({ attachments: [await photo(bench, 'walker')] }), 201)
  const blocked = other.available.find((each: { id: string }) => each.id === 'selfHandle')
  assert.equal(blocked.blocked.zh, '此类不可自行处理')
})
