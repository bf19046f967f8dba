/** /api/policy: why something is shown or not, and who a pseudonym stands for. */
import { AppError, ExplainView, grantState, Purpose, READ_WAYS, ReadReason, readingUnits } from '@haihe/contract'
import { type Audit, type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue, Grants, Held, Policy, ReadLog } from '../platform/ports.ts'
import { holdsValue } from '../reads/rows-store.ts'
import type { Pseudonyms } from './pseudonym.ts'

export interface PolicyRoutes {
  ctx: Pick<Ctx, 'db' | 'pool' | 'now'>
  catalogue: Pick<Catalogue, 'get'>
  policy: Policy
  grants: Grants
  held: Held
  log: ReadLog
  audit: Pick<Audit, 'record'>
  pseudonyms: Pseudonyms
}

/** Pseudonyms of one request. */
const MOST = 100

export const policyRoutes = (services: PolicyRoutes): Route[] => {
  const { ctx, catalogue, policy, grants, held, log, audit, pseudonyms } = services
  return [
    route({
      method: 'POST',
      url: '/api/policy/explain',
      summary: 'What of a resource the caller may see, and why: the decision that every read, event, export and screen takes',
      permission: 'policy.explain',
      body: z.strictObject({
        resource: z.uuid(),
        reason: ReadReason.nullable().default(null),
        way: z.enum(READ_WAYS).default('api'),
        grant: z.uuid().nullable().default(null),
      }),
      response: ExplainView,
      handler: async ({ body, actor }) => {
        const resource = await catalogue.get(body.resource)
        const at = ctx.now()
        const decision = await policy.decide({ actor, resource, reason: body.reason, way: body.way, at, grant: body.grant })
        const units = readingUnits(actor)
        const mine = (await grants.of(resource.id)).filter(({ grantee }) => units.includes(grantee))
        return {
          decision,
          purposes: [
            ...new Set(mine.filter((grant) => grantState(grant, at) === 'current').map(({ purpose }) => purpose)),
          ] satisfies Purpose[],
          grants: mine.map((grant) => ({
            id: grant.id,
            purpose: grant.purpose,
            state: grantState(grant, at),
            until: grant.until,
          })),
        }
      },
    }),
    route({
      method: 'POST',
      url: '/api/policy/pseudonyms/reverse',
      summary: 'Turn pseudonyms of a resource back: its owner, with a second factor, purpose and basis; audited one by one',
      permission: 'pseudonym.reverse',
      rateLimit: 30,
      body: z.strictObject({
        resource: z.uuid(),
        /** the purpose for which the pseudonyms were made */
        purpose: Purpose,
        pseudonyms: z.array(z.string().min(1).max(2000)).min(1).max(MOST),
        reason: ReadReason,
      }),
      response: z.object({ values: z.array(z.object({ pseudonym: z.string(), value: z.string().nullable() })) }),
      handler: async ({ body, actor, request }) => {
        const resource = await catalogue.get(body.resource)
        if (!readingUnits(actor).includes(resource.owner)) throw new AppError('OUT_OF_SCOPE')
        if (actor.assurance < 3) throw new AppError('FORBIDDEN', { detail: '还原假名须以第二因素登录' })
        const fields = resource.fields.filter(({ classification }) => classification.mask === 'pseudonym').map(({ name }) => name)
        if (fields.length === 0 || resource.kind !== 'table') throw new AppError('CONFLICT', { detail: '该资源没有假名信息项' })
        await held.ensure(resource)
        const values: { pseudonym: string; value: string | null }[] = []
        const subjects: string[] = []
        for (const pseudonym of body.pseudonyms) {
          const value = pseudonyms.reverse(body.purpose, pseudonym)
          // an owner turns back what stands in the own resource, not what another's pseudonym says
          const subject = value === undefined ? null : await holdsValue(ctx.pool, held.table(resource), fields, value)
          if (subject) subjects.push(subject)
          values.push({ pseudonym, value: subject === null ? null : (value as string) })
        }
        const found = values.filter(({ value }) => value !== null)
        await ctx.db.transaction().execute(async (trx) => {
          const read = await log.record(trx, {
            actor: actor.id,
            actorName: actor.name,
            unit: resource.owner,
            resource: resource.id,
            fields,
            masked: [],
            purpose: body.reason.purpose,
            basis: body.reason.basis,
            way: 'api',
            grant: null,
            at: ctx.now(),
            rows: found.length,
            subjects,
          })
          await audit.record(trx, [
            {
              actor,
              action: 'pseudonym.reverse',
              subject: `resource:${resource.id}`,
              region: resource.region,
              purpose: body.reason.purpose,
              basis: body.reason.basis,
              details: { domain: body.purpose, asked: body.pseudonyms.length, found: found.length, read },
              traceId: request.id,
            },
          ])
        })
        return { values }
      },
    }),
  ]
}
