import assert from 'node:assert/strict'
import { createServer, type Server, type Socket } from 'node:net'
import { after, test } from 'node:test'
import type { DeliveryView, SubscriptionView } from '@haihe/contract'
import { Aedes, type PublishPacket } from 'aedes'
import fc from 'fast-check'
import { mayCall } from '../context/net/address.ts'
import { createMqttConnections } from './mqtt-connections.ts'
import { mqttTargetOf } from './mqtt-target.ts'
import { branchId, openMailroom, until } from './testing/mailroom.ts'

interface Arrived {
  topic: string
  qos: number
  version: number
  metadata: Record<string, string>
  body: { id: string; type: string; data: { id: string; loans: { value: number } }[] }
}

const openServer = async () => {
  const arrived: Arrived[] = []
  const sockets = new Set<Socket>()
  let connected = 0
  let silent = false
  let port = 0
  let server: Server
  const broker = await Aedes.createBroker({
    authenticate: (_, username, password, done) =>
      done(null, username === undefined || (username === 'reader' && password?.toString() === 'p@ss')),
    authorizePublish: (client, packet: PublishPacket, done) => {
      if (!client) return done(null)
      const { version } = client as unknown as { version: number }
      arrived.push({ topic: packet.topic, qos: packet.qos, version, ...JSON.parse(packet.payload.toString()) })
      // without an answer there is no acknowledgement
      if (!silent) done(null)
    },
  })
  const up = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((socket) => {
        connected += 1
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
        broker.handle(socket)
      })
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as { port: number }).port
        resolve()
      })
    })
  const down = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => resolve())
    })
  await up()
  return {
    arrived,
    sockets,
    connected: () => connected,
    url: (path: string, account = '') => `mqtt://${account}127.0.0.1:${port}/${path}`,
    silence: (is: boolean) => {
      silent = is
    },
    up,
    down,
    close: async () => {
      await down()
      await new Promise<void>((resolve) => broker.close(() => resolve()))
    },
  }
}

const server = await openServer()
const room = await openMailroom()
after(async () => {
  await room.close()
  await server.close()
})

const only = (name: string) => ({ entities: [{ type: 'Branch', id: branchId(name) }] })
const loansAt = (topic: string): number[] =>
  server.arrived.filter((one) => one.topic === topic).flatMap(({ body }) => body.data.map(({ loans }) => loans.value))
const deliveries = async (id: string, state: string): Promise<DeliveryView[]> =>
  (await room.call<{ items: DeliveryView[] }>('GET', `/api/deliveries?subscription=${id}&state=${state}`)).items

test('a notification is one message of metadata and body, under the topic of the address', async () => {
  const id = await room.subscribe(server.url('library/loans%20of%20today', 'reader:p%40ss@'), only('a'), {
    receiverInfo: [{ key: 'X-Desk', value: '7' }],
    notifierInfo: [
      { key: 'MQTT-Version', value: 'mqtt3.1.1' },
      { key: 'MQTT-QoS', value: '2' },
    ],
  })
  await room.lend([['a', 1]])
  await until(() => server.arrived.length === 1)
  const [{ topic, qos, version, metadata, body }] = server.arrived as [Arrived]
  assert.deepEqual([topic, qos, version], ['library/loans of today', 2, 4])
  assert.deepEqual([metadata['Content-Type'], metadata['X-Desk']], ['application/json', '7'])
  assert.match(metadata.Link as string, /^<.*>; rel="http:\/\/www.w3.org\/ns\/json-ld#context"/)
  assert.deepEqual([body.type, body.data[0]?.loans.value], ['Notification', 1])
  await until(async () => (await deliveries(id, 'delivered')).length === 1)
  const { items } = await room.call<{ items: SubscriptionView[] }>('GET', '/api/subscriptions')
  assert.match(items[0]?.endpoint as string, /reader:\*\*\*@/)
})

test('nothing counts as delivered before it is acknowledged; then it goes out again, in order', async () => {
  const id = await room.subscribe(server.url('acks'), only('acks'), { timeout: 300 })
  server.silence(true)
  await room.lend([
    ['acks', 0],
    ['acks', 1],
  ])
  await until(() => loansAt('acks').length >= 2)
  assert.deepEqual(await deliveries(id, 'delivered'), [])
  assert.deepEqual(new Set(loansAt('acks')), new Set([0]))
  server.silence(false)
  await until(async () => (await deliveries(id, 'delivered')).length === 2)
  assert.deepEqual([...new Set(loansAt('acks'))], [0, 1])
  assert.equal((await deliveries(id, 'delivered'))[0]?.status, null)
})

test('subscribers of one server share a connection, and a server that was away gets everything in order', async () => {
  await server.down()
  await server.up()
  const before = server.connected()
  await Promise.all([1, 2, 3].map((n) => room.subscribe(server.url(`shared-${n}`), only('shared'))))
  await room.lend([['shared', 0]])
  await until(() => [1, 2, 3].every((n) => loansAt(`shared-${n}`).length === 1))
  // one more may have found out which version the server speaks
  const made = server.connected() - before
  assert.ok(made <= 2, `${made} connections`)
  await server.down()
  await room.lend(Array.from({ length: 20 }, (_, i) => ['shared', i + 1]))
  await server.up()
  await until(() => [1, 2, 3].every((n) => loansAt(`shared-${n}`).at(-1) === 20))
  for (const n of [1, 2, 3])
    assert.deepEqual(
      [...new Set(loansAt(`shared-${n}`))],
      Array.from({ length: 21 }, (_, i) => i),
    )
})

test('a connection that nobody uses is closed', async () => {
  const connections = createMqttConnections(mayCall(['127.0.0.0/8']), { idle: 50 })
  const target = mqttTargetOf({ uri: server.url('idle'), notifierInfo: [] })
  assert.ok(target)
  await connections.publish(target, '{"body":{"data":[]}}', 5000)
  assert.equal(connections.count(), 1)
  const open = server.sockets.size
  await until(() => connections.count() === 0 && server.sockets.size < open)
  await connections.close()
})

test('wrong passwords and addresses inside are refused', async () => {
  const connections = createMqttConnections(mayCall(['127.0.0.0/8']))
  const wrong = mqttTargetOf({ uri: server.url('x', 'reader:wrong@'), notifierInfo: [] })
  assert.ok(wrong)
  await assert.rejects(connections.publish(wrong, '{}', 5000))
  await connections.close()
  const closed = createMqttConnections(mayCall([]))
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
    const inside = mqttTargetOf({ uri: `mqtt://${host}:1883/x`, notifierInfo: [] })
    assert.ok(inside)
    await assert.rejects(closed.publish(inside, '{}', 5000), /may not be called/)
  }
  await closed.close()
})

test('an address without a topic, or with a quality or version that is none, is refused when it is given', async () => {
  const given: [string, { key: string; value: string }[]][] = [
    ['mqtt://example.org', []],
    ['mqtt://example.org/', []],
    ['mqtt://example.org/a/%23', []],
    ['mqtt://example.org/a', [{ key: 'MQTT-QoS', value: '3' }]],
    ['mqtt://example.org/a', [{ key: 'MQTT-Version', value: 'mqtt4' }]],
  ]
  for (const [uri, notifierInfo] of given) await assert.rejects(room.subscribe(uri, only('x'), { notifierInfo }), /400/)
})

test('a topic comes through an address as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (levels) => {
      const usable = levels.every((level) => !/[+#\0/]/.test(level) && level !== '.' && level !== '..')
      fc.pre(usable && levels.every((level) => level.isWellFormed()))
      const uri = `mqtts://example.org/${levels.map(encodeURIComponent).join('/')}`
      const target = mqttTargetOf({ uri, notifierInfo: [] })
      assert.deepEqual([target?.topic, target?.port, target?.tls], [levels.join('/'), 8883, true])
    }),
  )
})
