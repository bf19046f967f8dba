/** A subscriber's side: an address that notes what arrives and answers as the test wants. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Entity {
  id: string
  [attribute: string]: unknown
}

export interface Notification {
  path: string
  headers: Record<string, string | string[] | undefined>
  id: string
  subscriptionId: string
  data: Entity[]
}

/** Status to answer with; 'never' leaves the caller waiting. */
export type Reply = (notification: Notification) => number | 'never' | Promise<number>

export interface Receiver {
  url: (path: string) => string
  /** every notification that came, also those that were refused */
  arrived: Notification[]
  /** those that were taken, as `<entity> <value of loans>` */
  taken: (path: string) => string[]
  reply: (reply: Reply) => void
  /** the port is closed, and opened again */
  down: () => Promise<void>
  up: () => Promise<void>
  close: () => Promise<void>
}

const textOf = (entity: Entity): string => {
  const loans = entity.loans as { value: number } | undefined
  return `${entity.id.slice(entity.id.lastIndexOf(':') + 1)} ${loans?.value}`
}

export const openReceiver = async (): Promise<Receiver> => {
  const arrived: Notification[] = []
  const taken: { path: string; text: string }[] = []
  const open = new Set<ServerResponse>()
  let reply: Reply = () => 204
  let port = 0
  let server: Server

  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', async () => {
          const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
          const path = request.url ?? ''
          const notification: Notification = { ...body, path, headers: request.headers }
          arrived.push(notification)
          const status = await reply(notification)
          if (status === 'never') {
            open.add(response)
            return
          }
          if (status < 300) for (const entity of notification.data) taken.push({ path, text: textOf(entity) })
          response.writeHead(status).end()
        })
      })
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port
        resolve()
      })
    })
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      for (const response of open) response.destroy()
      open.clear()
      server.close(() => resolve())
      server.closeAllConnections()
    })

  await listen()
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    arrived,
    taken: (path) => taken.filter((one) => one.path === path).map((one) => one.text),
    reply: (next) => {
      reply = next
    },
    down: shut,
    up: listen,
    close: shut,
  }
}
