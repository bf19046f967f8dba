/** Lists and queues of cases. */
import { type Actor, AppError, type CaseQueues, type CaseSummary, withinRegion } from '@haihe/contract'
import type { Engine } from './engine.ts'
import { type CaseFilter, countCases, listCases, type Reader } from './list-store.ts'
import { readQueues } from './queue-store.ts'
import { outermostScopes, unitsOf } from './scope.ts'
import { decodeCursor, encodeCursor, summaryOf } from './summary.ts'
import { queryTerms } from './terms.ts'

/** Totals are counted so far and no further. */
export const MOST_COUNTED = 1000

export const readerOf = (engine: Engine, actor: Actor): Reader => {
  const scopes = outermostScopes(actor)
  const units = unitsOf(actor)
  const apart = units.filter((id) => {
    const unit = engine.ports.units.find(id)
    return unit !== undefined && !scopes.some((scope) => withinRegion(unit.region, scope))
  })
  return { id: actor.id, scopes, units, apart, city: engine.ctx.city.code }
}

export interface ListQuery extends CaseFilter {
  cursor?: string
  limit: number
}

export interface CasePage {
  items: CaseSummary[]
  next: string | null
  /** counted on the first page, to MOST_COUNTED; null beyond, and where words find more than a page */
  total: number | null
}

export const pageOfCases = async (engine: Engine, actor: Actor, query: ListQuery): Promise<CasePage> => {
  const { cursor, limit, ...asked } = query
  const filter = { ...asked, open: asked.open ?? engine.registry.opens(asked.state) }
  if (filter.q !== undefined && queryTerms(filter.q).length === 0)
    throw new AppError('INVALID_INPUT', { errors: [{ path: 'q', message: '请输入至少两个字' }] })
  const reader = readerOf(engine, actor)
  const most = limit + 1
  const first = cursor === undefined
  // what is found by words is told apart row by row: it is not counted beyond the page
  const count = first && filter.q === undefined ? MOST_COUNTED + 1 : most
  const rows = await listCases(engine.writer.pool, filter, reader, decodeCursor(cursor), { most, count })
  const counted = rows[0]?.counted ?? 0
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => summaryOf(engine, row)),
    next: rows.length > limit && last ? encodeCursor(last.key, last.id) : null,
    total: first && counted < count ? counted : null,
  }
}

const QUEUE_NAMES = ['mine', 'unit', 'dispatch', 'verify', 'overdue', 'supervised', 'all'] as const

/** Open cases in each queue. The maintained counters go by street; unusual scopes are counted, to MOST_COUNTED. */
export const queuesOf = async (engine: Engine, actor: Actor): Promise<CaseQueues> => {
  const reader = readerOf(engine, actor)
  if (reader.apart.length === 0 && reader.scopes.every((scope) => scope.length <= 9))
    return readQueues(engine.writer.pool, reader)
  const counts = await Promise.all(
    QUEUE_NAMES.map((queue) => countCases(engine.writer.pool, { queue, open: true }, reader, MOST_COUNTED)),
  )
  return Object.fromEntries(QUEUE_NAMES.map((queue, index) => [queue, counts[index]])) as CaseQueues
}
