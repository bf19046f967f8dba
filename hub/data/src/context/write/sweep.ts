/** Work that time brings: expired entities and attributes go, readings left behind are handed over, counters are written. */
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { WriteEngine } from './engine.ts'
import { presentAt } from './expiry.ts'
import { deleted } from './operations.ts'
import type { Readings } from './readings.ts'
import { findExpired } from './write-store.ts'

export interface SweepServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  engine: WriteEngine
  readings: Readings
  flush: () => Promise<void>
  every: number
}

export interface Sweeper {
  start: () => Promise<void>
  stop: () => Promise<void>
  tick: () => Promise<void>
}

const MOST = 500

export const createSweeper = ({ pool, log, now, engine, readings, flush, every }: SweepServices): Sweeper => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null

  const expire = async (): Promise<void> => {
    for (;;) {
      const due = await findExpired(pool, now(), MOST)
      await Promise.all(
        due.map((key) =>
          engine.write({
            ...key,
            actor: 'system',
            source: '',
            apply: (current, at) => {
              if (!current?.live) return { result: undefined }
              const present = presentAt(current, Date.parse(at))
              if (!present) return { next: deleted(current, at), result: undefined }
              // what was meant to pass leaves no mark of a deletion
              return { next: present === current ? undefined : { ...present, modifiedAt: at }, result: undefined, history: [] }
            },
          }),
        ),
      )
      if (due.length < MOST) return
    }
  }

  const tick = async (): Promise<void> => {
    await expire()
    await readings.recover()
    await flush()
  }

  const run = (): void => {
    running ??= tick()
      .catch((error) => log.error({ err: error }, 'the sweep of city objects failed'))
      .finally(() => {
        running = null
      })
  }

  return {
    tick,
    start: async () => {
      if (every <= 0) return
      timer = setInterval(run, every)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
