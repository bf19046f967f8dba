/**
 * Deliveries: 1,000 subscriptions, 5,000 updates a second. Most subscribers watch a handful of sensors, so that each
 * update concerns one of them; others watch a whole district or a threshold. Some answer slowly, some are dead at first
 * and come back. At the end every state must have reached every subscriber it concerns, in order, and have its proof.
 */
import { fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { cpuOf } from './lib/cpu.ts'
import { openConnection } from './lib/http-client.ts'
import type { Acked } from './lib/load.ts'
import { startHub, startLoad } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'
import { DISTRICTS, levelOf, sensorId, TYPE } from './lib/sensors.ts'
import type { Expected, SubscriberOrder, Summary } from './lib/subscribers.ts'

const PORT = 5320
const RECEIVERS = 5324
const DEAD = 5325
const SUBSCRIPTIONS = 1000
const OWN = 61
const RATE = Number(process.env.BENCH_RATE ?? 5000)
const SENSORS = 20_000
const BATCH = 50
const SIZE = SENSORS / DISTRICTS
const WIDE_FROM = DISTRICTS * OWN
const HIGH_FROM = WIDE_FROM + DISTRICTS
const HIGH = 98
/** how long what is left may take after the load has ended */
const PATIENCE = 120_000

/** Which own subscriber of its district watches a sensor: neighbours have different ones, so a batch concerns many. */
const ownOf = (district: number, sensor: number): number => district * OWN + (sensor % OWN)

const SLOW: Record<number, number> = { [WIDE_FROM + 1]: 250 }
const DEAD_ONES = new Set<number>([WIDE_FROM + 2])
for (let i = 0; i < 10; i += 1) {
  SLOW[i * 97 + 3] = 400
  DEAD_ONES.add(i * 97 + 50)
}

const startSubscribers = async (order: SubscriberOrder) => {
  const child = fork(fileURLToPath(new URL('./lib/subscribers.ts', import.meta.url)), [], { execArgv: [] })
  const ask = <T>(message: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the subscribers ended'))
      child.once('exit', ended)
      child.once('message', (value) => {
        child.off('exit', ended)
        resolve(value as T)
      })
      child.send(message as object)
    })
  await ask({ do: 'open', order })
  return {
    pid: child.pid as number,
    revive: () => ask<null>({ do: 'revive' }),
    measure: () => ask<null>({ do: 'measure' }),
    summary: () => ask<Summary>({ do: 'summary' }),
    check: (expected: Expected) => ask<Record<number, number>>({ do: 'check', expected }),
    stop: () => void child.kill(),
  }
}

const documentOf = (n: number): Record<string, unknown> => {
  const port = DEAD_ONES.has(n) ? DEAD : RECEIVERS
  const entities =
    n < WIDE_FROM
      ? Array.from({ length: SIZE }, (_, sensor) => sensor)
          .filter((sensor) => ownOf(Math.floor(n / OWN), sensor) === n)
          .map((sensor) => ({ type: TYPE, id: sensorId(Math.floor(n / OWN), sensor) }))
      : n < HIGH_FROM
        ? [{ type: TYPE, idPattern: `^urn:ngsi-ld:${TYPE}:${n - WIDE_FROM}-.*` }]
        : [{ type: TYPE }]
  return {
    id: `urn:ngsi-ld:Subscription:bench-${n}`,
    type: 'Subscription',
    entities,
    watchedAttributes: ['level'],
    ...(n < HIGH_FROM ? {} : { q: `level>${HIGH}` }),
    notification: { endpoint: { uri: `http://127.0.0.1:${port}/s/${n}`, accept: 'application/json', timeout: 5000 } },
  }
}

const subscribe = async (port: number, token: string): Promise<void> => {
  const connection = await openConnection(port, token, true)
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    const { status, body } = await connection.post('/ngsi-ld/v1/subscriptions', JSON.stringify(documentOf(n)))
    if (status !== 201) throw new Error(`subscription ${n} answered ${status} ${body}`)
  }
  connection.close()
}

/** What every subscriber must have got of these readings. */
const expectedOf = (batches: readonly Acked[]): { expected: Expected; count: number } => {
  const expected: Expected = {}
  let count = 0
  const add = (n: number, key: string): void => {
    const list = expected[n]
    if (list) list.push(key)
    else expected[n] = [key]
    count += 1
  }
  for (const { district, from, size, at } of batches)
    for (let i = 0; i < size; i += 1) {
      const sensor = (from + i) % SIZE
      const key = `${sensorId(district, sensor)}|${at}`
      add(ownOf(district, sensor), key)
      add(WIDE_FROM + district, key)
      if (levelOf(sensor, at) > HIGH) for (let n = HIGH_FROM; n < SUBSCRIPTIONS; n += 1) add(n, key)
    }
  return { expected, count }
}

/** The limit: one update per request, by Node's own agent to the same subscribers. */
const barePosts = async (seconds: number): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const level = {
    type: 'Property',
    value: 12,
    observedAt: new Date().toISOString(),
    provenance: { type: 'Property', value: 'x' },
  }
  const entity = { id: sensorId(1, 1), type: TYPE, level }
  const body = JSON.stringify({ id: 'urn:x', type: 'Notification', subscriptionId: 'urn:y', notifiedAt: '', data: [entity] })
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const outgoing = request(
        { agent, port: RECEIVERS, host: '127.0.0.1', path: '/bare', method: 'POST', headers },
        (answer) => {
          answer.resume()
          answer.on('end', resolve)
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  const started = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (performance.now() - started < seconds * 1000) {
        await post()
        done += 1
      }
    }),
  )
  agent.destroy()
  return done / ((performance.now() - started) / 1000)
}

/** Deliveries that have their proof in the store. */
const proven = async (url: string): Promise<Record<string, number>> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ state: string; n: string }>(
    'SELECT state, count(*) AS n FROM data.delivery GROUP BY state',
  )
  await client.end()
  return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]))
}

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({
    port: PORT,
    env: { HAIHE_PRIVATE_NETWORKS: '127.0.0.0/8' },
    execArgv: process.env.BENCH_HUB_ARGS?.split(' ') ?? [],
  })
  const load = startLoad()
  const unmeasured = [...Object.keys(SLOW).map(Number), ...DEAD_ONES]
  const subscribers = await startSubscribers({ port: RECEIVERS, deadPort: DEAD, slow: SLOW, unmeasured })
  try {
    const order = { port: hub.port, token: hub.token, connections: 16, batch: BATCH, sensors: SENSORS, rate: RATE }
    await load.run({ ...order, connections: 32, rate: 0, seconds: 2, warmUp: true })
    await subscribe(hub.port, hub.token)
    const bare = await barePosts(Math.max(2, seconds / 10))
    // the first seconds open connections and read queues for the first time; what they bring must arrive as well
    const warm = await load.run({ ...order, seconds: 3, record: true })
    await sleep(1000)
    const opened = await subscribers.summary()
    await subscribers.measure()
    const before = cpuOf(hub.pid)
    const started = performance.now()
    const running = load.run({ ...order, seconds, record: true })
    await sleep(seconds * 500)
    const half = await subscribers.summary()
    say(`half way: ${half.arrived} arrived in ${half.requests} requests`)
    await subscribers.revive()
    const result = await running
    const { expected, count } = expectedOf([...warm.batches, ...result.batches])
    const ended = await subscribers.summary()
    const loaded = (performance.now() - started) / 1000
    say(`${Math.round(result.acked / result.seconds)} updates/s, refused ${result.refused}; ${ended.arrived} of ${count} arrived`)
    let last = ended
    for (const until = performance.now() + PATIENCE; last.arrived < count && performance.now() < until; ) {
      await sleep(250)
      last = await subscribers.summary()
    }
    const caughtUp = (performance.now() - started) / 1000 - loaded
    const after = cpuOf(hub.pid)
    const missing = await subscribers.check(expected)
    const lost = Object.values(missing).reduce((sum, one) => sum + one, 0)
    if (lost > 0) say(`missing by subscriber: ${JSON.stringify(missing)}`)
    // the last proofs are written within the second
    let proofs = await proven(hub.url)
    for (let i = 0; i < 20 && (proofs.delivered ?? 0) < count; i += 1) {
      await sleep(250)
      proofs = await proven(hub.url)
    }
    const spent = (what: 'hub' | 'store') =>
      before && after ? Number((((after[what] - before[what]) * 1e6) / (last.arrived - opened.arrived)).toFixed(1)) : null
    return printReport({
      bench: 'deliveries',
      figures: {
        lost: figure(lost, 'deliveries', 'lower', 0, 0),
        disordered: figure(last.disordered, 'deliveries', 'lower', 0, 0),
        unproven: figure(Math.max(0, count - (proofs.delivered ?? 0)), 'deliveries', 'lower', 0, 0),
        updates_per_s: figure(result.acked / result.seconds, 'updates/s', 'higher', 4900, 5000),
        delivered_per_s: figure((ended.arrived - opened.arrived) / loaded, 'deliveries/s', 'higher', 5000, 10_000),
        p99_ms: figure(percentile(last.delays, 0.99), 'ms', 'lower', 1000, 250),
      },
      limit: { bare_posts_per_s: Math.round(bare), asked_updates_per_s: RATE },
      setting: {
        subscriptions: SUBSCRIPTIONS,
        slow: Object.keys(SLOW).length,
        dead_for_half: DEAD_ONES.size,
        deliveries: count,
        requests: last.requests,
        duplicates: last.duplicates,
        p50_ms: percentile(last.delays, 0.5),
        caught_up_s: Number(caughtUp.toFixed(1)),
        ingest_answer_p99_ms: Math.round(percentile(result.latencies, 0.99)),
        cpu_us_per_delivery: { hub: spent('hub'), store: spent('store') },
        seconds,
      },
    })
  } finally {
    subscribers.stop()
    load.stop()
    await hub.stop()
  }
}
