/** Messages of many devices of one source that arrive in one turn of the event loop go through the pipeline together. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, type ItemResult } from '@haihe/contract'
import type { Ingest } from '../ingest/types.ts'
import { MOST_BATCH } from './topic.ts'

interface Message {
  /** what the sender calls it */
  name: string
  items: readonly unknown[]
  resolve: (results: ItemResult[]) => void
  reject: (error: unknown) => void
}

interface Collector {
  /** resolves after commit; a full queue is waited for, so that the device feels it as a late acknowledgement */
  submit: (source: string, items: readonly unknown[], name: string) => Promise<ItemResult[]>
}

const isBusy = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'OVERLOADED' || error.code === 'TOO_MANY_REQUESTS')

export const createCollector = (ingest: Pick<Ingest, 'submit'>): Collector => {
  const open = new Map<string, Message[]>()

  const submitPatiently = async (source: string, items: readonly unknown[], message: string): Promise<ItemResult[]> => {
    for (let tries = 0; ; tries += 1)
      try {
        return await ingest.submit({ source, items, via: { protocol: 'mqtt', message } })
      } catch (error) {
        if (!isBusy(error) || tries >= 60) throw error
        await sleep(250 + Math.random() * 500)
      }
  }

  const send = async (source: string, messages: readonly Message[]): Promise<void> => {
    try {
      const results = await submitPatiently(
        source,
        messages.flatMap((message) => message.items),
        messages.length === 1 ? (messages[0] as Message).name : `${(messages[0] as Message).name} 等 ${messages.length} 条`,
      )
      let from = 0
      for (const { items, resolve } of messages) {
        resolve(results.slice(from, from + items.length).map((result, index) => ({ ...result, index })))
        from += items.length
      }
    } catch (error) {
      for (const { reject } of messages) reject(error)
    }
  }

  const flush = (source: string): void => {
    const messages = open.get(source) ?? []
    open.delete(source)
    let batch: Message[] = []
    let size = 0
    for (const message of messages) {
      if (size > 0 && size + message.items.length > MOST_BATCH) {
        void send(source, batch)
        batch = []
        size = 0
      }
      batch.push(message)
      size += message.items.length
    }
    if (batch.length > 0) void send(source, batch)
  }

  return {
    submit: (source, items, name) =>
      new Promise((resolve, reject) => {
        const waiting = open.get(source)
        if (waiting) waiting.push({ name, items, resolve, reject })
        else {
          open.set(source, [{ name, items, resolve, reject }])
          setImmediate(flush, source)
        }
      }),
  }
}
