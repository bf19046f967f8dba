/** /api/runs: how runs go, and the levers people have over them. */
import { type Actor, AppError, type Permission, RunState, RunView } from '@haihe/contract'
import { inTransaction, type Route, route, type Trx } from '@haihe/kernel'
import { z } from 'zod'
import { type ConnectorRow, findConnector } from '../connector/connector-store.ts'
import type { Room } from '../room.ts'
import { listRuns } from './list-store.ts'
import * as store from './run-store.ts'
import { runView } from './run-view.ts'

const Id = z.strictObject({ id: z.coerce.number().int().min(1) })

export const runRoutes = ({ ctx, scope, audit, worker }: Room): Route[] => {
  const { db, now } = ctx
  const found = async (
    actor: Actor,
    permission: Permission,
    id: number,
  ): Promise<{ run: store.RunRow; connector: ConnectorRow }> => {
    const run = await store.findRun(db, id)
    const connector = run && (await findConnector(db, run.connector))
    scope.assert(actor, permission, connector)
    return { run: run as store.RunRow, connector: connector as ConnectorRow }
  }
  const lever = (
    name: 'pause' | 'cancel' | 'resume',
    summary: string,
    pull: (trx: Trx, run: store.RunRow, connector: ConnectorRow) => Promise<store.RunRow | undefined>,
  ): Route =>
    route({
      method: 'POST',
      url: `/api/runs/:id/${name}`,
      summary,
      permission: 'exchange.manage',
      params: Id,
      response: RunView,
      handler: async ({ params, actor, request }) => {
        const { run, connector } = await found(actor, 'exchange.manage', params.id)
        const changed = await inTransaction(db, async (trx) => {
          const row = await pull(trx, run, connector)
          if (!row) throw new AppError('CONFLICT', { detail: '当前状态不能执行此操作，或同一连接器有另一次运行未结束' })
          await audit.record(trx, [
            { actor, action: `run.${name}`, subject: `run:${run.id}`, region: connector.region, traceId: request.id },
          ])
          return row
        })
        worker.nudge()
        return runView(changed)
      },
    })
  return [
    route({
      method: 'GET',
      url: '/api/runs',
      summary: 'Runs, newest first',
      permission: 'exchange.read',
      query: z.strictObject({
        connector: z.uuid().optional(),
        resource: z.uuid().optional(),
        state: RunState.optional(),
        before: z.coerce.number().int().min(1).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({ items: z.array(RunView), next: z.number().int().nullable() }),
      handler: async ({ query, actor }) => {
        const rows = await listRuns(db, { ...query, scope: scope.predicate(actor, 'exchange.read') })
        return { items: rows.map(runView), next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null }
      },
    }),
    route({
      method: 'GET',
      url: '/api/runs/:id',
      summary: 'One run with its progress',
      permission: 'exchange.read',
      params: Id,
      response: RunView,
      handler: async ({ params, actor }) => runView((await found(actor, 'exchange.read', params.id)).run),
    }),
    lever('pause', 'Stop a run after its chunk; it can go on', (trx, run) => store.wishRun(trx, run.id, 'pause', now())),
    lever('cancel', 'End a run after its chunk; what is committed stays', (trx, run) =>
      store.wishRun(trx, run.id, 'cancel', now()),
    ),
    lever('resume', 'Go on with a paused or failed run where it stopped, with the mapping as it is now', (trx, run, connector) =>
      store.resumeRun(trx, run.id, connector.mapping, now()),
    ),
  ]
}
