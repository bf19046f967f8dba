/** Far past capacity: refusals that say when to come back, bounded memory, nothing acknowledged lost, and recovery. */
import { readFileSync } from 'node:fs'
import { startHub, startLoad } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'
import { verify } from './lib/verify.ts'

const SENSORS = 20_000
// each connection always has a batch under way: together three times what the queue takes
const CONNECTIONS = 1800

const rssOf = (pid: number): number => {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return found ? Number(found[1]) / 1024 : Number.NaN
}

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: 5200 })
  const load = startLoad()
  try {
    const order = { port: hub.port, token: hub.token, connections: 32, batch: 100, sensors: SENSORS, seconds, rate: 0 }
    await load.run({ ...order, warmUp: true })
    let peak = rssOf(hub.pid)
    const watching = setInterval(() => {
      peak = Math.max(peak, rssOf(hub.pid))
    }, 100)
    const result = await load.run({ ...order, connections: CONNECTIONS, record: true })
    clearInterval(watching)
    const calm = await load.run({ ...order, seconds: 2 })
    const verdict = await verify(hub.url, result.batches, SENSORS, false)
    say(
      `${verdict.acknowledged} acknowledged, ${result.refused} refused, ${result.unhelpful} of them without Retry-After, ${result.failed} failed`,
    )
    const wrong = verdict.lost + result.failed + result.unhelpful + (result.refused === 0 ? 1 : 0) + calm.refused
    return printReport({
      bench: 'overload',
      figures: {
        lost: figure(verdict.lost, 'acknowledged readings', 'lower', 0, 0),
        rss_mb: figure(peak, 'MB', 'lower', 1500, 800),
        wrong: figure(wrong, 'answers that are neither stored nor a refusal with Retry-After', 'lower', 0, 0),
      },
      limit: { acknowledged_per_s: Math.round(result.acked / result.seconds), refused: result.refused },
      setting: { connections: CONNECTIONS, answer_p99_ms: Math.round(percentile(result.latencies, 0.99)) },
    })
  } finally {
    load.stop()
    await hub.stop()
  }
}
