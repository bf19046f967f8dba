/** The one way to the server: same origin, cookies, problem documents become ApiError with a message people can read. */
import { ERRORS, type FieldError, type Problem } from '@haihe/contract/error'
import { uiWord } from './i18n.ts'
import { getPreferences } from './preferences.ts'

export class ApiError extends Error {
  /** HTTP status; 0 when the server was not reached */
  readonly status: number
  /** code of the error registry, or OFFLINE / UNREADABLE */
  readonly code: string
  readonly traceId: string | null
  readonly fields: readonly FieldError[]
  constructor(status: number, code: string, message: string, traceId: string | null = null, fields: readonly FieldError[] = []) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.traceId = traceId
    this.fields = fields
  }
}

const fromProblem = (status: number, problem: Partial<Problem>): ApiError => {
  const known = problem.code ? ERRORS[problem.code] : undefined
  const english = getPreferences().language === 'en' && known
  const message = english ? known.en : (problem.detail ?? problem.title ?? known?.zh ?? uiWord('error.unreadable'))
  return new ApiError(status, problem.code ?? 'UNREADABLE', message, problem.traceId ?? null, problem.errors ?? [])
}

export type Query = Record<string, string | number | boolean | null | undefined | readonly string[]>

/** Absent values are left out, lists are joined by commas, keys are sorted so that equal queries are equal texts. */
export const withQuery = (path: string, query: Query = {}): string => {
  const search = new URLSearchParams()
  for (const key of Object.keys(query).sort()) {
    const value = query[key]
    if (value === null || value === undefined || value === '') continue
    search.set(key, Array.isArray(value) ? value.join(',') : String(value))
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

export interface RequestOptions {
  query?: Query
  /** sent as JSON; a FormData or Blob is sent as it is */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

const encode = (body: unknown): { body?: BodyInit; type?: string } => {
  if (body === undefined) return {}
  if (body instanceof FormData || body instanceof Blob) return { body }
  return { body: JSON.stringify(body), type: 'application/json' }
}

/** Resolves with the decoded answer (undefined for 204), rejects with ApiError, or AbortError when aborted. */
export const request = async <T>(method: string, path: string, options: RequestOptions = {}): Promise<T> => {
  const { body, type } = encode(options.body)
  let response: Response
  try {
    response = await fetch(withQuery(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': getPreferences().language === 'en' ? 'en' : 'zh-CN',
        ...(type ? { 'content-type': type } : {}),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'OFFLINE', uiWord('error.offline'))
  }
  if (response.status === 204) return undefined as T
  const content = await response.json().catch(() => null)
  if (!response.ok) throw fromProblem(response.status, content ?? {})
  if (content === null) throw new ApiError(response.status, 'UNREADABLE', uiWord('error.unreadable'))
  return content as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  request<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) })
export const post = <T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T> =>
  request<T>('POST', path, { body: body ?? {}, ...(headers ? { headers } : {}) })
