/** Server state by TanStack Query: one hook for reading, one client for all fronts. */
import { keepPreviousData, QueryCache, QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ApiError, get, type Query, withQuery } from './api.ts'
import { signIn } from './session.ts'

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.status === 401) signIn()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => !(error instanceof ApiError && error.status >= 400 && error.status < 500) && count < 2,
        retryDelay: (count) => Math.min(8000, 500 * 2 ** count),
      },
    },
  })

/** Query key of a GET: the path first, so that `invalidateQueries({ queryKey: ['/api/cases'] })` reaches every filter of it. */
export const apiKey = (path: string, query?: Query): readonly unknown[] => [path, withQuery('', query)]

export interface ApiOptions {
  enabled?: boolean
  /** ms between refetches */
  every?: number
  /** keep showing the answer to the question before while the new one loads */
  keep?: boolean
  staleTime?: number
}

export const useApi = <T>(path: string, query?: Query, options: ApiOptions = {}): UseQueryResult<T, ApiError> =>
  useQuery<T, ApiError>({
    queryKey: apiKey(path, query),
    queryFn: ({ signal }) => get<T>(path, query, signal),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.every ? { refetchInterval: options.every } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
  })

export interface Page<T> {
  items: T[]
  next: string | null
  total: number | null
}
