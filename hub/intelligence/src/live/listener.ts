/** Hears of committed events on a connection of its own; when it was deaf for a while, memory starts anew. */
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import { listen } from '../indicators/event-store.ts'
import { runOn } from '../run.ts'

export interface Listener {
  start: () => Promise<void>
  stop: () => Promise<void>
}

const RETRY_MS = 500

export const createListener = (pool: pg.Pool, log: Log, heard: (note: string) => void, deaf: () => void): Listener => {
  let client: pg.PoolClient | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false

  const open = async (): Promise<void> => {
    const next = await pool.connect()
    let lost = false
    const lose = (error?: Error): void => {
      if (lost) return
      lost = true
      if (client === next) client = undefined
      next.release(error ?? true)
      if (!stopped) retry = setTimeout(reopen, RETRY_MS).unref()
    }
    next.on('error', lose)
    next.on('end', () => lose())
    next.on('notification', ({ payload }) => {
      if (payload) heard(payload)
    })
    try {
      await listen(runOn(next))
    } catch (error) {
      lost = true
      next.release(error as Error)
      throw error
    }
    client = next
    // what was committed before the connection heard anything is read from the store
    deaf()
  }
  const reopen = (): void => {
    if (stopped) return
    open().catch((error: Error) => {
      log.warn({ err: error }, 'the connection for indicator events could not be opened')
      retry = setTimeout(reopen, RETRY_MS).unref()
    })
  }

  return {
    start: open,
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      const last = client
      client = undefined
      last?.release(true)
    },
  }
}
