import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppError } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import { act, look, upTo } from '../testing/actions.ts'
import { type Bench, openBench } from '../testing/bench.ts'
import { BOOK_CARE, LIBRARY, PLACES } from '../testing/library.ts'
import { lockLinked } from './link-store.ts'
import { actBySystem, openBySystem } from './system.ts'

/** Book care in which mending a book uses up a sheet of paper from a store that knows nothing of cases. */
const SCENARIO = {
  ...LIBRARY,
  caseTypes: [
    {
      ...BOOK_CARE,
      actions: BOOK_CARE.actions.map((action) =>
        action.id === 'finish' ? { ...action, effects: [...action.effects, { do: 'link' as const, kind: 'sheet' }] } : action,
      ),
    },
  ],
}

const setUp = async (): Promise<Bench> => {
  const bench = await openBench({ scenario: SCENARIO })
  after(bench.close)
  await bench.ctx.pool.query('CREATE TABLE sheet (id text PRIMARY KEY)')
  return bench
}

const sheets = async (bench: Bench): Promise<string[]> =>
  (await bench.ctx.pool.query('SELECT id FROM sheet ORDER BY id')).rows.map((row) => row.id)

const linked = (bench: Bench, target: string) =>
  inTransaction(bench.ctx.db, (trx) => lockLinked(trx, { kind: 'sheet', target }, [BOOK_CARE.id], true))

const takeSheet = (bench: Bench): void =>
  bench.business.hook(BOOK_CARE.id, 'finish', async ({ trx, note, data }) => {
    const { sql } = await import('@haihe/kernel')
    await sql`INSERT INTO sheet VALUES ('sheet-1')`.execute(trx)
    if (data.reply === '没纸了') throw new AppError('CASE_ACTION_NOT_ALLOWED', { detail: `没纸了${note}` })
    return { links: { sheet: 'sheet-1' }, flags: { mended: true } }
  })

test('what a hook does elsewhere and the action it belongs to stand or fall together', async () => {
  const bench = await setUp()
  takeSheet(bench)
  const id = await upTo(bench, 'handling')
  const refused = await bench.as('binder').raw('POST', `/api/cases/${id}/actions`, {
    action: 'finish',
    expectedSeq: (await look(bench, id, 'binder')).seq,
    data: { reply: '没纸了' },
  })
  assert.deepEqual([refused.status, refused.json.detail], [409, '没纸了'])
  assert.deepEqual(await sheets(bench), [])
  assert.equal((await look(bench, id, 'binder')).summary.state, 'handling')
  await act(bench, 'binder', id, 'finish', { reply: '已装订' })
  assert.deepEqual(await sheets(bench), ['sheet-1'])
  const [row] = await linked(bench, 'sheet-1')
  assert.deepEqual([row?.id, row?.fold.links, row?.fold.flags.mended], [id, { sheet: 'sheet-1' }, true])
})

test('a hook is not asked when the action is not allowed', async () => {
  const bench = await setUp()
  takeSheet(bench)
  const id = await upTo(bench, 'handling')
  const { seq } = await look(bench, id, 'binder')
  const body = { action: 'finish', expectedSeq: seq, data: { reply: '好了' } }
  await bench.as('binder2').post(`/api/cases/${id}/actions`, body, 404)
  await bench.as('desk').post(`/api/cases/${id}/actions`, body, 403)
  await bench.as('binder').post(`/api/cases/${id}/actions`, { ...body, data: {} }, 400)
  await bench.as('binder').post(`/api/cases/${id}/actions`, { ...body, expectedSeq: 1 }, 409)
  assert.deepEqual(await sheets(bench), [])
})

test('of two who do a hooked action at once exactly one does it', async () => {
  const bench = await setUp()
  takeSheet(bench)
  const id = await upTo(bench, 'handling')
  const { seq } = await look(bench, id, 'binder')
  const body = { action: 'finish', expectedSeq: seq, data: { reply: '好了' } }
  const answers = await Promise.all([1, 2, 3].map(() => bench.as('binder').raw('POST', `/api/cases/${id}/actions`, body)))
  assert.deepEqual(answers.map((each) => each.status).sort(), [200, 409, 409])
  assert.deepEqual(await sheets(bench), ['sheet-1'])
})

test('the hub opens a case for a unit and acts on what it is linked to, in the transaction of whoever noticed', async () => {
  const bench = await setUp()
  const { engine } = bench.business
  const open = (fails: boolean) =>
    inTransaction(bench.ctx.db, async (trx) => {
      await openBySystem(engine, trx, {
        source: 'alert',
        region: PLACES[0]!.region,
        known: { links: { sheet: 'sheet-7' }, flags: { torn: true } },
        report: {
          type: BOOK_CARE.id,
          category: [...engine.registry.categories(BOOK_CARE.id).values()].find((each) => each.leaf)!.code,
          title: '缺页',
          description: '',
          place: { lon: 0, lat: 0, crs: 'EPSG:4490', address: '' },
          attachments: [],
          urgency: 'normal',
        },
      })
      if (fails) throw new Error('noticed by mistake')
    })
  await assert.rejects(open(true), /by mistake/)
  assert.deepEqual(await linked(bench, 'sheet-7'), [])
  await open(false)
  const done = await inTransaction(bench.ctx.db, async (trx) => {
    const [row] = await lockLinked(trx, { kind: 'sheet', target: 'sheet-7' }, [BOOK_CARE.id], true)
    assert.equal(row?.fold.flags.torn, true)
    return actBySystem(engine, trx, row!, [{ action: 'lapse' }, { action: 'accept' }])
  })
  assert.equal(done, 'accept')
  const [row] = await linked(bench, 'sheet-7')
  assert.equal(row?.state, 'handling')
})
