/** All units in memory: by id, region, kind and duty. */
import { AppError, regionPath, type Unit, type UnitKind, withinRegion } from '@haihe/contract'

export interface UnitFilter {
  /** this region and everything below it */
  region?: string
  kind?: UnitKind
  duty?: string
  parent?: string
  /** part of the name or of the id */
  q?: string
}

export interface UnitIndex {
  /** undefined when there is none; former units are found too */
  find: (id: string) => Unit | undefined
  /** Throws NOT_FOUND. */
  get: (id: string) => Unit
  /** the name, or the id itself where no such unit is known */
  name: (id: string) => string
  /** units of today */
  all: () => readonly Unit[]
  list: (filter: UnitFilter) => Unit[]
  /**
   * The unit in charge of a duty at a place: from the smallest region upwards the first in which exactly one unit has
   * it. Null when there is none, or two where one is looked for: a duty must not fall on one of two by chance.
   */
  inCharge: (duty: string, region: string, kind?: UnitKind) => Unit | null
}

export const createUnitIndex = (stored: readonly (Unit & { current?: boolean })[]): UnitIndex => {
  const plain = ({ current: _, ...unit }: Unit & { current?: boolean }): Unit => Object.freeze(unit)
  const byId = new Map(stored.map((row) => [row.id, plain(row)]))
  const today = stored.filter((row) => row.current !== false).map((row) => byId.get(row.id)!)
  const byDuty = new Map<string, Unit[]>()
  for (const unit of today)
    for (const duty of unit.duties) {
      const key = `${duty} ${unit.region}`
      byDuty.set(key, [...(byDuty.get(key) ?? []), unit])
    }
  return {
    find: (id) => byId.get(id),
    get: (id) => {
      const unit = byId.get(id)
      if (!unit) throw new AppError('NOT_FOUND', { unit: id })
      return unit
    },
    name: (id) => byId.get(id)?.name ?? id,
    all: () => today,
    list: ({ region, kind, duty, parent, q }) =>
      today.filter(
        (unit) =>
          (region === undefined || withinRegion(unit.region, region)) &&
          (kind === undefined || unit.kind === kind) &&
          (duty === undefined || unit.duties.includes(duty)) &&
          (parent === undefined || unit.parent === parent) &&
          (q === undefined || unit.name.includes(q) || unit.id.includes(q.toLowerCase())),
      ),
    inCharge: (duty, region, kind) => {
      for (const place of regionPath(region)) {
        const able = (byDuty.get(`${duty} ${place}`) ?? []).filter((unit) => kind === undefined || unit.kind === kind)
        if (able.length > 0) return able.length === 1 ? able[0]! : null
      }
      return null
    },
  }
}
