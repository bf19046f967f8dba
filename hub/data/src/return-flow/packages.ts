/** Defining and ending packages: each part stands on a grant of its own, issued with the package and revoked with it. */
import { randomUUID } from 'node:crypto'
import { type Actor, AppError, type DataGrant, holdsFor, type ReturnPackageInput, withinRegion } from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Jobs, type RegionIndex, type UnitIndex } from '@haihe/kernel'
import type { Catalogue, Grants } from '../platform/ports.ts'
import * as store from './package-store.ts'

export const REFRESH = 'return-flow.refresh'

export interface PackageDeps {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'get' | 'find'>
  grants: Pick<Grants, 'issue' | 'revoke'>
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'enqueue'>
  units: Pick<UnitIndex, 'find' | 'name'>
  regions: Pick<RegionIndex, 'has' | 'name'>
}

const invalid = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })

const check = async (deps: PackageDeps, actor: Actor, input: ReturnPackageInput): Promise<void> => {
  const { units, regions, catalogue } = deps
  const unit = units.find(input.unit)
  if (!unit) throw invalid('unit', '没有这个单位')
  if (!regions.has(input.region)) throw new AppError('UNKNOWN_REGION', { region: input.region })
  if (!withinRegion(input.region, unit.region)) throw invalid('region', '回流范围须在该单位的辖区之内')
  const resources = input.parts.map(({ resource }) => resource)
  if (new Set(resources).size < resources.length) throw invalid('parts', '同一资源只能出现一次')
  for (const [index, part] of input.parts.entries()) {
    const resource = await catalogue.get(part.resource)
    if (!holdsFor(actor, 'grant.manage', resource)) throw new AppError('OUT_OF_SCOPE', { resource: resource.code })
    if (resource.kind === 'service') throw invalid(`parts.${index}.resource`, '只有中枢保管的数据和城市对象可以回流')
    // without a region of its own a row concerns everybody or nobody; a city object always has one
    if (resource.kind === 'table' && resource.regionField === null && !withinRegion(resource.region, input.region))
      throw invalid(`parts.${index}.resource`, '该资源没有区划信息项，无法按辖区回流')
  }
}

const issueAll = async (deps: PackageDeps, actor: Actor, input: ReturnPackageInput): Promise<DataGrant[]> => {
  const issued: DataGrant[] = []
  try {
    for (const { resource, fields, clear } of input.parts) {
      const { channels } = await deps.catalogue.get(resource)
      const open = (['api', 'file'] as const).filter((channel) => channels.includes(channel))
      if (!open.includes('file')) throw invalid('parts', '资源须提供文件共享方式才能回流')
      issued.push(
        await deps.grants.issue(
          actor,
          {
            resource,
            grantee: input.unit,
            fields,
            clear,
            purpose: 'return-flow',
            basis: input.basis,
            region: input.region,
            channels: open,
            quota: null,
            from: deps.ctx.now().toISOString(),
            until: input.until,
          },
          null,
        ),
      )
    }
    return issued
  } catch (error) {
    for (const grant of issued) await deps.grants.revoke(actor, grant.id, '回流包未能建立')
    throw error
  }
}

/** The id of the new package; its first version is made in the background. */
export const definePackage = async (deps: PackageDeps, actor: Actor, input: ReturnPackageInput): Promise<string> => {
  await check(deps, actor, input)
  const grants = await issueAll(deps, actor, input)
  const id = randomUUID()
  await inTransaction(deps.ctx.db, async (trx) => {
    const { title, summary, unit, region, cycle, basis } = input
    await store.insertPackage(
      trx,
      {
        id,
        title,
        summary,
        unit,
        region,
        cycle,
        basis,
        untilAt: new Date(input.until),
        createdBy: actor.id,
        createdAt: deps.ctx.now(),
      },
      grants.map(({ resource, id: grant, fields }) => ({ resource, grant, fields })),
    )
    await deps.audit.record(trx, [
      {
        actor,
        action: 'return-flow.define',
        subject: `return-package:${id}`,
        region,
        purpose: 'return-flow',
        basis,
        details: { title, unit, cycle, parts: grants.map(({ resource, id: grant, fields }) => ({ resource, grant, fields })) },
      },
    ])
    await deps.jobs.enqueue(trx, REFRESH, { id }, { key: `${REFRESH}:${id}` })
  })
  return id
}

export const mayManage = async (
  deps: { catalogue: Pick<Catalogue, 'find'> },
  actor: Actor,
  parts: readonly store.PartRow[],
): Promise<boolean> => {
  const resources = await Promise.all(parts.map(({ resource }) => deps.catalogue.find(resource)))
  return resources.length > 0 && resources.every((one) => one !== undefined && holdsFor(actor, 'grant.manage', one))
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
    await deps.grants.revoke(actor, grant, reason).catch((error: unknown) => {
      // revoked before: that is what was wanted
      if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
    })
}
