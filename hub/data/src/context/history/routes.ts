/** /api/entities/:id/history: the past of one city object for screens, whoever brought it. */
import { AppError, EntityHistoryItem, mayIn } from '@haihe/contract'
import { type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { type Asker, type EntityGuard, OPEN_GUARD, reasonFrom } from '../../policy/entity-guard.ts'
import { CORE } from '../ld/terms.ts'
import { type Instance, instanceValue } from '../model/entity.ts'
import type { Json } from '../model/json.ts'
import { hubName } from '../vocabulary.ts'
import {
  findPlaced,
  type HistorySpan,
  listReadings,
  listWritten,
  type Placed,
  type SensedRow,
  type WrittenRow,
} from './history-store.ts'

interface Dated {
  t: number
  item: EntityHistoryItem
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

const written = (row: WrittenRow): Dated => ({
  t: row.t.getTime(),
  item: {
    id: `w${row.seq}`,
    kind: row.deleted_at ? 'deleted' : 'written',
    attribute: CORE.compact(row.attribute),
    dataset: row.dataset,
    value: row.deleted_at ? null : (instanceValue(row.doc) ?? null),
    unit: row.doc.unitCode ?? null,
    observedAt: iso(row.observed_at),
    at: row.modified_at.toISOString(),
    actor: row.actor,
    provenance: null,
  },
})

const sensed = (row: SensedRow): Dated => ({
  t: row.t.getTime(),
  item: {
    id: `s${row.series}-${row.t.getTime()}`,
    kind: 'sensed',
    attribute: row.attribute,
    dataset: null,
    value: row.value,
    unit: row.unit,
    observedAt: row.t.toISOString(),
    at: row.t.toISOString(),
    actor: null,
    provenance: row.provenance,
  },
})

/** An item as the policy shows it; none when it does not. */
const shownItem = async (
  guard: EntityGuard,
  asker: Asker,
  entity: Placed,
  item: EntityHistoryItem,
): Promise<EntityHistoryItem[]> => {
  const instance: Instance = { type: 'Property', value: item.value as Json }
  const shown = await guard.showInstance(asker, 'screen', entity, CORE.expand(item.attribute), instance)
  return shown ? [{ ...item, value: instanceValue(shown) ?? null }] : []
}

/** Cursor: time of the last item shown, and how many of that time were. */
const Cursor = z.string().regex(/^\d{1,16}\.\d{1,6}$/)

export const historyRoutes = ({ pool }: Pick<Ctx, 'pool'>, guard: EntityGuard = OPEN_GUARD): Route[] => [
  route({
    method: 'GET',
    url: '/api/entities/:id/history',
    summary: 'What an object was, newest first: written, deleted and sensed values of one attribute or of all',
    permission: 'entity.read',
    params: z.strictObject({ id: z.string().max(2048) }),
    query: z.strictObject({
      attribute: z.string().max(512).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      cursor: Cursor.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({ items: z.array(EntityHistoryItem), next: z.string().nullable() }),
    handler: async ({ params, query, actor, request }) => {
      const entity = await findPlaced(pool, params.id)
      if (!entity || !mayIn(actor, 'entity.read', entity.region)) throw new AppError('NOT_FOUND')
      const asker = { actor, reason: reasonFrom(request.headers) }
      const whole = { ...entity, id: params.id, scope: [], createdAt: '', modifiedAt: '' }
      if ((await guard.show(asker, 'screen', [whole])).length === 0) throw new AppError('NOT_FOUND')
      const [until, skip = 0] = query.cursor?.split('.').map(Number) ?? []
      const iri = query.attribute === undefined ? undefined : CORE.expand(query.attribute)
      const span: HistorySpan = {
        entity: params.id,
        ...(iri === undefined ? {} : { attribute: { iri, name: hubName(iri) } }),
        ...(query.from ? { from: new Date(query.from) } : {}),
        ...(query.to ? { to: new Date(query.to) } : {}),
        ...(until === undefined ? {} : { until: new Date(until) }),
        limit: query.limit + skip + 1,
      }
      const [writes, readings] = await Promise.all([listWritten(pool, span), listReadings(pool, span)])
      const own = writes.map(written)
      const known = new Set(own.map(({ item }) => `${item.attribute} ${item.observedAt} ${JSON.stringify(item.value)}`))
      // a reading that an NGSI-LD write brought is shown once, with its writer
      const others = readings
        .map(sensed)
        .filter(({ item }) => !known.has(`${item.attribute} ${item.observedAt} ${JSON.stringify(item.value)}`))
      const all = [...own, ...others].sort((a, b) => b.t - a.t || (a.item.id < b.item.id ? 1 : -1)).slice(skip)
      const page = all.slice(0, query.limit)
      const last = page.at(-1)
      const same = last ? page.filter(({ t }) => t === last.t).length + (last.t === until ? skip : 0) : 0
      const items = (await Promise.all(page.map(({ item }) => shownItem(guard, asker, entity, item)))).flat()
      return { items, next: last && all.length > query.limit ? `${last.t}.${same}` : null }
    },
  }),
]
