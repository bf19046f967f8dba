/** Which address the browser uses, and which paths may follow a sign-in. */
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

/**
 * The hub's origin as this browser sees it. A demonstration is opened as localhost, 127.0.0.1 or by the machine's
 * name, and sign-in works under each; in production there is one address, and undefined means: send them there.
 */
export const originOf = (request: FastifyRequest, config: Pick<Config, 'mode' | 'publicUrl'>): string | undefined => {
  const own = new URL(config.publicUrl)
  const host = request.headers.host ?? own.host
  if (host === own.host) return own.origin
  if (config.mode === 'production' || !/^[\w.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/i.test(host)) return undefined
  return `http://${host}`
}

/** True for a path on this hub: no scheme, no other host in any of the spellings that browsers accept. */
export const isLocalPath = (to: string): boolean => {
  if (!/^\/(?![/\\])/.test(to) || /[\\\s\p{Cc}]/u.test(to)) return false
  const parsed = URL.parse(to, 'http://local')
  return parsed?.origin === 'http://local' && !/^\/(auth|oidc)(\/|$)/.test(parsed.pathname)
}
