/** Full durable pipeline (HTTP batches of 100 → validate → store, latest, indicators, alerts → commit → answer) over raw COPY. */

import { startHub, startLoad } from './lib/processes.ts'
import { rawCopy } from './lib/raw-copy.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: 5200, execArgv: process.env.HUB_ARGS?.split(' ') ?? [] })
  const load = startLoad()
  try {
    const order = { port: hub.port, token: 'bench', connections: 96, batch: 100, sensors: 20_000, seconds: 2, rate: 0 }
    const warm = await load.run({ ...order, connections: 32, warmUp: true })
    say(`made ${warm.acked} series in ${warm.seconds.toFixed(1)} s`)
    await load.run(order)
    const raw: number[] = []
    const full: number[] = []
    const latencies: number[] = []
    const round = Math.max(2, seconds / 3)
    for (let i = 0; i < 3; i += 1) {
      raw.push(await rawCopy(hub.url, round / 2))
      const result = await load.run({ ...order, seconds: round })
      full.push(result.acked / result.seconds)
      latencies.push(...result.latencies)
      say(
        `raw COPY ${Math.round(raw.at(-1) as number)}/s, pipeline ${Math.round(full.at(-1) as number)}/s, refused ${result.refused}`,
      )
    }
    raw.push(await rawCopy(hub.url, round / 2))
    const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / list.length
    latencies.sort((a, b) => a - b)
    return printReport({
      bench: 'ingest',
      figures: { ratio: figure(mean(full) / mean(raw), 'x raw COPY', 'higher', 0.45, 0.8) },
      limit: { raw_copy_rows_per_s: Math.round(mean(raw)), pipeline_items_per_s: Math.round(mean(full)) },
      setting: { ...order, seconds, answer_p50_ms: percentile(latencies, 0.5), answer_p99_ms: percentile(latencies, 0.99) },
    })
  } finally {
    load.stop()
    await hub.stop()
  }
}
