/** A bureau's interface for tests: answers what it is told to, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface Asked {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export interface TestUpstream {
  url: string
  asked: Asked[]
  /** what comes next, until told otherwise; undefined body: never answers */
  answer: (status: number, body: unknown, headers?: Record<string, string>) => void
  hang: () => void
  close: () => Promise<void>
}

export const openUpstream = async (): Promise<TestUpstream> => {
  const asked: Asked[] = []
  let next: { status: number; body: string; headers: Record<string, string> } | undefined
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      if (next) response.writeHead(next.status, next.headers).end(next.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answer: (status, body, headers = {}) => {
      next = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers }
    },
    hang: () => {
      next = undefined
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
