/** Lists that the server hands out page by page. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ApiError, get, type Query } from '../../ui/api.ts'
import { apiKey } from '../../ui/queries.ts'

export interface PageAnswer<T> {
  items: T[]
  next: string | number | null
}

export interface PagesOptions<T = never> {
  /** name of the parameter that carries `next`; cursor unless told */
  param?: string
  enabled?: boolean
  /** ms between refetches; may follow what is listed */
  every?: number | ((items: readonly T[]) => number)
}

export interface Pages<T, P> {
  items: readonly T[]
  first: P | undefined
  more: boolean
  loadMore: () => void
  error: ApiError | null
  pending: boolean
  fetching: boolean
  refetch: () => void
}

export const usePages = <T, P extends PageAnswer<T> = PageAnswer<T>>(
  path: string,
  query: Query,
  { param = 'cursor', enabled = true, every }: PagesOptions<T> = {},
): Pages<T, P> => {
  const answer = useInfiniteQuery<P, ApiError, { pages: P[] }, readonly unknown[], string | number | null>({
    queryKey: [...apiKey(path, query), 'pages'],
    queryFn: ({ pageParam, signal }) => get<P>(path, { ...query, [param]: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    enabled,
    ...(typeof every === 'function'
      ? { refetchInterval: ({ state }) => every(state.data?.pages.flatMap((page) => page.items) ?? []) }
      : every
        ? { refetchInterval: every }
        : {}),
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = answer
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  return {
    items,
    first: data?.pages[0],
    more: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    error: answer.error,
    pending: answer.isPending,
    fetching: answer.isFetching,
    refetch: () => void answer.refetch(),
  }
}

/** Everything a filter selects, up to `most`, in pages of 200 unless the query asks for others; what is beyond is said, not hidden. */
export const readAll = async <T>(
  path: string,
  query: Query,
  param = 'cursor',
  most = 10_000,
): Promise<{ items: T[]; complete: boolean }> => {
  const items: T[] = []
  let next: string | number | null = null
  do {
    const page: PageAnswer<T> = await get(path, { limit: 200, ...query, [param]: next })
    items.push(...page.items)
    next = page.next
  } while (next !== null && items.length < most)
  return { items: items.slice(0, most), complete: next === null && items.length <= most }
}
