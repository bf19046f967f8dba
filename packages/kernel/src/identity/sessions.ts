/** Signed-in browsers: a random cookie, its hash in the database, an end that slides while it is used. */
import { type Actor, type Grant, HOUR } from '@haihe/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ctx } from '../context.ts'
import type { Db } from '../db.ts'
import { createCache } from './cache.ts'
import { randomToken, sha256 } from './secrets.ts'
import * as store from './session-store.ts'

export const SESSION_COOKIE = 'haihe_session'

/** without a request the session ends after this; staff sit at shared desks, citizens hold their own phone */
const IDLE = { staff: 8 * HOUR, citizen: 14 * 24 * HOUR }
const LONGEST = { staff: 24 * HOUR, citizen: 60 * 24 * HOUR }
/** the end is moved at most this often */
const TOUCH_EVERY = 5 * 60_000
const CACHE_SECONDS = 3
const CACHE_MOST = 20_000

export const isStaff = (grants: readonly Grant[]): boolean => grants.some((grant) => grant.role !== 'citizen')

/** A session without the second factor holds none of the account's staff roles, whenever they were given. */
export const effectiveGrants = (grants: readonly Grant[], assurance: number): Grant[] =>
  assurance >= 3 ? [...grants] : grants.filter((grant) => grant.role === 'citizen')

export interface Sessions {
  /** returns the cookie's value */
  open: (db: Db, account: string, grants: readonly Grant[], assurance: number) => Promise<string>
  /** null for anything that is not a live session */
  find: (cookie: string) => Promise<Actor | null>
  close: (cookie: string) => Promise<string | null>
  /** ends all sessions of an account, perhaps but one */
  closeAll: (db: Db, account: string, keep?: string) => Promise<void>
  clean: () => Promise<void>
}

export const createSessions = (ctx: Pick<Ctx, 'db' | 'now'>): Sessions => {
  const cache = createCache<Actor>(ctx.now, CACHE_SECONDS, CACHE_MOST)

  const load = async (id: Buffer): Promise<Actor | null> => {
    const now = ctx.now()
    const row = await store.findSession(ctx.db, id, now)
    if (!row) return null
    if (now.getTime() - row.seenAt.getTime() > TOUCH_EVERY) {
      const idle = isStaff(row.grants) ? IDLE.staff : IDLE.citizen
      await store.touchSession(ctx.db, id, now, new Date(Math.min(now.getTime() + idle, row.endsAt.getTime())))
    }
    return {
      id: row.account,
      kind: row.kind,
      name: row.name,
      grants: effectiveGrants(row.grants, row.assurance),
      assurance: row.assurance,
    }
  }

  return {
    async open(db, account, grants, assurance) {
      const cookie = randomToken()
      const at = ctx.now()
      const who = isStaff(grants) ? 'staff' : 'citizen'
      await store.insertSession(db, {
        id: sha256(cookie),
        account,
        assurance,
        at,
        expiresAt: new Date(at.getTime() + IDLE[who]),
        endsAt: new Date(at.getTime() + LONGEST[who]),
      })
      return cookie
    },
    find(cookie) {
      const id = sha256(cookie)
      return cache.get(id.toString('base64'), () => load(id))
    },
    async close(cookie) {
      const id = sha256(cookie)
      const closed = await store.deleteSession(ctx.db, id)
      cache.forget(id.toString('base64'))
      return closed?.account ?? null
    },
    async closeAll(db, account, keep) {
      await store.deleteSessionsOf(db, account, keep === undefined ? null : sha256(keep))
      cache.clear()
    },
    clean: () => store.dropExpiredSessions(ctx.db, ctx.now()),
  }
}

export const sessionCookie = (request: FastifyRequest): string | undefined => {
  const value = request.cookies[SESSION_COOKIE]
  // what we issue is 43 characters of base64url; anything else need not bother the database
  return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined
}

export const setSessionCookie = (reply: FastifyReply, value: string, secure: boolean): void => {
  // no Max-Age: how long a session lasts is the server's to say
  reply.setCookie(SESSION_COOKIE, value, { httpOnly: true, sameSite: 'lax', secure, path: '/' })
}

export const clearSessionCookie = (reply: FastifyReply): void => {
  reply.clearCookie(SESSION_COOKIE, { path: '/' })
}
