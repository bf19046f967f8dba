/** Connections to MQTT servers of subscribers: made when needed, shared by those of one address and account, closed when idle. */
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import mqtt, { type MqttClient, type StreamBuilder } from 'mqtt'
import type { MayCall } from '../context/net/address.ts'
import { checkAddress, checkedLookup } from '../context/net/outbound.ts'
import type { MqttTarget } from './mqtt-target.ts'

export interface MqttConnections {
  /** resolves when the server has taken it: acknowledged, for a quality of service above 0 */
  publish: (target: MqttTarget, payload: string, timeout: number) => Promise<void>
  /** how many are open; for tests */
  count: () => number
  close: () => Promise<void>
}

interface MqttConnectionOptions {
  /** idle connections are closed after this, milliseconds */
  idle?: number
  /** connections at most; the one that was used longest ago makes room */
  most?: number
}

interface Connection {
  client: MqttClient
  ready: Promise<void>
  /** messages under way */
  busy: number
  usedAt: number
}

const keyOf = ({ tls, host, port, username, password, version }: MqttTarget): string =>
  JSON.stringify([tls, host, port, username, password, version])

/** how servers of either version say that they do not know the one asked for */
const VERSION_REFUSED = new Set<unknown>([1, 0x84])

const KEEPALIVE_SECONDS = 30

export const createMqttConnections = (
  may: MayCall,
  { idle = 60_000, most = 500 }: MqttConnectionOptions = {},
): MqttConnections => {
  const connections = new Map<string, Connection>()
  const lookup = checkedLookup(may)
  /** servers that speak only the older version */
  const old = new Set<string>()

  const drop = (key: string, connection: Connection): void => {
    if (connections.get(key) === connection) connections.delete(key)
    connection.client.end(true)
  }

  const timer = setInterval(
    () => {
      const before = performance.now() - idle
      for (const [key, connection] of connections)
        if (connection.busy === 0 && connection.usedAt < before) {
          connections.delete(key)
          connection.client.end()
        }
    },
    Math.max(10, idle / 4),
  )
  timer.unref()

  const makeRoom = (): void => {
    if (connections.size < most) return
    const [oldest] = [...connections].filter(([, { busy }]) => busy === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt)
    if (oldest) drop(...oldest)
  }

  const open = (key: string, target: MqttTarget, timeout: number): Connection => {
    makeRoom()
    const { host, port, tls } = target
    // the address is checked when the connection is made: a name that resolves anew cannot lead inside
    let cause: Error | undefined
    const stream = (() => {
      const socket = tls ? connectTls({ host, port, lookup, servername: host }) : connect({ host, port, lookup })
      // the client keeps some reasons to itself
      socket.once('error', (error) => {
        cause = error
      })
      return socket
    }) as unknown as StreamBuilder
    const client = new mqtt.MqttClient(stream, {
      protocolVersion: target.version,
      protocolId: 'MQTT',
      clientId: `haihe-${crypto.randomUUID()}`,
      clean: true,
      keepalive: KEEPALIVE_SECONDS,
      connectTimeout: timeout,
      // who tries again, and when, is decided by the queue
      reconnectPeriod: 0,
      queueQoSZero: false,
      ...(target.username === undefined ? {} : { username: target.username }),
      ...(target.password === undefined ? {} : { password: target.password }),
      manualConnect: true,
    })
    const ready = new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve())
      client.once('error', reject)
      client.once('close', () => reject(cause ?? new Error('the MQTT server closed the connection')))
    })
    const connection = { client, ready, busy: 0, usedAt: performance.now() }
    client.on('error', () => {})
    client.once('close', () => drop(key, connection))
    ready.catch(() => drop(key, connection))
    connections.set(key, connection)
    client.connect()
    return connection
  }

  const send = (connection: Connection, target: MqttTarget, payload: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const { client } = connection
      const closed = (): void => reject(new Error('the MQTT server closed the connection before it acknowledged'))
      client.once('close', closed)
      const json = target.version === 5 ? { properties: { contentType: 'application/json', payloadFormatIndicator: true } } : {}
      client.publish(target.topic, payload, { qos: target.qos, retain: false, ...json }, (error) => {
        client.off('close', closed)
        if (error) reject(error)
        else resolve()
      })
    })

  const publish = async (target: MqttTarget, payload: string, timeout: number): Promise<void> => {
    checkAddress(target.host, may)
    const key = keyOf(target)
    const connection = connections.get(key) ?? open(key, target, timeout)
    connection.busy += 1
    connection.client.setMaxListeners(0)
    let timed: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timed = setTimeout(() => {
        reject(new Error(`no acknowledgement within ${timeout} ms`))
        // what is said on it after this belongs to nobody
        drop(key, connection)
      }, timeout)
    })
    try {
      await Promise.race([connection.ready.then(() => send(connection, target, payload)), late])
    } finally {
      clearTimeout(timed)
      connection.busy -= 1
      connection.usedAt = performance.now()
    }
  }

  return {
    publish: async (target, payload, timeout) => {
      const older = { ...target, version: 4 as const }
      const server = `${target.host}:${target.port}`
      if (!target.anyVersion || !old.has(server))
        try {
          return await publish(target, payload, timeout)
        } catch (error) {
          if (!target.anyVersion || !VERSION_REFUSED.has((error as { code?: unknown }).code)) throw error
        }
      await publish(older, payload, timeout)
      old.add(server)
    },
    count: () => connections.size,
    close: async () => {
      clearInterval(timer)
      const open = [...connections.values()]
      connections.clear()
      await Promise.all(open.map(({ client }) => new Promise<void>((resolve) => client.end(true, {}, () => resolve()))))
    },
  }
}
