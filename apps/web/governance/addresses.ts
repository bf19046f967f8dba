/** What stands in the address of each page. (The router's own types are not registered: several fronts share one program.) */
import { useParams, useSearch } from '@tanstack/react-router'
import type { CaseFilter } from './cases/queue.ts'
import type { RatesSearch } from './rates/ratings.ts'
import type { Step } from './report/steps.ts'

export type CaseSearch = CaseFilter & { action?: string }
export type MapSearch = CaseFilter & { at?: string }

export const useCaseSearch = (): CaseSearch => useSearch({ strict: false }) as CaseSearch
export const useMapSearch = (): MapSearch => useSearch({ strict: false }) as MapSearch
export const useRatesSearch = (): RatesSearch => useSearch({ strict: false }) as RatesSearch
export const useReportSearch = (): { step?: Step; done?: string } =>
  useSearch({ strict: false }) as { step?: Step; done?: string }
/** id of the open case */
export const useCaseId = (): string | undefined => (useParams({ strict: false }) as { id?: string }).id
