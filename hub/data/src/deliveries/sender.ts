/** Sends notifications over HTTP (GS CIM 009 clause 6.3.5, 6.3.9). */

import { linkTo } from '../context/http/link.ts'
import type { LdContext } from '../context/ld/contexts.ts'
import type { Json, JsonObject } from '../context/model/json.ts'
import { Forbidden, type Outbound } from '../context/net/outbound.ts'
import type { Endpoint } from '../context/subscription/spec.ts'

export interface Message {
  endpoint: Endpoint
  tenant: string
  body: JsonObject
  context: LdContext
}

export interface Sent {
  ok: boolean
  status: number | null
  error: string | null
}

/** Never throws: what went wrong is the answer. */
export type Send = (message: Message) => Promise<Sent>

/** An answer is looked at for its status alone. */
const MOST_BYTES = 64 * 1024
const RESERVED = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'content-type'])

export const createHttpSender =
  (outbound: Outbound): Send =>
  async ({ endpoint, tenant, body, context }) => {
    const headers: Record<string, string> = { Accept: 'application/json' }
    for (const { key, value } of endpoint.receiverInfo) if (!RESERVED.has(key.toLowerCase())) headers[key] = value
    headers['Content-Type'] = endpoint.accept
    if (tenant !== '') headers['NGSILD-Tenant'] = tenant
    try {
      let payload = body
      const asJson =
        endpoint.accept === 'application/json' || (endpoint.accept === 'application/geo+json' && prefersJson(endpoint))
      if (asJson) headers.Link = linkTo(await context.link())
      else payload = withContext(body, context.body)
      const { status } = await outbound.send({
        url: endpoint.uri,
        method: 'POST',
        headers,
        body: JSON.stringify(payload),
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

/** The context stands on the notification and on each entity in it: readers take either. */
const withContext = (body: JsonObject, context: Json): JsonObject => ({
  ...body,
  data: Array.isArray(body.data)
    ? body.data.map((entity) => ({ ...(entity as JsonObject), '@context': context }))
    : { ...(body.data as JsonObject), '@context': context },
  '@context': context,
})

const prefersJson = ({ notifierInfo }: Endpoint): boolean =>
  notifierInfo.some(({ key, value }) => key.toLowerCase() === 'prefer' && /\bbody=json\b/.test(value))
