import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '@haihe/contract'
import { type NewEvent, type Route, route } from '@haihe/kernel'
import { createCalls } from './calls.ts'

const SHELF = '0199aaaa-0000-4000-8000-000000000001'

const setUp = () => {
  const told: NewEvent[] = []
  let broken = false
  const calls = createCalls({
    ctx: {
      db: { isTransaction: true } as never,
      log: { warn: () => {} } as never,
    },
    outbox: {
      publish: async (_, events) => {
        if (broken) throw new Error('no store')
        told.push(...events)
      },
    },
    catalogue: { find: async (id) => (id === SHELF ? ({ id, region: '99' } as never) : undefined) },
  })
  const answer = (work: () => unknown): Route =>
    calls.count(route({ method: 'GET', url: '/x/:id', summary: '', permission: 'public', handler: work }))
  const call = (way: string, work: () => unknown, id = SHELF) =>
    Promise.resolve(answer(work).handler({ params: { id }, query: { way } } as never)).catch((error: unknown) => error)
  return {
    calls,
    told,
    call,
    fails: (value: boolean) => {
      broken = value
    },
  }
}

const refuse = (error: Error) => () => {
  throw error
}

test('answered and failed calls are summed up per resource; what the caller did wrong and screens do not count', async () => {
  const { calls, told, call } = setUp()
  assert.equal(await call('api', () => 'rows'), 'rows')
  await call('api', async () => 'rows')
  await call('screen', () => 'rows')
  assert.ok((await call('api', refuse(new Error('shelf fell')))) instanceof Error)
  await call('api', refuse(new AppError('FORBIDDEN')))
  await call('api', refuse(new AppError('INTERNAL')))
  await call('api', () => 'rows', '0199aaaa-0000-4000-8000-00000000dead')
  await calls.tell()
  assert.deepEqual(
    told.map(({ topic, payload }) => [topic, payload]),
    [['resource.called', { resource: SHELF, succeeded: 2, failed: 2 }]],
  )
  await calls.tell()
  assert.equal(told.length, 1)
})

test('what could not be told is told later', async () => {
  const { calls, told, call, fails } = setUp()
  await call('api', () => 'rows')
  fails(true)
  await calls.tell()
  await call('api', () => 'rows')
  fails(false)
  await calls.stop()
  assert.deepEqual(
    told.map(({ payload }) => payload),
    [{ resource: SHELF, succeeded: 2, failed: 0 }],
  )
})
