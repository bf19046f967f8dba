import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act, call, type Exchange, openExchange, resource } from './testing.ts'

const setUp = async (): Promise<Exchange> => {
  const bench = await openExchange()
  after(bench.close)
  return bench
}

const listed = async (bench: Exchange, type: string) =>
  (await call(bench, 'desk', 'GET', `/api/cases?type=${type}`)).items as {
    id: string
    state: string
    unit: string
    open: boolean
  }[]

const below = (id: string, score: number, limit: 'rectify' | 'stop') => ({ resource: id, score, limit, worst: 'accuracy' })

test('quality below the limit opens one rectification with the owner; a recovered score closes it', async () => {
  const bench = await setUp()
  const table = bench.put(resource())
  await bench.tell('quality.below', below(table.id, 72, 'rectify'))
  await bench.tell('quality.below', below(table.id, 55, 'stop'))
  await bench.tell('quality.below', below(table.id, 54, 'stop'))
  const [one, ...more] = await listed(bench, 'data-rectification')
  assert.deepEqual([one?.unit, one?.state, more.length], ['tj-gaj', 'toRectify', 0])
  const detail = await call(bench, 'owner', 'GET', `/api/cases/${one!.id}`)
  assert.deepEqual(
    detail.actions.map((entry: { action: string }) => entry.action),
    ['report', 'dispatch', 'worsen'],
  )
  assert.equal(detail.summary.supervised, true)
  await act(bench, 'owner', one!.id, 'finish', { note: '补齐号牌' })
  await bench.tell('quality.scored', { resource: table.id, score: 79, before: 55 })
  assert.equal((await listed(bench, 'data-rectification'))[0]?.state, 'toVerify')
  await bench.tell('quality.scored', { resource: table.id, score: 80, before: 79 })
  assert.deepEqual(
    (await listed(bench, 'data-rectification')).map(({ state }) => state),
    ['closed'],
  )
  await bench.expect('exchange.rectifications-open', 0)
  await bench.expect('exchange.rectified-on-time', 1)
  bench.clock.advance(60_000)
  await bench.tell('quality.below', below(table.id, 40, 'stop'))
  assert.deepEqual(
    (await listed(bench, 'data-rectification')).map(({ state }) => state),
    ['toRectify', 'closed'],
  )
  await bench.settled()
  const { rows } = await bench.ctx.pool.query(
    "SELECT payload FROM kernel.outbox WHERE topic = 'rectification.moved' ORDER BY seq",
  )
  const told = rows.map(({ payload: { caseId, state } }) => [caseId === one!.id, state])
  // opened, still too low, recovered; then the second case
  assert.deepEqual(told, [
    [true, 'open'],
    [true, 'open'],
    [true, 'closed'],
    [false, 'open'],
  ])
})

test('a resource that is not updated in time gets one notice, ended by its next rows; the rate follows', async () => {
  const bench = await setUp()
  const [late, fine] = [
    bench.put(resource({ loadedAt: '2026-11-01T00:00:00Z' })),
    bench.put(resource({ loadedAt: '2026-11-15T00:00:00Z' })),
  ]
  for (const { id } of [late, fine]) await bench.tell('catalogue.published', { resource: id, version: 1 })
  await bench.expect('exchange.updated-in-time', 1)
  await bench.tell('catalogue.overdue', { resource: late.id, since: '2026-11-02T00:00:00Z' })
  await bench.tell('catalogue.overdue', { resource: late.id, since: '2026-11-02T00:00:00Z' })
  const [notice, ...more] = await listed(bench, 'catalogue-overdue')
  assert.deepEqual([notice?.unit, notice?.state, more.length], ['tj-gaj', 'toUpdate', 0])
  await bench.expect('exchange.updated-in-time', 0.5)
  await act(bench, 'owner', notice!.id, 'explain', { plannedFor: '2026-11-18', note: '系统检修' })
  const loaded = { resource: late.id, connector: 'c', run: 3, rejected: 0 }
  await bench.tell('resource.loaded', { ...loaded, rows: 0 })
  assert.equal((await listed(bench, 'catalogue-overdue'))[0]?.state, 'postponed')
  await bench.tell('resource.loaded', { ...loaded, rows: 9 })
  assert.deepEqual(
    (await listed(bench, 'catalogue-overdue')).map(({ state }) => state),
    ['updated'],
  )
  await bench.expect('exchange.updated-in-time', 1)
  await bench.tell('catalogue.withdrawn', { resource: fine.id })
  await bench.expect('exchange.connection-rate', 1)
})

test('a unit says that data is wrong; the owner corrects it, or dismisses it and is overruled', async () => {
  const bench = await setUp()
  const table = bench.put(resource())
  const wrong = {
    resource: table.id,
    field: 'plate',
    row: '津A12345',
    wrong: '号牌与实际不符',
    right: '津A12346',
    basis: '现场核对',
  }
  await call(bench, 'asker', 'POST', '/api/ledger/corrections', { ...wrong, field: 'nonsense' }, 400)
  await call(bench, 'leader', 'POST', '/api/ledger/corrections', wrong, 403)
  const opened = await call(bench, 'asker', 'POST', '/api/ledger/corrections', wrong, 201)
  const { id } = opened.summary
  assert.deepEqual([opened.summary.state, opened.summary.unit], ['toCheck', 'tj-gaj'])
  assert.deepEqual(opened.clocks[0].limit, { amount: 10, unit: 'workingDay' })
  await act(bench, 'asker', id, 'correct', { note: '我来改' }, 403)
  await act(bench, 'owner', id, 'dismiss', { reason: 'right', basis: '登记档案', note: '档案如此' })
  await act(bench, 'asker', id, 'object', { note: '有照片' })
  await act(bench, 'desk', id, 'overrule', { note: '以现场为准' })
  await act(bench, 'owner', id, 'correct', { note: '已更正' })
  bench.clock.set('2026-12-20T00:00:00Z')
  await bench.business.sweepClocks()
  assert.deepEqual(
    (await listed(bench, 'data-correction')).map(({ state }) => state),
    ['closed'],
  )
})

test('a person who objects to a read of their record is answered by the owner of the data, in their own list', async () => {
  const bench = await setUp()
  const table = bench.put(resource())
  const objection = { read: 77, resource: table.id, subject: 'ab12', text: '我没有办过这件事，为什么查我', account: 'citizen' }
  await bench.tell('read.objected', objection)
  await bench.tell('read.objected', objection)
  await bench.tell('read.objected', { ...objection, account: 'otherCitizen' })
  const mine = await call(bench, 'citizen', 'GET', '/api/citizen/reports')
  assert.equal(mine.items.length, 1)
  const [{ id, step, description }] = mine.items
  assert.deepEqual([step, description], ['handling', objection.text])
  assert.equal((await listed(bench, 'data-objection')).length, 2)
  const file = JSON.stringify(await call(bench, 'desk', 'GET', `/api/cases/${id}`))
  assert.ok(!file.includes('ab12'), 'the key of a person stands in no case')
  await act(bench, 'notOwner', id, 'answer', { finding: 'lawful', reply: '依法' }, 403)
  await act(bench, 'owner', id, 'answer', { finding: 'unlawful', reply: '系误查，已处理当事人。' })
  const answered = await call(bench, 'citizen', 'GET', `/api/citizen/reports/${id}`)
  assert.ok(answered.progress.some(({ note }: { note: string }) => note === '系误查，已处理当事人。'))
  const appraisal = { responded: true, resolved: 'yes', satisfaction: 4, comment: '' }
  await call(bench, 'otherCitizen', 'POST', `/api/citizen/reports/${id}/appraise`, appraisal, 404)
  const closed = await call(bench, 'citizen', 'POST', `/api/citizen/reports/${id}/appraise`, appraisal)
  assert.equal(closed.step, 'done')
  await bench.settled()
  const { rows } = await bench.ctx.pool.query(
    "SELECT payload FROM kernel.outbox WHERE topic = 'objection.moved' AND payload->>'account' = 'citizen' ORDER BY seq",
  )
  assert.deepEqual(
    rows.map(({ payload: { read, caseId, state, reply } }) => [read, caseId, state, reply]),
    [
      [77, id, 'open', null],
      [77, id, 'answered', '系误查，已处理当事人。'],
      [77, id, 'closed', null],
    ],
  )
})

test('what told no event is found by comparing: old entries, city objects that report, changed owners', async () => {
  const bench = await setUp()
  const objects = bench.put(resource({ kind: 'entities', target: 'Book', cycle: 'realtime', title: '城市对象' }))
  bench.put(resource({ state: 'draft', version: 0 }))
  await bench.runJob('ledger.catch-up')
  await bench.expect('exchange.connection-rate', 0)
  await bench.tell('catalogue.overdue', { resource: objects.id, since: '2026-11-15T00:00:00Z' })
  bench.put({ ...objects, loadedAt: '2026-11-16T03:00:00Z', rows: 4 })
  bench.clock.set('2026-11-16T03:10:00Z')
  await bench.runJob('ledger.catch-up')
  await bench.expect('exchange.connection-rate', 1)
  await bench.expect('exchange.updated-in-time', 1)
  assert.deepEqual(
    (await listed(bench, 'catalogue-overdue')).map(({ state }) => state),
    ['updated'],
  )
  bench.put({ ...objects, loadedAt: '2026-11-16T03:00:00Z', rows: 4, region: '120101', owner: 'hp-sthj' })
  await bench.runJob('ledger.catch-up')
  await bench.expect('exchange.connection-rate', 1, '120101')
  await bench.runJob('ledger.catch-up')
  await bench.expect('exchange.connection-rate', 1)
})

test('calls and return-flow fields are counted; what ends by itself is taken off', async () => {
  const bench = await setUp()
  const table = bench.put(resource())
  await bench.tell('resource.called', { resource: table.id, succeeded: 98, failed: 1 })
  await bench.tell('resource.called', { resource: table.id, succeeded: 1, failed: 0 })
  await bench.tell('resource.called', { resource: table.id, succeeded: 0, failed: 0 })
  await bench.expect('exchange.call-success', 0.99)
  const issue = async (id: string, purpose: string, until: string, fields: string[]) => {
    const doc = { id, resource: table.id, grantee: 'st-120101001', purpose, fields, until, region: null, revokedAt: null }
    await bench.ctx.pool.query('INSERT INTO grant_book VALUES ($1, $2)', [id, JSON.stringify(doc)])
    const event = { grant: id, resource: table.id, grantee: 'st-120101001', caseId: null }
    await bench.tell('grant.issued', event)
    await bench.tell('grant.issued', event)
    return event
  }
  const first = await issue('0199aaaa-0000-4000-8000-000000000001', 'return-flow', '2026-11-20T00:00:00Z', ['plate', 'model'])
  await issue('0199aaaa-0000-4000-8000-000000000002', 'return-flow', '2026-11-17T00:00:00Z', ['plate', 'model', 'owner_name'])
  await issue('0199aaaa-0000-4000-8000-000000000003', 'statistics', '2026-11-20T00:00:00Z', ['plate'])
  await bench.expect('exchange.return-fields', 5)
  await bench.expect('exchange.return-fields', 5, '120101001')
  const explained = await call(bench, 'desk', 'GET', '/api/indicators/exchange.return-fields/explain?region=12')
  assert.deepEqual(explained.records.map(({ value }: { value: number }) => value).sort(), [2, 3])
  bench.clock.set('2026-11-17T01:00:00Z')
  await bench.runJob('ledger.flows')
  await bench.expect('exchange.return-fields', 2)
  await bench.tell('grant.revoked', first)
  await bench.tell('grant.revoked', first)
  await bench.expect('exchange.return-fields', 0)
})
