/** Operators' routes: is the process alive, is it ready, what does it measure. */
import { AppError } from '@haihe/contract'
import { type Ctx, type Module, route, sql } from '@haihe/kernel'
import { collectDefaultMetrics, Gauge, register } from 'prom-client'

export const health = (ctx: Ctx, state: { ready: boolean }): Module => {
  collectDefaultMetrics()
  new Gauge({
    name: 'haihe_live_screens',
    help: 'Screens connected to the live stream',
    collect() {
      this.set(ctx.live.size)
    },
  })
  return {
    name: 'health',
    routes: [
      route({
        method: 'GET',
        url: '/healthz',
        summary: 'The process answers',
        permission: 'public',
        handler: () => ({ status: 'ok' }),
      }),
      route({
        method: 'GET',
        url: '/readyz',
        summary: 'The hub takes work: started, database reachable',
        permission: 'public',
        handler: async () => {
          if (!state.ready) throw new AppError('UNAVAILABLE', { retryAfter: 1 })
          await sql`SELECT 1`.execute(ctx.db).catch(() => {
            throw new AppError('UNAVAILABLE', { retryAfter: 5 })
          })
          return { status: 'ready' }
        },
      }),
      route({
        method: 'GET',
        url: '/metrics',
        summary: 'Prometheus metrics',
        permission: 'public',
        handler: async ({ reply }) => reply.type(register.contentType).send(await register.metrics()),
      }),
    ],
  }
}
