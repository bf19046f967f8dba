/** What stands in the address of each page. (The router's own types are not registered: several fronts share one program.) */
import { useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useMe } from '../ui/session.ts'
import { type CaseFilter, type FilterAddress, firstQueue } from './cases/queue.ts'
import type { RatesSearch } from './rates/ratings.ts'
import type { Step } from './report/steps.ts'

interface CaseAddress {
  filter: CaseFilter
  /** open action of the open case, or `more` */
  action?: string
  /** case chosen on the map */
  at?: string
}

/** The filter in the address, the person's own first queue where it names none. */
export const useCaseAddress = (): CaseAddress => {
  const search = useSearch({ strict: false }) as FilterAddress & { action?: string; at?: string }
  const { data: me } = useMe()
  return useMemo(() => {
    const { action, at, queue, ...rest } = search
    const roles = me?.actor.grants.map(({ role }) => role) ?? []
    return { filter: { queue: queue ?? firstQueue(roles), ...rest }, ...(action ? { action } : {}), ...(at ? { at } : {}) }
  }, [search, me])
}
export const useRatesSearch = (): RatesSearch => useSearch({ strict: false }) as RatesSearch
export const useReportSearch = (): { step?: Step; done?: string } =>
  useSearch({ strict: false }) as { step?: Step; done?: string }
/** id of the open case */
export const useCaseId = (): string | undefined => (useParams({ strict: false }) as { id?: string }).id
