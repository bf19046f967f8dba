/** Pages of what was done to an entry, and of its versions. */
import type { CatalogueStep, CatalogueVersion } from '@haihe/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ApiError, get } from '../../ui/api.ts'

interface Answer<K extends string, T> {
  pages: (Record<K, T[]> & { next: number | null })[]
}

const usePast = <K extends 'steps' | 'versions', T>(id: string, part: string, key: K) => {
  const path = `/api/catalogue/${id}/${part}`
  const answer = useInfiniteQuery<Answer<K, T>['pages'][number], ApiError, Answer<K, T>, readonly unknown[], number | undefined>({
    queryKey: [path, 'pages'],
    queryFn: ({ pageParam, signal }) => get(path, { before: pageParam, limit: 100 }, signal),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = answer
  const items = useMemo(() => data?.pages.flatMap((page) => page[key]) ?? [], [data, key])
  return {
    items,
    pending: answer.isPending,
    error: answer.error,
    refetch: () => void answer.refetch(),
    more: hasNextPage,
    loadMore: () => {
      if (!isFetchingNextPage) void fetchNextPage()
    },
  }
}

export const useSteps = (id: string) => {
  const { items: steps, ...rest } = usePast<'steps', CatalogueStep>(id, 'history', 'steps')
  return { steps, ...rest }
}

export const useVersions = (id: string) => {
  const { items: versions, ...rest } = usePast<'versions', CatalogueVersion>(id, 'versions', 'versions')
  return { versions, ...rest }
}
