/** Owners add, change and silence rules; each step is audited and followed by a check. */
import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  holdsFor,
  isServed,
  mayIn,
  type QualityCheck,
  type QualityRuleInput,
  type Resource,
  unitsOf,
} from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Jobs, type Trx } from '@haihe/kernel'
import type { Catalogue } from '../../platform/ports.ts'
import { problemOf } from './fits.ts'
import * as store from './rule-store.ts'
import { asksProtected, type KnownRule, rulesOf } from './rules.ts'

const MOST_RULES = 200

interface ManageServices {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find' | 'get'>
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'enqueue'>
}

export const CHECK_JOB = 'quality.check'
export const enqueueCheck = (jobs: Pick<Jobs, 'enqueue'>, db: Trx | Ctx['db'], resource: string, full: boolean): Promise<void> =>
  jobs.enqueue(db, CHECK_JOB, { resource, full }, { key: `quality:${full ? 'full:' : ''}${resource}`, tries: 6 })

/** The resource, when the actor may see its quality; another is not there, nor is a draft for other than its owners. */
export const visibleResource = async (catalogue: Pick<Catalogue, 'find'>, actor: Actor, id: string): Promise<Resource> => {
  const resource = await catalogue.find(id)
  if (!resource || !mayIn(actor, 'quality.read', resource.region)) throw new AppError('NOT_FOUND')
  if (!isServed(resource) && !holdsFor(actor, 'quality.manage', resource)) throw new AppError('NOT_FOUND')
  return resource
}

export const createManage = ({ ctx, catalogue, audit, jobs }: ManageServices) => {
  const managed = async (actor: Actor, id: string): Promise<Resource> => {
    const resource = await visibleResource(catalogue, actor, id)
    if (!holdsFor(actor, 'quality.manage', resource)) throw new AppError('OUT_OF_SCOPE')
    return resource
  }

  /** Constants of a rule and rows of another resource are questions: only of values one may see. */
  const assertMayAsk = async (actor: Actor, resource: Resource, check: QualityCheck): Promise<Resource | undefined> => {
    const owns = unitsOf(actor).includes(resource.owner)
    if (!owns && asksProtected(check, resource))
      throw new AppError('OUT_OF_SCOPE', { detail: '只有数源单位可以对受保护的信息项设置这类规则' })
    if (!('resource' in check.parameters)) return undefined
    const other = await catalogue.find(check.parameters.resource)
    if (!other || !mayIn(actor, 'quality.read', other.region)) throw new AppError('NOT_FOUND', { detail: '对照的资源不存在' })
    const asked = [...check.parameters.fields, ...('on' in check.parameters ? check.parameters.on.map((pair) => pair.other) : [])]
    const theirs = { ...check, fields: asked } as QualityCheck
    if (!unitsOf(actor).includes(other.owner) && asksProtected(theirs, other))
      throw new AppError('OUT_OF_SCOPE', { detail: '对照的信息项受保护，只有其数源单位可以设置这类规则' })
    return other
  }

  const assertFits = async (actor: Actor, resource: Resource, input: QualityRuleInput): Promise<void> => {
    const other = await assertMayAsk(actor, resource, input.check)
    const problem = problemOf(input.check, resource, other)
    if (problem) throw new AppError('INVALID_INPUT', { detail: problem, errors: [{ path: 'check', message: problem }] })
  }

  const known = async (resource: Resource, id: string): Promise<KnownRule> => {
    const found = (await rulesOf(ctx.db, resource)).find(({ rule }) => rule.id === id)
    if (!found) throw new AppError('NOT_FOUND')
    return found
  }

  const commit = (
    actor: Actor,
    resource: Resource,
    action: string,
    details: Record<string, unknown>,
    traceId: string,
    write: (trx: Trx) => Promise<unknown>,
  ): Promise<void> =>
    inTransaction(ctx.db, async (trx) => {
      await write(trx)
      await audit.record(trx, [{ actor, action, subject: `resource:${resource.id}`, region: resource.region, details, traceId }])
      await enqueueCheck(jobs, trx, resource.id, false)
    })

  return {
    async add(actor: Actor, resourceId: string, input: QualityRuleInput, traceId: string): Promise<string> {
      const resource = await managed(actor, resourceId)
      await assertFits(actor, resource, input)
      if ((await store.countRules(ctx.db, resource.id)) >= MOST_RULES)
        throw new AppError('CONFLICT', { detail: `每个资源至多 ${MOST_RULES} 条自定规则` })
      const id = randomUUID()
      await commit(actor, resource, 'quality.rule.add', { rule: id, ...input }, traceId, (trx) =>
        store.saveRule(trx, resource.id, id, input, actor.id, ctx.now()),
      )
      return id
    },

    async change(actor: Actor, resourceId: string, id: string, input: QualityRuleInput, reason: string, traceId: string) {
      const resource = await managed(actor, resourceId)
      const before = await known(resource, id)
      await assertFits(actor, resource, input)
      if (before.origin !== 'added' && input.check.kind !== before.rule.check.kind)
        throw new AppError('INVALID_INPUT', { detail: '默认规则的种类不能更改；请停用后另加规则' })
      await commit(
        actor,
        resource,
        'quality.rule.change',
        { rule: id, reason, before: before.rule, after: input },
        traceId,
        (trx) => store.saveRule(trx, resource.id, id, input, actor.id, ctx.now()),
      )
    },

    /** null lets the rule speak again */
    async silence(actor: Actor, resourceId: string, id: string, reason: string | null, traceId: string) {
      const resource = await managed(actor, resourceId)
      await known(resource, id)
      const action = reason === null ? 'quality.rule.resume' : 'quality.rule.silence'
      await commit(actor, resource, action, { rule: id, reason }, traceId, (trx) =>
        store.silenceRule(trx, resource.id, id, reason, actor.id, ctx.now()),
      )
    },

    /** an added rule goes, a default one is as derived again */
    async drop(actor: Actor, resourceId: string, id: string, traceId: string) {
      const resource = await managed(actor, resourceId)
      const before = await known(resource, id)
      if (before.origin === 'default') throw new AppError('CONFLICT', { detail: '默认规则不能删除，可以说明原因后停用' })
      await commit(actor, resource, 'quality.rule.drop', { rule: id, before: before.rule }, traceId, (trx) =>
        store.dropRule(trx, resource.id, id),
      )
    },

    async check(actor: Actor, resourceId: string, full: boolean) {
      const resource = await managed(actor, resourceId)
      await enqueueCheck(jobs, ctx.db, resource.id, full)
    },
  }
}
export type Manage = ReturnType<typeof createManage>
