import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { actionOf, foldCase, formOf, verdictOn } from '@haihe/contract'
import { act, look, photo, report, reportBody, upTo } from '../testing/actions.ts'
import { ACTORS, type Bench, type Json, openBench } from '../testing/bench.ts'
import { BOOK_CARE, OTHER_BRANCH } from '../testing/library.ts'
import { districtOfId } from './case-id.ts'
import { entryOf, readLog } from './case-store.ts'
import { factsFor } from './facts.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  after(bench.close)
  return bench
}

const logOf = async (bench: Bench, id: string) => (await readLog(bench.ctx.pool, districtOfId(id), id)).map(entryOf)

/** The smallest form that passes. */
const answers = (id: string): Json => {
  const data: Json = {}
  for (const field of formOf(actionOf(BOOK_CARE, id)!)) {
    if (!field.required || field.kind === 'photos') continue
    if (field.kind === 'choice') data[field.name] = field.options?.[0]?.value
    else if (field.kind === 'number') data[field.name] = field.min ?? 1
    else if (field.kind === 'boolean') data[field.name] = true
    else if (field.kind === 'date') data[field.name] = '2026-11-25'
    else if (field.kind === 'unit') data[field.name] = 'ws-bindery'
    else if (field.kind === 'units') data[field.name] = ['ws-store']
    else data[field.name] = '说明'
  }
  return data
}

test('the server lets exactly those act whom the contract’s function lets, in every state', async () => {
  const bench = await setUp()
  const reached = ['reported', 'toRegister', 'toDispatch', 'toAccept', 'handling', 'toVerify', 'toAppraise']
  const staff = Object.keys(ACTORS).filter((who) => !['reader', 'reader2', 'partner'].includes(who))
  let compared = 0
  for (const state of reached) {
    const id = await upTo(bench, state)
    const fold = foldCase(BOOK_CARE, await logOf(bench, id))
    const facts = factsFor(bench.business.engine, BOOK_CARE, fold, bench.clock.now())
    for (const who of staff)
      for (const action of BOOK_CARE.actions) {
        const verdict = verdictOn(BOOK_CARE, action, fold, ACTORS[who]!, facts)
        const seen = (await bench.as(who).raw('GET', `/api/cases/${id}`)).json
        const shown = seen.available?.find((each: Json) => each.id === action.id)
        assert.equal(shown !== undefined && shown.blocked === null, verdict.allowed && seen.summary !== undefined)
        if (verdict.allowed) continue
        const body = { action: action.id, expectedSeq: fold.seq, data: answers(action.id) }
        const answer = await bench.as(who).raw('POST', `/api/cases/${id}/actions`, body)
        const expected = seen.summary === undefined ? 404 : verdict.cause === 'role' ? 403 : 409
        assert.equal(answer.status, expected, `${who} ${action.id} in ${state}: ${JSON.stringify(answer.json)}`)
        compared += 1
      }
    assert.equal((await logOf(bench, id)).length, fold.seq, 'a refused action leaves no trace in the log')
  }
  assert.ok(compared > 500)
})

test('of two who act at once exactly one wins, and the other is told', async () => {
  const bench = await setUp()
  for (let round = 0; round < 5; round += 1) {
    const id = await upTo(bench, 'toVerify')
    const { seq } = await look(bench, id)
    const answers = await Promise.all([
      bench.as('desk').raw('POST', `/api/cases/${id}/actions`, { action: 'pass', expectedSeq: seq }),
      bench
        .as('centre')
        .raw('POST', `/api/cases/${id}/actions`, { action: 'rework', expectedSeq: seq, data: { note: '再看看' } }),
      bench.as('desk').raw('POST', `/api/cases/${id}/actions`, { action: 'pass', expectedSeq: seq }),
    ])
    const statuses = answers.map((answer) => answer.status).sort()
    assert.deepEqual(statuses, [200, 409, 409])
    assert.ok(answers.filter(({ status }) => status === 409).every(({ json }) => json.code === 'CONFLICT'))
    assert.equal((await logOf(bench, id)).length, seq + 1)
  }
})

test('an action on a stale page is refused; a warning in between gets in nobody’s way', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAccept')
  const { seq } = await look(bench, id)
  const stale = await bench.as('binder').raw('POST', `/api/cases/${id}/actions`, { action: 'accept', expectedSeq: seq - 1 })
  assert.deepEqual([stale.status, stale.json.code, stale.json.seq], [409, 'CONFLICT', seq])
  bench.clock.advance(31 * 60_000)
  await bench.business.sweepClocks()
  assert.ok((await look(bench, id)).seq > seq)
  await bench.as('binder').post(`/api/cases/${id}/actions`, { action: 'accept', expectedSeq: seq })
})

test('the same submission twice is one report and one action, also when both arrive at once', async () => {
  const bench = await setUp()
  const body = reportBody({ clientKey: 'k-1' })
  const both = await Promise.all([1, 2, 3].map(() => bench.as('reader').post('/api/citizen/reports', body, 201)))
  assert.equal(new Set(both.map((one: Json) => one.id)).size, 1)
  const other = await bench.as('reader2').post('/api/citizen/reports', body, 201)
  assert.notEqual(other.id, (both[0] as Json).id)
  const { id } = both[0] as Json
  const { seq } = await look(bench, id)
  const action = { action: 'verifyOnsite', expectedSeq: seq, data: { true: 'yes' }, clientKey: 'a-1' }
  await bench.as('walker').post(`/api/cases/${id}/actions`, action)
  const again = await bench.as('walker').post(`/api/cases/${id}/actions`, action)
  assert.equal((again as Json).seq, seq + 1)
  const { rows } = await bench.ctx.pool.query('SELECT count(*) AS n FROM business.case_file')
  assert.equal(rows[0].n, 2)
})

test('case, log, audit, outbox and counters are written together or not at all', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAccept')
  const count = async () => {
    const { rows } = await bench.ctx.pool.query(`SELECT (SELECT count(*) FROM business.case_action) AS log,
      (SELECT count(*) FROM kernel.audit_entry WHERE subject LIKE 'case:%') AS audit, (SELECT count(*) FROM kernel.outbox) AS outbox,
      (SELECT seq FROM business.case_state) AS seq, (SELECT sum(n) FROM business.queue_count WHERE queue = 'all') AS open`)
    return rows[0]
  }
  const before = await count()
  assert.deepEqual(before, { log: 4, audit: 4, outbox: 4, seq: 4, open: 1 })
  const { audit } = bench.ports
  const record = audit.record
  audit.record = async () => {
    throw new Error('the audit is full')
  }
  const failed = await bench.as('binder').raw('POST', `/api/cases/${id}/actions`, { action: 'accept', expectedSeq: 4 })
  audit.record = record
  assert.equal(failed.status, 500)
  assert.equal(failed.json.detail, undefined, 'what went wrong inside is nobody’s business')
  assert.deepEqual(await count(), before)
  await bench.as('binder').post(`/api/cases/${id}/actions`, { action: 'accept', expectedSeq: 4 })
  assert.deepEqual(await count(), { log: 5, audit: 5, outbox: 5, seq: 5, open: 1 })
})

test('photos of a refused action stay free for the next try', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'handling')
  const mine = await photo(bench, 'binder')
  await act(bench, 'binder', id, 'finish', {}, { attachments: [mine] }, 400)
  const done = await act(bench, 'binder', id, 'finish', { reply: '好了' }, { attachments: [mine] })
  assert.equal(done.attachments[0].id, mine)
})

test('wrong answers are named field by field, in Chinese', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'handling')
  const cases: [string, string, Json, string, string][] = [
    ['binder', 'finish', {}, 'data.reply', '请填写「答复」'],
    ['binder', 'finish', { reply: 7 }, 'data.reply', '「答复」应为文字'],
    ['binder', 'finish', { reply: 'x', price: 3 }, 'data.price', '不支持的字段'],
    ['binder', 'askExtension', { days: 99 }, 'data.days', '「days」数值不能大于 30'],
    ['binder', 'suspend', { until: '2026-02-30' }, 'data.until', '「计划日期」应为日期（年-月-日）'],
    ['desk', 'whistle', { units: ['ws-nowhere'] }, 'data.units', '单位不存在'],
  ]
  for (const [who, action, data, path, message] of cases) {
    const refused = await act(bench, who, id, action, data, {}, 400)
    assert.deepEqual(refused.errors[0], { path, message })
  }
})

test('a case lies where only its own district sees it; nobody learns that it exists', async () => {
  const bench = await setUp()
  const { id } = await report(bench)
  for (const who of ['binder2', 'partner', 'reader2']) {
    const answers = await Promise.all([
      bench.as(who).raw('GET', `/api/cases/${id}`),
      bench.as(who).raw('POST', `/api/cases/${id}/actions`, { action: 'register', expectedSeq: 1 }),
      bench.as(who).raw('GET', `/api/citizen/reports/${id}`),
    ])
    for (const { status } of answers) assert.ok([403, 404].includes(status), `${who}: ${status}`)
  }
  for (const strange of ['0', id.replace(/.$/, 'x'), '00000000-0000-4000-8000-000000000000'])
    assert.equal((await bench.as('city').raw('GET', `/api/cases/${strange}`)).status, 404)
})

test('a unit of another district that is called in sees the case', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toDispatch')
  assert.equal((await bench.as('binder2').raw('GET', `/api/cases/${id}`)).status, 404)
  await act(bench, 'desk', id, 'whistle', { units: ['ws-bindery-2'] })
  const seen = await look(bench, id, 'binder2')
  assert.deepEqual(
    seen.available.map((each: Json) => each.id),
    ['arrive'],
  )
  const list = await bench.as('binder2').get('/api/cases')
  assert.deepEqual(
    list.items.map((item: Json) => item.id),
    [id],
  )
})

test('who deals with the case may call the reporter, and that is on record; others see letters covered', async () => {
  const bench = await setUp()
  const { id } = await report(bench, { contact: { name: '王小明', phone: '13812345678' } })
  assert.deepEqual((await look(bench, id, 'city')).reporter, { name: '王**', phone: '138****5678', masked: true })
  assert.deepEqual((await look(bench, id, 'desk')).reporter, { name: '王小明', phone: '13812345678', masked: false })
  const { rows } = await bench.ctx.pool.query(
    `SELECT actor_id, purpose FROM kernel.audit_entry WHERE action = 'case.read-person'`,
  )
  assert.deepEqual(rows, [{ actor_id: 'desk', purpose: '办理事项需联系诉求人' }])
  const list = JSON.stringify(await bench.as('desk').get('/api/cases'))
  assert.ok(!list.includes('13812345678') && !list.includes('王小明'))
  const events = await bench.ctx.pool.query('SELECT payload::text AS text FROM kernel.outbox')
  assert.ok(events.rows.every((row) => !row.text.includes('王小明') && !row.text.includes(OTHER_BRANCH)))
})
