/**
 * The embedded MQTT 3.1.1 broker: a door into the pipeline, not a message bus between devices. A PUBLISH is
 * authorised when it is stored, and the broker acknowledges (PUBACK, PUBREC) only what is authorised: the
 * acknowledgement means committed.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { AppError, type ItemResult } from '@haihe/contract'
import type { Log } from '@haihe/kernel'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { mqttMessages } from '../ingest/metrics.ts'
import type { Ingest } from '../ingest/types.ts'
import { createCollector } from './collector.ts'
import { itemsOf, parseTopic, rejectedTopic } from './topic.ts'

interface MqttOptions {
  host: string
  port: number
  /** the source of a device's credentials; null when they are wrong */
  verifyDevice: (username: string, password: string) => Promise<{ source: string } | null>
  ingest: Pick<Ingest, 'submit'>
  log: Log
  now: () => Date
  /** most connections; beyond it new ones are closed at once */
  connections?: number
}

interface MqttBroker {
  start: () => Promise<void>
  stop: () => Promise<void>
  /** the port it listens on: another than asked when asked for 0 */
  port: () => number
}

/** Bytes of one MQTT packet. */
export const MOST_PACKET = 1024 * 1024
/** A guesser of passwords waits for every answer. */
const WRONG_PASSWORD_DELAY = 1000

type Device = Client & { source?: string }
interface Parser {
  _parser?: { _list?: { length: number } }
}

const denied = (code: 4 | 5): AuthenticateError =>
  Object.assign(new Error('credentials refused'), { returnCode: code as number }) as AuthenticateError

export const createMqttBroker = (options: MqttOptions): MqttBroker => {
  const { log, now } = options
  const collector = createCollector(options.ingest)
  let broker: Aedes | undefined
  let server: Server | undefined

  const report = (source: string, topic: string, results: readonly ItemResult[]): void => {
    const rejected = results.filter((result) => result.status === 'rejected')
    if (rejected.length === 0) return
    const payload = JSON.stringify({ topic, rejected })
    broker?.publish(
      { cmd: 'publish', topic: rejectedTopic(source), payload: Buffer.from(payload), qos: 0, retain: false, dup: false },
      () => {},
    )
  }

  /** Stores a message; rejects when it must not be acknowledged. */
  const take = async (device: Device | null, topic: string, payload: Buffer): Promise<void> => {
    const parsed = parseTopic(topic)
    if (!device?.source || !parsed) throw new Error(`topic ${topic.slice(0, 200)} is not of the hub protocol`)
    if (parsed.source !== device.source) throw new Error(`source ${device.source} may not publish under ${topic.slice(0, 200)}`)
    const results = await collector.submit(device.source, itemsOf(parsed, payload, now), topic)
    report(device.source, topic, results)
  }

  const guard = (socket: Socket, client: Client): void => {
    // The parser gathers a packet before anyone can look at its size.
    socket.on('readable', () => {
      const gathered = (client as unknown as Parser)._parser?._list?.length ?? 0
      if (gathered > MOST_PACKET) socket.destroy(new Error('packet too large'))
    })
  }

  const open = async (): Promise<Aedes> =>
    Aedes.createBroker({
      authenticate: (client, username, password, done) => {
        const device = client as Device
        options.verifyDevice(username ?? '', password?.toString('utf8') ?? '').then(
          (found) => {
            if (!found) {
              setTimeout(() => done(denied(4), false), WRONG_PASSWORD_DELAY)
              return
            }
            device.source = found.source
            // a client id taken by another source must not throw its owner off
            ;(client as { id: string }).id = `${found.source}/${client.id}`
            done(null, true)
          },
          (error) => {
            log.error({ err: error }, 'device credentials could not be checked')
            done(Object.assign(new Error('unavailable'), { returnCode: 3 }) as AuthenticateError, false)
          },
        )
      },
      authorizePublish: (client, packet, done) => {
        // nothing is retained: state lives in the store
        packet.retain = false
        const qos = String(packet.qos)
        take(client as Device | null, packet.topic, packet.payload as Buffer).then(
          () => {
            mqttMessages.inc({ qos, outcome: 'stored' })
            done(null)
          },
          (error) => {
            mqttMessages.inc({ qos, outcome: 'refused' })
            if (!(error instanceof AppError) || error.code === 'INTERNAL')
              log.warn({ err: error, client: client?.id }, 'MQTT message refused')
            // no acknowledgement and the connection ends: the device sends again, as MQTT 3.1.1 has no other word for "no"
            done(error as Error)
          },
        )
      },
      authorizeSubscribe: (client, subscription, done) => {
        const { source } = client as Device
        done(null, source && subscription.topic === rejectedTopic(source) ? subscription : null)
      },
    })

  return {
    async start() {
      broker = await open()
      broker.on('clientError', (client, error) =>
        log.info({ client: client?.id, reason: error.message }, 'MQTT connection ended'),
      )
      broker.on('connectionError', (_, error) => log.info({ reason: error.message }, 'MQTT connection refused'))
      const { handle } = broker
      server = createServer((socket) => guard(socket, handle(socket)))
      server.maxConnections = options.connections ?? 20_000
      await new Promise<void>((resolve, reject) => {
        server?.once('error', reject)
        server?.listen(options.port, options.host, resolve)
      })
    },
    async stop() {
      const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
      if (broker) await new Promise<void>((resolve) => broker?.close(() => resolve()))
      await closed
    },
    port: () => (server?.address() as { port: number } | null)?.port ?? options.port,
  }
}
