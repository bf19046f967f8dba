/**
 * The subscribers of the bench, a process of its own: notes every state that arrives, in which order, and how long after
 * its reading was sent. Slow ones take their time over each answer; dead ones have no port until they are told to live.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** What arrives at a path /s/<number>. */
export interface Arrived {
  /** `<sensor id>|<epoch milliseconds>` → times it came */
  states: Map<string, number>
  /** newest state of each sensor */
  newest: Map<string, number>
  disordered: number
}

export interface SubscriberOrder {
  port: number
  /** port of those that are dead at first */
  deadPort: number
  /** milliseconds that these subscribers take to answer */
  slow: Record<number, number>
  /** whose delay is not measured: slow and dead ones */
  unmeasured: number[]
}

/** A state that a subscriber must get. */
export type Expected = Record<number, string[]>

export interface Summary {
  arrived: number
  requests: number
  duplicates: number
  disordered: number
  bytes: number
  /** milliseconds from sending the reading to its arrival, sorted, thinned out */
  delays: number[]
}

type Message =
  | { do: 'open'; order: SubscriberOrder }
  | { do: 'revive' }
  | { do: 'summary' }
  /** delays count from now on */
  | { do: 'measure' }
  | { do: 'check'; expected: Expected }

interface Entity {
  id: string
  level?: { observedAt?: string }
}

const KEPT = 200_000

const run = () => {
  const arrived = new Map<number, Arrived>()
  let order: SubscriberOrder | undefined
  let unmeasured = new Set<number>()
  let [requests, states, duplicates, bytes] = [0, 0, 0, 0]
  let delays: number[] = []

  const note = (subscriber: number, body: Buffer, at: number): void => {
    requests += 1
    bytes += body.length
    let mine = arrived.get(subscriber)
    if (!mine) {
      mine = { states: new Map(), newest: new Map(), disordered: 0 }
      arrived.set(subscriber, mine)
    }
    const measured = !unmeasured.has(subscriber)
    for (const { id, level } of (JSON.parse(body.toString('utf8')) as { data: Entity[] }).data) {
      if (!level?.observedAt) continue
      const observed = Date.parse(level.observedAt)
      const key = `${id}|${observed}`
      const known = mine.states.get(key) ?? 0
      mine.states.set(key, known + 1)
      states += 1
      if (known > 0) {
        duplicates += 1
        continue
      }
      const newest = mine.newest.get(id)
      if (newest !== undefined && newest > observed) mine.disordered += 1
      else mine.newest.set(id, observed)
      if (measured) {
        if (delays.length < KEPT) delays.push(at - observed)
        else delays[Math.floor(Math.random() * KEPT)] = at - observed
      }
    }
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const at = Date.now()
      const subscriber = Number(request.url?.slice(3))
      const answer = (): void => {
        note(subscriber, Buffer.concat(chunks), at)
        response.writeHead(204).end()
      }
      // the bare limit is measured against an address that notes nothing
      if (!Number.isFinite(subscriber)) response.writeHead(204).end()
      else if (order?.slow[subscriber]) setTimeout(answer, order.slow[subscriber])
      else answer()
    })
  }

  const listen = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer({ keepAliveTimeout: 60_000 }, handle)
      server.listen(port, '127.0.0.1', 2048, () => resolve(server))
    })

  const reply = (message: unknown): void => void process.send?.(message)

  process.on('message', async (message: Message) => {
    if (message.do === 'open') {
      order = message.order
      unmeasured = new Set(order.unmeasured)
      await listen(order.port)
      reply(null)
    } else if (message.do === 'revive') {
      await listen((order as SubscriberOrder).deadPort)
      reply(null)
    } else if (message.do === 'measure') {
      delays = []
      reply(null)
    } else if (message.do === 'summary') {
      const disordered = [...arrived.values()].reduce((sum, one) => sum + one.disordered, 0)
      const sorted = [...delays].sort((a, b) => a - b)
      reply({ arrived: states - duplicates, requests, duplicates, disordered, bytes, delays: sorted } satisfies Summary)
    } else {
      const lost: Record<number, number> = {}
      for (const [subscriber, keys] of Object.entries(message.expected)) {
        const mine = arrived.get(Number(subscriber))
        const missing = keys.filter((key) => !mine?.states.has(key)).length
        if (missing > 0) lost[Number(subscriber)] = missing
      }
      reply(lost)
    }
  })
}

run()
