/** Keeps the store of deliveries in bounds: makes days ahead, drops those that are past their keeping. */
import { DAY } from '@haihe/contract'
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import { begin, dropBefore, giveUp, makeAhead } from './upkeep-store.ts'

export interface Keeping {
  /** days a change can be delivered and replayed; what waits longer becomes a dead letter */
  changes: number
  /** days the proof of a delivery is kept */
  proofs: number
}

const DEFAULT_KEEPING: Keeping = { changes: 14, proofs: 180 }

const EVERY = 3_600_000

export interface Upkeep {
  start: () => Promise<void>
  /** what the timer does; partitions that were dropped */
  tick: () => Promise<string[]>
  stop: () => Promise<void>
}

interface UpkeepServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  keeping?: Keeping
}

export const createUpkeep = ({ pool, log, now, keeping = DEFAULT_KEEPING }: UpkeepServices): Upkeep => {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> | undefined

  const inTransaction = async (work: (client: pg.PoolClient) => Promise<string[]>): Promise<string[]> => {
    const client = await pool.connect()
    try {
      const done = (await begin(client)) ? await work(client) : []
      await client.query('COMMIT')
      return done
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  const ahead = (): Promise<string[]> =>
    inTransaction(async (client) => {
      for (const table of ['change', 'delivery'] as const) await makeAhead(client, table, now().getTime())
      return []
    })

  const tick = async (): Promise<string[]> => {
    await ahead()
    return inTransaction(async (client) => {
      const at = now()
      const changes = at.getTime() - keeping.changes * DAY
      const given = await giveUp(client, new Date(changes), at)
      if (given > 0) log.warn({ deliveries: given }, 'deliveries were given up: they waited longer than changes are kept')
      return [
        ...(await dropBefore(client, 'change', changes)),
        ...(await dropBefore(client, 'delivery', at.getTime() - keeping.proofs * DAY)),
      ]
    })
  }

  const run = (): void => {
    running = tick().catch((error) => log.warn({ err: error }, 'upkeep of deliveries failed; it is tried again'))
  }

  return {
    tick,
    start: async () => {
      // before anything is written today; if it cannot be, the day goes into the default partition
      await ahead().catch((error) => log.warn({ err: error }, 'no partition for the deliveries of today'))
      timer = setInterval(run, EVERY)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
