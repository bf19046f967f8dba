/**
 * Typed client of the hub: `client.call('GET /api/catalogue', { query: { q: '停车' } })`. Paths, parameters, bodies and
 * answers are checked by the compiler against the hub's own OpenAPI document. Runs in Node and in browsers.
 */
import type { Api } from './api.generated.ts'

export type { Api } from './api.generated.ts'
export type Operation = keyof Api

/** What can be sent as it is. */
export type Raw = string | Uint8Array<ArrayBuffer> | FormData | ReadableStream | Blob

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [key in Name]?: undefined }
  : [Value] extends [Record<string, never>]
    ? { [key in Name]?: undefined }
    : [Partial<Value>] extends [Value]
      ? { [key in Name]?: Value }
      : { [key in Name]: Value }

export type Input<O extends Operation> = Part<'params', Api[O]['params']> &
  Part<'query', Api[O]['query']> &
  Part<'body', Api[O]['body']> & { signal?: AbortSignal }

export interface ClientOptions {
  /** address of the hub, for instance https://hub.example.cn */
  url: string
  /** access token of a person or machine; none for what is public */
  token?: string
  /** how often a refusal for load (429, 503) is tried again after its Retry-After; 3 unless told */
  retries?: number
  fetch?: typeof fetch
}

/** What the hub refuses: RFC 9457, with the message in Chinese and the trace id to quote to an operator. */
export class HubProblem extends Error {
  readonly status: number
  readonly code: string
  readonly traceId: string | undefined
  readonly errors: readonly { path: string; message: string }[]
  constructor(status: number, body: Record<string, unknown>) {
    super(String(body.detail ?? body.title ?? `HTTP ${status}`))
    this.name = 'HubProblem'
    this.status = status
    this.code = String(body.code ?? 'HTTP')
    this.traceId = typeof body.traceId === 'string' ? body.traceId : undefined
    this.errors = Array.isArray(body.errors) ? (body.errors as HubProblem['errors']) : []
  }
}

export interface Client {
  call: <O extends Operation>(operation: O, input: Input<O>) => Promise<Api[O]['answer']>
  /** the answer itself, for files and streams; throws HubProblem as well */
  open: (operation: Operation, input?: Loose) => Promise<Response>
}

interface Loose {
  params?: Record<string, unknown> | undefined
  query?: Record<string, unknown> | undefined
  body?: unknown
  signal?: AbortSignal
}

const addressOf = (base: string, operation: string, { params = {}, query = {} }: Loose): URL => {
  const path = operation.slice(operation.indexOf(' ') + 1).replace(/\{(\w+)\}/g, (_, name: string) => {
    if (params[name] === undefined) throw new TypeError(`${operation} needs the parameter ${name}`)
    return encodeURIComponent(String(params[name]))
  })
  const url = new URL(base.replace(/\/$/, '') + path)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  return url
}

const isRaw = (body: unknown): body is Raw =>
  typeof body === 'string' ||
  body instanceof Uint8Array ||
  body instanceof FormData ||
  body instanceof Blob ||
  body instanceof ReadableStream

export const createClient = (options: ClientOptions): Client => {
  const ask = options.fetch ?? fetch
  const most = options.retries ?? 3

  const open = async (operation: string, input: Loose = {}): Promise<Response> => {
    const { body, signal } = input
    const headers: Record<string, string> = { accept: 'application/json, */*;q=0.5' }
    if (options.token) headers.authorization = `Bearer ${options.token}`
    const asJson = body !== undefined && !isRaw(body)
    if (asJson) headers['content-type'] = 'application/json'
    for (let tries = 0; ; tries += 1) {
      const response = await ask(addressOf(options.url, operation, input), {
        method: operation.slice(0, operation.indexOf(' ')),
        headers,
        ...(body === undefined ? {} : { body: asJson ? JSON.stringify(body) : (body as Raw) }),
        // Node sends a stream only when told that it will not wait for the answer
        ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
        ...(signal ? { signal } : {}),
      } as RequestInit)
      if (response.ok) return response
      const wait = Number(response.headers.get('retry-after') ?? 1)
      // a stream can be sent once only
      if (
        (response.status === 429 || response.status === 503) &&
        tries < most &&
        wait <= 60 &&
        !(body instanceof ReadableStream)
      ) {
        await response.body?.cancel()
        await new Promise((resolve) => setTimeout(resolve, wait * 1000))
        continue
      }
      const text = await response.text()
      let problem: Record<string, unknown> = { title: text.slice(0, 500) }
      try {
        problem = JSON.parse(text) as Record<string, unknown>
      } catch {
        // a proxy on the way answered in its own words
      }
      throw new HubProblem(response.status, problem)
    }
  }

  return {
    open,
    call: (async (operation: Operation, input?: Loose) => {
      const response = await open(operation, input)
      if (response.status === 204) return undefined
      const type = response.headers.get('content-type') ?? ''
      return type.includes('json') ? response.json() : response.text()
    }) as Client['call'],
  }
}
