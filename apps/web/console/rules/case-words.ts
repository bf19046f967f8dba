/** What case types and their categories are called. */
import type { CaseTypeView, CategoryView } from '@haihe/contract'
import { useQueries } from '@tanstack/react-query'
import { get } from '../../ui/api.ts'
import { useText } from '../../ui/i18n.ts'
import { apiKey, useApi } from '../../ui/queries.ts'

const LONG = 3_600_000

export interface CaseWords {
  type: (id: string) => string
  /** 0101 → 私搭乱建 0101 */
  category: (type: string, id: string) => string
}

/** Of the case types that are named; what nobody knows by name keeps its id. */
export const useCaseWords = (types: readonly string[]): CaseWords => {
  const say = useText()
  const known = useApi<CaseTypeView[]>('/api/case-types', undefined, { staleTime: LONG })
  const ids = [...new Set(types)].sort()
  const trees = useQueries({
    queries: ids.map((id) => {
      const path = `/api/case-types/${encodeURIComponent(id)}/categories`
      return {
        queryKey: apiKey(path),
        queryFn: ({ signal }: { signal: AbortSignal }) => get<CategoryView[]>(path, undefined, signal),
        staleTime: LONG,
      }
    }),
  })
  return {
    type: (id) => say(known.data?.find((one) => one.id === id)?.title) || id,
    category: (type, id) => {
      const title = trees[ids.indexOf(type)]?.data?.find(({ code }) => code === id)?.title
      return title ? `${say(title)} ${id}` : id
    },
  }
}
