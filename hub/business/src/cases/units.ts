/** Finding the unit that a selector means. */
import { type FindUnit, regionAt, selectorRegion, type UnitSelector, withinRegion } from '@haihe/contract'
import type { Units } from '../ports.ts'

/**
 * The unit of a kind (and duty) in the region of the case at the selector's level. Without exactly one such unit the
 * selector means nobody: a route must not fall on one of two by chance.
 */
export const unitFinder = (units: Units): FindUnit => {
  const cache = new Map<string, string | null>()
  let known = units.all()
  const search = (selector: UnitSelector, region: string): string | null => {
    if ('unit' in selector) return units.find(selector.unit) ? selector.unit : null
    const within = selectorRegion(selector, region)
    if (within === undefined) return null
    const able = known.filter(
      (unit) =>
        unit.region === within &&
        unit.kind === selector.kind &&
        (selector.duty === undefined || unit.duties.includes(selector.duty)),
    )
    return able.length === 1 ? (able[0]?.id ?? null) : null
  }
  return (selector, region) => {
    if (units.all() !== known) {
      known = units.all()
      cache.clear()
    }
    const key = `${JSON.stringify(selector)}|${region}`
    const kept = cache.get(key)
    if (kept !== undefined) return kept
    const found = search(selector, region)
    if (cache.size > 50_000) cache.clear()
    cache.set(key, found)
    return found
  }
}

export const firstUnit = (find: FindUnit, selectors: readonly UnitSelector[], region: string): string | null => {
  for (const selector of selectors) {
    const found = find(selector, region)
    if (found !== null) return found
  }
  return null
}

/** Involved units whose own region does not hold the case: the region of their people alone would not show it to them. */
export const outsiders = (units: Units, involved: readonly (string | null)[], region: string): string[] =>
  [...new Set(involved)].filter((id): id is string => {
    const unit = id === null ? undefined : units.find(id)
    return unit !== undefined && !withinRegion(region, unit.region)
  })

export const unitName = (units: Units, id: string | null): string | null => (id === null ? null : (units.find(id)?.name ?? id))

/** Nine digits where the region is that fine, else the region itself: what lists and counters go by. */
export const streetOf = (region: string): string => regionAt(region, 'street') ?? region
