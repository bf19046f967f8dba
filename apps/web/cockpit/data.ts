/** What the cockpit reads. Every question carries the region and, when looking back, the minute. */
import type { Alert, Board, CaseSummary, IndicatorList, MapValues, RegionDetail } from '@haihe/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ApiError, get } from '../ui/api.ts'
import type { Outlines } from '../ui/map/geo.ts'
import { type Page, useApi } from '../ui/queries.ts'

const FOREVER = { staleTime: Infinity }
/** a safety net under the push: what was missed is read again after a minute */
const NET = { every: 60_000, keep: true }

export const useIndicators = () => useApi<IndicatorList>('/api/indicators', undefined, FOREVER)

export const boardQuery = (region: string, at: string | undefined) => ({ region, at })
export const useBoard = (region: string, at: string | undefined) =>
  useApi<Board>('/api/indicators/board', boardQuery(region, at), at ? { keep: true } : NET)

export const mapPath = (indicator: string) => `/api/indicators/${indicator}/map`
export const useMapValues = (indicator: string | undefined, region: string, at: string | undefined) =>
  useApi<MapValues>(mapPath(indicator ?? ''), boardQuery(region, at), {
    enabled: indicator !== undefined,
    ...(at ? { keep: true } : NET),
  })

export const useOutlines = (region: string) => useApi<Outlines>(`/api/regions/${region}/outlines`, undefined, FOREVER)

/** Alerts that are not closed, newest first. */
export const useAlerts = (region: string, at: string | undefined) =>
  useApi<Page<Alert>>('/api/alerts', { region, state: 'open,acknowledged', at, limit: 100 }, at ? { keep: true } : NET)

/** The region and its ancestors, widest first. Numbers are open to everybody who may read indicators, so the way up is too. */
export const useRegionPath = (region: string): RegionDetail['path'] =>
  useApi<RegionDetail>(`/api/regions/${region}`, undefined, { ...FOREVER, keep: true }).data?.path ?? []

/** Overdue cases, page by page as the list is scrolled. There is no past of it: only now. */
export const useOverdue = (region: string, enabled: boolean) =>
  useInfiniteQuery<
    Page<CaseSummary>,
    ApiError,
    { items: CaseSummary[]; total: number | null },
    readonly unknown[],
    string | null
  >({
    queryKey: ['/api/cases', 'overdue', region],
    queryFn: ({ pageParam, signal }) =>
      get<Page<CaseSummary>>('/api/cases', { region, queue: 'overdue', cursor: pageParam, limit: 50 }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    select: ({ pages }) => ({ items: pages.flatMap((page) => page.items), total: pages[0]?.total ?? null }),
    enabled,
    refetchInterval: 60_000,
  })
