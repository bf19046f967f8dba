/** Grants (授权): issued by the owner or by the ledger, ended by their date or by a reason. */
import { randomUUID } from 'node:crypto'
import {
  type Actor,
  AppError,
  type DataGrant,
  DataGrantInput,
  holdsFor,
  isServed,
  isUuid,
  type Resource,
  withinRegion,
} from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Outbox, type RegionIndex, type Trx, type UnitIndex } from '@haihe/kernel'
import type { Catalogue, Grants, PlatformEvents } from '../platform/ports.ts'
import * as store from './grant-store.ts'

export interface GrantServices {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'get' | 'find'>
  outbox: Pick<Outbox, 'publish'>
  audit: Pick<Audit, 'record'>
  units: Pick<UnitIndex, 'find'>
  regions: Pick<RegionIndex, 'has'>
}

const invalid = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })

const check = (
  input: DataGrantInput,
  resource: Resource,
  services: Pick<GrantServices, 'units' | 'regions'>,
  now: Date,
): void => {
  const names = new Set(resource.fields.map(({ name }) => name))
  const unknown = [...input.fields, ...input.clear].find((name) => !names.has(name))
  if (unknown !== undefined) throw invalid('fields', `资源没有信息项 ${unknown}`)
  const unmasked = input.clear.find((name) => !input.fields.includes(name))
  if (unmasked !== undefined) throw invalid('clear', `明文信息项 ${unmasked} 须先在授权范围内`)
  if (input.grantee === resource.owner) throw invalid('grantee', '数源单位无需授权')
  if (!services.units.find(input.grantee)) throw invalid('grantee', '没有这个单位')
  if (input.region !== null && !services.regions.has(input.region)) throw new AppError('UNKNOWN_REGION', { region: input.region })
  if (Date.parse(input.until) <= Date.parse(input.from)) throw invalid('until', '截止时间须晚于开始时间')
  if (Date.parse(input.until) <= now.getTime()) throw invalid('until', '截止时间已过')
  if (input.purpose === 'own-data') throw invalid('purpose', '本人数据无需授权')
  // whoever may call the interface may be told by it
  const offered: readonly string[] = resource.channels.includes('api') ? [...resource.channels, 'event'] : resource.channels
  const closed = input.channels.find((channel) => !offered.includes(channel))
  if (closed !== undefined) throw invalid('channels', `资源没有提供共享方式 ${closed}`)
  if (!isServed(resource)) throw new AppError('CONFLICT', { detail: '资源尚未发布' })
  if (resource.sharing.type === 'refused') throw new AppError('CONFLICT', { detail: '资源不予共享，不能授权' })
}

export const createGrants = (services: GrantServices): Grants => {
  const { ctx, catalogue, outbox, audit } = services

  const find = async (id: string): Promise<DataGrant | undefined> => (isUuid(id) ? store.findGrant(ctx.db, id) : undefined)

  const write = async (
    trx: Trx,
    actor: Actor,
    resource: Resource,
    input: DataGrantInput,
    more: Pick<DataGrant, 'caseId'> & Partial<Pick<DataGrant, 'since' | 'renews' | 'root'>>,
  ): Promise<DataGrant> => {
    const grant = await store.insertGrant(trx, {
      ...input,
      ...more,
      fields: [...new Set(input.fields)],
      clear: [...new Set(input.clear)],
      channels: [...new Set(input.channels)],
      id: randomUUID(),
      grantedBy: actor.id,
      grantedAt: ctx.now().toISOString(),
      revokedAt: null,
      revokedReason: null,
    })
    if (!grant) throw new AppError('INTERNAL')
    const { caseId } = more
    const payload: PlatformEvents['grant.issued'] = { grant: grant.id, resource: resource.id, grantee: grant.grantee, caseId }
    await outbox.publish(trx, [{ topic: 'grant.issued', key: `grant:${grant.id}`, region: resource.region, payload }])
    const { fields, clear, purpose, basis, region, channels, quota, from, until, grantee, renews } = grant
    const told = { resource: resource.code, grantee, fields, clear, rows: region, channels, quota, from, until, caseId, renews }
    await audit.record(trx, [
      { actor, action: 'grant.issue', subject: `grant:${grant.id}`, region: resource.region, purpose, basis, details: told },
    ])
    return grant
  }

  return {
    find,
    of: async (resource) => (isUuid(resource) ? store.grantsOf(ctx.db, resource) : []),
    async issue(actor, given, caseId, joined, decided = false) {
      const input = DataGrantInput.parse(given)
      const resource = await catalogue.get(input.resource)
      // a case of the ledger has asked the owner already
      if (caseId === null && !decided && !holdsFor(actor, 'grant.manage', resource)) throw new AppError('OUT_OF_SCOPE')
      check(input, resource, services, ctx.now())
      return inTransaction(joined ?? ctx.db, (trx) => write(trx, actor, resource, input, { caseId }))
    },
    async renew(actor, id, until, caseId, joined) {
      const before = await find(id)
      if (!before) throw new AppError('NOT_FOUND')
      const resource = await catalogue.get(before.resource)
      if (caseId === null && !holdsFor(actor, 'grant.manage', resource)) throw new AppError('OUT_OF_SCOPE')
      if (before.revokedAt !== null) throw new AppError('CONFLICT', { detail: '授权已经撤销，不能续期' })
      const now = ctx.now()
      if (Date.parse(until) <= Date.parse(before.until)) throw invalid('until', '续期截止时间须晚于原截止时间')
      const from = Date.parse(before.until) > now.getTime() ? before.until : now.toISOString()
      const input = DataGrantInput.parse({ ...before, from, until })
      check(input, resource, services, now)
      return inTransaction(joined ?? ctx.db, async (trx) => {
        await store.lockGrant(trx, id)
        if (await store.renewalOf(trx, id)) throw new AppError('CONFLICT', { detail: '授权已经续期' })
        return write(trx, actor, resource, input, {
          caseId,
          since: before.since ?? before.grantedAt,
          renews: before.id,
          root: before.root ?? before.id,
        })
      })
    },
    async revoke(actor, id, reason) {
      const grant = await find(id)
      if (!grant) throw new AppError('NOT_FOUND')
      const resource = await catalogue.get(grant.resource)
      const isSystem = actor.kind === 'system'
      if (!isSystem && grant.grantedBy !== actor.id && !holdsFor(actor, 'grant.manage', resource)) throw new AppError('FORBIDDEN')
      return inTransaction(ctx.db, async (trx) => {
        const revoked = await store.revokeGrant(trx, grant.id, actor.id, reason, ctx.now())
        if (!revoked) throw new AppError('CONFLICT', { detail: '授权已经撤销' })
        const payload: PlatformEvents['grant.revoked'] = { grant: grant.id, resource: resource.id, grantee: grant.grantee }
        await outbox.publish(trx, [{ topic: 'grant.revoked', key: `grant:${grant.id}`, region: resource.region, payload }])
        await audit.record(trx, [
          { actor, action: 'grant.revoke', subject: `grant:${grant.id}`, region: resource.region, details: { reason } },
        ])
        return revoked
      })
    },
  }
}

/** An auditor's unit does not matter, the region does. */
export const audits = (actor: Actor, { region }: Pick<Resource, 'region'>): boolean =>
  actor.grants.some((grant) => grant.role === 'auditor' && withinRegion(region, grant.region))

/** Who may look at a grant: the owner's side, the unit it was given to, and who oversees the city. */
export const seesGrant = (actor: Actor, grant: DataGrant, resource: Resource | undefined): boolean =>
  grant.grantedBy === actor.id ||
  actor.grants.some(({ unit }) => unit === grant.grantee || (resource && unit === resource.owner)) ||
  (resource !== undefined && (holdsFor(actor, 'grant.read', resource) || audits(actor, resource)))
