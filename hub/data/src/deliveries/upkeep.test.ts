import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { kernelMigrations } from '@haihe/kernel'
import { testClock, testContext } from '@haihe/kernel/testing'
import type { KeptChange } from '../context/subscription/change.ts'
import { insertSubscription } from '../context/subscription/subscription-store.ts'
import { migrations } from '../migrations.ts'
import { enqueue, keyOf, listPending } from './queue-store.ts'
import { settle } from './settle-store.ts'
import { createUpkeep } from './upkeep.ts'

const clock = testClock('2026-11-20T02:00:00Z')
const ctx = await testContext([kernelMigrations, migrations], clock)
after(() => ctx.close())
const { pool } = ctx
const upkeep = createUpkeep({ pool, log: ctx.log, now: clock.now, keeping: { changes: 2, proofs: 5 } })
const DAY = 86_400_000

const subscriber = async (id: string): Promise<number> => {
  const at = clock.now().toISOString()
  const one = { tenant: '', id, kind: 'entity' as const, doc: {}, compiled: {} as never, context: null, actor: 'x' }
  await insertSubscription(pool, { ...one, regions: null, active: true, expiresAt: null, createdAt: at, modifiedAt: at }, null)
  return (await keyOf(pool, { tenant: '', id })) as number
}

const queue = async (key: number): Promise<number> => {
  const client = await pool.connect()
  const at = clock.now().toISOString()
  const doc = { kind: 'updated', entity: { id: 'b' }, before: [] } as unknown as KeptChange
  const [id] = await enqueue(
    client,
    [{ tenant: '', entity: 'b', at, doc }],
    [{ subscriber: key, change: 0, region: '99', entity: 'b' }],
    at,
  )
  client.release()
  return id as number
}

const deliver = async (key: number, id: number): Promise<void> => {
  const client = await pool.connect()
  const rest = { superseded: [], notification: 'n', attempts: 1, status: 204, error: null, failures: 0, nextTry: null }
  await settle(client, [{ subscriber: key, state: 'delivered', ids: [id], at: clock.now(), ...rest }])
  client.release()
}

const states = async (key: number): Promise<string[]> =>
  (await pool.query<{ state: string }>('SELECT state FROM data.delivery WHERE subscriber = $1 ORDER BY id', [key])).rows.map(
    ({ state }) => state,
  )

test('proofs outlive changes; what waits longer than its change is kept is a dead letter; old days are dropped whole', async () => {
  await upkeep.tick()
  const [served, waiting] = [await subscriber('served'), await subscriber('waiting')]
  await deliver(served, await queue(served))
  await queue(waiting)
  const parts = await pool.query(
    `SELECT tableoid::regclass::text AS part FROM data.delivery UNION SELECT tableoid::regclass::text FROM data.change`,
  )
  assert.deepEqual(parts.rows.map(({ part }) => part).sort(), ['data.change_20261120', 'data.delivery_20261120'])
  clock.advance(DAY)
  assert.deepEqual(await upkeep.tick(), [])
  assert.equal((await listPending(pool, waiting, 10)).owed.length, 1)
  clock.advance(2 * DAY)
  assert.deepEqual(await upkeep.tick(), ['change_20261120'])
  assert.deepEqual([await states(served), await states(waiting)], [['delivered'], ['dead']])
  clock.advance(3 * DAY)
  // the days between are dropped with it
  assert.ok((await upkeep.tick()).includes('delivery_20261120'))
  assert.deepEqual([await states(served), await states(waiting)], [[], []])
})

test('rows of a day without a partition of its own are kept and dropped like others', async () => {
  clock.advance(30 * DAY)
  const key = await subscriber('default')
  await deliver(key, await queue(key))
  await upkeep.tick()
  assert.deepEqual(await states(key), ['delivered'])
  clock.advance(6 * DAY)
  await upkeep.tick()
  assert.deepEqual(await states(key), [])
})

test('what is left of a subscription that is gone is put away', async () => {
  const key = await subscriber('gone')
  await pool.query(`DELETE FROM data.subscription WHERE id = 'gone'`)
  await queue(key)
  await upkeep.tick()
  assert.deepEqual([await states(key), (await listPending(pool, key, 10)).owed.length], [['dead'], 0])
})
