/** Reading connectors, runs and rejected rows: page by page, by polling, and sooner when the hub tells of a run. */
import type { CatalogueEntry, ConnectorView, LiveMessages, RejectView, RunView } from '@haihe/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type ApiError, get, type Query } from '../../ui/api.ts'
import { useLive } from '../../ui/live.ts'
import { apiKey, useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import type { readAnew } from './exchange.ts'

const useList = <P, T>(
  path: string,
  query: Query,
  param: string,
  read: (page: P, before: number) => { items: readonly T[]; next: number | null },
  { every, enabled = true }: { every?: number; enabled?: boolean } = {},
) => {
  const answer = useInfiniteQuery<P, ApiError, { pages: P[] }, readonly unknown[], number | null>({
    queryKey: [...apiKey(path, query), 'pages'],
    queryFn: ({ pageParam, signal }) => get<P>(path, { ...query, [param]: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (last, pages) => {
      const before = pages.slice(0, -1).reduce((sum, page) => sum + read(page, 0).items.length, 0)
      return read(last, before).next
    },
    enabled,
    ...(every ? { refetchInterval: every } : {}),
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = answer
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` is the same for one list
  const items = useMemo(() => data?.pages.flatMap((page) => read(page, 0).items), [data])
  return {
    items,
    first: data?.pages[0],
    pending: answer.isPending,
    error: answer.error,
    refetch: answer.refetch,
    more: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
  }
}

interface ConnectorPage {
  items: ConnectorView[]
  total: number
}
export const useConnectors = (query: Query) =>
  useList<ConnectorPage, ConnectorView>(
    '/api/connectors',
    { ...query, limit: 100 },
    'offset',
    ({ items, total }, before) => {
      const shown = before + items.length
      return { items, next: items.length > 0 && shown < total ? shown : null }
    },
    { every: 15_000 },
  )

interface RunPage {
  items: RunView[]
  next: number | null
}
export const useRuns = (query: Query, every = 10_000) =>
  useList<RunPage, RunView>('/api/runs', { limit: 50, ...query }, 'before', ({ items, next }) => ({ items, next }), {
    every,
  })

export interface RejectPage {
  items: RejectView[]
  next: number | null
  /** of those that the filter lets through */
  total: number
  reasons: { field: string | null; reason: string; n: number }[]
}
export const useRejects = (connector: string, query: Query) =>
  useList<RejectPage, RejectView>(
    `/api/connectors/${connector}/rejects`,
    { ...query, limit: 50 },
    'after',
    ({ items, next }) => ({ items, next }),
  )

export const useConnector = (id: string | undefined, every?: number) =>
  useApi<ConnectorView>(`/api/connectors/${id ?? ''}`, undefined, {
    enabled: id !== undefined,
    keep: true,
    ...(every ? { every } : {}),
  })

/** The resource as it is served; a draft of it does not matter to rows. */
export const useResource = (id: string | undefined) =>
  useApi<CatalogueEntry>(`/api/catalogue/${id ?? ''}`, undefined, { enabled: id !== undefined, staleTime: 60_000 })

/** The hub tells how far runs are. Figures are shown at once; the lists are read again at most once a second. */
export const useRunNews = (): ReadonlyMap<number, LiveMessages['run']> => {
  const client = useQueryClient()
  const { may, scopes } = useSession()
  const regions = scopes('exchange.read')
  const [news, setNews] = useState<ReadonlyMap<number, LiveMessages['run']>>(new Map())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const again = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void readAnewQuietly(client)
    }, 1000)
  }
  useLive(
    { regions, topics: ['run'], enabled: may('indicator.read') && regions.length > 0 },
    {
      run: (message) => {
        setNews((before) => new Map(before).set(message.id, message))
        again()
      },
      reconnected: again,
    },
  )
  useEffect(() => () => clearTimeout(timer.current), [])
  return news
}

/** Runs and connectors only: looking at rejected rows is written down, so it is not repeated unasked. */
const readAnewQuietly = (client: Parameters<typeof readAnew>[0]): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && /^\/api\/(connectors|runs)(\/[^/]+)?$/.test(path),
  })

/** A run with what was heard of it since it was read. */
export const withNews = (run: RunView, news: ReadonlyMap<number, LiveMessages['run']>): RunView => {
  const heard = news.get(run.id)
  // what was read later than it was heard knows better
  if (!heard || heard.read < run.read || run.endedAt !== null) return run
  const { state, read, written, rejected, bytes } = heard
  return { ...run, state: state as RunView['state'], read, written, unchanged: read - written - rejected, rejected, bytes }
}
