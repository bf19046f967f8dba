import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDesk, UPLOAD } from '../testing/desk.ts'
import { findRun, insertRun, type RunRow } from './run-store.ts'
import { createWorker } from './worker.ts'

const desk = await openDesk()
after(() => desk.close())
const { ctx } = desk

const ROWS = 36_000
/** Every tenth row comes a second time later on, every hundredth is not good. */
const lineOf = (n: number): string => {
  const no = n % 10 === 9 ? n - 5 : n
  return `L${no},,"title ${n}, ${createHash('md5').update(String(n)).digest('hex')}",东馆,${n % 100 === 50 ? 'x' : n},${n}.5,2026-03-05,,是`
}

const expected = (): Map<string, string> => {
  const rows = new Map<string, string>()
  for (let n = 0; n < ROWS; n += 1)
    if (n % 100 !== 50)
      rows.set(`L${n % 10 === 9 ? n - 5 : n}`, `title ${n}, ${createHash('md5').update(String(n)).digest('hex')}|${n}`)
  return rows
}

const random = (n: number): number => Math.floor(Math.random() * n)
const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
/** What a dead worker held is taken over at once instead of after its lease. */
const expireLease = (id: number) =>
  ctx.pool.query(`UPDATE exchange.run SET lease_until = now() - interval '1 second' WHERE id = $1`, [id])

test('a run whose process and connections are killed again and again loses no row and doubles none', async (context) => {
  const text = `loan_no,reader_id,title,branch,copies,fee,lent_on,returned_at,renewed\n${Array.from({ length: ROWS }, (_, n) => lineOf(n)).join('\n')}\n`
  const file = await desk.file('big.csv', text)
  const { id: connector, mapping } = await desk.connector(UPLOAD)
  const made = await insertRun(
    ctx.db,
    { connector, resource: desk.resource.id, trigger: 'hand', input: { file, name: 'big.csv' }, mapping, startedBy: 'tester' },
    ctx.now(),
  )
  const { id } = made as RunRow
  const stops: number[] = []

  const reading = async (): Promise<number> => (await findRun(ctx.db, id))?.read ?? 0
  /** A random while after the run has gone on since the last kill. */
  const underWay = async (): Promise<void> => {
    const [before, until] = [stops.at(-1) ?? 0, Date.now() + 3_000]
    while ((await reading()) <= before && Date.now() < until) await rest(3)
    await rest(random(25))
  }

  for (let kill = 0; kill < 4; kill += 1) {
    const child = fork(fileURLToPath(new URL('../testing/run-child.ts', import.meta.url)), [ctx.url], { execArgv: [] })
    const dead = new Promise((resolve) => child.once('exit', resolve))
    await underWay()
    child.kill('SIGKILL')
    await dead
    stops.push(await reading())
    await expireLease(id)
  }

  const worker = createWorker(desk.services, { every: 20 })
  worker.start()
  for (let kill = 0; kill < 10; kill += 1) {
    await underWay()
    await ctx.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'haihe-exchange' AND datname = current_database()`,
    )
    stops.push(await reading())
    // no waiting between tries here
    for (let look = 0; look < 40 && (await findRun(ctx.db, id))?.state !== 'queued'; look += 1) await rest(5)
    await ctx.pool.query('UPDATE exchange.run SET next_try_at = NULL, attempts = 0 WHERE id = $1', [id])
  }
  const end = async (): Promise<RunRow> => {
    for (;;) {
      const run = (await findRun(ctx.db, id)) as RunRow
      if (!['queued', 'running'].includes(run.state)) return run
      await rest(50)
    }
  }
  const run = await end()
  await worker.stop()
  context.diagnostic(`rows committed at each kill: ${stops.join(' ')}`)

  assert.equal(run.state, 'done', run.error ?? '')
  assert.ok(
    stops.some((read) => read > 0 && read < ROWS),
    'no kill hit the middle of the run',
  )
  assert.equal(run.read, ROWS)
  assert.equal(run.rejected, ROWS / 100)
  assert.equal(run.written + run.unchanged, ROWS - ROWS / 100)
  assert.equal(run.bytes, Buffer.byteLength(text) - text.indexOf('\n') - 1)
  const held = await ctx.pool.query<{ key: string; value: string }>(
    `SELECT _key AS key, title || '|' || copies AS value FROM ${desk.services.held.table(desk.resource)}`,
  )
  const wanted = expected()
  assert.equal(held.rows.length, wanted.size)
  assert.deepEqual(
    held.rows.filter(({ key, value }) => wanted.get(key) !== value),
    [],
  )
  const rejects = await ctx.pool.query('SELECT count(*) AS n, sum(seen) AS seen FROM exchange.reject WHERE connector = $1', [
    connector,
  ])
  assert.deepEqual(rejects.rows[0], { n: ROWS / 100, seen: ROWS / 100 })
  const told = await ctx.pool.query(`SELECT count(*) AS n FROM kernel.outbox WHERE topic = 'resource.loaded'`)
  assert.equal(told.rows[0].n, 1)
})
