/** Sign-in attempts are counted in the database, so that every process and every restart sees them. */
import { AppError } from '@haihe/contract'
import type { Ctx } from '../context.ts'
import type { Keys } from './secrets.ts'
import * as store from './throttle-store.ts'

/**
 * `free`: failures without a delay; after them the delay doubles from two seconds to a quarter of an hour.
 * `fade`: seconds after which one failure is forgotten.
 */
const LIMITS = {
  // people mistype
  login: { free: 4, fade: 900 },
  code: { free: 4, fade: 900 },
  // an office, or a whole mobile network, shares one address
  address: { free: 30, fade: 10 },
  register: { free: 60, fade: 30 },
}
const LONGEST_SECONDS = 900
/** longer than the slowest limit takes to fade from its longest delay */
const FORGET_SECONDS = 6 * 3600

type ThrottleKind = keyof typeof LIMITS

export interface Attempt {
  /** the attempt was right: it no longer counts */
  succeeded: () => Promise<void>
}

export interface Throttle {
  /**
   * Counts an attempt as failed before it is made, so that attempts side by side cannot slip through.
   * Throws TOO_MANY_REQUESTS with `retryAfter` in seconds.
   */
  attempt: (keys: { kind: ThrottleKind; of: string }[]) => Promise<Attempt>
  /** drops what no longer counts */
  clean: () => Promise<void>
}

export const createThrottle = (ctx: Pick<Ctx, 'db' | 'now'>, keys: Keys): Throttle => {
  const nameOf = (kind: ThrottleKind, of: string): string =>
    kind === 'address' || kind === 'register' ? `${kind}:${of}` : `${kind}:${keys.mac('throttle', of).toString('base64url')}`

  return {
    async attempt(wanted) {
      const taken: { kind: ThrottleKind; key: string }[] = []
      for (const { kind, of } of wanted) {
        const key = nameOf(kind, of)
        const now = ctx.now()
        const counted = await store.countAttempt(ctx.db, { key, now, ...LIMITS[kind], longest: LONGEST_SECONDS })
        if (!counted) {
          const until = await store.blockedUntil(ctx.db, key)
          const retryAfter = Math.max(1, Math.ceil(((until?.getTime() ?? 0) - now.getTime()) / 1000))
          throw new AppError('TOO_MANY_REQUESTS', { retryAfter, detail: `尝试次数过多，请在 ${retryAfter} 秒后再试` })
        }
        taken.push({ kind, key })
      }
      return {
        async succeeded() {
          for (const { kind, key } of taken)
            if (kind === 'login' || kind === 'code') await store.forgetKey(ctx.db, key)
            else if (kind === 'address') await store.giveBack(ctx.db, key)
        },
      }
    },
    clean: () => store.dropQuiet(ctx.db, new Date(ctx.now().getTime() - FORGET_SECONDS * 1000)),
  }
}
