/** A keep-alive HTTP/1.1 client of a few lines: the load must not cost what it measures. */
import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  /** Retry-After in seconds, when given */
  retryAfter: number | undefined
  body: string
}

export interface Connection {
  post: (path: string, body: string) => Promise<Answer>
  get: (path: string) => Promise<Answer>
  close: () => void
}

const number = (head: string, name: string): number | undefined => {
  const found = new RegExp(`\\r\\n${name}: (\\d+)`, 'i').exec(head)
  return found ? Number(found[1]) : undefined
}

/** One connection; one request at a time. Rejects when the connection is lost. */
export const openConnection = (port: number, token: string, keepBody = false): Promise<Connection> =>
  new Promise((opened, refused) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let buffer: Buffer<ArrayBuffer> = Buffer.alloc(0)
    let pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
    const send = (text: string): Promise<Answer> =>
      new Promise((resolve, reject) => {
        pending = { resolve, reject }
        socket.write(text)
      })
    const head = `HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\n`
    socket.once('connect', () =>
      opened({
        post: (path, body) =>
          send(`POST ${path} ${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
        get: (path) => send(`GET ${path} ${head}\r\n`),
        close: () => socket.destroy(),
      }),
    )
    socket.on('data', (data: Buffer<ArrayBuffer>) => {
      buffer = buffer.length === 0 ? data : Buffer.concat([buffer, data])
      const end = buffer.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = buffer.toString('latin1', 0, end + 2)
      const length = number(head, 'content-length') ?? 0
      if (buffer.length < end + 4 + length) return
      const answer: Answer = {
        status: Number(head.slice(9, 12)),
        retryAfter: number(head, 'retry-after'),
        body: keepBody ? buffer.toString('utf8', end + 4, end + 4 + length) : '',
      }
      buffer = buffer.subarray(end + 4 + length)
      const waiting = pending
      pending = undefined
      waiting?.resolve(answer)
    })
    const lost = (error?: Error): void => {
      const failure = error ?? new Error('connection closed')
      refused(failure)
      pending?.reject(failure)
      pending = undefined
    }
    socket.on('error', lost)
    socket.on('close', () => lost())
  })
