/** Who is looking. Nobody signed in is a welcome visitor here: a 401 is an answer, not a reason to leave the page. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, get, type Query } from '../ui/api.ts'
import { apiKey } from '../ui/queries.ts'
import type { Me } from '../ui/session.ts'

export interface Visitor {
  /** null: nobody has signed in; undefined: not known yet */
  me: Me | null | undefined
  error: ApiError | null
  retry: () => void
}

/** What a 401 gives instead of an error. */
const orNull = async <T>(answer: Promise<T>): Promise<T | null> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

export const useVisitor = (): Visitor => {
  const client = useQueryClient()
  const { data, error, refetch } = useQuery<Me | null, ApiError>({
    queryKey: ['visitor'],
    staleTime: 300_000,
    networkMode: 'always',
    queryFn: async ({ signal }) => {
      const me = await orNull(get<Me>('/api/me', undefined, signal))
      // what the shared parts ask for stands ready, so that they do not ask (and leave) by themselves
      if (me) client.setQueryData(['/api/me'], me)
      return me
    },
  })
  return { me: data, error, retry: () => void refetch() }
}

/** A GET that anybody may try; null when it is only for those who have signed in. */
export const useOpenApi = <T>(path: string, query: Query, options: { enabled?: boolean; every?: number } = {}) =>
  useQuery<T | null, ApiError>({
    queryKey: ['open', ...apiKey(path, query)],
    queryFn: ({ signal }) => orNull(get<T>(path, query, signal)),
    enabled: options.enabled ?? true,
    ...(options.every ? { refetchInterval: options.every } : {}),
  })
