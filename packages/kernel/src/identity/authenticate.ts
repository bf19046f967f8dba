/** Who calls: a session cookie, a machine's token, or an access token of the provider. */
import { type Actor, AppError } from '@haihe/contract'
import type { Provider } from 'oidc-provider'
import type { Ctx } from '../context.ts'
import type { Authenticate } from '../http/server.ts'
import { findAccount } from './account-store.ts'
import { createCache } from './cache.ts'
import { findClient } from './oidc/oidc-store.ts'
import { HUB_SCOPE } from './oidc/provider.ts'
import { sha256 } from './secrets.ts'
import { effectiveGrants, type Sessions, sessionCookie } from './sessions.ts'
import { TOKEN_PREFIX, type Tokens } from './tokens.ts'

const CACHE_SECONDS = 3
const CACHE_MOST = 5000

interface Parts {
  ctx: Pick<Ctx, 'db' | 'now'>
  sessions: Sessions
  tokens: Tokens
  provider: () => Promise<Provider>
}

export const createAuthenticate = ({ ctx, sessions, tokens, provider }: Parts): Authenticate => {
  const cache = createCache<Actor>(ctx.now, CACHE_SECONDS, CACHE_MOST)

  /** A person's access token, given to an application that asked for the hub's scope. */
  const personOf = async (token: string): Promise<Actor | null> => {
    const found = await (await provider()).AccessToken.find(token)
    if (!found?.scopes.has(HUB_SCOPE) || !found.clientId || !(await findClient(ctx.db, found.clientId))) return null
    const account = await findAccount(ctx.db, found.accountId)
    if (!account || account.disabledAt) return null
    const assurance = Number(found.extra?.assurance ?? 1)
    return { id: account.id, kind: 'person', name: account.name, grants: effectiveGrants(account.grants, assurance), assurance }
  }

  /** An application in its own name. */
  const machineOf = async (token: string): Promise<Actor | null> => {
    const found = await (await provider()).ClientCredentials.find(token)
    const client = found?.clientId ? await findClient(ctx.db, found.clientId) : undefined
    if (!client) return null
    return {
      id: `client:${client.clientId}`,
      kind: 'machine',
      name: client.name,
      grants: client.roles.map((role) => ({ role, unit: client.unit, region: client.region })),
      assurance: 1,
      ...(client.source ? { source: client.source } : {}),
    }
  }

  const bearer = async (token: string): Promise<Actor> => {
    const actor = token.startsWith(TOKEN_PREFIX)
      ? await tokens.find(token)
      : await cache.get(sha256(token).toString('base64'), async () => (await personOf(token)) ?? machineOf(token))
    if (!actor) throw new AppError('INVALID_TOKEN')
    return actor
  }

  return async (request) => {
    // the provider judges its own requests
    if (request.url.startsWith('/oidc/')) return null
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const match = /^Bearer ([\w.~+/=-]{20,512})$/i.exec(authorization)
      if (!match?.[1]) throw new AppError('INVALID_TOKEN')
      return bearer(match[1])
    }
    const cookie = sessionCookie(request)
    // a session that ended is nobody: public pages stay open, all else says "sign in"
    return cookie ? sessions.find(cookie) : null
  }
}
