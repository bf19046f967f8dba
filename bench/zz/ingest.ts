/** Full durable pipeline (HTTP batches of 100 → validate → store, latest, indicators, alerts → commit → answer) over raw COPY. */
import { cpuOf } from './lib/cpu.ts'
import { startHub, startLoad } from './lib/processes.ts'
import { rawCopy } from './lib/raw-copy.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'

const ROUNDS = 3

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: 5223, execArgv: process.env.BENCH_HUB_ARGS?.split(' ') ?? [] })
  const load = startLoad()
  try {
    const order = { port: hub.port, token: hub.token, connections: 256, batch: 100, sensors: 20_000, seconds: 2, rate: 0 }
    const warm = await load.run({ ...order, connections: 32, warmUp: true })
    say(`made ${warm.acked} series in ${warm.seconds.toFixed(1)} s`)
    await load.run(order)
    // limit and pipeline in turn, so that a noisy machine troubles both alike
    const raw: number[] = []
    const full: number[] = []
    const latencies: number[] = []
    const cpu = { hub: 0, store: 0, items: 0 }
    const round = Math.max(2, seconds / (1.5 * ROUNDS))
    for (let i = 0; i < ROUNDS; i += 1) {
      raw.push(await rawCopy(hub.url, round / 2))
      const before = cpuOf(hub.pid)
      const result = await load.run({ ...order, seconds: round })
      const after = cpuOf(hub.pid)
      if (before && after) {
        cpu.hub += after.hub - before.hub
        cpu.store += after.store - before.store
        cpu.items += result.acked
      }
      full.push(result.acked / result.seconds)
      latencies.push(...result.latencies)
      say(
        `raw COPY ${Math.round(raw.at(-1) as number)}/s, pipeline ${Math.round(full.at(-1) as number)}/s, refused ${result.refused}`,
      )
    }
    raw.push(await rawCopy(hub.url, round / 2))
    latencies.sort((a, b) => a - b)
    const microseconds = (spent: number) => (cpu.items > 0 ? Number(((spent * 1e6) / cpu.items).toFixed(1)) : null)
    return printReport({
      bench: 'ingest',
      figures: { ratio: figure(mean(full) / mean(raw), 'x raw COPY', 'higher', 0.45, 0.8) },
      limit: { raw_copy_rows_per_s: Math.round(mean(raw)) },
      setting: {
        items_per_s: Math.round(mean(full)),
        connections: order.connections,
        batch: order.batch,
        sensors: order.sensors,
        answer_p50_ms: Math.round(percentile(latencies, 0.5)),
        answer_p99_ms: Math.round(percentile(latencies, 0.99)),
        cpu_us_per_item: { hub: microseconds(cpu.hub), store: microseconds(cpu.store) },
      },
    })
  } finally {
    load.stop()
    await hub.stop()
  }
}
