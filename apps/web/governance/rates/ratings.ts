/** Three rates by unit or region: the order of the table and the address. Pure. */
import type { RateRow } from '@haihe/contract'

export const GROUPS = ['unit', 'region', 'category'] as const
export const COLUMNS = [
  'composite',
  'responseRate',
  'resolutionRate',
  'satisfactionRate',
  'onTime',
  'total',
  'closed',
  'overdue',
] as const
export type Column = (typeof COLUMNS)[number]

export interface RatesSearch {
  group: (typeof GROUPS)[number]
  sort: Column
  region?: string
}

export const ratesSearch = (search: Record<string, unknown>): RatesSearch => ({
  group: GROUPS.find((group) => group === search.group) ?? 'unit',
  sort: COLUMNS.find((column) => column === search.sort) ?? 'composite',
  ...(typeof search.region === 'string' && /^\d{2}(\d{4}(\d{3})?)?$/.test(search.region) ? { region: search.region } : {}),
})

/** Best first; a row without a figure has no place in the order and stands last. */
export const sortRates = (rows: readonly RateRow[], by: Column): RateRow[] =>
  [...rows].sort((a, b) => {
    const [left, right] = [a[by], b[by]]
    if (left === null || right === null)
      return (left === null ? 1 : 0) - (right === null ? 1 : 0) || a.name.localeCompare(b.name, 'zh')
    return right - left || a.name.localeCompare(b.name, 'zh')
  })
