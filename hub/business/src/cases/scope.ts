/** Which cases an actor sees: those of their regions, and those their unit is involved in. */
import { type Actor, mayIn, ROLE_PERMISSIONS, scopesOf } from '@haihe/contract'
import type { CaseRow } from './case-store.ts'

/** Units for which the actor may read cases. */
export const unitsOf = (actor: Actor): string[] => [
  ...new Set(
    actor.grants
      .filter((grant) => grant.unit !== null && ROLE_PERMISSIONS[grant.role].includes('case.read'))
      .map((grant) => grant.unit as string),
  ),
]

export const maySee = (actor: Actor, row: Pick<CaseRow, 'region' | 'unit' | 'desk' | 'fold'>): boolean => {
  if (mayIn(actor, 'case.read', row.region)) return true
  const units = unitsOf(actor)
  return units.some(
    (unit) =>
      unit === row.unit || unit === row.desk || unit === row.fold.asker || row.fold.coUnits.some((each) => each.unit === unit),
  )
}

/** Scopes without those that lie inside another. */
export const outermostScopes = (actor: Actor): string[] => {
  const all = scopesOf(actor, 'case.read')
  return all.filter((scope) => !all.some((other) => other !== scope && scope.startsWith(other)))
}
