/** Defining and ending packages: each part stands on a grant of its own, issued with the package and revoked with it. */
import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  type DataGrant,
  holdsFor,
  proposesFor,
  type Resource,
  type ReturnDecision,
  type ReturnPackageInput,
  unitsOf,
  withinRegion,
} from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Jobs, type RegionIndex, type Trx, type UnitIndex } from '@haihe/kernel'
import type { Catalogue, Grants } from '../platform/ports.ts'
import * as store from './package-store.ts'

export const REFRESH = 'return-flow.refresh'

export interface PackageDeps {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'get' | 'find' | 'list'>
  grants: Pick<Grants, 'issue' | 'revoke'>
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'enqueue'>
  units: Pick<UnitIndex, 'find' | 'name'>
  regions: Pick<RegionIndex, 'has' | 'name'>
}

const invalid = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })

const check = async (deps: PackageDeps, actor: Actor, input: ReturnPackageInput): Promise<Map<string, Resource>> => {
  const known = new Map<string, Resource>()
  const { units, regions, catalogue } = deps
  const unit = units.find(input.unit)
  if (!unit) throw invalid('unit', '没有这个单位')
  if (!regions.has(input.region)) throw new AppError('UNKNOWN_REGION', { region: input.region })
  if (!withinRegion(input.region, unit.region)) throw invalid('region', '回流范围须在该单位的辖区之内')
  const resources = input.parts.map(({ resource }) => resource)
  if (new Set(resources).size < resources.length) throw invalid('parts', '同一资源只能出现一次')
  for (const [index, part] of input.parts.entries()) {
    const resource = await catalogue.get(part.resource)
    known.set(resource.id, resource)
    if (!holdsFor(actor, 'grant.manage', resource) && !proposesFor(actor, resource))
      throw new AppError('OUT_OF_SCOPE', { resource: resource.code })
    if (resource.sharing.type === 'refused') throw invalid(`parts.${index}.resource`, '该资源不予共享，不能回流')
    if (!resource.channels.includes('file')) throw invalid(`parts.${index}.resource`, '资源须提供文件共享方式才能回流')
    if (resource.kind === 'service') throw invalid(`parts.${index}.resource`, '只有中枢保管的数据和城市对象可以回流')
    // without a region of its own a row concerns everybody or nobody; a city object always has one
    if (resource.kind === 'table' && resource.regionField === null && !withinRegion(resource.region, input.region))
      throw invalid(`parts.${index}.resource`, '该资源没有区划信息项，无法按辖区回流')
  }
  return known
}

type Part = Pick<ReturnPackageInput['parts'][number], 'resource' | 'fields' | 'clear'>

/** The grant a part stands on, in the transaction that makes it so. */
const issueFor = async (
  deps: PackageDeps,
  trx: Trx,
  actor: Actor,
  to: Pick<store.PackageRow, 'unit' | 'region' | 'basis' | 'untilAt'>,
  { resource, fields, clear }: Part,
): Promise<DataGrant> => {
  const { channels } = await deps.catalogue.get(resource)
  return deps.grants.issue(
    actor,
    {
      resource,
      grantee: to.unit,
      fields,
      clear,
      purpose: 'return-flow',
      basis: to.basis,
      region: to.region,
      channels: (['api', 'file'] as const).filter((channel) => channels.includes(channel)),
      quota: null,
      from: deps.ctx.now().toISOString(),
      until: to.untilAt.toISOString(),
    },
    null,
    trx,
    true,
  )
}

/**
 * Who owns a resource decides by defining. For others the data authority decides alone where the resource is shared without
 * condition; where it is shared on condition the part waits for its owner.
 */
const isDecided = (actor: Actor, resource: Resource): boolean =>
  holdsFor(actor, 'grant.manage', resource) || resource.sharing.type === 'unconditional'

/** The id of the new package; its first version is made in the background as soon as one part is confirmed. */
export const definePackage = async (deps: PackageDeps, actor: Actor, input: ReturnPackageInput): Promise<string> => {
  const known = await check(deps, actor, input)
  const id = randomUUID()
  const { title, summary, unit, region, cycle, basis } = input
  const to = { unit, region, basis, untilAt: new Date(input.until) }
  const at = deps.ctx.now()
  await inTransaction(deps.ctx.db, async (trx) => {
    const parts: Parameters<typeof store.insertPackage>[2][number][] = []
    for (const { resource, fields, clear } of input.parts) {
      const unknown = [...fields, ...clear].find(
        (name) => !known.get(resource)?.fields.some((field) => field.name === name) || !fields.includes(name),
      )
      if (unknown !== undefined) throw invalid('parts', `资源没有信息项 ${unknown}，或未选入回流范围`)
      const decided = isDecided(actor, known.get(resource)!)
      const grant = decided ? (await issueFor(deps, trx, actor, to, { resource, fields, clear })).id : null
      parts.push({ resource, grant, state: decided ? 'confirmed' : 'proposed', fields, clear, decidedAt: decided ? at : null })
    }
    const state = parts.some((part) => part.state === 'confirmed') ? 'active' : 'proposed'
    await store.insertPackage(trx, { ...to, id, title, summary, cycle, state, createdBy: actor.id, createdAt: at }, parts)
    await deps.audit.record(trx, [
      {
        actor,
        action: 'return-flow.define',
        subject: `return-package:${id}`,
        region,
        purpose: 'return-flow',
        basis,
        details: { title, unit, cycle, state, parts: parts.map(({ resource, grant, fields }) => ({ resource, grant, fields })) },
      },
    ])
    if (state === 'active') await deps.jobs.enqueue(trx, REFRESH, { id }, { key: `${REFRESH}:${id}` })
  })
  return id
}

/** The owner's word on a proposed part. Throws OUT_OF_SCOPE for others, CONFLICT when it does not wait any more. */
export const decideProposal = async (
  deps: PackageDeps,
  actor: Actor,
  row: store.PackageRow,
  part: number,
  decision: ReturnDecision,
): Promise<void> =>
  inTransaction(deps.ctx.db, async (trx) => {
    const waiting = row.state === 'ended' ? undefined : await store.lockProposed(trx, row.id, part)
    if (!waiting) throw new AppError('CONFLICT', { detail: '该部分已经确认、拒绝或停止' })
    const resource = await deps.catalogue.get(waiting.resource)
    if (!holdsFor(actor, 'grant.manage', resource)) throw new AppError('OUT_OF_SCOPE', { resource: resource.code })
    const fields = decision.confirm ? (decision.fields ?? waiting.fields) : waiting.fields
    const clear = decision.confirm ? (decision.clear ?? waiting.clear).filter((name) => fields.includes(name)) : []
    // the owner may give less than was asked for, never more
    const more = [
      ...fields.filter((name) => !waiting.fields.includes(name)),
      ...clear.filter((name) => !waiting.clear.includes(name)),
    ]
    if (more.length > 0) throw invalid('fields', `只能在提请范围内收窄：${more.join('、')}`)
    const grant = decision.confirm ? (await issueFor(deps, trx, actor, row, { resource: resource.id, fields, clear })).id : null
    const reason = decision.confirm ? null : decision.reason
    const state = decision.confirm ? ('confirmed' as const) : ('declined' as const)
    await store.decidePart(trx, row.id, part, { state, grant, fields, by: actor.id, at: deps.ctx.now(), reason })
    await deps.audit.record(trx, [
      {
        actor,
        action: decision.confirm ? 'return-flow.confirm' : 'return-flow.decline',
        subject: `return-package:${row.id}`,
        region: row.region,
        purpose: 'return-flow',
        basis: row.basis,
        details: { part, resource: resource.code, grant, fields, clear, reason },
      },
    ])
    if (grant !== null) await deps.jobs.enqueue(trx, REFRESH, { id: row.id }, { key: `${REFRESH}:${row.id}` })
  })

/** Resources on whose proposals the actor has the word. */
export const ownedBy = async (deps: { catalogue: Pick<Catalogue, 'list'> }, actor: Actor): Promise<string[]> => {
  const owners = unitsOf(actor)
  const found = (await Promise.all(owners.map((owner) => deps.catalogue.list({ owner })))).flat()
  return found.filter((resource) => holdsFor(actor, 'grant.manage', resource)).map(({ id }) => id)
}

export const mayManage = async (
  deps: { catalogue: Pick<Catalogue, 'find'> },
  actor: Actor,
  parts: readonly store.PartRow[],
): Promise<boolean> => {
  const resources = await Promise.all(parts.map(({ resource }) => deps.catalogue.find(resource)))
  return (
    resources.length > 0 &&
    resources.every((one) => one !== undefined && (holdsFor(actor, 'grant.manage', one) || proposesFor(actor, one)))
  )
}

/** Rows go at once; the grants are revoked with the same reason. */
export const closePackage = async (deps: PackageDeps, actor: Actor, row: store.PackageRow, reason: string): Promise<void> => {
  const parts = await store.partsOf(deps.ctx.db, [row.id])
  if (!(await mayManage(deps, actor, parts))) throw new AppError('OUT_OF_SCOPE')
  await inTransaction(deps.ctx.db, async (trx) => {
    if (!(await store.endPackage(trx, row.id))) throw new AppError('CONFLICT', { detail: '该回流包已经停止' })
    await deps.audit.record(trx, [
      { actor, action: 'return-flow.end', subject: `return-package:${row.id}`, region: row.region, details: { reason } },
    ])
  })
  for (const { grant } of parts)
    if (grant !== null)
      await deps.grants.revoke(actor, grant, reason).catch((error: unknown) => {
        // revoked before: that is what was wanted
        if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
      })
}
