/** Sends notifications over HTTP (GS CIM 009 clauses 6.3.5, 6.3.9), or by whatever its address asks for. */
import type { LdContext } from '../context/ld/contexts.ts'
import type { JsonObject } from '../context/model/json.ts'
import { Forbidden, type Outbound } from '../context/net/outbound.ts'
import type { Endpoint } from '../context/subscription/spec.ts'
import { letterOf } from './packing.ts'

export interface Message {
  endpoint: Endpoint
  tenant: string
  body: JsonObject
  context: LdContext
}

export interface Sent {
  ok: boolean
  /** HTTP status; null where there is none */
  status: number | null
  error: string | null
}

/** Never throws: what went wrong is the answer. */
export type Send = (message: Message) => Promise<Sent>

/** An answer is looked at for its status alone. */
const MOST_BYTES = 64 * 1024

export const createHttpSender =
  (outbound: Outbound): Send =>
  async (message) => {
    const { endpoint } = message
    try {
      const { headers, body } = await letterOf(message)
      const { status } = await outbound.send({
        url: endpoint.uri,
        method: 'POST',
        headers: { Accept: 'application/json', ...headers },
        body: JSON.stringify(body),
        timeout: endpoint.timeout,
        mostBytes: MOST_BYTES,
      })
      const ok = status >= 200 && status < 300
      return { ok, status, error: ok ? null : `HTTP ${status}` }
    } catch (error) {
      const { message } = error as Error
      return {
        ok: false,
        status: null,
        error: error instanceof Forbidden ? `${message} (HAIHE_PRIVATE_NETWORKS)` : message.slice(0, 500),
      }
    }
  }

/** By the scheme of the address. */
export const createSender =
  (http: Send, mqtt: Send): Send =>
  (message) =>
    (/^mqtts?:/.test(message.endpoint.uri) ? mqtt : http)(message)
