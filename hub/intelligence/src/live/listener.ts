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
  let close: ((error?: Error) => void) | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false

  const open = async (): Promise<void> => {
    const client = await pool.connect()
    let open = true
    const lose = (error?: Error): void => {
      if (!open) return
      open = false
      client.release(error ?? true)
      if (!stopped) retry = setTimeout(reopen, RETRY_MS).unref()
    }
    client.on('error', lose)
    client.on('end', () => lose())
    client.on('notification', ({ payload }) => {
      if (payload) heard(payload)
    })
    try {
      await listen(runOn(client))
    } catch (error) {
      open = false
      client.release(error as Error)
      throw error
    }
    close = lose
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
      close?.()
    },
  }
}
