/** Who may manage whom: everything that is given or taken must lie in the manager's own region. */
import { type Actor, AppError, type Grant, mayIn, ROLE_PERMISSIONS, scopesOf } from '@haihe/contract'

const MANAGE = 'account.manage'

/** Throws OUT_OF_SCOPE. */
export const assertManages = (actor: Actor, region: string): void => {
  if (!mayIn(actor, MANAGE, region)) throw new AppError('OUT_OF_SCOPE', { region })
}

/**
 * Throws OUT_OF_SCOPE unless the actor holds, in the region of each grant, every permission the grant gives:
 * nobody hands out more than they have.
 */
export const assertMayGrant = (actor: Actor, grants: readonly Pick<Grant, 'role' | 'region'>[]): void => {
  for (const grant of grants) {
    assertManages(actor, grant.region)
    const missing = ROLE_PERMISSIONS[grant.role].find((permission) => !mayIn(actor, permission, grant.region))
    if (missing) throw new AppError('OUT_OF_SCOPE', { region: grant.region, permission: missing })
  }
}

/** Somebody with roles elsewhere too is managed by those who manage all of it; without any, by those of the whole city. */
export const assertManagesAccount = (actor: Actor, grants: readonly Grant[], city: string): void => {
  if (grants.length === 0) assertManages(actor, city)
  for (const grant of grants) assertManages(actor, grant.region)
}

export const managesEverywhere = (actor: Actor, city: string): boolean => scopesOf(actor, MANAGE).includes(city)
