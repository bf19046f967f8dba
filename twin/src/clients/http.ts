/** The public HTTP API as a stranger sees it. Overload (429, 503) is waited out as the hub asks. */
import { setTimeout as sleep } from 'node:timers/promises'

export class HttpError extends Error {
  readonly status: number
  readonly body: string
  constructor(status: number, url: string, body: string) {
    super(`${status} ${url}: ${body.slice(0, 300)}`)
    this.status = status
    this.body = body
  }
}

export interface Http {
  get: <T>(path: string) => Promise<T>
  send: <T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown, type?: string) => Promise<T>
  form: <T>(path: string, fields: Record<string, string>) => Promise<T>
  upload: <T>(path: string, name: string, type: string, content: Buffer) => Promise<T>
}

const TRIES = 5

export const createHttp = (base: string, token: string): Http => {
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(`${base}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
        signal: AbortSignal.timeout(30_000),
      })
      const text = await response.text()
      if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
      if ((response.status !== 429 && response.status !== 503) || tries === TRIES)
        throw new HttpError(response.status, path, text)
      await sleep(Number(response.headers.get('retry-after') ?? '1') * 1000 * tries)
    }
  }
  return {
    get: (path) => call(path, {}),
    send: (method, path, body, type = 'application/json') =>
      call(path, { method, headers: { 'content-type': type }, body: JSON.stringify(body) }),
    form: (path, fields) => call(path, { method: 'POST', body: new URLSearchParams(fields) }),
    upload: (path, name, type, content) => {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(content)], { type }), name)
      return call(path, { method: 'POST', body: form })
    },
  }
}
