import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { Mapping } from '@haihe/contract'
import { openRejectSource } from '../reject/reject-source.ts'
import { correctReject, discardRejects, findReject, listRejects } from '../reject/reject-store.ts'
import { openCsvInput, openDesk, SAME_NAMES, UPLOAD } from '../testing/desk.ts'
import { findRun, insertRun, type RunRow, resumeRun, wishRun } from './run-store.ts'
import { runView } from './run-view.ts'
import { createWorker } from './worker.ts'

const desk = await openDesk({
  open: (connector, input, run) =>
    input && 'rejects' in input
      ? Promise.resolve(openRejectSource(desk.ctx.db, connector.id, input))
      : openCsvInput(connector, input, run),
})
after(() => desk.close())
afterEach(async () => {
  await desk.ctx.pool.query(`TRUNCATE ${desk.services.held.table(desk.resource)}`)
})

const HEADER = 'loan_no,reader_id,title,branch,copies,fee,lent_on,returned_at,renewed'
let files = 0
const csv = async (...lines: string[]) => {
  files += 1
  const file = await desk.file(`f${files}.csv`, `${[HEADER, ...lines].join('\n')}\n`)
  return { file, name: `f${files}.csv` }
}

test('rows of a file are stored with their types, region, subject and line, and the catalogue is told', async () => {
  const { id } = await desk.connector(UPLOAD)
  const run = await desk.run(
    id,
    await csv('A1,11010519491231002x,"红楼梦, 上",东馆,2,1.50,2026/3/5,2026-03-20 08:00,是', 'A2,,,,,,,,'),
  )
  assert.equal(run.state, 'done', run.error ?? '')
  assert.deepEqual([run.read, run.written, run.rejected], [2, 2, 0])
  const [first, second] = await desk.rows('*, lent_on::text AS lent_on')
  assert.deepEqual(
    { ...first, _subject: String(first?._subject).length, _at: null },
    {
      _key: 'A1',
      _region: '990101',
      _subject: 64,
      _run: run.id,
      _line: 2,
      _at: null,
      loan_no: 'A1',
      reader_id: '11010519491231002X',
      title: '红楼梦, 上',
      branch: '990101',
      copies: 2,
      fee: 1.5,
      lent_on: '2026-03-05',
      returned_at: new Date('2026-03-20T00:00:00Z'),
      renewed: true,
    },
  )
  assert.deepEqual([second?._region, second?._subject, second?.title], ['99', null, null])
  assert.deepEqual(desk.catalogue.notes, [{ id: desk.resource.id, rows: 2, loadedAt: run.endedAt?.toISOString() }])
  const { rows } = await desk.ctx.pool.query(
    `SELECT payload FROM kernel.outbox WHERE topic = 'resource.loaded' ORDER BY seq DESC LIMIT 1`,
  )
  assert.deepEqual(rows[0].payload, { resource: desk.resource.id, connector: id, run: run.id, rows: 2, rejected: 0 })
})

test('the same file again changes nothing; a later row with the same key holds', async () => {
  const { id } = await desk.connector(UPLOAD)
  const input = await csv('A1,,one,,,,,,', 'A2,,two,,,,,,', 'A1,,three,,,,,,')
  const first = await desk.run(id, input)
  assert.deepEqual([first.read, first.written, first.unchanged], [3, 2, 1])
  const before = await desk.rows('*')
  const second = await desk.run(id, input)
  assert.deepEqual([second.read, second.written, second.unchanged], [3, 0, 3])
  assert.deepEqual(await desk.rows('*'), before)
  assert.equal(before[0]?.title, 'three')
})

test('a file that is the whole removes what it lacks, unless a row was rejected or there is none', async () => {
  const { id } = await desk.connector({ ...UPLOAD, settings: { ...UPLOAD.settings, whole: true } } as typeof UPLOAD)
  const other = await desk.connector(UPLOAD)
  await desk.run(other.id, await csv('B1,,of another connector,,,,,,'))
  await desk.run(id, await csv('A1,,,,,,,,', 'A2,,,,,,,,', 'A3,,,,,,,,'))
  const bad = await desk.run(id, await csv('A1,,,,x,,,,'))
  assert.deepEqual([bad.rejected, bad.removed], [1, 0])
  assert.equal((await desk.run(id, await csv())).removed, 0)
  const good = await desk.run(id, await csv('A1,,,,,,,,', 'A4,,,,,,,,'))
  assert.deepEqual([good.written, good.unchanged, good.removed], [1, 1, 2])
  assert.deepEqual(await desk.rows('_key'), [{ _key: 'A1' }, { _key: 'A4' }, { _key: 'B1' }])
})

test('a rejected row is kept with line, reason and content, counted when it comes again, corrected and replayed', async () => {
  const { id } = await desk.connector(UPLOAD)
  const input = await csv('A1,123,,,,,,,', ',,,,,,,,', 'A3,,,,two,,2026-02-30,,', 'A4', 'A5,,good,,,,,,')
  const run = await desk.run(id, input)
  assert.deepEqual([run.read, run.written, run.rejected], [5, 1, 4])
  await desk.run(id, input)
  const open = await listRejects(desk.ctx.db, id, { state: 'open' }, 0, 10)
  const told = open.map(({ line, problems, seen }) => [line, seen, ...problems.map(({ field, reason }) => `${field}: ${reason}`)])
  assert.deepEqual(told, [
    [2, 2, 'reader_id: breaks-standard'],
    [3, 2, 'loan_no: key-missing'],
    [4, 2, 'copies: not-an-integer', 'lent_on: not-a-date'],
    [5, 2, 'null: columns'],
  ])
  const third = open[2]!
  await correctReject(desk.ctx.db, third.id, { ...third.content, copies: '2', lent_on: '2026-02-28' }, desk.ctx.now())
  const replay = await desk.run(id, { rejects: 'all', upTo: open.at(-1)!.id }, 'replay')
  assert.deepEqual([replay.state, replay.written, replay.rejected], ['done', 1, 2])
  assert.equal((await findReject(desk.ctx.db, third.id))?.state, 'replayed')
  assert.deepEqual((await desk.rows('_key, copies'))[0], { _key: 'A3', copies: 2 })
  assert.equal(await discardRejects(desk.ctx.db, id, null, 'tester', desk.ctx.now()), 3)
  assert.deepEqual(await listRejects(desk.ctx.db, id, { state: 'open' }, 0, 10), [])
})

test('a replayed row does not replace a newer one', async () => {
  const { id } = await desk.connector(UPLOAD)
  await desk.run(id, await csv('A1,,old,,x,,,,'))
  await desk.run(id, await csv('A1,,new,,1,,,,'))
  const [reject] = await listRejects(desk.ctx.db, id, { state: 'open' }, 0, 10)
  await correctReject(desk.ctx.db, reject!.id, { ...reject!.content, copies: '2' }, desk.ctx.now())
  await desk.run(id, { rejects: [reject!.id], upTo: reject!.id }, 'replay')
  assert.deepEqual(await desk.rows('title, copies'), [{ title: 'new', copies: 1 }])
})

test('rows that a wrong mapping rejected are taken with the right one', async () => {
  const wrong = Mapping.parse({ fields: { ...SAME_NAMES.fields, copies: { column: 'title' } } })
  const { id } = await desk.connector(UPLOAD, { mapping: wrong })
  await desk.run(id, await csv('A1,,a title,,3,,,,'))
  const right = JSON.stringify(SAME_NAMES)
  await desk.ctx.pool.query('UPDATE exchange.connector SET mapping = $2 WHERE id = $1', [id, right])
  await desk.run(id, { rejects: 'all', upTo: Number.MAX_SAFE_INTEGER }, 'replay')
  assert.deepEqual(await desk.rows('title, copies'), [{ title: 'a title', copies: 3 }])
})

test('a GB18030 file is read, and a line that is no text in it is rejected alone', async () => {
  const { id } = await desk.connector(UPLOAD)
  const gb = Buffer.concat([
    Buffer.from(`${HEADER}\nA1,,`),
    Buffer.from([0xba, 0xec, 0xc2, 0xa5, 0xc3, 0xce]),
    Buffer.from(',,,,,,\n'),
  ])
  const broken = Buffer.concat([gb, Buffer.from('A2,,'), Buffer.from([0xff, 0xff]), Buffer.from(',,,,,,\nA3,,c,,,,,,\n')])
  const run = await desk.run(id, { file: await desk.file('gb.csv', broken), name: 'gb.csv' })
  assert.deepEqual([run.written, run.rejected], [2, 1])
  assert.deepEqual(await desk.rows('title'), [{ title: '红楼梦' }, { title: 'c' }])
})

test('a run stops after its chunk when it is paused, tells screens how far it is, and goes on there', async () => {
  const { id, mapping } = await desk.connector(UPLOAD)
  const lines = Array.from({ length: 20_000 }, (_, n) => `P${n},,title ${n},,${n},,,,`)
  const input = await csv(...lines)
  const made = { connector: id, resource: desk.resource.id, trigger: 'hand' as const, input, mapping, startedBy: 'tester' }
  const run = (await insertRun(desk.ctx.db, made, desk.ctx.now())) as RunRow
  const told: { event: string; data: unknown }[] = []
  const live = { ...desk.ctx.live, publish: (message: { event: string; data: unknown }) => void told.push(message) }
  const worker = createWorker({ ...desk.services, ctx: { ...desk.ctx, live } }, { every: 0 })
  worker.nudge()
  while (((await findRun(desk.ctx.db, run.id))?.read ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  assert.equal((await wishRun(desk.ctx.db, run.id, 'pause', desk.ctx.now()))?.wish, 'pause')
  await worker.idle()
  const paused = await findRun(desk.ctx.db, run.id)
  assert.equal(paused?.state, 'paused')
  assert.ok(paused.read < lines.length)
  assert.equal((await desk.rows('_key')).length, paused.written)
  await resumeRun(desk.ctx.db, run.id, mapping, desk.ctx.now())
  await worker.idle()
  await worker.stop()
  const done = await findRun(desk.ctx.db, run.id)
  assert.deepEqual([done?.state, done?.read, done?.written], ['done', lines.length, lines.length])
  assert.ok(told.length > 0 && told.every(({ event }) => event === 'run'))
})

test('a file that is gone fails the run with words for people', async () => {
  const { id } = await desk.connector(UPLOAD)
  const run = await desk.run(id, { file: `${desk.folder}/none.csv`, name: 'none.csv' })
  assert.equal(run.state, 'failed')
  assert.match(run.error ?? '', /none\.csv|文件/)
})

test('a running view tells rate and expected end', () => {
  const at = new Date('2026-11-20T02:00:00Z')
  const row = {
    read: 1000,
    bytes: 5000,
    busyMs: 2000,
    total: 10_000,
    totalUnit: 'bytes' as const,
    state: 'running' as const,
    changedAt: at,
  }
  const rest = { input: null, createdAt: at, startedAt: at, endedAt: null }
  const view = runView({ ...row, ...rest } as Parameters<typeof runView>[0])
  assert.deepEqual([view.rate, view.expectedEnd], [500, '2026-11-20T02:00:02.000Z'])
})
