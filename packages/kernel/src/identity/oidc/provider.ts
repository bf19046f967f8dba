/** The embedded OpenID provider: one account system for the hub's own screens and for systems outside. */
import type { Configuration, interactionPolicy, JWK, Provider } from 'oidc-provider'
import type { Ctx } from '../../context.ts'
import { findAccount } from '../account-store.ts'
import type { Keys } from '../secrets.ts'
import { isStaff } from '../sessions.ts'
import { createAdapter } from './adapter.ts'
import { loadLibrary } from './library.ts'
import { errorPage, logoutPage, signedOutPage } from './pages.ts'

export const WEB_CLIENT = 'haihe-web'
/** scope that lets an outside application call the hub's API in the person's name */
export const HUB_SCOPE = 'hub'
export const INTERACTION_COOKIE = 'haihe_interaction'

export const ASSURANCE: Record<string, number> = { L1: 1, L2: 2, L3: 3, L4: 4 }

const HOUR = 3600
const TEN_MINUTES = 600

/** Staff who were let in by password alone (a role given since, say) are asked for the second factor. */
const policy = (ctx: Pick<Ctx, 'db'>, { base, Check }: typeof interactionPolicy): interactionPolicy.DefaultPolicy => {
  const prompts = base()
  // clients are admitted by the administrator; nobody is asked again
  prompts.remove('consent')
  prompts.get('login')?.checks.add(
    new Check('second_factor', 'staff sign in with a second factor', async ({ oidc }) => {
      const id = oidc.session?.accountId
      if (!id) return Check.NO_NEED_TO_PROMPT
      const account = await findAccount(ctx.db, id)
      if (!account || account.disabledAt) return Check.REQUEST_PROMPT
      const enough = !isStaff(account.grants) || (ASSURANCE[oidc.session?.acr ?? ''] ?? 0) >= 3
      return enough ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT
    }),
  )
  return prompts
}

const configuration = (
  ctx: Pick<Ctx, 'db' | 'config' | 'now'>,
  keys: Keys,
  jwks: readonly JWK[],
  webSecret: string,
  policies: typeof interactionPolicy,
): Configuration => ({
  adapter: createAdapter(ctx.db, keys),
  jwks: { keys: [...jwks] },
  clients: [
    {
      client_id: WEB_CLIENT,
      client_name: '海河',
      client_secret: webSecret,
      redirect_uris: [`${ctx.config.publicUrl}/auth/callback`],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  acrValues: Object.keys(ASSURANCE),
  scopes: ['openid', 'profile', HUB_SCOPE],
  responseTypes: ['code'],
  // every ID token says how the person signed in
  claims: {
    openid: ['sub', 'acr', 'amr', 'auth_time'],
    profile: ['name', 'preferred_username'],
    acr: null,
    iss: null,
    sid: null,
  },
  clientBasedCORS: () => false,
  cookies: {
    keys: [keys.derive('oidc-cookies')],
    names: { session: 'haihe_sso', interaction: 'haihe_oidc', resume: 'haihe_oidc_resume' },
    long: { httpOnly: true, sameSite: 'lax', signed: true, path: '/' },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    resourceIndicators: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: logoutPage, postLogoutSuccessSource: signedOutPage },
  },
  pkce: { required: () => true },
  interactions: {
    policy: policy(ctx, policies),
    url: (koa, interaction) => {
      // one cookie per interaction: two tabs can sign in side by side
      koa.cookies.set(INTERACTION_COOKIE, interaction.uid, {
        httpOnly: true,
        sameSite: 'lax',
        signed: true,
        overwrite: true,
        path: `/api/interaction/${interaction.uid}`,
        maxAge: TEN_MINUTES * 1000,
      })
      return `/signin?uid=${interaction.uid}`
    },
  },
  ttl: {
    AccessToken: HOUR,
    AuthorizationCode: 60,
    ClientCredentials: TEN_MINUTES,
    Grant: 14 * 24 * HOUR,
    IdToken: HOUR,
    Interaction: TEN_MINUTES,
    Session: 8 * HOUR,
  },
  findAccount: async (_ctx, sub) => {
    const account = await findAccount(ctx.db, sub)
    if (!account || account.disabledAt) return undefined
    return { accountId: sub, claims: () => ({ sub, name: account.name, preferred_username: account.login }) }
  },
  async loadExistingGrant({ oidc }) {
    const { client, session, provider, params } = oidc
    if (!client || !session?.accountId) return undefined
    const known = oidc.result?.consent?.grantId ?? session.grantIdFor(client.clientId)
    const grant =
      (known && (await provider.Grant.find(known))) ||
      new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope(String(params?.scope ?? 'openid'))
    await grant.save()
    return grant
  },
  // an access token remembers how sure the hub was of the person
  extraTokenClaims: ({ oidc }) => {
    const code = oidc.entities.AuthorizationCode as { acr?: string } | undefined
    return { assurance: ASSURANCE[code?.acr ?? ''] ?? 1 }
  },
  renderError: errorPage,
})

/**
 * Issuer `${publicUrl}/oidc`. Discovery, PKCE for everyone, authorization code and client credentials. No refresh tokens:
 * an access token lives an hour and ends with the person's sign-out; an application asks the browser again, which is silent.
 */
export const createProvider = async (
  ctx: Pick<Ctx, 'db' | 'config' | 'now' | 'log'>,
  keys: Keys,
  jwks: readonly JWK[],
  webSecret: string,
): Promise<Provider> => {
  const library = await loadLibrary(ctx.log)
  const provider = new library.Provider(
    `${ctx.config.publicUrl}/oidc`,
    configuration(ctx, keys, jwks, webSecret, library.interactionPolicy),
  )
  // the mount says which host and protocol the browser used; nothing is taken from the network
  provider.proxy = true
  provider.on('server_error', (_ctx, error) => ctx.log.error({ err: error }, 'OpenID provider failed'))
  if (ctx.config.mode === 'demo') {
    // A demonstration is reached under several names: our own front may return to the very host that was asked.
    const { Client } = provider as unknown as {
      Client: { prototype: { clientId: string; redirectUriAllowed: (uri: string) => boolean } }
    }
    const registered = Client.prototype.redirectUriAllowed
    Client.prototype.redirectUriAllowed = function (this: typeof Client.prototype, uri: string): boolean {
      const host = library.Provider.ctx?.host
      const parsed = URL.parse(uri)
      const own =
        this.clientId === WEB_CLIENT && parsed?.host === host && parsed?.pathname === '/auth/callback' && !parsed?.search
      return own || registered.call(this, uri)
    }
  }
  return provider
}
