/** Takes runs that wait, a few at a time; a run whose worker died is taken over when its lease has run out. */
import { randomUUID } from 'node:crypto'
import type { RunServices } from '../services.ts'
import { executeRun } from './execute.ts'
import { claimRun, releaseRun } from './run-store.ts'

export interface Worker {
  start: () => void
  /** looks at once instead of at the next tick */
  nudge: () => void
  /** gives back what it has, at the next chunk */
  stop: () => Promise<void>
  /** resolves when nothing waits and nothing runs here; for tests */
  idle: () => Promise<void>
}

export interface WorkerOptions {
  /** milliseconds between looks; 0 for none by itself */
  every?: number
  most?: number
}

export const createWorker = (services: RunServices, { every = 1000, most = 2 }: WorkerOptions = {}): Worker => {
  const { ctx } = services
  const going = new Map<number, { owner: string; done: Promise<void> }>()
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  let looking: Promise<void> | undefined

  const look = async (): Promise<void> => {
    while (!stopping && going.size < most) {
      const owner = randomUUID()
      const run = await claimRun(ctx.db, owner, ctx.now())
      if (!run) return
      const done = executeRun(services, run, owner)
        .catch((error) => ctx.log.error({ err: error, run: run.id }, 'run of a connector'))
        .finally(() => {
          going.delete(run.id)
          nudge()
        })
      going.set(run.id, { owner, done })
    }
  }
  const nudge = (): void => {
    looking ??= look()
      .catch((error) => ctx.log.warn({ err: error }, 'looking for runs'))
      .finally(() => {
        looking = undefined
      })
  }
  return {
    start() {
      stopping = false
      if (every > 0) timer = setInterval(nudge, every).unref()
      nudge()
    },
    nudge,
    async stop() {
      stopping = true
      clearInterval(timer)
      await looking
      // the next commit finds the run given back and writes nothing
      for (const [id, { owner }] of going) await releaseRun(ctx.db, id, owner)
      await Promise.all([...going.values()].map(({ done }) => done))
    },
    async idle() {
      do {
        nudge()
        await looking
        await Promise.all([...going.values()].map(({ done }) => done))
        await looking
      } while (going.size > 0)
    },
  }
}
