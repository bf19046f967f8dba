/**
 * A million sensors once a minute: from the moment a device sends a reading to the moment a screen shows a number with
 * it in. Every acknowledged batch is followed to the tile of its district: the first message whose number is as fresh.
 */
import { startHub, startLoad } from './lib/processes.ts'
import { figure, percentile, printReport, say } from './lib/report.ts'
import { INDICATOR } from './lib/scenario.ts'
import { openScreen } from './lib/screen.ts'

const RATE = 16_700

export const bench = async (seconds: number): Promise<boolean> => {
  const hub = await startHub({ port: 5200 })
  const load = startLoad()
  try {
    const order = { port: hub.port, token: hub.token, connections: 64, batch: 100, sensors: 20_000, seconds: 2, rate: RATE }
    await load.run({ ...order, connections: 32, rate: 0, warmUp: true })
    await load.run(order)
    const screen = await openScreen(hub.port, hub.token, hub.districts, INDICATOR)
    const result = await load.run({ ...order, seconds, record: true })
    // what was sent last is on its way
    await new Promise((resolve) => setTimeout(resolve, 1000))
    screen.close()
    const byRegion = Map.groupBy(screen.shown, (shown) => shown.region)
    const waits: number[] = []
    let unseen = 0
    for (const { district, at } of result.batches) {
      const first = byRegion.get(hub.districts[district] as string)?.find((shown) => shown.fresh >= at)
      if (first) waits.push(first.at - at)
      else unseen += 1
    }
    waits.sort((a, b) => a - b)
    say(
      `${Math.round(result.acked / result.seconds)} readings/s, ${screen.shown.length} tiles shown, ${waits.length} batches followed`,
    )
    return printReport({
      bench: 'freshness',
      figures: {
        p99_ms: figure(unseen > 0 ? Number.POSITIVE_INFINITY : percentile(waits, 0.99), 'ms', 'lower', 50, 15),
      },
      limit: { readings_per_s: Math.round(result.acked / result.seconds), asked_per_s: RATE },
      setting: {
        p50_ms: percentile(waits, 0.5),
        p999_ms: percentile(waits, 0.999),
        unseen,
        answer_p99_ms: Math.round(percentile(result.latencies, 0.99)),
        seconds,
      },
    })
  } finally {
    load.stop()
    await hub.stop()
  }
}
