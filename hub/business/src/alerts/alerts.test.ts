import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Alert, AlertEvent } from '@haihe/contract'
import { look } from '../testing/actions.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { BINDERY } from '../testing/library.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  await bench.outbox.start()
  after(async () => {
    await bench.outbox.stop()
    await bench.close()
  })
  return bench
}

const ALERT: Alert = {
  id: 'alert-1',
  rule: 'book.damp',
  title: { zh: '书库潮湿', en: 'Damp' },
  level: 'orange',
  state: 'open',
  region: '990101001',
  regionName: '一分馆',
  entity: 'urn:book:shelf:1',
  indicator: null,
  subject: '东侧书架',
  value: 81,
  unit: '%',
  threshold: 0.8,
  raisedAt: '2026-11-16T02:00:00Z',
  changedAt: '2026-11-16T02:00:00Z',
  closedAt: null,
  closedBy: null,
  reason: null,
  owner: null,
  caseId: null,
  provenance: 'elsewhere',
}

const publish = async (bench: Bench, topic: string, what: AlertEvent['what'], change: Partial<Alert> = {}, category = '0101') => {
  const alert = { ...ALERT, ...change }
  const payload: AlertEvent = {
    alert,
    at: alert.raisedAt,
    what,
    place: { lon: 117.05, lat: 39.05, address: '三层' },
    opens: { caseType: 'book-care', category },
  }
  await bench.ctx.db
    .transaction()
    .execute((trx) => bench.outbox.publish(trx, [{ topic, key: alert.id, region: alert.region, payload }]))
  await bench.outbox.drain()
}

const cases = async (bench: Bench) => (await bench.as('city').get('/api/cases')).items

test('an alert opens exactly one case, registered and dispatched by rule, however often it is told', async () => {
  const bench = await setUp()
  await publish(bench, 'alert.raised', 'raised')
  await publish(bench, 'alert.raised', 'raised')
  const [found, ...rest] = await cases(bench)
  assert.equal(rest.length, 0)
  assert.deepEqual(
    [found.state, found.unit, found.source, found.provenance, found.urgency],
    ['toAccept', BINDERY, 'alert', 'elsewhere', 'urgent'],
  )
  const detail = await look(bench, found.id)
  assert.equal(detail.alertId, 'alert-1')
  assert.equal(detail.data.alert.value, 81)
  assert.deepEqual(bench.links, [{ alertId: 'alert-1', caseId: found.id, owner: BINDERY }])
})

test('an alert of a kind no rule routes waits for a person', async () => {
  const bench = await setUp()
  await publish(bench, 'alert.raised', 'raised', {}, '0201')
  const [found] = await cases(bench)
  assert.equal(found.state, 'toDispatch')
})

test('what becomes of the alert is noted in its case and does not move it', async () => {
  const bench = await setUp()
  await publish(bench, 'alert.raised', 'raised')
  await publish(bench, 'alert.changed', 'escalated', { level: 'red', value: 0.95 })
  await publish(bench, 'alert.closed', 'recovered', { value: 0.6 })
  await publish(bench, 'alert.closed', 'recovered', { id: 'alert-without-case' })
  const [found, ...rest] = await cases(bench)
  assert.equal(rest.length, 0)
  assert.equal(found.state, 'toAccept')
  const notes = (await look(bench, found.id)).actions.slice(3)
  assert.deepEqual(
    notes.map((entry: { note: string }) => entry.note),
    ['预警升级为红色，当前值 95%', '指标已恢复（60%），预警解除'],
  )
})

test('an alert that opens nothing opens nothing; one whose case cannot be opened does not stop the others', async () => {
  const bench = await setUp()
  const payload = { alert: ALERT, at: ALERT.raisedAt, what: 'raised', place: null, opens: null }
  await bench.ctx.db.transaction().execute((trx) =>
    bench.outbox.publish(trx, [
      { topic: 'alert.raised', key: 'a', region: '99', payload },
      {
        topic: 'alert.raised',
        key: 'b',
        region: '99',
        payload: { ...payload, alert: { ...ALERT, region: '990199' }, opens: { caseType: 'book-care', category: '0101' } },
      },
    ]),
  )
  await publish(bench, 'alert.raised', 'raised', { id: 'alert-2' })
  for (let tries = 0; tries < 200 && (await cases(bench)).length === 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal((await cases(bench)).length, 1)
})
