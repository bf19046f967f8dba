/** A notification as any transport carries it: header values and a body (GS CIM 009 clauses 6.3.5, 6.3.9, 7.2). */
import { linkTo } from '../context/http/link.ts'
import type { Json, JsonObject } from '../context/model/json.ts'
import type { Endpoint } from '../context/subscription/spec.ts'
import type { Message } from './sender.ts'

const RESERVED = new Set(['host', 'content-length', 'transfer-encoding', 'connection', 'content-type'])

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

export interface Letter {
  headers: Record<string, string>
  body: JsonObject
}

export const letterOf = async ({ endpoint, tenant, body, context }: Message): Promise<Letter> => {
  const headers: Record<string, string> = {}
  for (const { key, value } of endpoint.receiverInfo) if (!RESERVED.has(key.toLowerCase())) headers[key] = value
  headers['Content-Type'] = endpoint.accept
  if (tenant !== '') headers['NGSILD-Tenant'] = tenant
  const asJson = endpoint.accept === 'application/json' || (endpoint.accept === 'application/geo+json' && prefersJson(endpoint))
  if (!asJson) return { headers, body: withContext(body, context.body) }
  headers.Link = linkTo(await context.link())
  return { headers, body }
}
