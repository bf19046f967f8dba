/** /api/read-log: for owners the reads of their resources, for auditors those of their region, for a unit its own. */
import {
  type Actor,
  AppError,
  holdsFor,
  Purpose,
  READ_WAYS,
  ReadLogItem,
  ReadNumber,
  type ReadWay,
  type Resource,
} from '@haihe/contract'
import { type Ctx, Items, pageOf, type Route, route, TimeCursor, timeCursor, type UnitIndex } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue } from '../platform/ports.ts'
import { listReads, type ReadRow } from './read-log-store.ts'

export interface ReadLogRoutes {
  ctx: Pick<Ctx, 'db'>
  catalogue: Pick<Catalogue, 'find' | 'list'>
  units: Pick<UnitIndex, 'name'>
}

/** An auditor's unit does not matter, the region does; anybody else sees the reads of what their unit owns. */
const seesReads = (actor: Actor, resource: Resource): boolean =>
  holdsFor(actor, 'read-log.read', resource) ||
  actor.grants.some(({ role, region }) => (role === 'auditor' || role === 'admin') && resource.region.startsWith(region))

export const readLogRoutes = ({ ctx, catalogue, units }: ReadLogRoutes): Route[] => [
  route({
    method: 'GET',
    url: '/api/read-log',
    summary: 'Who read what, when, for which purpose and on what basis, newest first',
    permission: 'read-log.read',
    query: z.strictObject({
      resource: z.uuid().optional(),
      grant: z.uuid().optional(),
      actor: z.string().max(100).optional(),
      unit: z.string().max(100).optional(),
      purpose: Purpose.optional(),
      way: z.enum(READ_WAYS).optional(),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      cursor: TimeCursor(ReadNumber).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: Items(ReadLogItem),
    handler: async ({ query, actor }) => {
      const all = (await catalogue.list()).filter((resource) => seesReads(actor, resource))
      const titles = new Map(all.map((resource) => [resource.id, resource.title]))
      if (query.resource && !titles.has(query.resource)) throw new AppError('NOT_FOUND')
      const found = await listReads(ctx.db, {
        resources: query.resource ? [query.resource] : [...titles.keys()],
        grant: query.grant ?? null,
        actor: query.actor ?? null,
        unit: query.unit ?? null,
        purpose: query.purpose ?? null,
        way: query.way ?? null,
        from: query.from ? new Date(query.from) : null,
        to: query.to ? new Date(query.to) : null,
        before: query.cursor ?? null,
        limit: query.limit + 1,
      })
      const view = (row: ReadRow): ReadLogItem => ({
        ...row,
        at: row.at.toISOString(),
        unitName: row.unit === null ? null : units.name(row.unit),
        resourceTitle: titles.get(row.resource) ?? '',
        purpose: row.purpose as Purpose | null,
        way: row.way as ReadWay,
      })
      const { items, next } = pageOf(found, query.limit, (last) => timeCursor(last.at, last.id))
      return { items: items.map(view), next }
    },
  }),
]
