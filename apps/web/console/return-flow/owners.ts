/** Whose resources a person may grant. */
import { type Actor, ROLE_PERMISSIONS } from '@haihe/contract/permission'

/** Units whose resources the actor may grant; null for those of every unit. The server asks the same of each resource. */
export const grantableOwners = (actor: Pick<Actor, 'grants'>): string[] | null => {
  const grants = actor.grants.filter(({ role }) => ROLE_PERMISSIONS[role].includes('grant.manage'))
  return grants.some(({ unit }) => unit === null) ? null : [...new Set(grants.flatMap(({ unit }) => unit ?? []))]
}
