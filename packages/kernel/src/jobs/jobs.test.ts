import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { inTransaction } from '../db.ts'
import { testContext } from '../testing/index.ts'
import { createJobs, listJobs } from './jobs.ts'

test('a job enqueued in a transaction runs after commit; a newer one of the same key replaces it', async () => {
  const ctx = await testContext([])
  after(() => ctx.close())
  const done: unknown[] = []
  const jobs = createJobs(ctx)
  let finished = () => {}
  const ran = new Promise<void>((resolve) => {
    finished = resolve
  })
  jobs.define('remind', async (payload: { loan: number }) => {
    done.push(payload.loan)
    finished()
  })
  jobs.define('later', async () => {})
  await jobs.start()
  await assert.rejects(
    inTransaction(ctx.db, async (trx) => {
      await jobs.enqueue(trx, 'remind', { loan: 0 })
      throw new Error('rolled back')
    }),
  )
  const at = new Date(Date.now() + 3_600_000)
  await jobs.enqueue(ctx.db, 'later', { loan: 1 }, { at, key: 'loan-1' })
  await jobs.enqueue(ctx.db, 'later', { loan: 2 }, { at, key: 'loan-1' })
  await jobs.enqueue(ctx.db, 'remind', { loan: 7 })
  await ran
  const waiting = await listJobs(ctx.db)
  await jobs.stop()
  assert.deepEqual(done, [7])
  assert.deepEqual(
    waiting.filter((job) => job.task === 'later').map((job) => job.state),
    ['waiting'],
  )
})
