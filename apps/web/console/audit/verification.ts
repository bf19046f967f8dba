/** The result of verifying the audit chain, kept in this browser: a verification reads the whole trail and is not asked for lightly. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiError, get } from '../../ui/api.ts'

export interface Verification {
  ok: boolean
  entries: number
  groups: number
  /** SHA-256 of the last good group */
  head: string
  brokenAt: number | null
  unsealed: number
}
export type Verified = Verification & { at: string }

const KEY = 'haihe.audit-verified'
const PATH = '/api/audit/verify'

export const lastVerified = (): Verified | undefined => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return kept && typeof kept.at === 'string' && typeof kept.ok === 'boolean' ? kept : undefined
  } catch {
    return undefined
  }
}

const verify = async (signal: AbortSignal): Promise<Verified> => {
  const result = { ...(await get<Verification>(PATH, undefined, signal)), at: new Date().toISOString() }
  try {
    localStorage.setItem(KEY, JSON.stringify(result))
  } catch {
    // not kept: the next visit asks again
  }
  return result
}

/** Verifies only when told to; until then the last result of this browser is shown, with its time. */
export const useVerification = () => {
  const client = useQueryClient()
  const query = useQuery<Verified, ApiError>({
    queryKey: [PATH],
    queryFn: ({ signal }) => verify(signal),
    enabled: false,
    initialData: lastVerified,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return { ...query, run: () => void query.refetch(), forget: () => client.removeQueries({ queryKey: [PATH] }) }
}
