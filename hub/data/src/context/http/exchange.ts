/** One NGSI-LD request as handlers see it, and the answer they give. */
import type { Actor } from '@haihe/contract'
import type { Log } from '@haihe/kernel'
import type { LdContext } from '../ld/contexts.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { MediaType } from './accept.ts'

export interface Exchange {
  tenant: string
  actor: Actor
  params: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string | undefined>
  /** parsed body without its @context; undefined when the route takes none */
  body: Json | undefined
  /** context of the body or of the Link header */
  context: LdContext
  /** the same as it was given; undefined when none was */
  contextValue: Json | undefined
  accept: MediaType
  language: string | undefined
  traceId: string
  log: Pick<Log, 'error'>
  /** address of this resource, with query */
  url: string
  method: string
}

export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: Json
  /** context other than that of the request; null: the body is no JSON-LD and is sent as it is */
  context?: LdContext | null
  /** content type, when it is not the negotiated one */
  type?: string
}

export const answer = (status: number, body?: Json, headers?: Record<string, string>): Answer => ({
  status,
  ...(body === undefined ? {} : { body }),
  ...(headers ? { headers } : {}),
})

export const created = (location: string): Answer => ({ status: 201, headers: { location } })
export const NO_CONTENT: Answer = { status: 204 }

export const bodyObject = (exchange: Exchange): JsonObject => exchange.body as JsonObject
