import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Resource, StoryStep } from '@haihe/contract'
import { story } from './story.ts'
import { ACTORS, act, call, type Exchange, look, NEED, openExchange, request, resource, stated } from './testing.ts'

const setUp = async (at?: string): Promise<Exchange> => {
  const bench = await openExchange(at)
  after(bench.close)
  return bench
}

/** For tests that look at their own cases only and leave the clock alone. */
let opened: Promise<Exchange> | undefined
const shared = (): Promise<Exchange> => {
  opened ??= openExchange()
  return opened
}
after(async () => (await opened)?.close())

const stateOf = async (bench: Exchange, id: string): Promise<string> => (await look(bench, id)).row.state

const clockOf = (detail: { case: { clocks: { id: string }[] } }, id: string) =>
  detail.case.clocks.findLast((clock) => clock.id === id) as unknown as { dueAt: string; state: string; limit: object }

const whoIs = (role: string, unit: string | undefined): string =>
  Object.keys(ACTORS).find((name) => ACTORS[name]!.grants.some((grant) => grant.role === role && grant.unit === unit))!

const ANSWER = { basis: '公安机关职责', note: '见说明' }
const UNTIL = { until: '2027-06-30' }

test('a need goes from its statement over confirmation, catalogue, connection and grant to use and rating', async () => {
  const bench = await setUp()
  const id = await stated(bench, { owner: 'tj-gaj', fields: [{ name: '号牌' }, { name: '车型' }] })
  const fresh = await look(bench, id)
  assert.deepEqual([fresh.row.state, fresh.row.kind, fresh.row.asker.id, fresh.row.owner], ['toReview', 'N3', 'hp-sthj', null])
  assert.match(fresh.row.caseNo, /^数需20261116-\d{7}$/)
  assert.match(
    fresh.case.description,
    /事项或场景：违停执法\n用途：监督检查；依据：.*\n频次：每日；期望日：2026-12-01\n所需字段：号牌、车型$/,
  )
  // Monday 09:00 in the city; two working days, to the end of office hours
  assert.equal(clockOf(fresh, 'review').dueAt, '2026-11-18T10:00:00.000Z')

  bench.clock.set('2026-11-17T02:00:00Z')
  await act(bench, 'desk', id, 'review')
  const sent = await look(bench, id)
  assert.deepEqual([sent.row.state, sent.row.owner.id], ['toConfirm', 'tj-gaj'])
  assert.deepEqual(clockOf(sent, 'answer').limit, { amount: 10, unit: 'workingDay' })
  await act(bench, 'notOwner', id, 'confirm', { promise: '2026-11-30' }, 403)
  await act(bench, 'owner', id, 'confirm', { promise: '2026-11-30' })
  assert.equal((await look(bench, id)).row.promise, '2026-11-30')

  const table = bench.put(resource({ state: 'draft', version: 0, publishedAt: null }))
  await act(bench, 'owner', id, 'linkResource', { resource: table.code })
  assert.equal(await stateOf(bench, id), 'confirmed')
  bench.put({ ...table, state: 'published', version: 1 })
  await bench.tell('catalogue.published', { resource: table.id, version: 1 })
  assert.equal(await stateOf(bench, id), 'catalogued')
  await bench.expect('exchange.connection-rate', 0)

  bench.put({ ...table, state: 'published', version: 1, rows: 7, loadedAt: '2026-11-17T02:30:00Z' })
  await bench.tell('resource.loaded', { resource: table.id, connector: 'c', run: 1, rows: 7, rejected: 0 })
  assert.equal(await stateOf(bench, id), 'connected')
  await bench.expect('exchange.connection-rate', 1)

  await act(bench, 'owner', id, 'authorise', { ...UNTIL, fields: 'plate，model', clear: 'plate', quota: 1000 })
  const granted = await look(bench, id)
  assert.deepEqual([granted.row.state, granted.row.grant], ['authorised', granted.grant.id])
  const { grantee, fields, clear, purpose, basis, region, channels, quota, until, caseId } = granted.grant
  assert.deepEqual(
    { grantee, fields, clear, purpose, basis, region, channels, quota, until, caseId },
    {
      grantee: 'hp-sthj',
      fields: ['plate', 'model'],
      clear: ['plate'],
      purpose: 'supervision',
      basis: NEED.basis,
      region: null,
      channels: ['api'],
      quota: 1000,
      until: '2027-06-30T16:00:00.000Z',
      caseId: id,
    },
  )
  assert.equal(clockOf(granted, 'answer').state, 'met')
  await bench.expect('exchange.answered-on-time', 1)

  const used = { grant: granted.grant.id, resource: table.id, grantee: 'hp-sthj' }
  await bench.tell('grant.used', used)
  await bench.tell('grant.used', used)
  assert.equal(await stateOf(bench, id), 'used')
  const queue = await call(bench, 'asker', 'GET', '/api/cases?queue=unit')
  assert.deepEqual(
    queue.items.map((item: { id: string }) => item.id),
    [id],
  )

  await act(bench, 'owner', id, 'rate', { resolved: 'yes', satisfaction: 5 }, 403)
  await act(bench, 'asker', id, 'rate', { resolved: 'partly', satisfaction: 4, comment: '还差车主' })
  const { row } = await look(bench, id)
  assert.deepEqual([row.state, row.open, row.satisfaction, row.met], ['rated', false, 4, 'partly'])
  const missing = Object.entries(row.dates).filter(([, at]) => at === null)
  assert.deepEqual(missing, [])
  await bench.expect('exchange.needs-met', 0.5)
  await bench.expect('exchange.needs-open', 0)
})

test('what is shared unconditionally and ready is granted by the authority at once, within one working day', async () => {
  const bench = await setUp()
  const table = bench.put(
    resource({ sharing: { type: 'unconditional', condition: '', basis: '' }, loadedAt: '2026-11-01T00:00:00Z' }),
  )
  const id = await stated(bench, { resource: table.id, fields: [{ name: '号牌', field: 'plate' }] })
  const fresh = await look(bench, id)
  assert.equal(fresh.row.kind, 'N1')
  assert.equal(clockOf(fresh, 'answer').dueAt, '2026-11-17T10:00:00.000Z')
  await act(bench, 'owner', id, 'grantDirectly', UNTIL, 403)
  await act(bench, 'desk', id, 'grantDirectly', UNTIL)
  const done = await look(bench, id)
  assert.deepEqual([done.row.state, done.grant.fields, done.grant.clear], ['authorised', ['plate'], []])
  await bench.expect('exchange.answered-on-time', 1)
})

test('before 2025-08-01 the older limit of two working days held', async () => {
  const bench = await setUp('2025-07-07T01:00:00Z')
  const table = bench.put(
    resource({ sharing: { type: 'unconditional', condition: '', basis: '' }, loadedAt: '2025-07-01T00:00:00Z' }),
  )
  const id = await stated(bench, { resource: table.id })
  assert.deepEqual(clockOf(await look(bench, id), 'answer').limit, { amount: 2, unit: 'workingDay' })
})

test('an authorisation that its grant refuses leaves neither grant nor step behind; nothing else is granted than the catalogue has', async () => {
  const bench = await shared()
  const table = bench.put(resource({ loadedAt: '2026-11-01T00:00:00Z' }))
  const id = await stated(bench, { resource: table.id, fields: [{ name: '号牌', field: 'plate' }] })
  assert.equal((await look(bench, id)).row.kind, 'N2')
  await act(bench, 'desk', id, 'grantDirectly', UNTIL, 409)
  await act(bench, 'desk', id, 'review')
  assert.deepEqual(clockOf(await look(bench, id), 'answer').limit, { amount: 5, unit: 'workingDay' })
  await act(bench, 'owner', id, 'confirm', { promise: '2026-11-20' })
  assert.equal(await stateOf(bench, id), 'connected')
  await act(bench, 'owner', id, 'authorise', { ...UNTIL, basis: '不成立' }, 400)
  await act(bench, 'owner', id, 'authorise', { ...UNTIL, fields: 'plate,nonsense' }, 400)
  await act(bench, 'owner', id, 'authorise', { ...UNTIL, clear: 'model' }, 400)
  await act(bench, 'owner', id, 'authorise', { until: '2026-11-16' }, 400)
  await act(bench, 'owner', id, 'authorise', { until: '2036-11-16' }, 400)
  await act(bench, 'asker', id, 'authorise', UNTIL, 403)
  bench.put({ ...table, loadedAt: '2026-11-01T00:00:00Z', stopped: true })
  await act(bench, 'owner', id, 'authorise', UNTIL, 409)
  await bench.settled()
  assert.equal(await stateOf(bench, id), 'connected')
  const { rows } = await bench.ctx.pool.query('SELECT count(*) AS n FROM grant_book')
  assert.equal(rows[0].n, 0)
})

test('a unit returns what is not its duty, the authority calls the units and settles it for good', async () => {
  const bench = await shared()
  const id = await stated(bench)
  const refused = await act(bench, 'desk', id, 'review', {}, 409)
  assert.match(refused.detail, /请选择承办单位/)
  await act(bench, 'desk', id, 'review', { unit: 'tj-rsj' })
  await act(bench, 'notOwner', id, 'disown', { note: '不归我们' }, 400)
  await act(bench, 'notOwner', id, 'disown', ANSWER)
  assert.deepEqual([await stateOf(bench, id), (await look(bench, id)).row.owner], ['disputed', null])
  await act(bench, 'desk', id, 'callUnits', { units: ['tj-gaj', 'tj-rsj'], note: '车辆信息归谁' })
  await act(bench, 'owner', id, 'arrive')
  await act(bench, 'desk', id, 'assign', { unit: 'tj-gaj', ...ANSWER })
  const kept = await act(bench, 'owner', id, 'disown', ANSWER, 409)
  assert.equal(kept.detail, '已裁定数源单位，不得退回')
  await act(bench, 'owner', id, 'confirm', { promise: '2026-12-01' })
  assert.equal(await stateOf(bench, id), 'confirmed')
})

test('a refusal names reason and basis; an objection is mediated, and what must be shared goes on', async () => {
  const bench = await setUp()
  const id = await stated(bench, { owner: 'tj-gaj' })
  await act(bench, 'desk', id, 'review')
  await act(bench, 'owner', id, 'refuse', { note: '不给' }, 400)
  await act(bench, 'owner', id, 'refuse', { reason: 'excess', ...ANSWER })
  assert.equal(await stateOf(bench, id), 'refused')
  await act(bench, 'asker', id, 'object', ANSWER)
  await act(bench, 'desk', id, 'overrule', ANSWER)
  const again = await look(bench, id)
  assert.deepEqual([again.row.state, clockOf(again, 'answer').state], ['confirmed', 'running'])
  await act(bench, 'owner', id, 'refuse', { reason: 'law', ...ANSWER })
  bench.clock.set('2026-12-20T00:00:00Z')
  await bench.business.sweepClocks()
  const ended = await look(bench, id)
  assert.deepEqual([ended.row.state, ended.row.open], ['dismissed', false])
  await bench.expect('exchange.needs-met', null)
})

test('who lets a limit pass is named, warned of before and under supervision after', async () => {
  const bench = await setUp()
  const id = await stated(bench, { owner: 'tj-gaj' })
  await act(bench, 'desk', id, 'review')
  bench.clock.set('2026-12-01T02:00:00Z')
  await bench.business.sweepClocks()
  const late = await look(bench, id)
  assert.equal(late.row.late.unit.id, 'tj-gaj')
  assert.deepEqual(
    [...new Set(late.case.actions.map((entry: { action: string }) => entry.action))],
    ['report', 'review', 'warn', 'breach', 'escalate'],
  )
  assert.equal(late.case.summary.supervised, true)
  const list = await call(bench, 'owner', 'GET', '/api/ledger?late=true')
  assert.deepEqual(
    list.items.map((row: { id: string }) => row.id),
    [id],
  )
  assert.deepEqual(
    list.steps
      .filter((step: { count: number }) => step.count > 0)
      .map((step: { step: string; late: number }) => [step.step, step.late]),
    [['toConfirm', 1]],
  )
})

test('a grant given elsewhere answers the need, a revoked one opens it again, a withdrawn resource sends it back', async () => {
  const bench = await shared()
  const table = bench.put(resource({ loadedAt: '2026-11-01T00:00:00Z' }))
  const [mine, others] = [await stated(bench, { resource: table.id }), await stated(bench, { resource: table.id }, 'otherAsker')]
  for (const id of [mine, others]) {
    await act(bench, 'desk', id, 'review')
    await act(bench, 'owner', id, 'confirm', { promise: '2026-11-20' })
  }
  const grant = '0199aaaa-0000-4000-8000-000000000001'
  await bench.tell('grant.issued', { grant, resource: table.id, grantee: 'hp-sthj', caseId: null })
  assert.deepEqual([await stateOf(bench, mine), await stateOf(bench, others)], ['authorised', 'connected'])
  await bench.tell('grant.used', { grant, resource: table.id, grantee: 'hp-sthj' })
  await bench.tell('grant.revoked', { grant, resource: table.id, grantee: 'hp-sthj' })
  const again = await look(bench, mine)
  assert.deepEqual([again.row.state, clockOf(again, 'answer').state], ['connected', 'running'])
  bench.put({ ...table, state: 'withdrawn' })
  await bench.tell('catalogue.withdrawn', { resource: table.id })
  assert.deepEqual([await stateOf(bench, mine), await stateOf(bench, others)], ['confirmed', 'confirmed'])
})

test('a service is connected when its owner says so; a table is not', async () => {
  const bench = await shared()
  const service = bench.put(resource({ kind: 'service', target: 'https://example.invalid/plates' }))
  const id = await stated(bench, { resource: service.id })
  await act(bench, 'desk', id, 'review')
  await act(bench, 'owner', id, 'confirm', { promise: '2026-11-20' })
  assert.equal(await stateOf(bench, id), 'catalogued')
  await act(bench, 'owner', id, 'declareConnected', { note: '见接口文档' })
  assert.equal(await stateOf(bench, id), 'connected')
  await act(bench, 'owner', id, 'authorise', { ...UNTIL, fields: 'plate' })
  await act(bench, 'owner', id, 'declareUsed', { note: '已用' }, 403)
  await act(bench, 'asker', id, 'declareUsed', { note: '已接入执法系统' })
  assert.equal(await stateOf(bench, id), 'used')
  const table = bench.put(resource())
  const other = await stated(bench, { resource: table.id })
  await act(bench, 'desk', other, 'review')
  await act(bench, 'owner', other, 'confirm', { promise: '2026-11-20' })
  await act(bench, 'owner', other, 'declareConnected', { note: '已接' }, 409)
  bench.put({ ...table, loadedAt: '2026-11-16T00:00:00Z' })
  await bench.tell('resource.loaded', { resource: table.id, connector: 'c', run: 1, rows: 1, rejected: 0 })
  await act(bench, 'owner', other, 'authorise', { ...UNTIL, fields: 'plate' })
  await act(bench, 'asker', other, 'declareUsed', { note: '已用' }, 409)
  // the same service again is known to be connected
  assert.equal((await look(bench, await stated(bench, { resource: service.id }))).row.kind, 'N2')
})

test('rows are for those whose region or unit they concern; strangers, other roles and bad statements are refused', async () => {
  const bench = await setUp()
  const id = await stated(bench, { owner: 'tj-gaj' })
  await call(bench, 'leader', 'GET', `/api/ledger/${id}`, undefined, 404)
  assert.equal((await call(bench, 'leader', 'GET', '/api/ledger')).total, 0)
  assert.equal((await call(bench, 'auditor', 'GET', '/api/ledger')).total, 1)
  await call(bench, 'auditor', 'POST', '/api/ledger', NEED, 403)
  await call(bench, 'citizen', 'GET', '/api/ledger', undefined, 403)
  // the ordinary way of reporting cannot say what a need must say
  const report = { type: 'data-need', category: 'N3', title: '要数据', place: { lon: 117.2, lat: 39.12 } }
  await call(bench, 'desk', 'POST', '/api/cases', report, 403)
  for (const [more, path] of [
    [{ fields: [] }, 'fields'],
    [{ fields: [{ name: '号牌', field: 'plate' }] }, 'fields.0.field'],
    [{ owner: 'no-such' }, 'owner'],
    [{ region: '99' }, 'region'],
    [{ resource: '0199aaaa-0000-4000-8000-00000000000a' }, 'resource'],
    [{ colour: 'red' }, 'colour'],
  ] as const) {
    const answer = await request(bench, 'asker', 'POST', '/api/ledger', { ...NEED, ...more })
    assert.equal(answer.status, 400, JSON.stringify(answer.json))
    assert.ok(JSON.stringify(answer.json.errors).includes(path), `${path}: ${JSON.stringify(answer.json)}`)
  }
  await call(bench, 'asker', 'POST', '/api/ledger', { ...NEED, unit: 'tj-gaj' }, 403)
  const key = { clientKey: 'once' }
  assert.equal(await stated(bench, key), await stated(bench, key))
})

test('the list is paged, filtered and exported; sums per unit say who asks and who answers', async () => {
  const bench = await setUp()
  const table = bench.put(resource({ loadedAt: '2026-11-01T00:00:00Z' }))
  await bench.tell('catalogue.published', { resource: table.id, version: 1 })
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) {
    bench.clock.advance(1000)
    ids.unshift(
      await stated(bench, { title: `=需求${n}，"引号"`, resource: table.id, fields: [{ name: '号牌', field: 'plate' }] }),
    )
  }
  await act(bench, 'desk', ids[0]!, 'review')
  await act(bench, 'owner', ids[0]!, 'refuse', { reason: 'excess', ...ANSWER })
  const first = await call(bench, 'desk', 'GET', '/api/ledger?limit=3')
  const second = await call(bench, 'desk', 'GET', `/api/ledger?limit=3&cursor=${first.next}`)
  assert.deepEqual(
    [...first.items, ...second.items].map((row: { id: string }) => row.id),
    ids,
  )
  assert.deepEqual([first.total, second.next], [5, null])
  for (const [query, n] of [
    ['state=refused', 1],
    ['q=违停', 5],
    ['q=没有', 0],
    ['asker=hp-sthj', 5],
    ['asker=tj-gaj', 0],
    [`resource=${table.id}&owner=tj-gaj`, 5],
    ['kind=N2&open=true', 5],
    ['kind=N1', 0],
  ] as const)
    assert.equal((await call(bench, 'desk', 'GET', `/api/ledger?${query}`)).total, n, query)
  const csv = (await call(bench, 'desk', 'GET', '/api/ledger/export?state=toReview')) as string
  const lines = csv.trimEnd().split('\r\n')
  assert.equal(lines.length, 5)
  assert.ok(lines[0]!.startsWith('\uFEFF编号,需求单位'))
  assert.ok(lines[1]!.includes(`"'=需求3，""引号"""`), lines[1] ?? '')
  const summary = await call(bench, 'desk', 'GET', '/api/ledger/summary')
  const of = (unit: string) => summary.find((row: { unit: string }) => row.unit === unit)
  assert.deepEqual(of('hp-sthj').asked, { stated: 5, open: 5, rated: 0, met: null, satisfaction: null })
  assert.deepEqual(of('tj-gaj').owned, {
    received: 5,
    open: 5,
    late: 0,
    answered: 1,
    refused: 1,
    onTime: 1,
    catalogued: 1,
    connected: 1,
    connectionRate: 1,
  })
})

test('the story comes true', async () => {
  const bench = await setUp()
  const began = bench.ctx.now().getTime()
  const resources = new Map<string, Resource>()
  let id = ''
  const play = async (step: StoryStep): Promise<void> => {
    switch (step.do) {
      case 'catalogue': {
        const known = resources.get(step.resource.id) ?? resource()
        resources.set(step.resource.id, bench.put({ ...known, ...(step.resource as Partial<Resource> & { id: string }) }))
        return
      }
      case 'state':
        id = await stated(bench, step.need, whoIs('deptHandler', step.unit))
        return
      case 'tell': {
        const grant = step.payload.grant === '$grant' ? { grant: (await look(bench, id)).row.grant } : {}
        return bench.tell(step.topic as 'grant.used', { ...step.payload, ...grant } as never)
      }
      case 'act':
        return void (await act(bench, whoIs(step.role, step.unit), id, step.action, step.data))
      case 'expectCase': {
        const { row } = await look(bench, id)
        return assert.deepEqual([row.kind, row.open], [step.category, step.open], `minute ${step.at}`)
      }
      case 'expectIndicator':
        return bench.expect(step.indicator, step.between?.[0] ?? null, step.region)
      default:
        throw new Error(`nobody plays ${step.do} here`)
    }
  }
  for (const step of story.steps) {
    bench.clock.set(new Date(began + step.at * 60_000).toISOString())
    await play(step)
  }
})
