import { RegionCode, Unit, UnitKind } from '@haihe/contract'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import type { UnitIndex } from './unit-index.ts'

export const unitRoutes = (units: UnitIndex): Route[] => [
  route({
    method: 'GET',
    url: '/api/units',
    summary: 'Units in a region and below it, by kind, duty, parent or part of the name',
    permission: 'unit.read',
    query: z.strictObject({
      region: RegionCode.optional(),
      kind: UnitKind.optional(),
      duty: z.string().max(40).optional(),
      parent: z.string().max(80).optional(),
      q: z.string().trim().min(1).max(50).optional(),
      cursor: z
        .string()
        .regex(/^\d{1,6}$/, '游标无效')
        .optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    response: z.object({ items: z.array(Unit), next: z.string().nullable(), total: z.number().int() }),
    handler: ({ query }) => {
      const { cursor, limit, ...filter } = query
      const from = Number(cursor ?? 0)
      const all = units.list(filter)
      const next = from + limit < all.length ? String(from + limit) : null
      return { items: all.slice(from, from + limit), next, total: all.length }
    },
  }),
  route({
    method: 'GET',
    url: '/api/units/:id',
    summary: 'A unit',
    permission: 'unit.read',
    params: z.strictObject({ id: z.string().max(80) }),
    response: Unit,
    handler: ({ params }) => units.get(params.id),
  }),
]
