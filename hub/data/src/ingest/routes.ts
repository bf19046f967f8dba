/** The HTTP door for machines that have no broker: POST /api/ingest/:source. */
import { type Actor, AppError, ItemResult, mayIn } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { SourceRegistry } from '../sources/registry.ts'
import { Batch, MOST_BYTES } from './batch.ts'
import type { SourceState } from './state.ts'
import type { Ingest } from './types.ts'

const Answer = z.object({
  received: z.number().int(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  /** one per item, in order; with `Prefer: return=minimal` only those that were not stored */
  results: z.array(ItemResult),
})
type IngestAnswer = z.infer<typeof Answer>

/** The source an actor may write to: registered, inside its region, and its own when its credential is bound to one. */
export const writableSource = (sources: SourceRegistry, actor: Actor, id: string): SourceState => {
  const source = sources.find(id)
  // a machine learns nothing about sources that are not its own
  if (actor.source !== undefined && actor.source !== id) throw new AppError('SOURCE_NOT_ALLOWED')
  if (!source) throw new AppError('NOT_FOUND', { detail: `数据源 ${id} 没有登记` })
  if (!mayIn(actor, 'observation.write', source.region)) throw new AppError('OUT_OF_SCOPE')
  return source
}

export const answerOf = (results: readonly ItemResult[], minimal: boolean): IngestAnswer => {
  let duplicate = 0
  let rejected = 0
  for (const { status } of results)
    if (status === 'duplicate') duplicate += 1
    else if (status === 'rejected') rejected += 1
  return {
    received: results.length,
    stored: results.length - duplicate - rejected,
    duplicate,
    rejected,
    results: minimal ? results.filter((result) => result.status !== 'stored') : [...results],
  }
}

// The answer to a batch that was stored whole depends on its length alone: it is written once.
const wholes = new WeakMap<readonly ItemResult[], string>()

const wholeAnswer = (results: readonly ItemResult[]): string => {
  let text = wholes.get(results)
  if (!text) {
    text = JSON.stringify(answerOf(results, false))
    wholes.set(results, text)
  }
  return text
}

export const ingestRoutes = (ingest: Pick<Ingest, 'submitBytes'>, sources: SourceRegistry): Route[] => [
  route({
    method: 'POST',
    url: '/api/ingest/:source',
    summary: 'Store observations; answers after commit with one result per item (207 when some were rejected)',
    permission: 'observation.write',
    params: z.strictObject({ source: z.string().max(64) }),
    body: Batch,
    bytes: true,
    bodyLimit: MOST_BYTES,
    ownTexts: true,
    response: Answer,
    handler: async ({ params, actor, request, reply }) => {
      const source = writableSource(sources, actor, params.source)
      const results = await ingest.submitBytes(source.id, request.body as Buffer, { protocol: 'http', message: request.id })
      const minimal = request.headers.prefer === 'return=minimal'
      if (minimal) reply.header('preference-applied', 'return=minimal')
      // only results of batches that were stored whole are frozen and shared
      if (!minimal && Object.isFrozen(results)) return reply.type('application/json; charset=utf-8').send(wholeAnswer(results))
      const answer = answerOf(results, minimal)
      if (answer.rejected > 0) reply.status(207)
      return answer
    },
  }),
]
