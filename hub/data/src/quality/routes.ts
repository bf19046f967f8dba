/** Quality over the API: scores by resource and unit, rules with their counts, samples, trends. */
import {
  AppError,
  DAY,
  isServed,
  mayIn,
  QUALITY_LIMITS,
  type QualityLimits,
  QualityRuleInput,
  QualityRuleView,
  QualitySamples,
  QualityScore,
  QualityScoreItem,
  QualityTrend,
  QualityUnitScore,
  type Resource,
  type scopesOf,
} from '@haihe/contract'
import { localDate, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { type Manage, visibleResource } from './rules/manage.ts'
import { rulesOf } from './rules/rules.ts'
import * as store from './run/count-store.ts'
import { type SampleServices, samplesOf } from './sample/sample.ts'
import { round } from './score.ts'
import { scoreViews, unitScores } from './view.ts'

interface QualityRoutes extends SampleServices {
  manage: Manage
  list: () => Promise<readonly Resource[]>
  unitName: (id: string) => string
  limits: (region: string) => QualityLimits | null
  now: () => Date
}

const Id = z.strictObject({ id: z.uuid() })
const RuleId = z.strictObject({ id: z.uuid(), rule: z.string().min(1).max(200) })
const Days = z.strictObject({ days: z.coerce.number().int().min(1).max(731).default(90) })
const Reason = z.string().trim().min(2, '请写明原因').max(500)
/** how many days of each line a list brings along */
const Trend = z.coerce.number().int().min(2).max(90).optional()
const After = z.coerce.number().int().min(0).max(1_000_000).default(0)

export const qualityRoutes = (room: QualityRoutes): Route[] => {
  const { db, catalogue, manage, list, now } = room
  const from = (days: number): string => localDate(new Date(now().getTime() - (days - 1) * DAY))
  const inScope = async (actor: Parameters<typeof scopesOf>[0]): Promise<Resource[]> =>
    (await list()).filter((one) => isServed(one) && mayIn(actor, 'quality.read', one.region))
  const points = (rows: readonly store.DayRow[]) => ({ points: rows.map((row) => ({ ...row, score: round(row.score) })) })

  const byLine = (rows: readonly (store.DayRow & { of: string })[]) => {
    const lines = new Map<string, store.DayRow[]>()
    for (const { of, ...row } of rows) lines.set(of, [...(lines.get(of) ?? []), { ...row, score: round(row.score) }])
    return lines
  }

  return [
    route({
      method: 'GET',
      url: '/api/quality/resources',
      summary: 'Quality of resources, worst first; those without a score last',
      permission: 'quality.read',
      query: z.strictObject({
        owner: z.string().max(80).optional(),
        below: z.enum(QUALITY_LIMITS).optional(),
        text: z.string().trim().max(100).optional(),
        after: After,
        limit: z.coerce.number().int().min(1).max(200).default(50),
        trend: Trend,
      }),
      response: z.object({ items: z.array(QualityScoreItem), total: z.number().int(), next: z.number().int().nullable() }),
      handler: async ({ query, actor }) => {
        const { owner, below, text, after, limit, trend } = query
        const wanted = (await inScope(actor)).filter(
          (one) => (!owner || one.owner === owner) && (!text || one.title.includes(text) || one.code.includes(text)),
        )
        const all = (await scoreViews(room, wanted))
          .filter((view) => !below || view.below === below)
          .sort((a, b) => (a.score ?? 101) - (b.score ?? 101) || a.code.localeCompare(b.code))
        const page = all.slice(after, after + limit)
        const course =
          trend &&
          byLine(
            await store.trendsOf(
              db,
              page.map(({ resource }) => resource),
              from(trend),
            ),
          )
        return {
          items: course ? page.map((one) => ({ ...one, trend: course.get(one.resource) ?? [] })) : page,
          total: all.length,
          next: after + limit < all.length ? after + limit : null,
        }
      },
    }),
    route({
      method: 'GET',
      url: '/api/quality/units',
      summary: 'Mean quality of the resources of each source unit',
      permission: 'quality.read',
      query: z.strictObject({ after: After, limit: z.coerce.number().int().min(1).max(500).default(200), trend: Trend }),
      response: z.object({ items: z.array(QualityUnitScore), total: z.number().int(), next: z.number().int().nullable() }),
      handler: async ({ query: { after, limit, trend }, actor }) => {
        const seen = await inScope(actor)
        const all = unitScores(await scoreViews(room, seen))
        const page = all.slice(after, after + limit)
        const course =
          trend &&
          byLine(
            await store.trendsOfUnits(
              db,
              page.map(({ unit }) => unit),
              seen.map(({ id }) => id),
              from(trend),
            ),
          )
        return {
          items: course ? page.map((one) => ({ ...one, trend: course.get(one.unit) ?? [] })) : page,
          total: all.length,
          next: after + limit < all.length ? after + limit : null,
        }
      },
    }),
    route({
      method: 'GET',
      url: '/api/quality/units/:unit/trend',
      summary: 'Mean quality of the resources of a source unit by day',
      permission: 'quality.read',
      params: z.strictObject({ unit: z.string().min(1).max(80) }),
      query: Days,
      response: QualityTrend,
      handler: async ({ params, query, actor }) => {
        const seen = new Set((await inScope(actor)).filter(({ owner }) => owner === params.unit).map(({ id }) => id))
        if (seen.size === 0) throw new AppError('NOT_FOUND')
        return points(await store.trendOfUnit(db, params.unit, [...seen], from(query.days)))
      },
    }),
    route({
      method: 'GET',
      url: '/api/quality/resources/:id',
      summary: 'Quality of one resource by dimension',
      permission: 'quality.read',
      params: Id,
      response: QualityScore,
      handler: async ({ params, actor }) => {
        const [view] = await scoreViews(room, [await visibleResource(catalogue, actor, params.id)])
        return view
      },
    }),
    route({
      method: 'GET',
      url: '/api/quality/resources/:id/trend',
      summary: 'Quality of one resource by day',
      permission: 'quality.read',
      params: Id,
      query: Days,
      response: QualityTrend,
      handler: async ({ params, query, actor }) =>
        points(await store.trendOf(db, (await visibleResource(catalogue, actor, params.id)).id, from(query.days))),
    }),
    route({
      method: 'GET',
      url: '/api/quality/resources/:id/rules',
      summary: 'Rules of a resource with what the last check counted',
      permission: 'quality.read',
      params: Id,
      response: z.object({ items: z.array(QualityRuleView) }),
      handler: async ({ params, actor }) => {
        const resource = await visibleResource(catalogue, actor, params.id)
        const counts = new Map((await store.listCounts(db, resource.id)).map((row) => [row.rule, row]))
        const items = (await rulesOf(db, resource)).map(({ rule, origin, silenced }) => {
          const count = silenced ? undefined : counts.get(rule.id)
          return {
            ...rule,
            origin,
            silenced: silenced && { ...silenced, at: silenced.at.toISOString() },
            checked: count?.checked ?? null,
            failed: count?.failed ?? null,
            at: count?.at.toISOString() ?? null,
            problem: count?.problem ?? null,
          }
        })
        return { items }
      },
    }),
    route({
      method: 'GET',
      url: '/api/quality/resources/:id/rules/:rule/samples',
      summary: 'Some rows that fail a rule; protected values show their shape only',
      permission: 'quality.read',
      params: RuleId,
      rateLimit: 60,
      response: QualitySamples,
      handler: async ({ params, actor }) => {
        const resource = await visibleResource(catalogue, actor, params.id)
        const found = (await rulesOf(db, resource)).find(({ rule }) => rule.id === params.rule)
        if (!found) throw new AppError('NOT_FOUND')
        const count = (await store.listCounts(db, resource.id)).find(({ rule }) => rule === params.rule)
        return samplesOf(room, actor, resource, found.rule, count?.problem ? null : (count?.failed ?? null))
      },
    }),
    route({
      method: 'POST',
      url: '/api/quality/resources/:id/rules',
      summary: 'Add a rule',
      permission: 'quality.manage',
      params: Id,
      body: QualityRuleInput,
      bodyLimit: 256 * 1024,
      response: z.object({ id: z.string() }),
      handler: async ({ params, body, actor, request, reply }) => {
        reply.status(201)
        return { id: await manage.add(actor, params.id, body, request.id) }
      },
    }),
    route({
      method: 'PUT',
      url: '/api/quality/resources/:id/rules/:rule',
      summary: 'Change a rule, also a default one, with the reason',
      permission: 'quality.manage',
      params: RuleId,
      body: z.strictObject({ rule: QualityRuleInput, reason: Reason }),
      bodyLimit: 256 * 1024,
      handler: async ({ params, body, actor, request, reply }) => {
        await manage.change(actor, params.id, params.rule, body.rule, body.reason, request.id)
        reply.status(204)
      },
    }),
    route({
      method: 'POST',
      url: '/api/quality/resources/:id/rules/:rule/silence',
      summary: 'Silence a rule with the reason; null lets it speak again',
      permission: 'quality.manage',
      params: RuleId,
      body: z.strictObject({ reason: Reason.nullable() }),
      handler: async ({ params, body, actor, request, reply }) => {
        await manage.silence(actor, params.id, params.rule, body.reason, request.id)
        reply.status(204)
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/quality/resources/:id/rules/:rule',
      summary: 'Remove an added rule, or give a default one back its derived form',
      permission: 'quality.manage',
      params: RuleId,
      handler: async ({ params, actor, request, reply }) => {
        await manage.drop(actor, params.id, params.rule, request.id)
        reply.status(204)
      },
    }),
    route({
      method: 'POST',
      url: '/api/quality/resources/:id/check',
      summary: 'Check a resource now; full looks at every row for changes',
      permission: 'quality.manage',
      params: Id,
      body: z.strictObject({ full: z.boolean().default(false) }),
      rateLimit: 30,
      handler: async ({ params, body, actor, reply }) => {
        await manage.check(actor, params.id, body.full)
        reply.status(202)
        return {}
      },
    }),
  ]
}
