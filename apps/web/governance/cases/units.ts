/** Units to choose from where the engine's form does not list them itself: those of the district, then those of the city. */
import { type Field, type Unit, withinRegion } from '@haihe/contract'
import type { Choice } from '../../ui/form/choice-field.tsx'
import { type Page, useApi } from '../../ui/queries.ts'

const nearness = (unit: Unit, region: string): number => {
  if (withinRegion(region, unit.region)) return unit.region.length
  return withinRegion(unit.region, region.slice(0, 6)) ? 1 : 0
}

/** Nearest first: street, district, city, then the other streets of the district. Units of other districts cannot be called. */
export const unitChoices = (units: readonly Unit[], region: string): Choice[] =>
  units
    .map((unit) => ({ unit, near: nearness(unit, region) }))
    .filter(({ near }) => near > 0)
    .sort((a, b) => b.near - a.near || a.unit.name.localeCompare(b.unit.name, 'zh'))
    .map(({ unit }) => ({ value: unit.id, label: unit.name }))

export const useUnitChoices = (form: readonly Field[], region: string): readonly Choice[] | undefined => {
  const open = form.some(({ kind, options }) => (kind === 'unit' || kind === 'units') && !options?.length)
  const { data } = useApi<Page<Unit>>('/api/units', { limit: 1000 }, { enabled: open, staleTime: 3_600_000 })
  return open && data ? unitChoices(data.items, region) : undefined
}
