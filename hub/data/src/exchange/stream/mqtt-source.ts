/**
 * Messages of an MQTT broker. The session outlives the connection and a message is acknowledged when its rows are
 * committed: what was not is sent again, and the keys of rows make that harmless.
 */
import type { MqttSettings } from '@haihe/contract'
import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt'
import { type BadRow, type Chunk, type Outcome, type Position, type Source, SourceError } from '../source/types.ts'
import { itemsAt, tableOf } from '../web/json-rows.ts'

const MOST_MESSAGES = 500
const GATHER = 200
/** A run ends after this long with something read, so that the catalogue is told and progress does not grow for ever. */
const RUN_LENGTH = 15 * 60_000

interface Message {
  payload: Buffer
  done: (error?: Error) => void
}

interface MqttInput {
  settings: MqttSettings
  /** the checked address of the host */
  address: string
  password: string | undefined
  clientId: string
  /** milliseconds of one run */
  length?: number
}

interface Session {
  waiting: Message[]
  /** wakes the reader */
  wake: () => void
  failure: Error | undefined
  fail: (error: Error) => void
}

const newSession = (): Session => {
  const session: Session = {
    waiting: [],
    wake: () => {},
    failure: undefined,
    fail(error) {
      session.failure ??= error
      session.wake()
    },
  }
  return session
}

const connect = async ({ settings, address, password, clientId }: MqttInput, session: Session, keep: boolean) => {
  const url = new URL(settings.url)
  const client = mqtt.connect({
    host: address,
    port: Number(url.port || (url.protocol === 'mqtts:' ? 8883 : 1883)),
    protocol: url.protocol === 'mqtts:' ? 'mqtts' : 'mqtt',
    ...(url.protocol === 'mqtts:' ? { servername: url.hostname } : {}),
    clientId,
    clean: !keep,
    protocolVersion: 4,
    reconnectPeriod: 1000,
    connectTimeout: 15_000,
    ...(settings.user === null ? {} : { username: settings.user }),
    ...(password === undefined ? {} : { password }),
  })
  // the broker gets its acknowledgement when the callback is called
  client.handleMessage = (packet: IPublishPacket, done) => {
    session.waiting.push({ payload: Buffer.from(packet.payload), done })
    session.wake()
  }
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('error', reject)
    client.once('close', () => reject(new Error('连接不上 MQTT 服务器')))
  }).catch((error) => {
    client.end(true)
    if (/not authorized|bad user name/i.test(String(error))) throw new SourceError('MQTT 服务器拒绝了账号或密码')
    throw error
  })
  client.on('error', () => {})
  // not awaited: messages of a session that goes on stand before the answer, and wait for their commit
  client.subscribeAsync(settings.topic, { qos: 1 }).then(
    (granted) => {
      if (granted.some(({ qos }) => qos > 2)) session.fail(new SourceError(`MQTT 服务器不允许订阅 ${settings.topic}`))
    },
    (error: Error) => session.fail(error),
  )
  return client
}

const itemsOf = (settings: MqttSettings, payload: Buffer, line: number): { items: unknown[]; bad: BadRow[] } => {
  const text = payload.toString('utf8')
  try {
    const items = itemsAt(JSON.parse(text), settings.rows)
    if (items) return { items, bad: [] }
    return {
      items: [],
      bad: [{ line, content: { message: text.slice(0, 10_000) }, reason: 'unreadable', detail: settings.rows }],
    }
  } catch {
    return { items: [], bad: [{ line, content: { message: text.slice(0, 10_000) }, reason: 'not-json', detail: '' }] }
  }
}

export const openMqtt = (input: MqttInput): Source => {
  const { settings, length = RUN_LENGTH } = input
  let client: MqttClient | undefined

  /** Messages that came together; undefined when none came within the time. */
  const gather = async (session: Session, until: number, signal?: AbortSignal) => {
    while (session.waiting.length === 0 && !session.failure && Date.now() < until && !signal?.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(500, Math.max(1, until - Date.now())))
        session.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    if (session.failure && !signal?.aborted) throw session.failure
    return session.waiting.splice(0, MOST_MESSAGES)
  }

  const first = async (most: number) => {
    const session = newSession()
    const one = await connect({ ...input, clientId: `${input.clientId}-look` }, session, false)
    const found: unknown[] = []
    const until = Date.now() + 10_000
    while (found.length < most && Date.now() < until && (found.length === 0 || Date.now() < until - 8000))
      for (const { payload, done } of await gather(session, until)) {
        found.push(...itemsOf(settings, payload, 0).items)
        done()
      }
    one.end(true)
    return tableOf(found.slice(0, most))
  }

  async function* read({ line, signal }: Position): AsyncGenerator<Chunk, Outcome> {
    const session = newSession()
    client = await connect(input, session, true)
    const until = Date.now() + length
    let columns: readonly string[] = []
    let count = line
    // without a message the run goes on: an empty run tells nobody anything
    while (!signal.aborted && (Date.now() < until || count === 0)) {
      const messages = await gather(session, Date.now() + GATHER, signal)
      if (messages.length === 0) continue
      const read = messages.map(({ payload }, n) => itemsOf(settings, payload, count + n + 1))
      const table = tableOf(
        read.flatMap(({ items }) => items),
        columns,
      )
      columns = table.columns
      const bad = read.flatMap((one) => one.bad)
      const start = count
      count += table.rows.length + bad.length
      yield {
        columns,
        rows: table.rows,
        lines: table.rows.map((_, n) => start + n + 1),
        bad,
        cursor: null,
        bytes: messages.reduce((sum, { payload }) => sum + payload.length, 0),
        committed: () => {
          for (const { done } of messages) done()
        },
      }
    }
    return { whole: false }
  }

  return {
    async describe() {
      const { columns } = await first(100)
      return { columns: columns.map((name) => ({ name, sourceType: null })), choices: [], total: null, unit: null }
    },
    preview: first,
    size: async () => ({ total: null, unit: null }),
    read,
    close: async () => {
      // nothing is acknowledged any more; the broker keeps what is left for the next run
      client?.end(true)
    },
  }
}
