/** Accounts, tokens and applications as the identity routes tell them. */
import { type Grant, ROLE_PERMISSIONS, ROLES, type Role } from '@haihe/contract/permission'

export interface Account {
  id: string
  login: string
  name: string
  kind: string
  phone: string | null
  secondFactor: boolean
  demo: boolean
  createdAt: string
  disabledAt: string | null
  grants: Grant[]
}

export interface Token {
  id: string
  name: string
  source: string | null
  unit: string | null
  region: string
  roles: Role[]
  createdAt: string
  expiresAt: string | null
  revokedAt: string | null
}

export interface Application {
  clientId: string
  name: string
  redirectUris: string[]
  roles: Role[]
  unit: string | null
  region: string
  source: string | null
  createdAt: string
  disabledAt?: string | null
}

/** What a person may hand out: nobody gives a role with more permissions than they hold in that region. */
export const grantableRoles = (may: (permission: (typeof ROLE_PERMISSIONS)[Role][number]) => boolean): Role[] =>
  ROLES.filter((role) => ROLE_PERMISSIONS[role].every((permission) => may(permission)))

export const tokenState = (
  token: Pick<Token, 'revokedAt' | 'expiresAt'>,
  now: number,
): 'revoked' | 'expired' | 'soon' | 'valid' => {
  if (token.revokedAt !== null) return 'revoked'
  if (token.expiresAt === null) return 'valid'
  const left = Date.parse(token.expiresAt) - now
  return left <= 0 ? 'expired' : left < 14 * 86_400_000 ? 'soon' : 'valid'
}
