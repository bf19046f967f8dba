import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { withinRegion } from '@haihe/contract'
import { act, type CityBench, call, GAS, look, openCity, photo, reported, request, STREET } from './testing.ts'

const setUp = async (at?: string): Promise<CityBench> => {
  const bench = await openCity(at)
  after(bench.close)
  return bench
}

/** A citizen's report, verified, registered and dispatched by rule. */
const dispatched = async (bench: CityBench, category: string): Promise<string> => {
  const id = await reported(bench, category)
  await act(bench, 'grid', id, 'verifyOnsite', { found: 'yes' })
  await act(bench, 'street', id, 'register')
  await act(bench, 'street', id, 'dispatch')
  return id
}

const clockOf = (detail: { clocks: { id: string }[] }, id: string) =>
  detail.clocks.findLast((clock) => clock.id === id) as unknown as {
    state: string
    dueAt: string
    limit: { amount: number; unit: string }
    official: boolean
    basis: string
  }

test('rubbish a citizen reports is looked at, cleared by the street, checked, judged, and the three rates move', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, '0102')
  const waiting = await look(bench, id, 'street')
  assert.match(waiting.summary.caseNo, /^津城管20261116-\d{7}$/)
  assert.equal(waiting.summary.region.slice(0, 9), STREET)
  assert.equal(waiting.summary.unit, `st-${STREET}`)
  assert.equal(waiting.routing.rule, 'cm.street')
  await act(bench, 'street', id, 'accept')
  await act(bench, 'street', id, 'contact')
  const handling = await look(bench, id)
  assert.deepEqual(clockOf(handling, 'handle').limit, { amount: 4, unit: 'workingHour' })
  assert.equal(clockOf(handling, 'handle').official, false)
  await act(bench, 'street', id, 'finish', { reply: '已清运' }, { status: 400 })
  await act(bench, 'street', id, 'finish', { reply: '已清运' }, { photo: true })
  await act(bench, 'grid', id, 'pass')
  const mine = await call(bench, 'citizen', 'POST', `/api/citizen/reports/${id}/appraise`, {
    responded: true,
    resolved: 'yes',
    satisfaction: 4,
  })
  assert.equal(mine.step, 'done')
  const [row] = await call(bench, 'city', 'GET', '/api/rates?group=region')
  assert.deepEqual(
    [row.key, row.total, row.closed, row.onTime, row.responseRate, row.resolutionRate, row.satisfactionRate],
    ['120101', 1, 1, 1, 1, 1, 0.8],
  )
  assert.ok(Math.abs(row.composite - 100 * (0.1 + 0.45 + 0.45 * 0.8)) < 1e-9)
  // as of a past minute the numbers come from the store itself
  bench.clock.advance(120_000)
  const at = new Date(bench.clock.now().getTime() - 60_000).toISOString()
  const { questions } = bench.intelligence
  const tile = async (indicator: string) => (await questions.tile(questions.indicator(indicator), '120101', at)).value
  assert.deepEqual(
    await Promise.all(['city.events-opened', 'city.events-closed', 'city.events-open', 'city.on-time-rate'].map(tile)),
    [1, 1, 0, 1],
  )
  assert.deepEqual(await Promise.all(['city.response-rate', 'city.satisfaction-rate'].map(tile)), [1, 0.8])
  const explained = await call(bench, 'city', 'GET', '/api/indicators/city.satisfaction-rate/explain?region=120101')
  assert.deepEqual(
    explained.records.map((record: { name: string; value: number }) => [record.name.slice(0, 11), record.value]),
    [['津城管20261116', 8]],
  )
  assert.equal(explained.sources[0].title, '随手拍')
  assert.equal((await bench.audit.verify()).ok, true)
})

test('a manhole cover goes to whoever owns it, within two hours made safe', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, 'C0111')
  const waiting = await look(bench, id)
  assert.equal(waiting.summary.unit, GAS)
  assert.equal(waiting.summary.urgency, 'urgent')
  assert.deepEqual(clockOf(waiting, 'onSite').limit, { amount: 120, unit: 'minute' })
  await act(bench, 'gas', id, 'accept')
  const safe = await act(bench, 'gas', id, 'secure')
  assert.equal(clockOf(safe, 'onSite').state, 'met')
  assert.deepEqual(clockOf(safe, 'handle').limit, { amount: 1, unit: 'workingDay' })
})

test('hotline orders are accepted within the official limit, others by the same span as a default', async () => {
  const bench = await setUp()
  const { status, json } = await request(bench, 'hotline', 'POST', '/api/cases', {
    type: 'city-management',
    category: '0404',
    title: '下水道堵了往外冒',
    place: { lon: 117.19896, lat: 39.12617 },
  })
  assert.equal(status, 201, JSON.stringify(json))
  const { id } = json.summary
  await act(bench, 'grid', id, 'verifyOnsite', { found: 'yes' })
  await act(bench, 'street', id, 'register')
  const sent = await act(bench, 'street', id, 'dispatch')
  assert.equal(sent.summary.unit, 'hp-swj')
  const clock = clockOf(sent, 'accept')
  assert.deepEqual([clock.limit, clock.official], [{ amount: 30, unit: 'minute' }, true])
  const other = clockOf(await look(bench, await dispatched(bench, '0404')), 'accept')
  assert.deepEqual([other.limit, other.official], [{ amount: 30, unit: 'minute' }, false])
})

test('after three returns the desk appoints a unit, which may not return it', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, '0110')
  for (let n = 0; n < 3; n += 1) {
    await act(bench, 'cgw', id, 'return', { note: '属产权单位管理' })
    if (n < 2) await act(bench, 'street', id, 'dispatch')
  }
  const refused = await act(bench, 'street', id, 'dispatch', {}, { status: 409 })
  assert.equal(refused.detail, '退单已达上限，请指定承办单位')
  await act(bench, 'street', id, 'designate', { unit: 'hp-cgw', note: '按权属' })
  const kept = await act(bench, 'cgw', id, 'return', { note: '还是不归我们' }, { status: 409 })
  assert.equal(kept.detail, '已指定承办，不得退单')
})

test('past the acceptance limit a return is too late', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, '0110')
  bench.clock.advance(31 * 60_000)
  const late = await act(bench, 'cgw', id, 'return', { note: '不归我们' }, { status: 409 })
  assert.equal(late.detail, '签收时限已过，视为接收')
})

test('the street whistles, departments report in, the one who is late is noted, the meeting sets the limit', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, '0302')
  await act(bench, 'sthj', id, 'accept')
  await act(bench, 'street', id, 'whistle', { units: ['hp-zjw', 'hp-jgj'], note: '工地与道路责任不清' })
  await act(bench, 'cgw', id, 'arrive', {}, { status: 403 })
  await act(bench, 'zjw', id, 'arrive')
  await act(bench, 'zjw', id, 'arrive', {}, { status: 409 })
  bench.clock.advance(121 * 60_000)
  const arrived = await act(bench, 'jgj', id, 'arrive')
  assert.equal(clockOf(arrived, 'arrival').state, 'breached')
  const done = await act(bench, 'street', id, 'assign', { unit: 'hp-zjw', days: 3, note: '住建委主责' })
  assert.equal(done.summary.unit, 'hp-zjw')
  assert.deepEqual(clockOf(done, 'handle').limit.amount, 3)
  assert.deepEqual(
    done.coUnits.map((unit: { id: string; arrived: boolean }) => `${unit.id} ${unit.arrived}`),
    ['hp-zjw true', 'hp-jgj true'],
  )
})

test('extension needs a decision; suspension stands still until its day; rework does not reset the limit', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, '0505')
  await act(bench, 'jgj', id, 'accept')
  const first = clockOf(await look(bench, id), 'handle').dueAt
  await act(bench, 'jgj', id, 'askExtension', { days: 2, note: '车主外出' })
  await act(bench, 'street', id, 'grantExtension')
  assert.ok(clockOf(await look(bench, id), 'handle').dueAt > first)
  await act(bench, 'jgj', id, 'suspend', { reason: 'season', plannedFor: '2026-11-18', note: '降雪' })
  bench.clock.set('2026-11-17T16:00:01Z')
  await bench.business.sweepClocks()
  const back = await look(bench, id)
  assert.equal(back.summary.state, 'handling')
  assert.ok(clockOf(back, 'handle').dueAt > '2026-11-17T16:00:00Z')
  await act(bench, 'jgj', id, 'finish', { reply: '已驶离' }, { photo: true })
  await act(bench, 'grid', id, 'rework', { note: '仍有两辆' })
  const again = await look(bench, id)
  assert.equal(again.counters.rework, 1)
  assert.equal(clockOf(again, 'handle').dueAt, clockOf(back, 'handle').dueAt)
})

test('an alert opens one case, dispatched by rule, and its end is noted there', async () => {
  const bench = await setUp()
  const alert = {
    id: '0199aaaa-0000-4000-8000-000000000001',
    rule: 'air.station',
    title: { zh: '站点空气污染', en: 'Polluted air' },
    level: 'orange',
    state: 'open',
    region: STREET,
    regionName: '劝业场街道',
    entity: 'urn:x:1',
    indicator: null,
    subject: '某站',
    value: 160,
    unit: 'AQI',
    threshold: 151,
    raisedAt: '2026-11-16T01:00:00Z',
    changedAt: '2026-11-16T01:00:00Z',
    closedAt: null,
    closedBy: null,
    reason: null,
    owner: null,
    caseId: null,
    provenance: 'simulated',
  }
  await bench.ctx.pool.query(
    `INSERT INTO intelligence.alert (id, rule, subject, level, state, region, value, threshold, raised_at, changed_at, provenance)
      VALUES ($1, 'air.station', 'urn:x:1', 'orange', 'open', $2, 160, 151, $3, $3, 'simulated')`,
    [alert.id, STREET, alert.raisedAt],
  )
  const event = (topic: string, what: string) => ({
    topic,
    key: alert.id,
    region: STREET,
    payload: {
      alert,
      at: alert.raisedAt,
      what,
      place: { lon: 117.19896, lat: 39.12617, address: '某站' },
      opens: { caseType: 'city-management', category: '0302' },
    },
  })
  await bench.ctx.db
    .transaction()
    .execute((trx) => bench.outbox.publish(trx, [event('alert.raised', 'raised'), event('alert.raised', 'raised')]))
  await bench.outbox.start()
  after(bench.outbox.stop)
  const found = await waitFor(async () => (await call(bench, 'sthj', 'GET', '/api/cases?queue=unit')).items[0])
  assert.equal(found.unit, 'hp-sthj')
  assert.equal(found.provenance, 'simulated')
  const detail = await look(bench, found.id, 'sthj')
  assert.equal(detail.alertId, alert.id)
  assert.deepEqual(
    detail.actions.map((entry: { action: string }) => entry.action),
    ['report', 'register', 'dispatch'],
  )
  await bench.ctx.db.transaction().execute((trx) => bench.outbox.publish(trx, [event('alert.closed', 'recovered')]))
  await waitFor(async () => (await look(bench, found.id)).actions.find((entry: { action: string }) => entry.action === 'remark'))
  const linked = await bench.ctx.pool.query('SELECT case_id, owner FROM intelligence.alert')
  assert.deepEqual(linked.rows, [{ case_id: found.id, owner: 'hp-sthj' }])
  const { rows } = await bench.ctx.pool.query('SELECT count(*) AS n FROM business.case_file')
  assert.equal(rows[0].n, 1)
})

const waitFor = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it did not happen')
}

test('another district neither sees the case nor acts on it', async () => {
  const bench = await setUp()
  const id = await dispatched(bench, '0102')
  assert.equal((await request(bench, 'hedong', 'GET', `/api/cases/${id}`)).status, 404)
  const body = { action: 'accept', expectedSeq: 4 }
  assert.equal((await request(bench, 'hedong', 'POST', `/api/cases/${id}/actions`, body)).status, 404)
  const list = await call(bench, 'hedong', 'GET', '/api/cases')
  assert.equal(list.items.length, 0)
})

test('every street of the city finds a unit for every category', async () => {
  const bench = await setUp()
  const { engine, routing } = bench.business
  const rules = routing.on('2026-11-16')
  const { routeCase } = await import('@haihe/contract')
  const moment = { time: '10:00', weekday: 1, workday: true }
  const leaves = [...engine.registry.categories('city-management').values()].filter((each) => each.leaf)
  const streets = bench.regions.all().filter((region) => region.level === 'street')
  assert.equal(streets.length, 299)
  for (const street of streets)
    for (const category of leaves) {
      const found = routeCase(
        rules,
        { type: 'city-management', category: category.code, region: street.code, source: 'grid' },
        moment,
        engine.find,
      )
      assert.ok(found, `${street.code} ${category.code}`)
      assert.ok(withinRegion(street.code, bench.units.get(found.unit).region))
    }
})

test('a grid worker settles small things on the spot; what is dangerous is not small', async () => {
  const bench = await setUp()
  const id = await reported(bench, '0201', 'grid')
  const closed = await act(bench, 'grid', id, 'selfHandle', {}, { photo: true })
  assert.equal(closed.summary.state, 'selfClosed')
  const danger = await reported(bench, '0403', 'grid')
  const refused = await act(bench, 'grid', danger, 'selfHandle', {}, { photo: true, status: 409 })
  assert.equal(refused.detail, '此类事项不属于可自行处置的小类')
})

test('a report without a photo, outside the city, of an unknown kind or with strange fields is refused in Chinese', async () => {
  const bench = await setUp()
  const good = {
    type: 'city-management',
    category: '0102',
    title: '垃圾',
    place: { lon: 117.19896, lat: 39.12617 },
    attachments: [await photo(bench, 'citizen')],
  }
  const cases: [object, number, string][] = [
    [{ ...good, attachments: [] }, 400, 'INVALID_INPUT'],
    [{ ...good, place: { lon: 116.4, lat: 39.9 } }, 422, 'OUTSIDE_CITY'],
    [{ ...good, place: { ...good.place, crs: 'GCJ-02' } }, 400, 'INVALID_INPUT'],
    [{ ...good, category: '9999' }, 422, 'UNKNOWN_CATEGORY'],
    [{ ...good, category: '01' }, 422, 'UNKNOWN_CATEGORY'],
    [{ ...good, colour: 'red' }, 400, 'INVALID_INPUT'],
    [{ ...good, type: 'no-such-type' }, 404, 'NOT_FOUND'],
  ]
  for (const [body, status, code] of cases) {
    const answer = await request(bench, 'citizen', 'POST', '/api/citizen/reports', body)
    assert.deepEqual([answer.status, answer.json.code], [status, code], JSON.stringify(answer.json))
  }
  const { rows } = await bench.ctx.pool.query('SELECT count(*) AS n FROM business.case_file')
  assert.equal(rows[0].n, 0)
})
