/** A route is a schema, a permission and one call. Handlers return values. */
import type { Actor, Permission } from '@haihe/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'

/** `public`: anyone, signed in or not; `session`: any signed-in actor; else a permission of the contract. */
export type Access = Permission | 'public' | 'session'

export interface Call<P, Q, B> {
  params: P
  query: Q
  body: B
  /** the anonymous actor on public routes has no grants */
  actor: Actor
  request: FastifyRequest
  reply: FastifyReply
}

interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  summary: string
  permission: Access
  params?: P
  query?: Q
  body?: B
  /** documents the response; 200 unless the handler sets another status */
  response?: R
  /** status → when it is answered, where that is more than the usual 400, 401, 403 and 404 */
  refusals?: Readonly<Record<number, string>>
  /** bytes; 64 KiB unless told */
  bodyLimit?: number
  /** the handler itself looks for texts that cannot be stored: what takes items one by one refuses them one by one */
  ownTexts?: boolean
  /** the JSON body reaches the handler undecoded, as a Buffer in request.body; `body` then only documents it */
  bytes?: boolean
  /** a file of this many bytes at most as the body, of any content type; it reaches the handler as a stream in request.body */
  file?: number
  /** multipart/form-data; the handler reads request.parts() */
  multipart?: boolean
  /** requests per minute and client, for costly or guessable routes */
  rateLimit?: number
  handler: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<unknown> | unknown
}

// biome-ignore lint/suspicious/noExplicitAny: a table of routes holds every shape; route() checks each one
export type Route = RouteSpec<any, any, any, any>

/** Declares a route with its types inferred from its schemas. */
export const route = <
  P extends z.ZodType = z.ZodType<unknown>,
  Q extends z.ZodType = z.ZodType<unknown>,
  B extends z.ZodType = z.ZodType<unknown>,
  R extends z.ZodType = z.ZodType<unknown>,
>(
  spec: RouteSpec<P, Q, B, R>,
): Route => spec as Route
