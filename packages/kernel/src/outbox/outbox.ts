import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../context.ts'
import { sql, type Trx } from '../db.ts'
import * as store from './store.ts'
import type { Outbox, OutboxEvent } from './types.ts'

type Handle = (trx: Trx, event: OutboxEvent) => Promise<void>

interface Consumer {
  name: string
  topics: readonly string[]
  handle: Handle
  wake: () => void
  done: Promise<void>
}

const BATCH = 50
const MOST_TRIES = 8
/** 1 s, 2 s, 4 s … two minutes in all before an event is set aside as dead */
const backOff = (tries: number): number => 1000 * 2 ** (tries - 1)

/** Runs one event in a savepoint: its failure leaves the batch's other effects standing. */
const attempt = async (trx: Trx, handle: Handle, event: OutboxEvent): Promise<unknown> => {
  await sql`SAVEPOINT event`.execute(trx)
  try {
    await handle(trx, event)
    await sql`RELEASE SAVEPOINT event`.execute(trx)
    return undefined
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT event`.execute(trx)
    return error ?? new Error('unknown')
  }
}

export const createOutbox = (ctx: Pick<Ctx, 'db' | 'log' | 'now'>): Outbox => {
  const registered = new Map<string, Consumer>()
  let running = false

  const fail = async (trx: Trx, consumer: Consumer, event: OutboxEvent, tries: number, error: unknown): Promise<void> => {
    const dead = tries >= MOST_TRIES
    ctx.log[dead ? 'error' : 'warn']({ err: error, consumer: consumer.name, seq: event.seq, tries }, 'outbox event failed')
    const nextAt = new Date(ctx.now().getTime() + backOff(tries))
    const message = error instanceof Error ? error.message : String(error)
    await store.setAside(trx, {
      consumer: consumer.name,
      seq: event.seq,
      key: event.key,
      tries,
      nextAt,
      state: dead ? 'dead' : 'waiting',
      error: message.slice(0, 2000),
    })
  }

  const retryDue = async (trx: Trx, consumer: Consumer): Promise<number> => {
    const due = await store.dueRetries(trx, consumer.name, ctx.now())
    for (const event of due) {
      const error = await attempt(trx, consumer.handle, event)
      if (error === undefined) await store.forgetRetry(trx, consumer.name, event.seq)
      else await fail(trx, consumer, event, event.tries + 1, error)
    }
    return due.length
  }

  const advance = async (trx: Trx, consumer: Consumer): Promise<number> => {
    const cursor = await store.lockCursor(trx, consumer.name)
    if (!cursor) return 0
    const retried = await retryDue(trx, consumer)
    const events = await store.readAfter(trx, cursor.xid, cursor.seq, consumer.topics, BATCH)
    if (events.length === 0) return retried
    const held = new Set((await store.waitingKeys(trx, consumer.name)).map((row) => row.key))
    for (const event of events) {
      if (held.has(event.key)) {
        await store.setAside(trx, {
          consumer: consumer.name,
          seq: event.seq,
          key: event.key,
          tries: 0,
          nextAt: ctx.now(),
          state: 'waiting',
          error: '等待同一对象的前一事件',
        })
        continue
      }
      const error = await attempt(trx, consumer.handle, event)
      if (error === undefined) continue
      held.add(event.key)
      await fail(trx, consumer, event, 1, error)
    }
    const last = events.at(-1)
    if (last) await store.moveCursor(trx, consumer.name, last.xid, last.seq, ctx.now())
    return events.length + retried
  }

  const step = (consumer: Consumer): Promise<number> => ctx.db.transaction().execute((trx) => advance(trx, consumer))

  const loop = async (consumer: Consumer): Promise<void> => {
    let idle = 25
    while (running) {
      const handled = await step(consumer).catch((error: unknown) => {
        if (running) ctx.log.error({ err: error, consumer: consumer.name }, 'outbox consumer failed')
        return 0
      })
      if (handled > 0) {
        idle = 25
        continue
      }
      // A publisher in this process wakes the consumer before it commits, hence short waits first, long ones when quiet.
      idle = Math.min(idle * 2, 800)
      const stopWaiting = new AbortController()
      consumer.wake = () => {
        idle = 12
        stopWaiting.abort()
      }
      await sleep(idle, undefined, { signal: stopWaiting.signal }).catch(() => {})
    }
  }

  return {
    async publish(trx, events) {
      if (events.length === 0) return
      await store.insertEvents(trx, events, ctx.now())
      const topics = new Set(events.map((event) => event.topic))
      for (const consumer of registered.values()) if (consumer.topics.some((topic) => topics.has(topic))) consumer.wake()
    },
    consume(name, topics, handle) {
      if (running) throw new Error(`outbox consumer ${name} was registered after start`)
      if (registered.has(name)) throw new Error(`outbox consumer ${name} is registered twice`)
      registered.set(name, { name, topics, handle, wake: () => {}, done: Promise.resolve() })
    },
    async start() {
      running = true
      for (const consumer of registered.values()) {
        await store.registerConsumer(ctx.db, consumer.name)
        consumer.done = loop(consumer)
      }
    },
    async stop() {
      running = false
      for (const consumer of registered.values()) consumer.wake()
      await Promise.all([...registered.values()].map((consumer) => consumer.done))
    },
    async drain() {
      for (const consumer of registered.values())
        for (;;) {
          consumer.wake()
          const behind = await store.lag(ctx.db, consumer.name, consumer.topics, ctx.now())
          if (!behind || (behind.behind === 0 && behind.waiting === 0)) break
          await sleep(10)
        }
    },
  }
}
