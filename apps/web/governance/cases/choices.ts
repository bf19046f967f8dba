/** Lists for the fields of a form that the engine does not list itself: units near the case, categories of its type. */
import { type CategoryView, type Field, type Unit, withinRegion } from '@haihe/contract'
import type { Choice } from '../../ui/form/choice-field.tsx'
import { pickText } from '../../ui/i18n.ts'
import { type Language, usePreferences } from '../../ui/preferences.ts'
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

/** «公用设施 · 污水井盖», leaves only */
export const categoryChoices = (categories: readonly CategoryView[], language: Language): Choice[] => {
  const titles = new Map(categories.map(({ code, title }) => [code, pickText(title, language)]))
  return categories
    .filter(({ leaf }) => leaf)
    .map(({ code, parent, title }) => ({
      value: code,
      label: [parent === null ? undefined : titles.get(parent), pickText(title, language)].filter(Boolean).join(' · '),
    }))
}

export const useChoices = (
  form: readonly Field[],
  of: { region: string; type: string },
): Partial<Record<'unit' | 'category', readonly Choice[]>> => {
  const { language } = usePreferences()
  const wants = (...kinds: Field['kind'][]) => form.some(({ kind, options }) => kinds.includes(kind) && !options?.length)
  const units = useApi<Page<Unit>>('/api/units', { limit: 1000 }, { enabled: wants('unit', 'units'), staleTime: 3_600_000 })
  const categories = useApi<CategoryView[]>(`/api/case-types/${of.type}/categories`, undefined, {
    enabled: wants('category'),
    staleTime: 3_600_000,
  })
  return {
    ...(wants('unit', 'units') && units.data ? { unit: unitChoices(units.data.items, of.region) } : {}),
    ...(wants('category') && categories.data ? { category: categoryChoices(categories.data, language) } : {}),
  }
}
