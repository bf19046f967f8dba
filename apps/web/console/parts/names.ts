/** Names of units and regions for their ids; the id itself until the name is known. */
import type { RegionDetail, Unit } from '@haihe/contract'
import { useApi } from '../../ui/queries.ts'

const FOREVER = { staleTime: Number.POSITIVE_INFINITY }

export const useUnitName = (id: string | null): string => {
  const { data } = useApi<Unit>(`/api/units/${encodeURIComponent(id ?? '')}`, undefined, { ...FOREVER, enabled: !!id })
  return data?.name ?? id ?? '—'
}

export const useRegionName = (code: string | null): string => {
  const { data } = useApi<RegionDetail>(`/api/regions/${code ?? ''}`, undefined, { ...FOREVER, enabled: !!code })
  return data?.fullName ?? code ?? '—'
}
