import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { after, test } from 'node:test'
import { MqttSettings } from '@haihe/contract'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import { openMqtt } from './mqtt-source.ts'

const broker = await Aedes.createBroker()
const server = createServer(broker.handle)
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
after(async () => {
  await new Promise<void>((resolve) => broker.close(() => resolve()))
  server.close()
})

const source = (length: number) =>
  openMqtt({
    settings: MqttSettings.parse({ url, topic: 'loans/#', rows: 'items' }),
    address: '127.0.0.1',
    password: undefined,
    clientId: 'reader',
    length,
  })
const send = async (...messages: string[]) => {
  const client = await mqtt.connectAsync(url)
  for (const message of messages) await client.publishAsync('loans/east', message, { qos: 1 })
  await client.endAsync()
}
const batch = (...ids: number[]) => JSON.stringify({ items: ids.map((id) => ({ id, book: { title: `t${id}` } })) })
const position = (signal = new AbortController().signal) => ({ cursor: null, watermark: null, line: 0, signal })

test('messages become rows; what was not committed when the reader died comes again', async () => {
  const first = source(60_000)
  const chunks = first.read(position())
  const reading = chunks.next()
  await new Promise((resolve) => setTimeout(resolve, 300))
  await send(batch(1, 2), 'not json', batch(3))
  const { value } = (await reading) as unknown as { value: { columns: string[]; rows: string[][]; committed: () => void } }
  assert.deepEqual(value.columns, ['id', 'book.title'])
  assert.deepEqual(value.rows, [
    ['1', 't1'],
    ['2', 't2'],
  ])
  value.committed()
  const broken = (await chunks.next()) as unknown as { value: { bad: { reason: string; content: object }[] } }
  assert.deepEqual(broken.value.bad, [{ line: 3, content: { message: 'not json' }, reason: 'not-json', detail: '' }])
  // the acknowledgement of the first is on its way; then the reader dies without having committed the second
  await new Promise((resolve) => setTimeout(resolve, 300))
  await first.close()
  await send(batch(4))

  const second = source(1500)
  const seen: unknown[] = []
  const again = second.read(position())
  for (let step = await again.next(); !step.done; step = await again.next()) {
    seen.push(...step.value.rows.map(([id]) => id), ...step.value.bad.map(({ reason }) => reason))
    step.value.committed?.()
  }
  await second.close()
  assert.deepEqual(seen, ['not-json', '3', '4'])
})

test('a reader that is stopped while it waits ends', async () => {
  const stop = new AbortController()
  const idle = source(60_000)
  const waiting = idle.read(position(stop.signal)).next()
  setTimeout(() => stop.abort(), 200)
  assert.deepEqual(await waiting, { done: true, value: { whole: false } })
  await idle.close()
})
