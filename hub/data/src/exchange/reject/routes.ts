/** Rejected rows of a connector: looked at, corrected, replayed, discarded. */
import { Readable } from 'node:stream'
import { type Actor, AppError, RejectReasonName, RejectView, RunView } from '@haihe/contract'
import { inTransaction, type Route, route, type Trx } from '@haihe/kernel'
import { z } from 'zod'
import { type ConnectorRow, findConnector } from '../connector/connector-store.ts'
import type { Room } from '../room.ts'
import { insertRun } from '../run/run-store.ts'
import { runView } from '../run/run-view.ts'
import { SourceError } from '../source/types.ts'
import { readMended, rejectFile } from './reject-file.ts'
import type { RejectInput } from './reject-source.ts'
import * as store from './reject-store.ts'

const Id = z.strictObject({ id: z.uuid() })
/** `why`: with ids null, only those rejected for this */
const Some = z.strictObject({
  ids: z.array(z.number().int().min(1)).min(1).max(1000).nullable(),
  why: z.strictObject({ field: z.string().max(60).nullable(), reason: RejectReasonName }).optional(),
})
const Filter = z.strictObject({
  state: z.enum(['open', 'replayed', 'discarded']).default('open'),
  run: z.coerce.number().int().min(1).optional(),
  reason: RejectReasonName.optional(),
  /** with reason; empty when the whole row is meant */
  field: z.string().max(60).optional(),
})
const filterOf = ({ state, run, reason, field }: z.infer<typeof Filter>): store.RejectFilter => ({
  state,
  run: run ?? null,
  why: reason === undefined ? null : { field: field || null, reason },
})

const view = (row: store.RejectRow): RejectView => ({
  ...row,
  at: row.at.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
})

export const rejectRoutes = (room: Room): Route[] => {
  const { ctx, scope, audit, catalogue, worker } = room
  const { db, now } = ctx
  // what was rejected holds personal data in the clear: only who manages the connector sees it
  const managed = async (actor: Actor, id: string): Promise<ConnectorRow> => {
    const row = await findConnector(db, id)
    scope.assert(actor, 'exchange.manage', row)
    return row as ConnectorRow
  }
  const entry = (actor: Actor, action: string, row: ConnectorRow, traceId: string, details: Record<string, unknown>) => ({
    actor,
    action,
    subject: `connector:${row.id}`,
    region: row.region,
    details,
    traceId,
  })
  const replayRun = (trx: Trx, row: ConnectorRow, input: RejectInput, actor: Actor) =>
    insertRun(
      trx,
      { connector: row.id, resource: row.resource, trigger: 'replay', input, mapping: row.mapping, startedBy: actor.id },
      now(),
    )
  return [
    route({
      method: 'GET',
      url: '/api/connectors/:id/rejects',
      summary: 'Rejected rows in the order in which they came, and how often each reason occurs',
      permission: 'exchange.manage',
      params: Id,
      query: Filter.extend({
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({
        items: z.array(RejectView),
        next: z.number().int().nullable(),
        total: z.number().int(),
        reasons: z.array(z.object({ field: z.string().nullable(), reason: z.string(), n: z.number().int() })),
      }),
      handler: async ({ params, query, actor, request }) => {
        const row = await managed(actor, params.id)
        const filter = filterOf(query)
        const [rejects, total, reasons] = await Promise.all([
          store.listRejects(db, row.id, filter, query.after, query.limit),
          store.countRejects(db, row.id, filter),
          store.countReasons(db, row.id),
        ])
        await audit.record(db, [entry(actor, 'reject.read', row, request.id, { rows: rejects.length, after: query.after })])
        const next = rejects.length === query.limit ? (rejects.at(-1)?.id ?? null) : null
        return { items: rejects.map(view), next, total, reasons }
      },
    }),
    route({
      method: 'GET',
      url: '/api/connectors/:id/rejects.csv',
      summary: 'Rejected rows as a CSV file: number, line, reasons, then the columns of the source',
      permission: 'exchange.manage',
      params: Id,
      query: Filter,
      rateLimit: 30,
      handler: async ({ params, query, actor, request, reply }) => {
        const row = await managed(actor, params.id)
        const filter = filterOf(query)
        const [resource, total] = await Promise.all([catalogue.get(row.resource), store.countRejects(db, row.id, filter)])
        await audit.record(db, [entry(actor, 'reject.export', row, request.id, { rows: total, state: query.state })])
        reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="rejects.csv"')
        return Readable.from(rejectFile(db, row.id, filter, resource, row.sourceColumns ?? []))
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors/:id/rejects/mend',
      summary: 'Correct rejected rows by the file of rejects.csv, mended and uploaded, and try the corrected ones again',
      permission: 'exchange.manage',
      params: Id,
      body: z.strictObject({ upload: z.uuid() }),
      response: z.object({ rows: z.number().int(), corrected: z.number().int(), run: RunView.nullable() }),
      rateLimit: 30,
      handler: async ({ params, body, actor, request, reply }) => {
        const row = await managed(actor, params.id)
        const mended = await readMended(await room.openUpload(actor, body.upload)).catch((error: unknown) => {
          throw error instanceof SourceError ? new AppError('INVALID_INPUT', { detail: error.message }) : error
        })
        const done = await inTransaction(db, async (trx) => {
          const ids = await store.correctRejects(trx, row.id, mended, now())
          const last = Math.max(0, ...ids)
          const run = last === 0 ? undefined : await replayRun(trx, row, { rejects: ids, upTo: last }, actor)
          await audit.record(trx, [
            entry(actor, 'reject.mend', row, request.id, { rows: mended.length, corrected: ids.length, run: run?.id ?? null }),
          ])
          return { rows: mended.length, corrected: ids.length, run: run ? runView(run) : null }
        })
        worker.nudge()
        reply.status(201)
        return done
      },
    }),
    route({
      method: 'PATCH',
      url: '/api/connectors/:id/rejects/:reject',
      summary: 'Correct the content of a rejected row',
      permission: 'exchange.manage',
      params: z.strictObject({ id: z.uuid(), reject: z.coerce.number().int().min(1) }),
      body: z.strictObject({
        content: z
          .record(z.string().min(1).max(300), z.string().max(20_000).nullable())
          .refine((content) => Object.keys(content).length <= 1000),
      }),
      response: RejectView,
      bodyLimit: 1024 * 1024,
      handler: async ({ params, body, actor, request }) => {
        const row = await managed(actor, params.id)
        const before = await store.findReject(db, params.reject)
        if (before?.connector !== row.id) throw new AppError('NOT_FOUND')
        const changed = await inTransaction(db, async (trx) => {
          const corrected = await store.correctReject(trx, params.reject, { ...before.content, ...body.content }, now())
          if (!corrected) throw new AppError('CONFLICT')
          const columns = Object.keys(body.content)
          await audit.record(trx, [entry(actor, 'reject.correct', row, request.id, { reject: params.reject, columns })])
          return corrected
        })
        return view(changed)
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors/:id/rejects/replay',
      summary: 'Try rejected rows again, as they are now and with the mapping as it is now; ids null: all',
      permission: 'exchange.manage',
      params: Id,
      body: Some,
      handler: async ({ params, body, actor, request, reply }) => {
        const row = await managed(actor, params.id)
        const run = await inTransaction(db, async (trx) => {
          const upTo = await store.newestReject(trx, row.id, body.why ?? null)
          if (upTo === null) throw new AppError('NOT_FOUND', { detail: '没有待处理的拒收行' })
          const input = { rejects: body.ids ?? ('all' as const), upTo, ...(body.why ? { why: body.why } : {}) }
          const made = await replayRun(trx, row, input, actor)
          await audit.record(trx, [
            entry(actor, 'reject.replay', row, request.id, { run: made?.id, ids: body.ids?.length ?? null }),
          ])
          return made
        })
        worker.nudge()
        reply.status(201)
        return runView(run as NonNullable<typeof run>)
      },
    }),
    route({
      method: 'POST',
      url: '/api/connectors/:id/rejects/discard',
      summary: 'Give rejected rows up; ids null: all open ones',
      permission: 'exchange.manage',
      params: Id,
      body: Some,
      response: z.object({ discarded: z.number().int() }),
      handler: async ({ params, body, actor, request }) => {
        const row = await managed(actor, params.id)
        return inTransaction(db, async (trx) => {
          const discarded = await store.discardRejects(trx, row.id, body.ids, actor.id, now(), body.why ?? null)
          await audit.record(trx, [entry(actor, 'reject.discard', row, request.id, { discarded })])
          return { discarded }
        })
      },
    }),
  ]
}
