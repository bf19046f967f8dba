/** A small browser for tests: a cookie jar over fetch that follows redirects one by one, as far as one wants. */

interface Cookie {
  name: string
  value: string
  path: string
  attributes: string
}

export interface Answer {
  status: number
  url: string
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json: any
}

export interface Browser {
  cookies: Cookie[]
  cookie: (name: string) => Cookie | undefined
  setCookie: (name: string, value: string) => void
  /** one request, no redirect followed */
  request: (url: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }) => Promise<Answer>
  /** GET and follow redirects until there is none, or until `stop` says so of the next address */
  visit: (url: string, stop?: (next: URL) => boolean) => Promise<Answer>
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const createBrowser = (origin: string): Browser => {
  let cookies: Cookie[] = []

  const keep = (line: string, from: URL): void => {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const of = (wanted: string): string | undefined =>
      attributes.find((attribute) => attribute.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1)
    const path = of('path') ?? from.pathname.replace(/\/[^/]*$/, '/')
    cookies = cookies.filter((cookie) => cookie.name !== name || cookie.path !== path)
    const gone = of('max-age') === '0' || Date.parse(of('expires') ?? '2999-01-01') < Date.now()
    if (!gone && value !== '') cookies.push({ name, value, path, attributes: attributes.join('; ') })
  }

  const sent = (url: URL): string =>
    cookies
      .filter((cookie) => url.pathname === cookie.path || url.pathname.startsWith(cookie.path.replace(/\/?$/, '/')))
      .map((cookie) => `${cookie.name}=${cookie.value}`)
      .join('; ')

  const browser: Browser = {
    get cookies() {
      return cookies
    },
    cookie: (name) => cookies.find((cookie) => cookie.name === name),
    setCookie: (name, value) => {
      cookies = cookies.map((cookie) => (cookie.name === name ? { ...cookie, value } : cookie))
    },
    async request(address, { method = 'GET', body, headers = {} } = {}) {
      const url = new URL(address, origin)
      const jar = sent(url)
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        headers: {
          ...(jar ? { cookie: jar } : {}),
          ...(body === undefined || body instanceof URLSearchParams ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }),
      })
      for (const line of response.headers.getSetCookie()) keep(line, url)
      const text = await response.text()
      return { status: response.status, url: url.href, headers: response.headers, text, json: parsed(text) }
    },
    async visit(address, stop = () => false) {
      let answer = await browser.request(address)
      for (let hops = 0; answer.status >= 300 && answer.status < 400 && hops < 12; hops += 1) {
        const next = new URL(answer.headers.get('location') ?? '', answer.url)
        if (stop(next)) return { ...answer, url: next.href }
        answer = await browser.request(next.href)
      }
      return answer
    },
  }
  return browser
}
