/** The categories of the case type that people report under, kept for reporting without a network. */
import type { Text } from '@haihe/contract'
import { useQuery } from '@tanstack/react-query'
import { ApiError, get } from '../api.ts'
import { localStore } from '../offline/draft.ts'
import { type Category, type CategoryGroup, groupsOf } from './tree.ts'

export interface ReportType {
  type: string
  title: Text
  groups: CategoryGroup[]
}

const KEPT = 'cache/report-type'

const load = async (): Promise<ReportType> => {
  const [type] = await get<{ id: string; title: Text }[]>('/api/case-types')
  if (!type) throw new ApiError(404, 'NOT_FOUND', '')
  const categories = await get<Category[]>(`/api/case-types/${type.id}/categories`)
  return { type: type.id, title: type.title, groups: groupsOf(categories) }
}

export const useReportType = () =>
  useQuery<ReportType, ApiError>({
    queryKey: ['report-type'],
    staleTime: 3_600_000,
    networkMode: 'always',
    queryFn: async () => {
      try {
        const fresh = await load()
        void localStore.set(KEPT, fresh)
        return fresh
      } catch (error) {
        const kept = error instanceof ApiError && error.status === 0 ? await localStore.get<ReportType>(KEPT) : undefined
        if (kept) return kept
        throw error
      }
    },
  })
