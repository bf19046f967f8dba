/** The hub's own front ends as a relying party: of the embedded provider, or of one outside. */
import { AppError } from '@haihe/contract'
import type { FastifyInstance } from 'fastify'
import { createLocalJWKSet, createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { JWK } from 'oidc-provider'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { publicJwk } from '../oidc/keys.ts'
import { WEB_CLIENT } from '../oidc/provider.ts'

interface CodeExchange {
  code: string
  verifier: string
  redirectUri: string
  nonce: string
  /** origin under which the browser knows the hub */
  origin: string
}

export interface Issuer {
  /** 'own' or the outside issuer's address */
  id: string
  authorizationUrl: (origin: string, parameters: Record<string, string>) => Promise<string>
  /** verified claims of the ID token; throws INVALID_TOKEN */
  exchange: (exchange: CodeExchange) => Promise<JWTPayload>
  /** where the browser ends its session at an outside provider */
  endSession: (origin: string) => Promise<string | null>
}

const ID_TOKEN = z.object({ id_token: z.string() })
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']

const verified = async (
  token: string,
  keys: JWTVerifyGetKey,
  expected: { issuer: string; audience: string; nonce: string },
): Promise<JWTPayload> => {
  const { issuer, audience, nonce } = expected
  const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ALGORITHMS, clockTolerance: 30 }).catch(
    (cause) => {
      throw Object.assign(new AppError('INVALID_TOKEN'), { cause })
    },
  )
  if (payload.nonce !== nonce || !payload.sub) throw new AppError('INVALID_TOKEN')
  return payload
}

const tokenRequest = (clientId: string, secret: string, { code, verifier, redirectUri }: CodeExchange) => ({
  headers: {
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  },
  body: new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }).toString(),
})

/** The embedded provider, asked inside the process: the hub need not be able to reach its own public address. */
export const ownIssuer = (
  config: Pick<Config, 'publicUrl'>,
  app: () => FastifyInstance,
  secret: string,
  jwks: () => Promise<readonly JWK[]>,
): Issuer => ({
  id: 'own',
  authorizationUrl: async (origin, parameters) =>
    `${origin}/oidc/auth?${new URLSearchParams({ client_id: WEB_CLIENT, ...parameters })}`,
  async exchange(exchange) {
    const { headers, body } = tokenRequest(WEB_CLIENT, secret, exchange)
    const { host } = new URL(exchange.origin)
    const response = await app().inject({ method: 'POST', url: '/oidc/token', headers: { ...headers, host }, payload: body })
    const parsed = response.statusCode === 200 ? ID_TOKEN.safeParse(response.json()) : undefined
    if (!parsed?.success) throw new AppError('INVALID_TOKEN')
    const keys = createLocalJWKSet({ keys: (await jwks()).map(publicJwk) as never })
    return verified(parsed.data.id_token, keys, {
      issuer: `${config.publicUrl}/oidc`,
      audience: WEB_CLIENT,
      nonce: exchange.nonce,
    })
  },
  endSession: async () => null,
})

export interface OutsideProvider {
  issuer: string
  clientId: string
  clientSecret: string
}

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
})
type Discovery = z.infer<typeof Discovery>

const TIMEOUT_MS = 10_000
const REDISCOVER_MS = 3_600_000

const getJson = async (url: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.json()
}

/** Any OpenID provider with discovery. */
export const outsideIssuer = (outside: OutsideProvider, now: () => Date): Issuer => {
  let found: { at: number; document: Promise<{ metadata: Discovery; keys: JWTVerifyGetKey }> } | undefined

  const discover = (): Promise<{ metadata: Discovery; keys: JWTVerifyGetKey }> => {
    const at = now().getTime()
    if (found && at - found.at < REDISCOVER_MS) return found.document
    const document = (async () => {
      const metadata = Discovery.parse(await getJson(`${outside.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
      if (metadata.issuer !== outside.issuer)
        throw new Error(`the provider calls itself ${metadata.issuer}, not ${outside.issuer}`)
      return { metadata, keys: createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: TIMEOUT_MS }) }
    })()
    const entry = { at, document }
    found = entry
    document.catch(() => {
      if (found === entry) found = undefined
    })
    return document
  }
  const reachable = () =>
    discover().catch((cause) => {
      throw Object.assign(new AppError('UNAVAILABLE', { detail: '统一身份认证平台暂时无法访问' }), { cause })
    })

  return {
    id: outside.issuer,
    async authorizationUrl(_origin, parameters) {
      const url = new URL((await reachable()).metadata.authorization_endpoint)
      for (const [name, value] of Object.entries({ client_id: outside.clientId, ...parameters }))
        url.searchParams.set(name, value)
      return url.href
    },
    async exchange(exchange) {
      const { metadata, keys } = await reachable()
      const { headers, body } = tokenRequest(outside.clientId, outside.clientSecret, exchange)
      const answer = await getJson(metadata.token_endpoint, { method: 'POST', headers, body }).catch((cause) => {
        throw Object.assign(new AppError('INVALID_TOKEN'), { cause })
      })
      const parsed = ID_TOKEN.safeParse(answer)
      if (!parsed.success) throw new AppError('INVALID_TOKEN')
      return verified(parsed.data.id_token, keys, { issuer: outside.issuer, audience: outside.clientId, nonce: exchange.nonce })
    },
    async endSession(origin) {
      const { metadata } = await discover()
      if (!metadata.end_session_endpoint) return null
      const url = new URL(metadata.end_session_endpoint)
      url.searchParams.set('client_id', outside.clientId)
      url.searchParams.set('post_logout_redirect_uri', `${origin}/`)
      return url.href
    },
  }
}
