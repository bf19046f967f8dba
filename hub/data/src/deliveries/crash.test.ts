import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDatabase, startPostgres } from '@haihe/kernel'
import { openReceiver } from './testing/receiver.ts'

const BRANCHES = 10
const home = await mkdtemp(join(tmpdir(), 'haihe-deliveries-'))
const receiver = await openReceiver()
after(async () => {
  await receiver.close()
  await rm(home, { recursive: true, force: true })
})

const start = (url: string, from: string): ChildProcess =>
  fork(fileURLToPath(new URL('./testing/crash-child.ts', import.meta.url)), [url, receiver.url(''), from, String(BRANCHES)], {
    execArgv: [],
  })

/** Resolves when the child has said enough; with what it said last. */
const said = (child: ChildProcess, enough: (message: unknown) => boolean): Promise<unknown> =>
  new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (enough(message)) resolve(message)
    })
    child.once('exit', () => reject(new Error('the hub ended by itself')))
  })

const kill = async (child: ChildProcess): Promise<void> => {
  const dead = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await dead
}

test('kill -9 in mid-flight, of the hub and of its database, loses nothing and keeps the order', async () => {
  // every tenth notification is taken but not answered in time: nobody knows whether it arrived
  let count = 0
  receiver.reply(() => {
    count += 1
    return count % 10 === 0 ? new Promise((resolve) => setTimeout(() => resolve(204), 30)) : 204
  })
  let acknowledged = -1
  for (const round of [0, 1, 2]) {
    const postgres = await startPostgres({ home })
    const from = round === 0 ? 0 : Math.ceil((acknowledged + 50) / 2) * 2
    const child = start(postgres.url, String(from))
    child.on('message', (message) => {
      if (typeof message === 'number') acknowledged = message
    })
    await said(child, (message) => typeof message === 'number' && message >= from + 60)
    // its database dies with it every other time
    if (round % 2 === 1) process.kill(postgres.pid, 'SIGKILL')
    await kill(child)
    if (round % 2 === 0) await postgres.stop()
  }
  const postgres = await startPostgres({ home })
  const last = start(postgres.url, '')
  await said(last, (message) => message === 'empty')
  await kill(last)

  // what is in the store was committed, acknowledged or not
  const database = openDatabase(postgres.url, 2)
  const { rows } = await database.pool.query<{ entity: string; value: number }>(
    'SELECT s.entity, o.value FROM data.observation o JOIN data.series s ON s.id = o.series ORDER BY o.at',
  )
  await database.close()
  await postgres.stop()
  assert.ok(rows.length >= BRANCHES * 180)
  const expected = Map.groupBy(rows, ({ entity }) => entity.slice(entity.lastIndexOf(':') + 1))
  for (let i = 0; i < BRANCHES; i += 1) {
    const all = (expected.get(`b${i}`) ?? []).map(({ value }) => `b${i} ${value}`)
    assert.ok(all.length >= 180)
    for (const path of [`/one-${i}`, '/all']) {
      // what may have arrived was sent again: the first arrival of each state counts
      const got = [...new Set(receiver.taken(path).filter((text) => text.startsWith(`b${i} `)))]
      assert.deepEqual(got, all, path)
    }
  }
})
