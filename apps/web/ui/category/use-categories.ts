/** The categories of the case type that people report under, kept for reporting without a network. */
import type { CaseTypeView, CategoryView } from '@haihe/contract'
import { useQuery } from '@tanstack/react-query'
import { ApiError, get } from '../api.ts'
import { localStore } from '../offline/draft.ts'

export interface ReportType {
  type: CaseTypeView
  categories: CategoryView[]
}

const KEPT = 'cache/report-type'

const load = async (): Promise<ReportType> => {
  const [type] = await get<CaseTypeView[]>('/api/case-types')
  if (!type) throw new ApiError(404, 'NOT_FOUND', '')
  return { type, categories: await get<CategoryView[]>(`/api/case-types/${type.id}/categories`) }
}

export const useReportType = (enabled = true) =>
  useQuery<ReportType, ApiError>({
    queryKey: ['report-type'],
    staleTime: 3_600_000,
    networkMode: 'always',
    enabled,
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
