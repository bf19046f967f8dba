/** The browser's way in and out: /auth/login → provider → /auth/callback → session cookie → where one wanted to go. */
import { createHash } from 'node:crypto'
import { AppError } from '@haihe/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Audit } from '../../audit/types.ts'
import type { Ctx } from '../../context.ts'
import { inTransaction } from '../../db.ts'
import { type Route, route } from '../../http/route.ts'
import { asSeenBy } from '../oidc/mount.ts'
import { isLocalPath, localPath, originOf } from '../origin.ts'
import { type Keys, randomToken } from '../secrets.ts'
import { clearSessionCookie, type Sessions, sessionCookie, setSessionCookie } from '../sessions.ts'
import { accountOf } from './arrive.ts'
import type { Issuer } from './issuer.ts'

const TEN_MINUTES = 600
const PURPOSE = 'web-sign-in'

const Pending = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  origin: z.string(),
  issuer: z.string(),
})
type Pending = z.infer<typeof Pending>

/** One cookie per attempt, so that two tabs do not disturb each other; a few at most, so that headers stay small. */
const PENDING = 'haihe_pending_'
const MOST_PENDING = 4
const COOKIE_PATH = '/auth'
const cookieName = (state: string): string => `${PENDING}${state.slice(0, 12)}`

const dropOldest = (request: FastifyRequest, reply: FastifyReply): void => {
  // browsers send cookies of one path oldest first
  const names = Object.keys(request.cookies).filter((name) => name.startsWith(PENDING))
  for (const name of names.slice(0, Math.max(0, names.length - MOST_PENDING + 1))) reply.clearCookie(name, { path: COOKIE_PATH })
}

interface Parts {
  ctx: Pick<Ctx, 'db' | 'config' | 'city' | 'now'>
  audit: Audit
  keys: Keys
  sessions: Sessions
  provider: () => Promise<Provider>
  /** the one that is offered comes first */
  issuers: readonly [Issuer, ...Issuer[]]
}

export const webRoutes = ({ ctx, audit, keys, sessions, provider, issuers }: Parts): Route[] => {
  /** Browsers are told on a page; 303 so that a reload repeats nothing. */
  const toSignIn = (reply: FastifyReply, error: string, to: string): FastifyReply =>
    reply.redirect(`/signin?${new URLSearchParams({ error, to })}`, 303)

  const readPending = (request: FastifyRequest, state: string): Pending | undefined => {
    const cookie = request.cookies[cookieName(state)]
    if (!cookie) return undefined
    try {
      const pending = Pending.parse(JSON.parse(keys.open(PURPOSE, Buffer.from(cookie, 'base64url'))))
      return pending.state === state ? pending : undefined
    } catch {
      return undefined
    }
  }

  const endProviderSession = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const own = await provider()
    const session = await own.Session.get(own.createContext(asSeenBy(request, ctx.config), reply.raw) as never)
    if (session.accountId) await session.destroy()
  }

  return [
    route({
      method: 'GET',
      url: '/auth/login',
      summary: 'Starts a sign-in and comes back to the local path `to`',
      permission: 'public',
      query: z.object({
        to: z.string().max(2000).refine(isLocalPath, '只能返回本站内的页面').default('/'),
        // a way in when the outside provider is down
        with: z.enum(['own']).optional(),
      }),
      handler: async ({ query, request, reply }) => {
        const origin = originOf(request, ctx.config)
        if (!origin) return reply.redirect(`${ctx.config.publicUrl}/auth/login?${new URLSearchParams({ to: query.to })}`, 302)
        const issuer = issuers.find((one) => one.id === query.with) ?? issuers[0]
        const [state, nonce, verifier] = [randomToken(), randomToken(), randomToken()]
        const address = await issuer.authorizationUrl(origin, {
          response_type: 'code',
          scope: 'openid profile',
          redirect_uri: `${origin}/auth/callback`,
          state,
          nonce,
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        })
        dropOldest(request, reply)
        const pending: Pending = { state, nonce, verifier, to: localPath(query.to) ?? '/', origin, issuer: issuer.id }
        reply.setCookie(cookieName(state), keys.seal(PURPOSE, JSON.stringify(pending)).toString('base64url'), {
          httpOnly: true,
          sameSite: 'lax',
          secure: origin.startsWith('https:'),
          path: COOKIE_PATH,
          maxAge: TEN_MINUTES,
        })
        return reply.header('cache-control', 'no-store').redirect(address, 302)
      },
    }),
    route({
      method: 'GET',
      url: '/auth/callback',
      summary: 'The provider sends the browser back here',
      permission: 'public',
      query: z.object({
        code: z.string().max(2000).optional(),
        state: z.string().max(200).default(''),
        error: z.string().max(200).optional(),
      }),
      handler: async ({ query, request, reply }) => {
        reply.header('cache-control', 'no-store')
        const pending = readPending(request, query.state)
        const issuer = issuers.find((one) => one.id === pending?.issuer)
        if (!pending || !issuer) return toSignIn(reply, 'expired', '/')
        reply.clearCookie(cookieName(query.state), { path: COOKIE_PATH })
        if (query.error || !query.code) return toSignIn(reply, query.error === 'access_denied' ? 'denied' : 'failed', pending.to)
        let cookie: string
        try {
          const claims = await issuer.exchange({
            code: query.code,
            verifier: pending.verifier,
            redirectUri: `${pending.origin}/auth/callback`,
            nonce: pending.nonce,
            origin: pending.origin,
          })
          const before = sessionCookie(request)
          if (before) await sessions.close(before)
          cookie = await inTransaction(ctx.db, async (trx) => {
            const { account, assurance } = await accountOf(trx, ctx, audit, issuer.id, claims)
            await audit.record(trx, [
              {
                actor: { id: account.id, kind: 'person', name: account.name },
                action: 'session.open',
                subject: `account:${account.id}`,
                region: account.grants[0]?.region ?? ctx.city.code,
                details: { address: request.ip, assurance, issuer: issuer.id },
              },
            ])
            return sessions.open(trx, account.id, account.grants, assurance)
          })
        } catch (error) {
          if (!(error instanceof AppError) || error.status >= 500) throw error
          return toSignIn(reply, error.code === 'FORBIDDEN' ? 'denied' : 'failed', pending.to)
        }
        setSessionCookie(reply, cookie, pending.origin.startsWith('https:'))
        return reply.redirect(pending.to, 303)
      },
    }),
    route({
      method: 'POST',
      url: '/auth/logout',
      summary: 'Ends the session here and at the provider',
      permission: 'public',
      body: z.strictObject({}),
      bodyLimit: 1024,
      response: z.object({ redirectTo: z.string() }),
      handler: async ({ actor, request, reply }) => {
        const cookie = sessionCookie(request)
        const account = cookie ? await sessions.close(cookie) : null
        await endProviderSession(request, reply)
        clearSessionCookie(reply)
        if (account)
          await audit.record(ctx.db, [
            {
              actor: { id: account, kind: 'person', name: actor.id === account ? actor.name : '' },
              action: 'session.close',
              subject: `account:${account}`,
              region: actor.grants[0]?.region ?? ctx.city.code,
            },
          ])
        const origin = originOf(request, ctx.config) ?? ctx.config.publicUrl
        const outside = await issuers[0].endSession(origin).catch(() => null)
        return { redirectTo: outside ?? '/' }
      },
    }),
  ]
}
