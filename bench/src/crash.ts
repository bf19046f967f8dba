/** kill -9 of hub and database in mid-load, again and again: nothing acknowledged is lost, roll-ups equal the raw rows. */
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Acked } from './lib/load.ts'
import { benchHome, startHub, startLoad } from './lib/processes.ts'
import { figure, printReport, say } from './lib/report.ts'
import { verify } from './lib/verify.ts'

const ROUNDS = 20
const SENSORS = 5000

export const bench = async (): Promise<boolean> => {
  const home = await benchHome()
  const env = { BENCH_FEEDS: 'counted', BENCH_SENSORS: String(SENSORS) }
  const batches: Acked[] = []
  const restarts: number[] = []
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const began = performance.now()
      const hub = await startHub({ port: 5200, home, env })
      restarts.push((performance.now() - began) / 1000)
      const load = startLoad()
      const order = { port: hub.port, token: hub.token, connections: 48, batch: 100, sensors: SENSORS, seconds: 60, rate: 0 }
      const working = load.run({ ...order, record: true })
      // somewhere in the middle of a commit, a checkpoint, a start of series: never at the same point
      await sleep(700 + ((round * 137) % 900))
      await hub.kill()
      const result = await working
      load.stop()
      batches.push(...result.batches)
      say(`kill ${round}: ${result.acked} readings acknowledged`)
    }
    const hub = await startHub({ port: 5200, home, env })
    const verdict = await verify(hub.url, batches, SENSORS, true)
    await hub.stop()
    return printReport({
      bench: 'crash',
      figures: {
        lost: figure(verdict.lost, 'acknowledged readings', 'lower', 0, 0),
        rollup_mismatch: figure(verdict.mismatches, 'windows', 'lower', 0, 0),
      },
      limit: { kills: ROUNDS, acknowledged: verdict.acknowledged, windows_compared: verdict.windows },
      setting: { restart_s: Number((restarts.reduce((sum, one) => sum + one, 0) / restarts.length).toFixed(1)) },
    })
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}
