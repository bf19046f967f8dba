/** Reading of queues and cases. */
import type { CaseDetail, CaseQueues, CaseSummary } from '@haihe/contract'
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { type ApiError, get } from '../../ui/api.ts'
import { type LiveState, useLive } from '../../ui/live.ts'
import { apiKey, type Page, useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import type { CaseFilter } from './queue.ts'

type CasePage = Page<CaseSummary>

export const useQueues = () => useApi<CaseQueues>('/api/case-queues')

const queryOf = (filter: CaseFilter) => ({ ...filter, limit: 50 })

/** The cases of a queue, page after page. */
export const useCases = (filter: CaseFilter) => {
  const query = useInfiniteQuery<CasePage, ApiError, InfiniteData<CasePage>, readonly unknown[], string | null>({
    queryKey: [...apiKey('/api/cases', queryOf(filter)), 'pages'],
    queryFn: ({ pageParam, signal }) => get<CasePage>('/api/cases', { ...queryOf(filter), cursor: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return { query, items, total: query.data?.pages[0]?.total ?? null, more }
}

const caseAddress = (id: string) => `/api/cases/${encodeURIComponent(id)}`
export const useCase = (id: string) => useApi<CaseDetail>(caseAddress(id), undefined, { keep: false })

/** After an action: the answer is the case as it is now, the lists are read again. */
export const useCaseChanged = () => {
  const client = useQueryClient()
  return useCallback(
    (detail: CaseDetail | null, id?: string) => {
      if (detail) client.setQueryData(apiKey(caseAddress(detail.summary.id)), detail)
      else if (id) void client.invalidateQueries({ queryKey: [caseAddress(id)] })
      for (const path of ['/api/cases', '/api/case-queues']) void client.invalidateQueries({ queryKey: [path] })
    },
    [client],
  )
}

/** In a storm many cases change each second; lists are read again at most once in this time, long ones less often. */
const CALM_MS = 1500

/** Keeps lists and the open case current by server push. */
export const useLiveCases = (): LiveState => {
  const { scopes, may } = useSession()
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const readAgain = useCallback(() => {
    if (timer.current !== null) return
    const lists = client.getQueriesData<InfiniteData<CasePage>>({ queryKey: ['/api/cases'], type: 'active' })
    const pages = Math.max(1, ...lists.map(([, data]) => data?.pages.length ?? 1))
    timer.current = setTimeout(() => {
      timer.current = null
      for (const path of ['/api/cases', '/api/case-queues']) void client.invalidateQueries({ queryKey: [path] })
    }, CALM_MS * pages)
  }, [client])
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  return useLive(
    { regions: scopes('case.read'), topics: may('alert.read') ? ['case', 'alert'] : ['case'] },
    {
      case: ({ id, seq }) => {
        const shown = client.getQueryData<CaseDetail>(apiKey(caseAddress(id)))
        if (shown && shown.seq < seq) void client.invalidateQueries({ queryKey: [caseAddress(id)] })
        readAgain()
      },
      alert: () => void client.invalidateQueries({ queryKey: ['/api/alerts'] }),
      opened: readAgain,
      reconnected: () => void client.invalidateQueries(),
    },
  )
}
