import type { ExplainView, ReadReason, ReadWay } from '@haihe/contract'
import { useQuery } from '@tanstack/react-query'
import { type ApiError, post } from '../../ui/api.ts'

export const EXPLAIN = '/api/policy/explain'

/** The policy's own answer: the same that a read takes, without reading. */
export const useExplain = (resource: string | undefined, reason: ReadReason | null, way: ReadWay, grant: string | undefined) =>
  useQuery<ExplainView, ApiError>({
    queryKey: [EXPLAIN, resource, reason, way, grant],
    queryFn: () => post<ExplainView>(EXPLAIN, { resource, reason, way, grant: grant ?? null }),
    enabled: resource !== undefined,
    placeholderData: (before) => before,
  })
