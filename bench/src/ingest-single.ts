/**
 * Single readings, one POST each, over the same to InfluxDB where it is installed, else over single-row commits of the
 * store at the same concurrency.
 */
import pg from 'pg'
import { startInflux } from './lib/influx.ts'
import { startHub, startLoad } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'

const CONNECTIONS = 64
const ROUNDS = 3

/** Rows a second when each of the wide rows is a transaction of its own. */
const singleCommits = async (url: string, seconds: number): Promise<number> => {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client({ connectionString: url }))
  await Promise.all(clients.map((client) => client.connect()))
  try {
    const [first] = clients as [pg.Client]
    await first.query('DROP TABLE IF EXISTS public.raw_single')
    await first.query(
      'CREATE TABLE public.raw_single (ts timestamptz, entity text, attribute text, region text, value float8, doc json)',
    )
    await first.query('CREATE INDEX ON public.raw_single (entity, ts)')
    const started = performance.now()
    let rows = 0
    const work = async (client: pg.Client): Promise<void> => {
      while (performance.now() - started < seconds * 1000) {
        const entity = `urn:ngsi-ld:BenchSensor:${String(rows % 20_000).padStart(6, '0')}`
        const at = new Date()
        await client.query({
          name: 'single',
          text: 'INSERT INTO public.raw_single VALUES ($1, $2, $3, $4, $5, $6)',
          values: [
            at,
            entity,
            'level',
            '120101001',
            rows % 1000,
            `{"id":"${entity}","a":"level","v":1,"u":"ug/m3","q":"ok","s":"bench","at":"${at.toISOString()}"}`,
          ],
        })
        rows += 1
      }
    }
    await Promise.all(clients.map(work))
    const rate = rows / ((performance.now() - started) / 1000)
    await first.query('DROP TABLE public.raw_single')
    return rate
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: 5200, execArgv: process.env.BENCH_HUB_ARGS?.split(' ') ?? [] })
  const load = startLoad()
  const influx = await startInflux(5202)
  try {
    const order = { port: hub.port, token: hub.token, connections: CONNECTIONS, batch: 1, sensors: 20_000, seconds: 2, rate: 0 }
    await load.run({ ...order, batch: 100, connections: 32, warmUp: true })
    await load.run(order)
    const others = { ...order, influx: true, port: influx?.port ?? 0 }
    if (influx) await load.run({ ...others, batch: 100, connections: 32, warmUp: true })
    const limit: number[] = []
    const beside: number[] = []
    const single: number[] = []
    const latencies: number[] = []
    const round = Math.max(2, seconds / (2 * ROUNDS))
    for (let i = 0; i < ROUNDS; i += 1) {
      limit.push(await singleCommits(hub.url, round))
      const result = await load.run({ ...order, seconds: round })
      single.push(result.acked / result.seconds)
      latencies.push(...result.latencies)
      if (influx) {
        const same = await load.run({ ...others, seconds: round })
        beside.push(same.acked / same.seconds)
      }
      say(
        `single-row commits ${Math.round(limit.at(-1) as number)}/s, single POSTs ${Math.round(single.at(-1) as number)}/s${influx ? `, to InfluxDB ${Math.round(beside.at(-1) as number)}/s` : ''}`,
      )
    }
    latencies.sort((a, b) => a - b)
    return printReport({
      bench: 'ingest-single',
      figures: {
        ratio: influx
          ? figure(mean(single) / mean(beside), 'x InfluxDB', 'higher', 0.9, 1.5)
          : figure(mean(single) / mean(limit), 'x single-row commits', 'higher', 0.9, 1.5),
      },
      limit: {
        single_row_commits_per_s: Math.round(mean(limit)),
        ...(influx ? { influx_posts_per_s: Math.round(mean(beside)) } : {}),
      },
      setting: {
        posts_per_s: Math.round(mean(single)),
        connections: CONNECTIONS,
        answer_p50_ms: Math.round(percentile(latencies, 0.5)),
        answer_p99_ms: Math.round(percentile(latencies, 0.99)),
      },
    })
  } finally {
    load.stop()
    await influx?.stop()
    await hub.stop()
  }
}
