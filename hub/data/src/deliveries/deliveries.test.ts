import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { DeliveryView, SubscriptionView } from '@haihe/contract'
import { branchId, openMailroom, QUICK, until } from './testing/mailroom.ts'
import { type Notification, openReceiver } from './testing/receiver.ts'

const receiver = await openReceiver()
const room = await openMailroom({ ...QUICK, kept: 400 })
after(async () => {
  await room.close()
  await receiver.close()
})

interface Page {
  items: DeliveryView[]
  counts: Record<string, number>
  exact: boolean
  next: number | null
}

const deliveries = (query: string): Promise<Page> => room.call<Page>('GET', `/api/deliveries?${query}`)
const readings = (name: string, count: number): [string, number][] => Array.from({ length: count }, (_, i) => [name, i])
const texts = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name} ${i}`)
const loansOf = (notification: Notification): number =>
  (notification.data[0]?.loans as { value: number } | undefined)?.value ?? -1
const subscription = async (id: string): Promise<SubscriptionView | undefined> =>
  (await room.call<{ items: SubscriptionView[] }>('GET', '/api/subscriptions')).items.find((one) => one.id === id)

test('each state of an object reaches its subscriber in order, and each change has its proof', async () => {
  const id = await room.subscribe(receiver.url('/proof'), { entities: [{ type: 'Branch', id: branchId('proof') }] })
  const before = new Date().toISOString()
  await room.lend([...readings('proof', 20), ['elsewhere', 1]])
  await until(() => receiver.taken('/proof').length === 20)
  assert.deepEqual(receiver.taken('/proof'), texts('proof', 20))
  await until(async () => (await deliveries(`subscription=${id}`)).counts.delivered === 20)
  const byEntity = await deliveries(`entity=${branchId('proof')}&from=${before}&to=${new Date(Date.now() + 1).toISOString()}`)
  assert.deepEqual([byEntity.items.length, byEntity.counts.delivered, byEntity.exact], [20, 20, true])
  for (const { doneAt, queuedAt, state, status } of byEntity.items) {
    assert.deepEqual([state, status], ['delivered', 204])
    assert.ok(Date.parse(doneAt as string) >= Date.parse(queuedAt))
  }
  assert.equal((await deliveries(`entity=${branchId('proof')}&to=${before}`)).counts.delivered, 0)
  const change = byEntity.items[0]?.change
  assert.deepEqual(
    (await deliveries(`change=${change}`)).items.map((one) => one.id),
    [byEntity.items[0]?.id],
  )
  const first = await deliveries(`subscription=${id}&limit=15`)
  const second = await deliveries(`subscription=${id}&limit=15&before=${first.next}`)
  const ids = [...first.items, ...second.items].map((one) => one.id)
  assert.equal(new Set(ids).size, 20)
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => b - a),
  )
})

test('one who may see a district sees the deliveries of that district alone', async () => {
  const answer = await room.app.inject({ url: '/api/deliveries', headers: { authorization: 'neighbour' } })
  assert.deepEqual((JSON.parse(answer.body) as Page).items, [])
})

test('a subscriber that was down gets everything in order; what failed goes out again under the same name', async () => {
  const own = await openReceiver()
  const id = await room.subscribe(own.url('/down'), { entities: [{ type: 'Branch', id: branchId('down') }] })
  own.reply(() => 503)
  await room.lend(readings('down', 3))
  await until(async () => ((await subscription(id))?.failures ?? 0) >= 2)
  await own.down()
  await room.lend(Array.from({ length: 700 }, (_, i) => ['down', i + 3]))
  assert.equal((await subscription(id))?.waiting, 703)
  const [waiting] = (await deliveries(`subscription=${id}&state=tried`)).items
  assert.ok((waiting?.attempts ?? 0) >= 2 && waiting?.error)
  own.reply(() => 204)
  await own.up()
  await until(() => own.taken('/down').length >= 703)
  assert.deepEqual(own.taken('/down'), texts('down', 703))
  const tries = own.arrived.filter((one) => loansOf(one) === 0)
  assert.equal(new Set(tries.map((one) => one.id)).size, 1)
  assert.ok(tries.length >= 3)
  await until(async () => (await subscription(id))?.waiting === 0)
  assert.equal((await subscription(id))?.failures, 0)
  await own.close()
})

test('subscribers that never answer hold up nobody', async () => {
  const own = await openReceiver()
  own.reply(({ path }) => (path === '/quick' ? 204 : 'never'))
  for (let i = 0; i < 80; i += 1)
    await room.subscribe(own.url(`/never-${i}`), { entities: [{ type: 'Branch', id: branchId('shared') }] }, { timeout: 60_000 })
  await room.subscribe(own.url('/quick'), { entities: [{ type: 'Branch', id: branchId('shared') }] })
  await room.lend(readings('shared', 50))
  await until(() => own.taken('/quick').length === 50)
  assert.deepEqual(own.taken('/quick'), texts('shared', 50))
  const hanging = new Set(own.arrived.map(({ path }) => path))
  assert.equal(hanging.size, 81)
  await own.close()
  for (const one of (await room.call<{ items: SubscriptionView[] }>('GET', '/api/subscriptions?limit=200')).items)
    if (one.endpoint.includes('/never-')) await room.call('DELETE', `/ngsi-ld/v1/subscriptions/${one.id}`)
})

test('what is refused for its content becomes a dead letter, holds up nothing, and can be sent again', async () => {
  const id = await room.subscribe(receiver.url('/refused'), { entities: [{ type: 'Branch', id: branchId('refused') }] })
  receiver.reply((one) => (one.path === '/refused' && loansOf(one) === 1 ? 422 : 204))
  await room.lend(readings('refused', 4))
  await until(() => receiver.taken('/refused').length === 3)
  assert.deepEqual(receiver.taken('/refused'), ['refused 0', 'refused 2', 'refused 3'])
  await until(async () => (await deliveries(`subscription=${id}&state=dead`)).items.length === 1)
  const [dead] = (await deliveries(`subscription=${id}&state=dead`)).items as [DeliveryView]
  assert.deepEqual([dead.attempts, dead.status], [3, 422])
  receiver.reply(() => 204)
  assert.deepEqual(await room.call('POST', `/api/subscriptions/${id}/retry`, {}), { queued: 1 })
  await until(() => receiver.taken('/refused').at(-1) === 'refused 1')
  await until(async () => (await deliveries(`subscription=${id}`)).counts.delivered === 4)
  assert.equal((await subscription(id))?.dead, 0)
})

test('everything from a cursor or a time on is sent again in the same order', async () => {
  const id = await room.subscribe(receiver.url('/replay'), { entities: [{ type: 'Branch', id: branchId('replay') }] })
  await room.lend(readings('replay', 5))
  await until(async () => (await deliveries(`subscription=${id}`)).counts.delivered === 5)
  const later = new Date().toISOString()
  await room.lend([['replay', 5]])
  await until(async () => (await deliveries(`subscription=${id}`)).counts.delivered === 6)
  const third = (await deliveries(`subscription=${id}`)).items.toReversed()[2] as DeliveryView
  const replay = (body: object) => room.call('POST', `/api/subscriptions/${id}/replay`, body)
  assert.deepEqual(await replay({ fromCursor: third.id }), { queued: 4, next: null })
  await until(() => receiver.taken('/replay').length === 10)
  assert.deepEqual(receiver.taken('/replay').slice(6), ['replay 2', 'replay 3', 'replay 4', 'replay 5'])
  assert.deepEqual(await replay({ fromTime: later }), { queued: 1, next: null })
  await until(() => receiver.taken('/replay').length === 11)
  await until(async () => (await deliveries(`subscription=${id}`)).counts.delivered === 11)
  const again = (await deliveries(`subscription=${id}`)).items.filter((one) => one.replayOf === third.id)
  assert.equal(again.length, 1)
})

test('a throttled subscriber gets the newest state of each object', async () => {
  const id = await room.subscribe(receiver.url('/throttled'), {
    entities: [{ type: 'Branch', idPattern: '^urn:ngsi-ld:Branch:t-.*' }],
    throttling: 0.6,
  })
  await room.lend([['t-a', 0]])
  await until(() => receiver.taken('/throttled').length === 1)
  await room.lend([...readings('t-a', 4), ...readings('t-b', 3)])
  await until(() => receiver.taken('/throttled').length === 3)
  assert.deepEqual(receiver.taken('/throttled'), ['t-a 0', 't-a 3', 't-b 2'])
  await until(async () => (await deliveries(`subscription=${id}`)).counts.superseded === 5)
})

test('what does not fit into memory comes from the store, each once and in order', async () => {
  await room.subscribe(receiver.url('/many'), { entities: [{ type: 'Branch', idPattern: '^urn:ngsi-ld:Branch:m-.*' }] })
  receiver.reply(() => new Promise((resolve) => setTimeout(() => resolve(204), 5)))
  const sent: [string, number][] = Array.from({ length: 3000 }, (_, i) => [`m-${i % 30}`, Math.floor(i / 30)])
  for (let i = 0; i < sent.length; i += 250) await room.lend(sent.slice(i, i + 250))
  await until(() => receiver.taken('/many').length >= 3000)
  receiver.reply(() => 204)
  const byBranch = Map.groupBy(receiver.taken('/many'), (text) => text.split(' ')[0])
  for (const [name, got] of byBranch) assert.deepEqual(got, texts(name as string, 100))
  assert.equal(byBranch.size, 30)
})

test('a subscription that was deleted is sent nothing more; one made again under its name starts anew', async () => {
  const own = await openReceiver()
  own.reply(() => 503)
  const id = await room.subscribe(own.url('/gone'), { entities: [{ type: 'Branch', id: branchId('gone') }] })
  await room.lend(readings('gone', 2))
  await until(async () => ((await subscription(id))?.failures ?? 0) >= 1)
  await room.call('DELETE', `/ngsi-ld/v1/subscriptions/${id}`)
  own.reply(() => 204)
  await room.call('POST', '/ngsi-ld/v1/subscriptions', {
    id,
    type: 'Subscription',
    entities: [{ type: 'Branch', id: branchId('gone') }],
    notification: { endpoint: { uri: own.url('/anew'), accept: 'application/json' } },
  })
  await room.lend([['gone', 7]])
  await until(() => own.taken('/anew').length > 0)
  assert.deepEqual([own.taken('/anew'), own.taken('/gone')], [['gone 7'], []])
  assert.equal((await subscription(id))?.timesFailed, 0)
  await own.close()
})

test('of two hubs on one store one sends to a subscriber; when it ends the other goes on', async () => {
  const second = await openMailroom(QUICK, room.ctx)
  const own = await openReceiver()
  const id = await room.subscribe(own.url('/two'), { entities: [{ type: 'Branch', idPattern: '^urn:ngsi-ld:Branch:two-.*' }] })
  await room.lend(readings('two-a', 20))
  await second.lend(readings('two-b', 20))
  await room.lend(Array.from({ length: 20 }, (_, i) => ['two-a', i + 20]))
  await until(() => own.taken('/two').length >= 60)
  await until(async () => (await deliveries(`subscription=${id}`)).counts.delivered === 60)
  const got = own.taken('/two')
  assert.deepEqual(
    got.filter((text) => text.startsWith('two-a')),
    texts('two-a', 40),
  )
  assert.deepEqual(
    got.filter((text) => text.startsWith('two-b')),
    texts('two-b', 20),
  )
  await second.close()
  await room.lend(readings('two-c', 3))
  await until(() => own.taken('/two').length === 63)
  await own.close()
})
