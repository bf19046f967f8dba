import assert from 'node:assert/strict'
import { connect as tcp } from 'node:net'
import { after, test } from 'node:test'
import { AppError, type ItemResult } from '@haihe/contract'
import { createLog } from '@haihe/kernel'
import type { IPublishPacket } from 'mqtt'
import mqtt from 'mqtt'
import { generate } from 'mqtt-packet'
import type { IngestRequest } from '../ingest/types.ts'
import { createMqttBroker, MOST_PACKET } from './broker.ts'

const taken: IngestRequest[] = []
let answer: (request: IngestRequest) => Promise<ItemResult[]> = async () => []

const broker = createMqttBroker({
  host: '127.0.0.1',
  port: 0,
  verifyDevice: async (username, password) => (password === `secret of ${username}` ? { source: username } : null),
  ingest: {
    submit: (request) => {
      taken.push(request)
      return answer(request)
    },
  },
  log: createLog('silent'),
  now: () => new Date('2026-11-20T02:00:00Z'),
})
await broker.start()
after(() => broker.stop())

const stored = async ({ items }: IngestRequest): Promise<ItemResult[]> => items.map((_, index) => ({ index, status: 'stored' }))
const device = (source: string, password = `secret of ${source}`) =>
  mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port()}`, { username: source, password, reconnectPeriod: 0, connectTimeout: 5000 })

test('a PUBACK comes only after the pipeline has answered', async () => {
  const committed = Promise.withResolvers<void>()
  answer = async (request) => {
    await committed.promise
    return stored(request)
  }
  const client = await device('shelf')
  let acknowledged = false
  const publishing = client.publishAsync('haihe/shelf/urn:book:1/loans', '3', { qos: 1 }).then(() => {
    acknowledged = true
  })
  while (taken.length === 0) await new Promise((resolve) => setImmediate(resolve))
  // a round trip over the same connection: an early acknowledgement would have arrived before it
  await client.subscribeAsync('haihe/shelf/rejected')
  assert.equal(acknowledged, false)
  committed.resolve()
  await publishing
  assert.equal(acknowledged, true)
  assert.deepEqual(taken.splice(0)[0]?.items, [
    { entity: 'urn:book:1', attribute: 'loans', value: 3, at: '2026-11-20T02:00:00.000Z' },
  ])
  await client.endAsync()
})

test('when the store fails there is no PUBACK and the connection ends', async () => {
  answer = async () => {
    throw new AppError('UNAVAILABLE')
  }
  const client = await device('shelf')
  const packets: string[] = []
  client.on('packetreceive', (packet) => packets.push(packet.cmd))
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
  client.publish('haihe/shelf/urn:book:1/loans', '3', { qos: 1 })
  await closed
  assert.equal(packets.includes('puback'), false)
  await client.endAsync(true)
  taken.length = 0
})

test('a full queue delays the PUBACK instead of losing the message', async () => {
  let tries = 0
  answer = async (request) => {
    tries += 1
    if (tries < 3) throw new AppError('OVERLOADED', { retryAfter: 1 })
    return stored(request)
  }
  const client = await device('shelf')
  await client.publishAsync('haihe/shelf/batch', JSON.stringify([{ a: 1 }, { b: 2 }]), { qos: 1 })
  assert.equal(tries, 3)
  await client.endAsync()
  taken.length = 0
})

test('wrong credentials are refused', async () => {
  await assert.rejects(device('shelf', 'guess'), /Bad username or password|Connection refused|Not authorized/i)
  await assert.rejects(device('', ''), /Bad username or password|Connection refused|Not authorized/i)
})

test('a device publishes only under its own source, and only topics of the protocol', async () => {
  answer = stored
  for (const topic of ['haihe/other/urn:book:1/loans', 'haihe/shelf', 'lights/on', '$SYS/anything']) {
    const client = await device('shelf')
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.publish(topic, '1', { qos: 1 })
    await closed
    await client.endAsync(true)
  }
  assert.deepEqual(taken, [])
})

test('a device reads nothing of others: it may subscribe to its own rejections alone', async () => {
  const client = await device('shelf')
  for (const topic of ['haihe/#', '#', 'haihe/other/rejected', '$SYS/#'])
    await assert.rejects(client.subscribeAsync(topic, { qos: 1 }), topic)
  await client.endAsync()
})

test('rejected items are reported back to the source and acknowledged: they are kept as dead letters', async () => {
  answer = async () => [{ index: 0, status: 'rejected', code: 'VALUE_OUT_OF_RANGE', message: '数值超出该属性的合理范围' }]
  const client = await device('shelf')
  await client.subscribeAsync('haihe/shelf/rejected')
  const heard = new Promise<IPublishPacket>((resolve) => client.once('message', (_topic, _payload, packet) => resolve(packet)))
  await client.publishAsync('haihe/shelf/urn:book:1/loans', '-3', { qos: 1 })
  const report = JSON.parse((await heard).payload.toString())
  assert.equal(report.topic, 'haihe/shelf/urn:book:1/loans')
  assert.equal(report.rejected[0].code, 'VALUE_OUT_OF_RANGE')
  await client.endAsync()
  taken.length = 0
})

test('messages of one turn go through the pipeline together, each with its own answer', async () => {
  answer = stored
  const client = await device('shelf')
  await Promise.all(
    Array.from({ length: 50 }, (_, i) => client.publishAsync(`haihe/shelf/urn:book:${i}/loans`, String(i), { qos: 1 })),
  )
  assert.equal(taken.flatMap((request) => request.items).length, 50)
  assert.ok(taken.length < 50)
  await client.endAsync()
  taken.length = 0
})

test('a client id that another source uses throws nobody off', async () => {
  const options = { reconnectPeriod: 0, clientId: 'same' }
  const url = `mqtt://127.0.0.1:${broker.port()}`
  const first = await mqtt.connectAsync(url, { ...options, username: 'shelf', password: 'secret of shelf' })
  const second = await mqtt.connectAsync(url, { ...options, username: 'other', password: 'secret of other' })
  answer = stored
  await first.publishAsync('haihe/shelf/urn:book:1/loans', '1', { qos: 1 })
  await second.publishAsync('haihe/other/urn:book:1/loans', '1', { qos: 1 })
  await first.endAsync()
  await second.endAsync()
  taken.length = 0
})

test('a packet larger than the limit ends the connection before it is gathered', async () => {
  const socket = tcp(broker.port(), '127.0.0.1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  socket.write(
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'huge',
      keepalive: 0,
      username: 'shelf',
      password: Buffer.from('secret of shelf'),
    }),
  )
  await new Promise((resolve) => socket.once('data', resolve))
  socket.write(
    generate({
      cmd: 'publish',
      topic: 'haihe/shelf/batch',
      payload: Buffer.alloc(4 * MOST_PACKET, 32),
      qos: 1,
      messageId: 1,
      dup: false,
      retain: false,
    }),
  )
  await closed
  assert.deepEqual(taken, [])
})
