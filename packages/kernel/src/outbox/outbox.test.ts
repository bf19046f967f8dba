import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inTransaction, sql } from '../db.ts'
import { testClock, testContext } from '../testing/index.ts'
import { createOutbox } from './outbox.ts'
import type { OutboxEvent } from './types.ts'

const sets = [{ module: 'kernel', folder: fileURLToPath(new URL('../../migrations', import.meta.url)) }]
const loan = (key: string, payload: unknown = {}) => ({ topic: 'book.lent', key, region: '99', payload })

const setUp = async () => {
  const clock = testClock()
  const ctx = await testContext(sets, clock)
  after(() => ctx.close())
  return { ctx, clock }
}

test('events reach a consumer once and in order, also those of a transaction that commits late', async () => {
  const { ctx } = await setUp()
  const seen: unknown[] = []
  const outbox = createOutbox(ctx)
  outbox.consume('shelf', ['book.lent'], async (_trx, event) => {
    seen.push(event.payload)
  })
  await outbox.start()
  let release = () => {}
  const late = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow = inTransaction(ctx.db, async (trx) => {
    await outbox.publish(trx, [loan('a', 'early in sequence, late in commit')])
    await late
  })
  await inTransaction(ctx.db, (trx) => outbox.publish(trx, [loan('b', 1), loan('b', 2)]))
  release()
  await slow
  await outbox.drain()
  await outbox.stop()
  assert.deepEqual([...seen].sort(), [1, 2, 'early in sequence, late in commit'].sort())
  assert.ok(seen.indexOf(1) < seen.indexOf(2))
})

test('an event of a rolled back transaction is never seen', async () => {
  const { ctx } = await setUp()
  const seen: OutboxEvent[] = []
  const outbox = createOutbox(ctx)
  outbox.consume('shelf', ['book.lent'], async (_trx, event) => {
    seen.push(event)
  })
  await outbox.start()
  await assert.rejects(
    inTransaction(ctx.db, async (trx) => {
      await outbox.publish(trx, [loan('a')])
      throw new Error('no')
    }),
  )
  await outbox.drain()
  await outbox.stop()
  assert.equal(seen.length, 0)
})

test('a failing event is retried, holds back its own key only, and its effects are exactly once', async () => {
  const { ctx, clock } = await setUp()
  await sql`CREATE TABLE lent (key text, n int)`.execute(ctx.db)
  let broken = true
  const outbox = createOutbox(ctx)
  outbox.consume('shelf', ['book.lent'], async (trx, event) => {
    await sql`INSERT INTO lent VALUES (${event.key}, ${event.payload as number})`.execute(trx)
    if (broken && event.key === 'bad') throw new Error('shelf is full')
  })
  await inTransaction(ctx.db, (trx) => outbox.publish(trx, [loan('bad', 1), loan('good', 2), loan('bad', 3)]))
  await outbox.start()
  await outbox.drain()
  const first = await sql<{ key: string; n: number }>`SELECT * FROM lent`.execute(ctx.db)
  assert.deepEqual(first.rows, [{ key: 'good', n: 2 }])
  broken = false
  clock.advance(600_000)
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM lent`.execute(ctx.db)
    if (rows[0]?.n === 3) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await outbox.stop()
  const { rows } = await sql<{ key: string; n: number }>`SELECT * FROM lent WHERE key = 'bad'`.execute(ctx.db)
  assert.deepEqual(rows, [
    { key: 'bad', n: 1 },
    { key: 'bad', n: 3 },
  ])
})
