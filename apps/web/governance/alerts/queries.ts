/** Alerts of the person's own area. */
import type { Alert, AlertDetail } from '@haihe/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ApiError, post } from '../../ui/api.ts'
import { type Page, useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'

/** Not closed yet, the newest first. */
export const useOpenAlerts = () => {
  const { scopes } = useSession()
  const [region] = scopes('alert.read')
  return useApi<Page<Alert>>(
    '/api/alerts',
    { region, state: 'open,acknowledged', limit: 200 },
    { enabled: region !== undefined, every: 60_000 },
  )
}

export const useAlert = (id: string) => useApi<AlertDetail>(`/api/alerts/${encodeURIComponent(id)}`)

export const useAlertAct = (id: string, action: 'acknowledge' | 'sign-off') => {
  const client = useQueryClient()
  return useMutation<Alert, ApiError, { reason?: string }>({
    mutationFn: (body) => post<Alert>(`/api/alerts/${encodeURIComponent(id)}/${action}`, body),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['/api/alerts'] })
      void client.invalidateQueries({ queryKey: [`/api/alerts/${encodeURIComponent(id)}`] })
    },
  })
}
