/**
 * A writer: one connection, one group after the other. While a group is written the next one gathers, so that the
 * busier the hub is, the more a commit carries (group commit).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@haihe/contract'
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import { openConnection } from './connection.ts'
import type { DeriveContext } from './derive.ts'
import { isCollision, isKnownRow, isMissingPartition, isOutage } from './failures.ts'
import { buildGroup, type Group, type Part } from './group.ts'
import type { Partitions } from './partitions.ts'
import type { Registry } from './registry.ts'
import type { SeriesState } from './state.ts'
import { commit, doubtful, type WriteContext, writeGroup } from './write.ts'

interface WriterOptions {
  /** address of the database: a writer has a connection of its own */
  url: string
  log: Log
  registry: Registry
  partitions: Partitions
  write: WriteContext
  derive: () => DeriveContext
  /** most items of one group */
  groupSize: number
  /** how long a group is tried through an outage before its requests are refused, milliseconds */
  patience: number
  /** after commit, before acknowledgement */
  measured: (group: Group, seconds: number) => void
}

export interface GroupWriter {
  add: (part: Part) => void
  /** resolves when everything added so far is answered */
  idle: () => Promise<void>
  close: () => Promise<void>
}

/** What a failed attempt asks for before the next. */
type Remedy = 'again' | 'wait' | 'split' | 'give-up'

export const createWriter = (options: WriterOptions): GroupWriter => {
  const { log, registry, partitions } = options
  let queue: Part[] = []
  let running: Promise<void> | undefined
  let client: pg.Client | undefined
  /** series whose marks are in doubt since a group failed; they are read again before the next one is built */
  const suspects = new Set<SeriesState>()

  const lose = async (): Promise<void> => {
    const lost = client
    client = undefined
    await lost?.end().catch(() => {})
  }
  const connected = async (): Promise<pg.Client> => {
    client ??= await openConnection(options.url)
    return client
  }

  const ensurePartitions = async (parts: readonly Part[]): Promise<void> => {
    const missing = new Set<number>()
    for (const { prepared, indexes } of parts)
      for (const index of indexes) {
        const at = prepared.at[index] as number
        if (!partitions.has(at)) missing.add(at)
      }
    if (missing.size > 0) await partitions.ensure(missing)
  }

  const abort = async (group: Group): Promise<void> => {
    for (const sink of options.write.sinks) await sink.aborted?.(group.readings, options.write.writer)
  }

  /** Builds, writes and commits. When it throws, what is in doubt is noted in `suspects`. */
  const attempt = async (parts: readonly Part[]): Promise<void> => {
    const started = performance.now()
    const connection = await connected()
    if (suspects.size > 0) {
      await registry.reload(connection, suspects)
      suspects.clear()
    }
    await ensurePartitions(parts)
    const group = await buildGroup(parts, registry, options.derive())
    try {
      const results = await writeGroup(connection, group, options.write)
      await commit(connection)
      if (group.readings.length > 0)
        options.write.sinks.forEach((sink, i) => {
          try {
            sink.committed?.(results[i], group.readings)
          } catch (error) {
            log.error({ err: error, sink: sink.name }, 'a sink failed after commit')
          }
        })
      options.measured(group, (performance.now() - started) / 1000)
    } catch (error) {
      for (const series of doubtful(group)) {
        // until its mark is read again nothing may trust it
        series.at = Number.POSITIVE_INFINITY
        suspects.add(series)
      }
      await connection.query('ROLLBACK').catch(lose)
      await abort(group).catch((failed) => log.error({ err: failed }, 'a sink failed to forget a lost transaction'))
      throw error
    }
  }

  const remedyFor = async (error: unknown, tries: number, parts: readonly Part[], until: number): Promise<Remedy> => {
    if (isOutage(error)) {
      await lose()
      return Date.now() < until ? 'wait' : 'give-up'
    }
    if (isMissingPartition(error)) await partitions.refresh()
    if ((isCollision(error) || isKnownRow(error) || isMissingPartition(error)) && tries < 5) return 'again'
    return parts.length > 1 ? 'split' : 'give-up'
  }

  const refuse = (parts: readonly Part[], error: unknown): void => {
    const outage = isOutage(error)
    log.error({ err: error, requests: parts.length }, outage ? 'the store stayed away' : 'a group could not be written')
    for (const part of parts) part.failed(outage ? new AppError('UNAVAILABLE', { retryAfter: 5 }) : new AppError('INTERNAL'))
  }

  /** Writes parts until they are in, or are refused; a part that spoils its group is found by trying each alone. */
  const commitParts = async (parts: readonly Part[]): Promise<void> => {
    const until = Date.now() + options.patience
    for (let tries = 1; ; tries += 1)
      try {
        await attempt(parts)
        for (const part of parts) part.done()
        return
      } catch (error) {
        const remedy = await remedyFor(error, tries, parts, until).catch((): Remedy => 'give-up')
        if (remedy === 'split') {
          log.warn({ err: error, requests: parts.length }, 'a group failed; its requests are tried one by one')
          for (const part of parts) await commitParts([part])
          return
        }
        if (remedy === 'give-up') {
          refuse(parts, error)
          return
        }
        if (remedy === 'wait') await sleep(Math.min(50 * 2 ** Math.min(tries, 5), 1000))
      }
  }

  const take = (): Part[] => {
    let items = 0
    let count = 0
    while (count < queue.length && (items === 0 || items + (queue[count] as Part).indexes.length <= options.groupSize)) {
      items += (queue[count] as Part).indexes.length
      count += 1
    }
    const taken = queue.slice(0, count)
    queue = queue.slice(count)
    return taken
  }

  const run = async (): Promise<void> => {
    // one turn of the event loop, so that what arrived in the same read goes together
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) {
      const parts = take()
      await commitParts(parts).catch((error) => refuse(parts, error))
    }
    // in the same turn as the look at the queue: a part that is added next starts a new run
    running = undefined
  }

  return {
    add(part) {
      queue.push(part)
      running ??= run()
    },
    idle: async () => {
      while (running) await running
    },
    close: async () => {
      while (running) await running
      await lose()
    },
  }
}
