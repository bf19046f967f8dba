import type { UploadView } from '@haihe/contract'
import { useApi } from '../../ui/queries.ts'

export const useUpload = (id: string | undefined) =>
  useApi<UploadView>(`/api/uploads/${id ?? ''}`, undefined, { enabled: id !== undefined, staleTime: Number.POSITIVE_INFINITY })
