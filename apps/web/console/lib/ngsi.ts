/** NGSI-LD as the console speaks it: what its answers carry in headers, and its own kind of problem documents. */
import { ApiError, type Query, withQuery } from '../../ui/api.ts'
import { uiWord } from '../../ui/i18n.ts'
import { getPreferences } from '../../ui/preferences.ts'

export const NGSI = '/ngsi-ld/v1'

export interface NgsiAnswer<T> {
  data: T
  /** NGSILD-Results-Count, when it was asked for */
  count: number | null
  /** address of what was created */
  location: string | null
}

export interface NgsiOptions {
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

interface NgsiProblem {
  title?: string
  detail?: string
  traceId?: string
}

/** Rejects with ApiError like `request` of ui; an answer without a body resolves with undefined. */
export const ngsi = async <T>(
  method: string,
  path: string,
  { query, body, signal }: NgsiOptions = {},
): Promise<NgsiAnswer<T>> => {
  let response: Response
  try {
    response = await fetch(withQuery(NGSI + path, query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': getPreferences().language === 'en' ? 'en' : 'zh-CN',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'OFFLINE', uiWord('error.offline'))
  }
  const text = await response.text()
  let content: unknown
  try {
    content = text === '' ? undefined : JSON.parse(text)
  } catch {
    throw new ApiError(response.status, 'UNREADABLE', uiWord('error.unreadable'))
  }
  if (!response.ok) {
    const { title, detail, traceId } = (content ?? {}) as NgsiProblem
    throw new ApiError(response.status, title ?? 'UNREADABLE', detail ?? title ?? uiWord('error.unreadable'), traceId ?? null)
  }
  const count = response.headers.get('ngsild-results-count')
  return { data: content as T, count: count === null ? null : Number(count), location: response.headers.get('location') }
}

/** The last part of a Location header: the id of what was created. */
export const idIn = (location: string | null): string | null => {
  const last = location?.split('/').at(-1)
  return last ? decodeURIComponent(last) : null
}
