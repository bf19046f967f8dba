import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDatabase, startPostgres } from '@haihe/kernel'

const home = await mkdtemp(join(tmpdir(), 'haihe-crash-'))
after(() => rm(home, { recursive: true, force: true }))

const started = (child: ChildProcess, acknowledged: Set<string>, most: number): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on('message', (message: 'running' | string[]) => {
      if (message === 'running') return
      for (const key of message) acknowledged.add(key)
      if (acknowledged.size >= most) resolve()
    })
    child.once('exit', () => reject(new Error('the pipeline ended by itself')))
  })

test('kill -9 of pipeline and database under load loses nothing acknowledged, and roll-up equals raw rows', async () => {
  const acknowledged = new Set<string>()
  for (const round of [0, 1, 2]) {
    const postgres = await startPostgres({ home })
    const child = fork(fileURLToPath(new URL('../testing/crash-child.ts', import.meta.url)), [postgres.url, String(round)], {
      execArgv: [],
    })
    await started(child, acknowledged, acknowledged.size + 2000)
    const dead = new Promise((resolve) => child.once('exit', resolve))
    process.kill(postgres.pid, 'SIGKILL')
    child.kill('SIGKILL')
    await dead
  }
  const postgres = await startPostgres({ home })
  const database = openDatabase(postgres.url, 2)
  const { rows } = await database.pool.query<{ entity: string; at: number; value: number }>(
    'SELECT s.entity, round(extract(epoch FROM o.at) * 1000)::float8 AS at, o.value FROM data.observation o JOIN data.series s ON s.id = o.series',
  )
  const stored = new Set(rows.map((row) => createHash('sha1').update(`${row.entity}|${row.at}|${row.value}`).digest('hex')))
  assert.deepEqual(
    [...acknowledged].filter((key) => !stored.has(key)),
    [],
  )
  assert.ok(acknowledged.size >= 6000)
  const wrong = await database.pool.query(
    `SELECT s.entity FROM data.series s
       JOIN (SELECT series, count(*) AS count, sum(value) AS sum, max(at) AS at FROM data.observation GROUP BY series) o ON o.series = s.id
       JOIN public.roll r ON r.entity = s.entity JOIN data.latest l ON l.series = s.id
      WHERE r.count <> o.count OR r.sum <> o.sum OR l.at <> o.at`,
  )
  assert.deepEqual(wrong.rows, [])
  await database.close()
  await postgres.stop()
})
