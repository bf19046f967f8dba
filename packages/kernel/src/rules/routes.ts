import { RegionCode, Rule } from '@haihe/contract'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import { RuleChange } from './change.ts'
import type { Rules } from './rules.ts'

const RuleView = Rule.extend({
  origin: z.enum(['scenario', 'manual']),
  changedBy: z.string().nullable(),
  changedAt: z.iso.datetime(),
})

export const ruleRoutes = (rules: Rules, city: { code: string }): Route[] => [
  route({
    method: 'GET',
    url: '/api/rules',
    summary: 'Dated rules: every version, or with `at` the ones in force on that day for a region',
    permission: 'rule.read',
    query: z.strictObject({
      id: z.string().max(120).optional(),
      /** local date YYYY-MM-DD */
      at: z.iso.date().optional(),
      region: RegionCode.default(city.code),
    }),
    response: z.object({ items: z.array(RuleView), next: z.null(), total: z.number().int() }),
    handler: ({ query }) => {
      const { id, at, region } = query
      const ids = id === undefined ? rules.ids() : [id]
      const items =
        at === undefined ? ids.flatMap((one) => rules.versions(one)) : ids.flatMap((one) => rules.find(one, at, region) ?? [])
      return { items, next: null, total: items.length }
    },
  }),
  route({
    method: 'PUT',
    url: '/api/rules',
    summary: 'Sets a new version of a configurable rule from a day on; official rules change with their scenario only',
    permission: 'rule.manage',
    body: RuleChange,
    response: RuleView,
    handler: ({ body, actor, request }) => rules.change(body, actor, request.id),
  }),
]
