/** What every player is given, and the loop they share. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'

export interface Stage {
  clock: Clock
  random: Random
  log: (text: string) => void
  stop: AbortSignal
  /** regions whose cases are left to the people who try the city */
  keep: readonly string[]
}

/** ISO 8601 with China's offset. */
export const stamp = (at: number): string => `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

/**
 * Repeats `step`, waiting `pause()` real milliseconds between; a failing step is told once a minute at most and tried
 * again later, since a city does not stop because one speaker stumbled.
 */
export const repeat = async (name: string, stage: Stage, pause: () => number, step: () => Promise<void>): Promise<void> => {
  let told = 0
  while (!stage.stop.aborted) {
    await step().catch((error: unknown) => {
      if (stage.stop.aborted || Date.now() - told < 60_000) return
      told = Date.now()
      stage.log(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    })
    await sleep(pause(), undefined, { signal: stage.stop }).catch(() => {})
  }
}

/** Real milliseconds for a span of virtual minutes, never below `least`: a fast clock must not become a flood. */
export const pace = (stage: Stage, virtualMinutes: number, least: number): number =>
  Math.max(least, stage.clock.real(virtualMinutes * 60_000))
