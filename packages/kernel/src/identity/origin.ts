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

/**
 * The path on this hub as it may stand in a Location header (other letters percent-encoded), or undefined for anything
 * that has a scheme or another host in any of the spellings that browsers accept.
 */
export const localPath = (to: string): string | undefined => {
  if (!/^\/(?![/\\])/.test(to) || /[\\\s\p{Cc}]/u.test(to)) return undefined
  const parsed = URL.parse(to, 'http://local')
  if (parsed?.origin !== 'http://local' || /^\/(\/|(auth|oidc)(\/|$))/.test(parsed.pathname)) return undefined
  return parsed.pathname + parsed.search + parsed.hash
}

export const isLocalPath = (to: string): boolean => localPath(to) !== undefined
