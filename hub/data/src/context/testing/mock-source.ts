/** A context source (or a receiver) that does as it is told, and remembers what it was asked. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  method: string
  /** path and query, decoded */
  url: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface MockAnswer {
  status: number
  body?: string
}

export interface MockSource {
  url: string
  asked: Asked[]
  /** undefined: it never answers */
  answer: (url: string) => MockAnswer | undefined
  close: () => void
}

export const openMockSource = async (): Promise<MockSource> => {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      asked.push({ method, url: decodeURIComponent(url), headers, body })
      const given = source.answer(url)
      if (given) response.writeHead(given.status, { 'content-type': 'application/json' }).end(given.body ?? '')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const source: MockSource = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: () => ({ status: 404 }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return source
}
