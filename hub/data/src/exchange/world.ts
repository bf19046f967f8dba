/** Regions by code and by name, for the check of rows. A name that two regions bear names none. */
import { type CheckWorld, trimRegionCode } from '@haihe/contract'
import type { RegionIndex } from '@haihe/kernel'

export const createWorld = (regions: Pick<RegionIndex, 'find' | 'has' | 'all' | 'fullName'>): ((zone: string) => CheckWorld) => {
  let names: Map<string, string | null> | undefined
  const byName = (): Map<string, string | null> => {
    if (names) return names
    names = new Map()
    for (const { code, name } of regions.all()) {
      names.set(name, names.has(name) && names.get(name) !== code ? null : code)
      names.set(regions.fullName(code), code)
    }
    return names
  }
  const region = (text: string): string | undefined => {
    const code = trimRegionCode(text)
    if (code !== undefined) return regions.find(code) ? code : undefined
    return byName().get(text) ?? undefined
  }
  return (zone) => ({ zone, region })
}
