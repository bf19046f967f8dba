import { type Actor, type DataGrant, type GrantView, grantState, holdsFor, type Resource } from '@haihe/contract'
import { type Ctx, localDate, type UnitIndex } from '@haihe/kernel'
import type { Catalogue } from '../platform/ports.ts'
import { callsOf, lastUseOf, renewalOf } from './grant-store.ts'

export interface ViewServices {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find'>
  units: Pick<UnitIndex, 'name'>
}

export const mayRevoke = (actor: Actor, grant: DataGrant, resource: Resource | undefined): boolean =>
  grant.revokedAt === null &&
  (grant.grantedBy === actor.id || (resource !== undefined && holdsFor(actor, 'grant.manage', resource)))

export const grantView =
  ({ ctx, catalogue, units }: ViewServices) =>
  async (actor: Actor, grant: DataGrant): Promise<GrantView> => {
    const resource = await catalogue.find(grant.resource)
    const now = ctx.now()
    const next = await renewalOf(ctx.db, grant.id)
    return {
      ...grant,
      state: grantState(grant, now),
      resourceTitle: resource?.title ?? '',
      resourceCode: resource?.code ?? '',
      owner: resource?.owner ?? '',
      ownerName: resource ? units.name(resource.owner) : '',
      granteeName: units.name(grant.grantee),
      callsToday: grant.quota === null ? null : await callsOf(ctx.db, grant.id, localDate(now)),
      lastUsedAt: (await lastUseOf(ctx.db, grant.id))?.toISOString() ?? null,
      revocable: mayRevoke(actor, grant, resource),
      renewable: grant.revokedAt === null && !next && resource !== undefined && holdsFor(actor, 'grant.manage', resource),
      renewedBy: next?.id ?? null,
    }
  }
