/**
 * Writes outcomes, many at a time, over a connection of its own. Its commits do not wait for the disk: after a crash the
 * store may have forgotten the newest proofs, and then those notifications go out again. As long as the connection lives
 * it holds the lock that says this sender does.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { LOCKS, type Log } from '@haihe/kernel'
import pg from 'pg'
import { type Outcome, settle } from './settle-store.ts'

interface Settler {
  /** connects and takes the sender's lock */
  open: () => Promise<void>
  /** `written` is called when the outcome is in the store */
  add: (outcome: Outcome, written: () => void) => void
  /** resolves when everything added so far is written */
  flush: () => Promise<void>
  /** resolves when what was added before is written, without hurrying anybody, or after half a second */
  settled: () => Promise<void>
  close: () => Promise<void>
}

interface SettlerServices {
  url: string
  log: Log
  owner: number
  /** the connection was lost and with it the lock: subscribers may be another's now */
  lost: () => void
}

/** Outcomes that come within this time are written together, milliseconds. */
const GATHER = 20
const MOST_AT_ONCE = 2000
const MOST_PATIENCE = 500

interface Waiting {
  outcome: Outcome
  written: () => void
}

export const createSettler = ({ url, log, owner, lost }: SettlerServices): Settler => {
  let client: pg.Client | undefined
  let opening: Promise<pg.Client> | undefined
  let queue: Waiting[] = []
  let inHand: readonly Waiting[] = []
  let running: Promise<void> | undefined
  let hurried = false
  let closed = false

  const connect = async (): Promise<pg.Client> => {
    const made = new pg.Client({
      connectionString: url,
      application_name: 'haihe-deliveries',
      connectionTimeoutMillis: 10_000,
      options: '-c synchronous_commit=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off',
    })
    made.on('error', () => {})
    made.on('end', () => {
      if (client !== made) return
      client = undefined
      if (!closed) lost()
    })
    await made.connect()
    await made.query(`SELECT pg_advisory_lock(${LOCKS.sender}, $1)`, [owner])
    client = made
    return made
  }

  const open = async (): Promise<pg.Client> => {
    if (client) return client
    opening ??= connect().finally(() => {
      opening = undefined
    })
    return opening
  }

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    for (let tries = 0; ; tries += 1)
      try {
        await settle(
          await open(),
          batch.map(({ outcome }) => outcome),
        )
        break
      } catch (error) {
        if (closed && tries > 3) throw error
        log.warn({ err: error, outcomes: batch.length }, 'outcomes of deliveries could not be written; they are tried again')
        await sleep(Math.min(100 * 2 ** tries, 5000))
      }
    for (const { written } of batch) written()
  }

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      if (!hurried && queue.length < MOST_AT_ONCE) await sleep(GATHER)
      const batch = queue.slice(0, MOST_AT_ONCE)
      queue = queue.slice(batch.length)
      inHand = batch
      await write(batch)
      inHand = []
    }
    running = undefined
  }

  const start = (): void => {
    running ??= run().catch((error) => {
      running = undefined
      log.error({ err: error }, 'outcomes of deliveries are lost; they are sent again')
    })
  }

  return {
    open: async () => void (await open()),
    add: (outcome, written) => {
      queue.push({ outcome, written })
      start()
    },
    settled: async () => {
      const last = queue.at(-1) ?? inHand.at(-1)
      if (!last) return
      const { written } = last
      const done = new Promise<void>((resolve) => {
        last.written = () => {
          written()
          resolve()
        }
      })
      await Promise.race([done, sleep(MOST_PATIENCE, undefined, { ref: false })])
    },
    flush: async () => {
      hurried = true
      while (running) await running
      hurried = false
    },
    close: async () => {
      hurried = true
      while (running) await running
      closed = true
      await client?.end().catch(() => {})
    },
  }
}
