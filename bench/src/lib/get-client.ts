/** GETs over one kept connection, one at a time, as a user's screen would ask. */
import { Agent, get } from 'node:http'

export interface Reader {
  get: (path: string) => Promise<{ status: number; body: string }>
  close: () => void
}

export const openReader = async (port: number, token: string): Promise<Reader> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const request = get(
          { agent, port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${token}` } },
          (response) => {
            const chunks: Buffer[] = []
            response.on('data', (chunk) => chunks.push(chunk))
            response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }))
          },
        )
        request.on('error', reject)
      }),
    close: () => agent.destroy(),
  }
}
