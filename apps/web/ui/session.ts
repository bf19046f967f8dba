/** Who is here. 401 sends the person to sign in and back to where they were. */
import { type Actor, holds, mayIn, type Permission, scopesOf } from '@haihe/contract/permission'
import { useQuery } from '@tanstack/react-query'
import { type ApiError, get, request } from './api.ts'

export interface Me {
  account: { id: string; login: string; name: string; kind: string }
  actor: Actor
  units: { id: string; name: string }[]
}

const here = (): string => location.pathname + location.search

export const signInAddress = (to: string = here()): string => `/auth/login?to=${encodeURIComponent(to)}`
export const signIn = (to?: string): void => location.assign(signInAddress(to))

/** Ends the session on the server, then leaves for `to`. */
export const signOut = async (to = '/'): Promise<void> => {
  const ended = await request<{ redirectTo: string }>('POST', '/auth/logout', { body: {} }).catch(() => undefined)
  // an outside provider has a session of its own to end
  const elsewhere = ended !== undefined && ended.redirectTo !== '/'
  location.assign(elsewhere ? ended.redirectTo : to)
}

export const useMe = () =>
  useQuery<Me, ApiError>({
    queryKey: ['/api/me'],
    queryFn: ({ signal }) => get<Me>('/api/me', undefined, signal),
    staleTime: 300_000,
  })

export interface Session {
  me: Me | undefined
  pending: boolean
  error: ApiError | null
  /** the server's own rule, so that a hidden button and a 403 have one cause */
  may: (permission: Permission, region?: string) => boolean
  /** regions in which a permission holds, widest first */
  scopes: (permission: Permission) => string[]
}

export const useSession = (): Session => {
  const { data: me, isPending: pending, error } = useMe()
  return {
    me,
    pending,
    error,
    may: (permission, region) => me !== undefined && (region ? mayIn(me.actor, permission, region) : holds(me.actor, permission)),
    scopes: (permission) => (me ? scopesOf(me.actor, permission).sort((a, b) => a.length - b.length) : []),
  }
}
