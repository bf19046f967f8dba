/**
 * Calls to addresses that somebody else chose: contexts, notification endpoints, context sources. The address is checked
 * when the connection is made, so a name that resolves anew cannot lead inside; time and size are bounded; redirects are
 * the caller's business.
 */
import { lookup } from 'node:dns'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { MayCall } from './address.ts'

export interface OutboundRequest {
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string
  /** milliseconds for the whole exchange */
  timeout: number
  /** bytes of the answer that are read at most; more is an error */
  mostBytes: number
}

export interface OutboundResponse {
  status: number
  headers: Record<string, string>
  body: string
}

export interface Outbound {
  send: (request: OutboundRequest) => Promise<OutboundResponse>
  close: () => void
}

/** The address may not be called. */
export class Forbidden extends Error {}

const collect = (response: IncomingMessage, most: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > most) response.destroy(new Error(`answer over ${most} bytes`))
      else chunks.push(chunk)
    })
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    response.on('error', reject)
    response.on('aborted', () => reject(new Error('connection closed')))
  })

const flat = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

/** Throws Forbidden for a literal address that may not be called: it is never looked up. */
export const checkAddress = (hostname: string, may: MayCall): void => {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(literal) && !may(literal)) throw new Forbidden(`${literal} may not be called`)
}

/** Names resolve only to addresses that may be called. */
export const checkedLookup =
  (may: MayCall): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4)
      const allowed = addresses.filter(({ address }) => may(address))
      const [first] = allowed
      if (!first) return callback(new Forbidden(`${hostname} may not be called`), '', 4)
      if (options.all) return (callback as unknown as (e: null, a: typeof allowed) => void)(null, allowed)
      return callback(null, first.address, first.family)
    })
  }

/** `maxSockets`: connections to one address at most. */
export const createOutbound = (may: MayCall, maxSockets = 8): Outbound => {
  const settings = { keepAlive: true, maxSockets, lookup: checkedLookup(may) }
  const agents = { 'http:': new HttpAgent(settings), 'https:': new HttpsAgent(settings) }

  const send = ({ url, method = 'GET', headers = {}, body, timeout, mostBytes }: OutboundRequest): Promise<OutboundResponse> =>
    new Promise((resolve, reject) => {
      let parsed: URL
      try {
        parsed = new URL(url)
      } catch {
        return reject(new Error(`not a URL: ${url}`))
      }
      if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
        return reject(new Forbidden(`${parsed.protocol} is not spoken`))
      // what is thrown here rejects
      checkAddress(parsed.hostname, may)
      const signal = AbortSignal.timeout(timeout)
      const make = parsed.protocol === 'https:' ? httpsRequest : httpRequest
      const outgoing = make(
        parsed,
        {
          method,
          agent: agents[parsed.protocol],
          signal,
          headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }) },
        },
        (response) => {
          collect(response, mostBytes).then(
            (text) => resolve({ status: response.statusCode ?? 0, headers: flat(response.headers), body: text }),
            reject,
          )
        },
      )
      outgoing.on('error', (error) => reject(signal.aborted ? new Error(`no answer within ${timeout} ms`) : error))
      outgoing.end(body)
    })

  return {
    send,
    close: () => {
      agents['http:'].destroy()
      agents['https:'].destroy()
    },
  }
}
