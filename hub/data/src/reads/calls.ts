/** Calls of the shared interfaces, summed up in memory and told by the minute: how many were answered, how many failed. */
import { AppError } from '@haihe/contract'
import { type Ctx, inTransaction, type Outbox, type Route } from '@haihe/kernel'
import type { Catalogue, PlatformEvents } from '../platform/ports.ts'

interface CallServices {
  ctx: Pick<Ctx, 'db' | 'log'>
  outbox: Pick<Outbox, 'publish'>
  catalogue: Pick<Catalogue, 'find'>
}

interface Sums {
  succeeded: number
  failed: number
}

const EVERY_MS = 60_000

/** What the caller did wrong, or may not do, says nothing of the interface. */
const isCallers = (error: unknown): boolean => error instanceof AppError && error.status < 500

export const createCalls = ({ ctx, outbox, catalogue }: CallServices) => {
  let open = new Map<string, Sums>()
  let timer: NodeJS.Timeout | undefined

  const add = (resource: string, { succeeded, failed }: Sums): void => {
    const known = open.get(resource) ?? { succeeded: 0, failed: 0 }
    open.set(resource, { succeeded: known.succeeded + succeeded, failed: known.failed + failed })
  }

  /** Tells what was counted since the last time; keeps it for the next when that fails. */
  const tell = async (): Promise<void> => {
    const counted = open
    open = new Map()
    if (counted.size === 0) return
    try {
      await inTransaction(ctx.db, async (trx) => {
        for (const [id, sums] of counted) {
          const resource = await catalogue.find(id)
          if (!resource) continue
          const payload: PlatformEvents['resource.called'] = { resource: id, ...sums }
          await outbox.publish(trx, [{ topic: 'resource.called', key: `calls:${id}`, region: resource.region, payload }])
        }
      })
    } catch (error) {
      for (const [id, sums] of counted) add(id, sums)
      ctx.log.warn({ err: error }, 'calls of interfaces could not be told')
    }
  }

  return {
    tell,
    /** Counts what comes over the interface; screens of the hub itself are no calls. */
    count: (route: Route): Route => ({
      ...route,
      handler: async (call) => {
        const { id } = call.params as { id: string }
        const { way } = { ...call.query, ...call.body } as { way?: string }
        try {
          const answer = await route.handler(call)
          if (way === 'api') add(id, { succeeded: 1, failed: 0 })
          return answer
        } catch (error) {
          if (way === 'api' && !isCallers(error)) add(id, { succeeded: 0, failed: 1 })
          throw error
        }
      },
    }),
    start(): void {
      timer = setInterval(tell, EVERY_MS).unref()
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      await tell()
    },
  }
}
