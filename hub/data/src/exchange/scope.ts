/** Whose connectors an actor may see and manage: those of resources that a unit of theirs owns, in regions of theirs. */
import { type Actor, AppError, type Permission, ROLE_PERMISSIONS, withinRegion } from '@haihe/contract'
import type { scopePredicate } from '@haihe/kernel'
import { sql, type UnitIndex } from '@haihe/kernel'

/** The unit with this duty administers the data of all units in its region (数据主管部门). */
const ADMINISTERS = 'dsj'

interface Reach {
  region: string
  /** null: all units of the region */
  units: readonly string[] | null
}

export interface Scope {
  reaches: (actor: Actor, permission: Permission, target: { unit: string; region: string }) => boolean
  /** as reaches(), over columns c.region and c.unit */
  predicate: (actor: Actor, permission: Permission) => ReturnType<typeof scopePredicate>
  /** throws NOT_FOUND: what lies outside is not there */
  assert: (actor: Actor, permission: Permission, target: { unit: string; region: string } | undefined) => void
}

export const createScope = (units: Pick<UnitIndex, 'find' | 'all'>): Scope => {
  const below = (id: string): string[] => {
    const found = new Set([id])
    // a tree of a few levels
    for (let size = 0; size !== found.size; ) {
      size = found.size
      for (const unit of units.all()) if (unit.parent !== null && found.has(unit.parent)) found.add(unit.id)
    }
    return [...found]
  }
  const reachOf = (actor: Actor, permission: Permission): Reach[] =>
    actor.grants.flatMap(({ role, unit, region }) => {
      if (!ROLE_PERMISSIONS[role].includes(permission)) return []
      const all = unit === null || role === 'admin' || units.find(unit)?.duties.includes(ADMINISTERS) === true
      return [{ region, units: all ? null : below(unit) }]
    })
  const reaches: Scope['reaches'] = (actor, permission, target) =>
    reachOf(actor, permission).some(
      ({ region, units: own }) => withinRegion(target.region, region) && (own === null || own.includes(target.unit)),
    )
  return {
    reaches,
    predicate(actor, permission) {
      const parts = reachOf(actor, permission).map(
        ({ region, units: own }) =>
          sql`(starts_with(c.region, ${region}) AND ${own === null ? sql`TRUE` : sql`c.unit = ANY (${own}::text[])`})`,
      )
      return parts.length === 0 ? sql<boolean>`FALSE` : sql<boolean>`(${sql.join(parts, sql` OR `)})`
    },
    assert(actor, permission, target) {
      if (!target || !reaches(actor, permission, target)) throw new AppError('NOT_FOUND')
    },
  }
}
