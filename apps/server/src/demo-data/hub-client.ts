/** The hub as anybody outside meets it: over HTTP, with a token. */
export interface HubClient {
  get: <T>(path: string) => Promise<T>
  post: <T>(path: string, body: unknown) => Promise<T>
  /** the bytes as they are */
  upload: <T>(path: string, bytes: string) => Promise<T>
}

export class HubRefusal extends Error {
  readonly status: number
  constructor(status: number, path: string, text: string) {
    super(`${status} ${path}: ${text.slice(0, 400)}`)
    this.name = 'HubRefusal'
    this.status = status
  }
}

export const createHubClient = (address: string, token: string, signal: AbortSignal): HubClient => {
  const call = async <T>(method: string, path: string, type?: string, body?: string): Promise<T> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(type ? { 'content-type': type } : {}) },
      ...(body === undefined ? {} : { body }),
      signal,
    })
    const text = await response.text()
    if (!response.ok) throw new HubRefusal(response.status, `${method} ${path}`, text)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, 'application/json', JSON.stringify(body)),
    upload: (path, bytes) => call('POST', path, 'text/csv', bytes),
  }
}
