/**
 * The load, a process of its own. Closed loop: `connections` requests are always under way; or paced: `rate` items a
 * second. Talks to its parent: {go}, then {acked, refused, lost, seconds, latencies}.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, openConnection } from './http-client.ts'
import { batchBody, DISTRICTS, heads, lineBody, sourceId } from './sensors.ts'

export interface LoadOrder {
  port: number
  token: string
  connections: number
  batch: number
  sensors: number
  seconds: number
  /** items a second; 0 is as fast as it goes */
  rate: number
  /** touch every sensor once and stop: makes the series before the clock starts */
  warmUp?: boolean
  /** the same readings to InfluxDB instead of the hub */
  influx?: boolean
  /** note every acknowledged batch, and end quietly when connections are lost */
  record?: boolean
}

/** An acknowledged batch: the readings of sensors `from` to `from + size - 1` (round the district) at one time. */
export interface Acked {
  district: number
  from: number
  size: number
  /** epoch milliseconds */
  at: number
}

export interface LoadResult {
  acked: number
  refused: number
  failed: number
  seconds: number
  /** milliseconds of acknowledged requests, sorted, at most 20,000 of them */
  latencies: number[]
  /** with `record` */
  batches: Acked[]
  /** refused answers without Retry-After */
  unhelpful: number
}

const perDistrict = (order: LoadOrder): number => Math.ceil(order.sensors / DISTRICTS)

const run = async (order: LoadOrder): Promise<LoadResult> => {
  const size = perDistrict(order)
  const all = Array.from({ length: DISTRICTS }, (_, district) => heads(district, size))
  const paths = all.map((_, district) => (order.influx ? '/write?db=bench&precision=ms' : `/api/ingest/${sourceId(district)}`))
  const taken = order.influx ? 204 : 200
  // the next sensor of a district, and the time its readings have come to: strictly rising for every sensor
  const cursor = all.map(() => 0)
  const started = performance.now()
  const until = started + order.seconds * 1000
  let [acked, refused, failed, sent, unhelpful] = [0, 0, 0, 0, 0]
  const batches: Acked[] = []
  const latencies: number[] = []
  const rounds = Math.ceil(size / order.batch)

  const next = (turn: number): { path: string; body: string; batch: Acked } => {
    const district = turn % DISTRICTS
    const from = cursor[district] as number
    cursor[district] = (from + order.batch) % size
    const at = Date.now()
    const body = order.influx
      ? lineBody(district, size, from, order.batch, at)
      : batchBody(all[district] as string[], from, order.batch, at)
    return { path: paths[district] as string, body, batch: { district, from, size: order.batch, at } }
  }

  const worker = async (connection: Connection): Promise<void> => {
    for (;;) {
      const turn = sent
      if (order.warmUp ? turn >= rounds * DISTRICTS : performance.now() >= until) return
      if (order.rate > 0) {
        const due = started + (turn * order.batch * 1000) / order.rate
        sent += 1
        const wait = due - performance.now()
        if (wait > 0) await sleep(wait)
      } else sent += 1
      const { path, body, batch } = next(turn)
      const from = performance.now()
      const answer = await connection.post(path, body)
      if (answer.status === taken) {
        acked += order.batch
        if (order.record) batches.push(batch)
        if (latencies.length < 20_000) latencies.push(performance.now() - from)
      } else if (answer.status === 503 || answer.status === 429) {
        refused += order.batch
        if (answer.retryAfter === undefined) unhelpful += 1
        await sleep((answer.retryAfter ?? 1) * 100)
      } else failed += order.batch
    }
  }

  const connections = await Promise.all(Array.from({ length: order.connections }, () => openConnection(order.port, order.token)))
  const working = connections.map(worker)
  if (order.record) await Promise.allSettled(working)
  else await Promise.all(working)
  const seconds = (performance.now() - started) / 1000
  for (const connection of connections) connection.close()
  return { acked, refused, failed, seconds, latencies: latencies.sort((a, b) => a - b), batches, unhelpful }
}

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error?.stack ?? error) }),
  )
})
