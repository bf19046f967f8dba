import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from '../db.ts'
import { startPostgres } from './supervisor.ts'

test('a first start makes the data folder, a second adopts the server, and data survives a stop', async () => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-pg-'))
  const first = await startPostgres({ home })
  const database = openDatabase(first.url, 2)
  await database.pool.query('CREATE TABLE kept (n int); ')
  await database.pool.query('INSERT INTO kept VALUES (7)')
  await database.close()
  assert.equal(first.adopted, false)

  const second = await startPostgres({ home })
  assert.equal(second.adopted, true)
  assert.equal(second.pid, first.pid)
  await second.stop()

  const third = await startPostgres({ home })
  assert.equal(third.adopted, false)
  const again = openDatabase(third.url, 2)
  const { rows } = await again.pool.query('SELECT n FROM kept')
  await again.close()
  await third.stop()
  await rm(home, { recursive: true, force: true })
  assert.deepEqual(rows, [{ n: 7 }])
})

test('a killed server is started anew and keeps what was committed', async () => {
  const home = await mkdtemp(join(tmpdir(), 'haihe-pg-'))
  const first = await startPostgres({ home })
  const database = openDatabase(first.url, 1)
  await database.pool.query('CREATE TABLE kept (n int)')
  await database.pool.query('INSERT INTO kept VALUES (1)')
  process.kill(first.pid, 'SIGKILL')
  await database.close().catch(() => {})
  const second = await startPostgres({ home })
  const again = openDatabase(second.url, 1)
  const { rows } = await again.pool.query('SELECT n FROM kept')
  await again.close()
  await second.stop()
  await rm(home, { recursive: true, force: true })
  assert.deepEqual(rows, [{ n: 1 }])
})
