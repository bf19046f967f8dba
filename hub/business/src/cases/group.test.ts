import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Scenario } from '@haihe/contract'
import { act, look, report, upTo } from '../testing/actions.ts'
import { type Bench, type Json, openBench } from '../testing/bench.ts'
import { BOOK_CARE, LIBRARY } from '../testing/library.ts'
import { together } from './together.ts'

const setUp = async (scenario: Scenario = LIBRARY): Promise<Bench> => {
  const bench = await openBench({ scenario })
  after(bench.close)
  return bench
}

const upToEach = (bench: Bench, n: number, state: string): Promise<string[]> =>
  Promise.all(Array.from({ length: n }, () => upTo(bench, state)))

const accept = async (bench: Bench, id: string, more: Json = {}) => {
  const { seq } = await look(bench, id)
  return () => bench.as('binder').raw('POST', `/api/cases/${id}/actions`, { action: 'accept', expectedSeq: seq, ...more })
}

/** What stands in the database beside the cases, as far as it must add up. */
const books = async (bench: Bench) => {
  const { rows } = await bench.ctx.pool.query(`SELECT
    (SELECT count(*) FROM business.case_action) AS log, (SELECT sum(seq) FROM business.case_state) AS seq,
    (SELECT count(*) FROM kernel.audit_entry WHERE subject LIKE 'case:%') AS audit,
    (SELECT sum(jsonb_array_length(payload->'actions')) FROM kernel.outbox) AS published,
    (SELECT count(*) FROM business.case_state WHERE open) AS open,
    (SELECT sum(n) FROM business.queue_count WHERE queue = 'all') AS counted`)
  return rows[0]
}

test('of many who act at once each gets an answer of its own, and the books add up', async () => {
  const bench = await setUp()
  const cases = await upToEach(bench, 12, 'toAccept')
  const acts = await Promise.all(cases.map((id, index) => accept(bench, id, { clientKey: `key-${index}` })))
  // one case twice, one key twice, one that may not
  const again = await accept(bench, cases[3]!, { clientKey: 'other' })
  const known = await upTo(bench, 'toAccept')
  const sameKey = await accept(bench, known, { clientKey: 'key-5' })
  const notYet = await accept(bench, await upTo(bench, 'toDispatch'))
  const before = await books(bench)
  const answers = await Promise.all([...acts, again, sameKey, notYet].map((send) => send()))
  const statuses = answers.map(({ status }) => status)
  assert.deepEqual(
    statuses.filter((_, index) => ![3, 5].includes(index)).slice(0, 10),
    Array.from({ length: 10 }, () => 200),
  )
  assert.deepEqual([statuses[3], statuses[12]].sort(), [200, 409])
  assert.deepEqual([statuses[5], statuses[13]].filter((status) => status === 200).length, 1)
  assert.equal(statuses[14], 403)
  const done = statuses.filter((status) => status === 200).length
  const after = await books(bench)
  assert.equal(done, 12)
  assert.equal(after.log, before.log + done)
  assert.deepEqual([after.seq, after.audit, after.published], [after.log, after.log, after.log])
  assert.equal(after.counted, after.open)
})

test('reports that arrive at once are each what was reported', async () => {
  const bench = await setUp()
  const reports = [
    { title: '书脊开裂', contact: { name: '张三', phone: '13800000001' } },
    { title: '封面脱落', region: '990101002', category: '0102', clientKey: 'r-1' },
    { title: '书页发霉', region: '990102001', category: '0201', contact: { name: '李四', phone: '' } },
    { title: '夹页缺失', clientKey: 'r-2' },
  ]
  const made = await Promise.all([...reports, reports[3]!].map((more) => report(bench, more)))
  assert.equal(made[3]!.id, made[4]!.id)
  const ids = made.slice(0, 4).map((one) => one.id)
  const { rows } = await bench.ctx.pool.query(
    `SELECT c.title, c.region, c.category, c.reporter, s.category AS kept, s.open, p.name, c.case_no AS no, c.lon IS NOT NULL AS placed
      FROM unnest($1::uuid[]) WITH ORDINALITY AS k (id, n) JOIN business.case_file c USING (id) JOIN business.case_state s USING (id)
      LEFT JOIN business.case_person p ON p.case_id = c.id ORDER BY n`,
    [ids],
  )
  const usual = { region: '990101001', category: '0101', reporter: 'reader', open: true, placed: true, name: null }
  assert.deepEqual(
    rows.map(({ no: _, kept, ...row }) => {
      assert.equal(kept, row.category)
      return row
    }),
    reports.map(({ clientKey: _, contact, ...more }) => ({ ...usual, ...more, name: contact?.name ?? null })),
  )
  assert.equal(new Set(rows.map((row) => row.no)).size, 4)
  const { log, seq, audit, published, counted, open } = await books(bench)
  assert.deepEqual([log, seq, audit, published, counted, open], [4, 4, 4, 4, 4, 4])
})

test('when one of a group cannot be written the others are', async () => {
  const bench = await setUp()
  const cases = await upToEach(bench, 6, 'toAccept')
  const acts = await Promise.all(cases.map((id) => accept(bench, id)))
  const broken = cases[2]!
  await bench.ctx.pool.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.case_id = '${broken}' THEN RAISE EXCEPTION 'no room'; END IF; RETURN NEW; END $$`)
  await bench.ctx.pool.query('CREATE TRIGGER refuse BEFORE INSERT ON business.case_action FOR EACH ROW EXECUTE FUNCTION refuse()')
  const answers = await Promise.all(acts.map((send) => send()))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 500, 200, 200, 200],
  )
  assert.equal((await look(bench, broken)).summary.state, 'toAccept')
  const books_ = await books(bench)
  assert.deepEqual([books_.log, books_.audit, books_.published], [books_.seq, books_.seq, books_.seq])
})

test('indicator events of a group are all recorded', async () => {
  const counted = { ...BOOK_CARE, events: { ...BOOK_CARE.events, registered: 'registered' } }
  const bench = await setUp({ ...LIBRARY, caseTypes: [counted] })
  const cases = await upToEach(bench, 5, 'toRegister')
  bench.events.length = 0
  await Promise.all(cases.map((id) => act(bench, 'desk', id, 'register')))
  const registered = bench.events.filter(({ event }) => event === 'registered')
  assert.deepEqual(
    registered.map(({ value, weight }) => [value, weight]),
    cases.map(() => [1, 1]),
  )
})

test('what arrives while a group is under way makes up the next, never twice of one identity', async () => {
  const groups: string[][] = []
  let release: (() => void) | undefined
  const add = together<string, string>({
    lanes: 1,
    most: 3,
    idOf: (one) => one.slice(0, 1),
    async work(group) {
      groups.push([...group])
      await new Promise<void>((resolve) => {
        release = resolve
      })
      if (group.includes('x')) throw new Error('spoilt')
      return group.map((one) => one.toUpperCase())
    },
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const first = add('a1')
  await turn()
  const rest = ['a2', 'b1', 'a3', 'c1', 'd1', 'x'].map((one) => add(one).catch((error: Error) => error.message))
  for (let n = 0; n < 5; n += 1) {
    await turn()
    release?.()
    await turn()
  }
  assert.equal(await first, 'A1')
  assert.deepEqual(await Promise.all(rest), ['A2', 'B1', 'spoilt', 'C1', 'spoilt', 'spoilt'])
  assert.deepEqual(groups, [['a1'], ['a2', 'b1', 'c1'], ['a3', 'd1', 'x']])
})
