/** Dead letters (死信): rejected items, to be seen, corrected and replayed, or discarded with a reason. */
import { type Actor, AppError, DeadLetterState, DeadLetterView, mayIn, type Permission, scopesOf } from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Ingest } from '../ingest/types.ts'
import { assertOpen, replayLetters } from './replay.ts'
import * as store from './store.ts'

const Id = z.strictObject({ id: z.coerce.number().int().positive() })
const Reason = z.string().trim().min(2).max(500)

const Filter = z.strictObject({
  source: z.string().max(64).optional(),
  code: z.string().max(60).optional(),
  ids: z.array(z.number().int().positive()).min(1).max(1000).optional(),
})
/** A bulk action names what it is about; "everything" is no filter. */
const Narrow = Filter.refine((filter) => filter.source !== undefined || filter.code !== undefined || filter.ids !== undefined, {
  message: '请至少指定数据源、错误代码或编号之一',
})

const Outcome = z.object({ status: z.string(), code: z.string().optional(), message: z.string().optional() })

const view = (row: store.LetterRow): DeadLetterView => ({
  ...row,
  receivedAt: row.receivedAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
})

/** Items of one bulk replay; more is another call. */
const MOST = 5000
const CHUNK = 500

interface DeadLetterRoutes {
  ctx: Pick<Ctx, 'db' | 'now'>
  ingest: Pick<Ingest, 'submit'>
  audit: Pick<Audit, 'record'>
}

export const deadLetterRoutes = ({ ctx, ingest, audit }: DeadLetterRoutes): Route[] => {
  const services = { db: ctx.db, ingest, now: ctx.now }

  const letterFor = async (actor: Actor, permission: Permission, id: number): Promise<store.LetterRow> => {
    const letter = await store.findLetter(ctx.db, id)
    if (!letter || !mayIn(actor, permission, letter.region)) throw new AppError('NOT_FOUND')
    return letter
  }

  const note = (
    actor: Actor,
    action: string,
    subject: string,
    region: string,
    details: Record<string, unknown>,
    traceId: string,
  ) => audit.record(ctx.db, [{ actor, action, subject, region, details, traceId }])

  return [
    route({
      method: 'GET',
      url: '/api/dead-letters',
      summary: 'Rejected items, newest first, with counts by reason',
      permission: 'dead-letter.read',
      query: z.strictObject({
        source: z.string().max(64).optional(),
        state: DeadLetterState.default('open'),
        code: z.string().max(60).optional(),
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({
        items: z.array(DeadLetterView),
        counts: z.array(z.object({ code: z.string(), count: z.number() })),
        next: z.number().int().nullable(),
      }),
      handler: async ({ query, actor }) => {
        const { limit, ...filter } = query
        const scopes = scopesOf(actor, 'dead-letter.read')
        const [items, counts] = await Promise.all([
          store.listLetters(ctx.db, filter, scopes, limit),
          store.countLetters(ctx.db, filter, scopes),
        ])
        return { items: items.map(view), counts, next: items.length === limit ? (items.at(-1)?.id ?? null) : null }
      },
    }),
    route({
      method: 'GET',
      url: '/api/dead-letters/:id',
      summary: 'One rejected item',
      permission: 'dead-letter.read',
      params: Id,
      response: DeadLetterView,
      handler: async ({ params, actor }) => view(await letterFor(actor, 'dead-letter.read', params.id)),
    }),
    route({
      method: 'POST',
      url: '/api/dead-letters/:id/replay',
      summary: 'Send a rejected item through the pipeline again, as it came or corrected',
      permission: 'dead-letter.replay',
      params: Id,
      body: z.strictObject({ item: z.record(z.string(), z.unknown()).optional() }),
      bodyLimit: 128 * 1024,
      response: z.object({ letter: DeadLetterView, result: Outcome }),
      handler: async ({ params, body, actor, request }) => {
        const letter = await letterFor(actor, 'dead-letter.replay', params.id)
        assertOpen(letter)
        const [attempt] = await replayLetters(services, [letter], actor.id, body.item)
        const result = (attempt as store.Attempt).result
        await note(
          actor,
          'dead-letter.replay',
          `dead-letter:${letter.id}`,
          letter.region,
          { source: letter.source, corrected: body.item !== undefined, status: result.status },
          request.id,
        )
        return { letter: view(await letterFor(actor, 'dead-letter.replay', params.id)), result }
      },
    }),
    route({
      method: 'POST',
      url: '/api/dead-letters/replay',
      summary: `Replay what a filter selects, oldest first, at most ${MOST}`,
      permission: 'dead-letter.replay',
      body: Narrow,
      response: z.object({ replayed: z.number().int(), rejected: z.number().int(), more: z.boolean() }),
      handler: async ({ body, actor, request }) => {
        const scopes = scopesOf(actor, 'dead-letter.replay')
        let [replayed, rejected, after] = [0, 0, 0]
        let more = true
        while (more && replayed + rejected < MOST) {
          const page = await store.oldestLetters(ctx.db, { ...body, state: 'open', after }, scopes, CHUNK)
          more = page.length === CHUNK
          after = page.at(-1)?.id ?? after
          for (const [, letters] of Map.groupBy(page, (letter) => letter.source)) {
            const attempts = await replayLetters(services, letters, actor.id)
            rejected += attempts.filter((attempt) => attempt.result.status === 'rejected').length
            replayed += attempts.filter((attempt) => attempt.result.status !== 'rejected').length
          }
        }
        const region = scopes[0] as string
        await note(actor, 'dead-letter.replay-all', 'dead-letter:*', region, { filter: body, replayed, rejected }, request.id)
        return { replayed, rejected, more }
      },
    }),
    route({
      method: 'POST',
      url: '/api/dead-letters/discard',
      summary: 'Discard open rejected items that a filter selects, with a reason; at most 10,000',
      permission: 'dead-letter.replay',
      body: z.strictObject({ filter: Narrow, reason: Reason }),
      response: z.object({ discarded: z.number().int() }),
      handler: async ({ body, actor, request }) => {
        const scopes = scopesOf(actor, 'dead-letter.replay')
        return inTransaction(ctx.db, async (trx) => {
          const ids = await store.discardLetters(trx, body.filter, scopes, actor.id, body.reason, ctx.now())
          await audit.record(trx, [
            {
              actor,
              action: 'dead-letter.discard',
              subject: 'dead-letter:*',
              region: scopes[0] as string,
              details: { ...body, discarded: ids.length },
              traceId: request.id,
            },
          ])
          return { discarded: ids.length }
        })
      },
    }),
    route({
      method: 'POST',
      url: '/api/dead-letters/:id/discard',
      summary: 'Discard one rejected item, with a reason',
      permission: 'dead-letter.replay',
      params: Id,
      body: z.strictObject({ reason: Reason }),
      response: DeadLetterView,
      handler: async ({ params, body, actor, request }) => {
        const letter = await letterFor(actor, 'dead-letter.replay', params.id)
        assertOpen(letter)
        await inTransaction(ctx.db, async (trx) => {
          await store.discardLetters(trx, { ids: [letter.id] }, [letter.region], actor.id, body.reason, ctx.now())
          await audit.record(trx, [
            {
              actor,
              action: 'dead-letter.discard',
              subject: `dead-letter:${letter.id}`,
              region: letter.region,
              details: { source: letter.source, reason: body.reason },
              traceId: request.id,
            },
          ])
        })
        return view(await letterFor(actor, 'dead-letter.replay', params.id))
      },
    }),
  ]
}
