import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { type Alert, type AlertDetail, type AlertEvent, type AlertRuleDef, type Rule, regionPath } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import { type Bench, openBench } from '../testing/bench.ts'
import { LIBRARY } from '../testing/library.ts'

const title = (word: string) => ({ zh: word, en: word })
const queue: AlertRuleDef = {
  id: 'desk.queue',
  title: title('排队过长'),
  watch: { entityType: 'Desk', attribute: 'queue' },
  when: 'above',
  thresholds: { yellow: 10, orange: 20 },
  holdSeconds: 120,
  hysteresis: 2,
  suppressSeconds: 600,
  rule: 'desk.queue.limits',
  opens: { caseType: 'library-help', category: '0101' },
}
const full: AlertRuleDef = {
  id: 'books.full',
  title: title('藏书过多'),
  watch: { indicator: 'books.kept', level: 'district', window: 'hour' },
  when: 'above',
  thresholds: { blue: 100, red: 300 },
  holdSeconds: 0,
  hysteresis: 0,
  suppressSeconds: 0,
}
// from December on the limits are doubled
const limits: Rule[] = [
  {
    id: 'desk.queue.limits',
    title: title('排队上限'),
    value: { yellow: 20, orange: 40 },
    unit: '人',
    basis: '书城规〔2026〕1号',
    official: false,
    from: '2026-12-01',
    to: null,
    region: '99',
  },
]

let bench: Bench
before(async () => {
  bench = await openBench({ indicators: LIBRARY, alerts: [queue, full] }, limits)
})
after(() => bench.close())

const desk = (name: string, value: number, at: string) => ({
  entity: `urn:Desk:${name}`,
  type: 'Desk',
  attribute: 'queue',
  value,
  at: `2026-11-20T${at}Z`,
})
const list = async (query = '', actor = 'leader'): Promise<{ items: Alert[]; next: string | null; total: number }> =>
  (await bench.call(actor, 'GET', `/api/alerts?${query}`)).body as { items: Alert[]; next: string | null; total: number }
const detail = async (id: string, actor = 'leader') => (await bench.call(actor, 'GET', `/api/alerts/${id}`)).body as AlertDetail
const topics = () => bench.published.filter(({ topic }) => topic.startsWith('alert.')).map(({ topic }) => topic)
let sequence = 0
/** Opens an alert of a desk of its own and gives it back. */
const raise = async (region: string, value = 12): Promise<Alert & { desk: string }> => {
  sequence += 1
  const name = `d${sequence}`
  await bench.send(region, [desk(name, value, '01:00:00'), desk(name, value, '01:02:00')])
  const { items } = await list(`region=${region}`)
  return { ...items.find((alert) => alert.entity === `urn:Desk:${name}`)!, desk: name }
}

test('a reading past its threshold for long enough raises one alert, with all a case needs', async () => {
  await bench.send('990101001', [desk('a', 15, '01:00:00')])
  await bench.send('990101001', [desk('a', 16, '01:01:59')])
  assert.deepEqual((await list()).items, [])
  await bench.send('990101001', [desk('a', 17, '01:02:00'), desk('a', 18, '01:03:00')])
  const { items, total } = await list()
  assert.equal(total, 1)
  const [alert] = items
  assert.deepEqual(
    [alert!.rule, alert!.level, alert!.state, alert!.region, alert!.regionName, alert!.value, alert!.threshold, alert!.raisedAt],
    ['desk.queue', 'yellow', 'open', '990101001', '河畔街道', 17, 10, '2026-11-20T01:02:00.000Z'],
  )
  const event = bench.published.at(-1)!
  assert.equal(event.topic, 'alert.raised')
  assert.equal(event.key, alert!.id)
  const payload = event.payload as AlertEvent
  assert.deepEqual(payload.opens, { caseType: 'library-help', category: '0101' })
  assert.deepEqual(payload.place, { lon: 117, lat: 39, address: '书城东区河畔街道' })
  assert.deepEqual(payload.alert, alert)
})

test('it rises, eases and closes with its reading, and every step is in its log', async () => {
  await bench.send('990101001', [desk('a', 25, '01:10:00'), desk('a', 25, '01:12:00')])
  await bench.send('990101001', [desk('a', 19, '01:13:00')])
  await bench.send('990101001', [desk('a', 15, '01:14:00')])
  await bench.send('990101001', [desk('a', 9, '01:15:00')])
  const { items } = await list()
  assert.equal(items[0]!.state, 'open')
  await bench.send('990101001', [desk('a', 7, '01:16:00')])
  const { alert, log } = await detail(items[0]!.id)
  assert.deepEqual([alert.state, alert.closedBy, alert.closedAt], ['closed', 'recovered', '2026-11-20T01:16:00.000Z'])
  assert.deepEqual(
    log.map(({ at, kind, level, value }) => [at.slice(11, 16), kind, level, value]),
    [
      ['01:02', 'raised', 'yellow', 17],
      ['01:12', 'escalated', 'orange', 25],
      ['01:14', 'eased', 'yellow', 15],
      ['01:16', 'recovered', 'yellow', 7],
    ],
  )
  assert.deepEqual(topics(), ['alert.raised', 'alert.changed', 'alert.changed', 'alert.closed'])
})

test('screens of the past show the alerts that were open then, as they were', async () => {
  const then = async (at: string) =>
    (await list(`at=${encodeURIComponent(`2026-11-20T${at}Z`)}`)).items.map(({ level, state }) => [level, state])
  assert.deepEqual(await then('01:01:00'), [])
  assert.deepEqual(await then('01:05:00'), [['yellow', 'open']])
  assert.deepEqual(await then('01:12:30'), [['orange', 'open']])
  assert.deepEqual(await then('01:15:00'), [['yellow', 'open']])
  assert.deepEqual(await then('01:16:00'), [])
})

test('after it closed the same watch is silent until its suppression ends', async () => {
  await bench.send('990101001', [desk('a', 15, '01:17:00'), desk('a', 15, '01:25:59')])
  assert.equal((await list()).total, 1)
  await bench.send('990101001', [desk('a', 15, '01:26:00')])
  assert.equal((await list()).total, 2)
})

test('silence is not recovery, and late readings neither raise nor close', async () => {
  const alert = await raise('990202001')
  bench.clock.set('2026-11-20T09:00:00Z')
  await bench.restart()
  assert.equal((await detail(alert.id)).alert.state, 'open')
  await bench.send('990202001', [desk(alert.desk, 0, '01:01:00')])
  assert.equal((await detail(alert.id)).alert.state, 'open')
  await bench.send('990202001', [desk(alert.desk, 0, '08:00:00')])
  assert.equal((await detail(alert.id)).alert.state, 'closed')
  await bench.send('990202001', [desk(alert.desk, 50, '03:00:00'), desk(alert.desk, 50, '04:00:00')])
  assert.equal((await list('region=990202')).total, 1)
})

test('whoever handles it acknowledges it within the own region; what rises must be acknowledged anew', async () => {
  const alert = await raise('990101002')
  const url = `/api/alerts/${alert.id}/acknowledge`
  assert.equal((await bench.call('west', 'POST', url, {})).status, 403)
  assert.equal((await bench.call('leader', 'POST', url, {})).status, 403)
  assert.equal((await bench.call('east', 'POST', url, { owner: 'east', extra: 1 })).status, 400)
  const done = await bench.call('east', 'POST', url, { owner: 'east' })
  assert.equal(done.status, 200)
  assert.deepEqual([(done.body as Alert).state, (done.body as Alert).owner], ['acknowledged', 'east'])
  await bench.send('990101002', [desk(alert.desk, 30, '02:00:00'), desk(alert.desk, 30, '02:05:00')])
  const { alert: risen } = await detail(alert.id)
  assert.deepEqual([risen.level, risen.state, risen.owner], ['orange', 'open', 'east'])
})

test('a supervisor signs off with a reason; a condition that still holds raises a new alert only after the suppression', async () => {
  bench.clock.set('2026-11-20T09:00:00Z')
  const alert = await raise('990101002')
  const url = `/api/alerts/${alert.id}/sign-off`
  assert.equal((await bench.call('east', 'POST', url, { reason: '误报，已现场核实' })).status, 403)
  assert.equal((await bench.call('supervisor', 'POST', url, { reason: ' 误报 ' })).status, 400)
  const done = await bench.call('supervisor', 'POST', url, { reason: '误报，已现场核实' })
  assert.deepEqual(
    [(done.body as Alert).state, (done.body as Alert).closedBy, (done.body as Alert).reason],
    ['closed', 'signed-off', '误报，已现场核实'],
  )
  assert.equal((await bench.call('supervisor', 'POST', url, { reason: '误报，已现场核实' })).status, 409)
  assert.equal((await bench.call('east', 'POST', `/api/alerts/${alert.id}/acknowledge`, {})).status, 409)
  const { rows } = await bench.ctx.pool.query(`SELECT count(*)::int AS n FROM kernel.audit_entry WHERE subject = $1`, [
    `alert:${alert.id}`,
  ])
  assert.equal(rows[0].n, 1)
  bench.clock.set('2026-11-20T09:20:00Z')
  const again = async () =>
    (await list('region=990101002&state=open')).items.filter((one) => one.entity === `urn:Desk:${alert.desk}`).length
  await bench.send('990101002', [desk(alert.desk, 15, '09:05:00'), desk(alert.desk, 15, '09:09:59')])
  assert.equal(await again(), 0)
  await bench.send('990101002', [desk(alert.desk, 15, '09:10:00')])
  assert.equal(await again(), 1)
})

test('the case an alert opened is linked in the transaction of the case', async () => {
  const alert = await raise('990202001')
  await inTransaction(bench.ctx.db, (trx) => bench.intelligence.linkCase(trx, alert.id, 'case-1', 'west'))
  await inTransaction(bench.ctx.db, (trx) => bench.intelligence.assign(trx, alert.id, 'books'))
  const found = await detail(alert.id)
  assert.deepEqual([found.alert.caseId, found.alert.owner], ['case-1', 'books'])
  assert.deepEqual(
    found.log.slice(1).map(({ kind }) => kind),
    ['case-linked', 'assigned'],
  )
  await assert.rejects(
    inTransaction(bench.ctx.db, (trx) => bench.intelligence.linkCase(trx, '00000000-0000-4000-8000-000000000000', 'x', null)),
    { code: 'NOT_FOUND' },
  )
})

test('an indicator past its threshold raises an alert of its region', async () => {
  const shelf = (value: number, at: string) => ({
    ...desk('s', value, at),
    entity: 'urn:Shelf:s',
    type: 'Shelf',
    attribute: 'books',
  })
  await bench.send('990101001', [shelf(80, '09:00:00')])
  await bench.send('990101001', [shelf(120, '09:01:00')])
  await bench.send('990101001', [shelf(130, '09:02:00')])
  await bench.send('990101001', [shelf(350, '09:03:00')])
  const [alert, ...rest] = (await list('region=990101&state=open')).items.filter(({ rule }) => rule === 'books.full')
  assert.equal(rest.length, 0)
  assert.deepEqual(
    [alert!.level, alert!.indicator, alert!.region, alert!.raisedAt],
    ['red', 'books.kept', '990101', '2026-11-20T09:01:00.000Z'],
  )
  await bench.send('990101001', [shelf(20, '09:04:00')])
  assert.equal((await detail(alert!.id)).alert.state, 'closed')
})

test('a number that nobody could look at before a crash is looked at when the hub is back, once', async () => {
  const shelf = (value: number, at: string) => ({
    ...desk('t', value, at),
    entity: 'urn:Shelf:t',
    type: 'Shelf',
    attribute: 'books',
  })
  const found = async () => (await list('region=990202')).items.filter(({ rule }) => rule === 'books.full')
  // committed, but the process dies before it looks at the number
  await bench.intelligence.stop!()
  await bench.send('990202001', [shelf(500, '07:05:00'), shelf(10, '08:05:00')])
  assert.deepEqual(await found(), [])
  await bench.restart()
  const [alert] = await found()
  assert.deepEqual(
    [alert!.level, alert!.state, alert!.raisedAt, alert!.closedAt],
    ['red', 'closed', '2026-11-20T07:05:00.000Z', '2026-11-20T08:05:00.000Z'],
  )
  await bench.restart()
  assert.equal((await found()).length, 1)
})

test('thresholds of a dated rule are in force from its day on', async () => {
  bench.clock.set('2026-12-05T09:00:00Z')
  const december = (value: number, at: string) => ({ ...desk('z', value, at), at: `2026-12-05T${at}Z` })
  await bench.send('990202001', [december(15, '01:00:00'), december(15, '01:10:00')])
  const find = async () => (await list('region=990202')).items.find(({ entity }) => entity === 'urn:Desk:z')
  assert.equal(await find(), undefined)
  await bench.send('990202001', [december(22, '02:00:00'), december(22, '02:10:00')])
  assert.deepEqual([(await find())!.level, (await find())!.threshold], ['yellow', 20])
})

test('a list is paged and shows only what lies in the scopes of whoever asks', async () => {
  const all = await list('limit=200')
  const pages: Alert[] = []
  let cursor = ''
  do {
    const page = await list(`limit=3${cursor && `&cursor=${cursor}`}`)
    pages.push(...page.items)
    cursor = page.next ?? ''
  } while (cursor)
  assert.deepEqual(pages, all.items)
  assert.equal(all.total, all.items.length)
  const east = await list('limit=200', 'east')
  assert.ok(east.total > 0)
  assert.deepEqual(
    east.items,
    all.items.filter(({ region }) => region.startsWith('990101')),
  )
  assert.deepEqual((await list('region=990202', 'east')).items, [])
  const west = all.items.find(({ region }) => region.startsWith('990202'))!
  assert.equal((await bench.call('east', 'GET', `/api/alerts/${west.id}`)).status, 403)
  assert.equal((await bench.call('citizen', 'GET', '/api/alerts')).status, 403)
  assert.equal((await bench.call('leader', 'GET', '/api/alerts?cursor=xyz')).status, 400)
  assert.equal((await bench.call('leader', 'GET', '/api/alerts?state=lost')).status, 400)
  assert.equal((await bench.call('leader', 'GET', '/api/alerts/1')).status, 400)
  assert.equal((await bench.call('leader', 'GET', '/api/alerts/00000000-0000-4000-8000-000000000000')).status, 404)
})

test('what a case did to an alert is shown where the alert is shown, once it is committed', async () => {
  type Handle = (trx: never, event: never) => Promise<void>
  const handlers: Handle[] = []
  bench.intelligence.follow({ consume: (_name, _topics, handle) => void handlers.push(handle as Handle) })
  const shown = mock.method(bench.ctx.live, 'publish', () => {})
  await bench.send('990101001', [desk('linked', 15, '13:00:00'), desk('linked', 15, '13:02:00')])
  const { items } = await list('state=open')
  const alert = items.find(({ entity }) => entity === 'urn:Desk:linked')
  assert.ok(alert)
  shown.mock.resetCalls()
  await inTransaction(bench.ctx.db, (trx) => bench.intelligence.linkCase(trx, alert.id, 'case-77', 'library'))
  assert.equal(shown.mock.callCount(), 0)
  const event = bench.published.findLast(({ key }) => key === alert.id)
  for (const handle of handlers) await handle(undefined as never, event as never)
  const [message, ...more] = shown.mock.calls.map((call) => call.arguments[0])
  assert.deepEqual(more, [])
  assert.equal(message?.event, 'alert')
  assert.deepEqual(message?.audience, regionPath(alert.region))
  assert.equal((message?.data as Alert | undefined)?.caseId, 'case-77')
  shown.mock.restore()
})
