/** Assembles the pipeline: admission, preparation, writers, timers. */
import { availableParallelism } from 'node:os'
import { AppError, type Derivation, type ItemResult } from '@haihe/contract'
import type { Ctx, Outbox } from '@haihe/kernel'
import { noteItems } from '../sources/flow.ts'
import type { SourceRegistry } from '../sources/registry.ts'
import { arriveAt, type Via } from './arrival.ts'
import { itemsOf, MOST_ITEMS, sharesOf } from './batch.ts'
import { type Bounds, MOST_AHEAD } from './check.ts'
import { type DeriveContext, SETTLE_MS } from './derive.ts'
import { createDescriptions } from './describe.ts'
import type { Part } from './group.ts'
import * as metrics from './metrics.ts'
import { createPartitions, type PartitionSize } from './partitions.ts'
import { type FirstPass, prepareBytes, prepareItems, prepareUnknown } from './prepare.ts'
import { emptyPrepared, type Prepared } from './prepared.ts'
import { createRegistry } from './registry.ts'
import { outcomeOf } from './results.ts'
import { type Expired, expireObservations } from './retention.ts'
import { type EntityState, type SourceState, writerOf } from './state.ts'
import { noteExpectations, recoverPending, sweepGaps } from './sweep.ts'
import type { Ingest, IngestRequest, Sink } from './types.ts'
import { createWriter, type GroupWriter } from './writer.ts'

export interface IngestOptions {
  /** writers side by side; default two */
  writers?: number
  /** most items of one transaction */
  groupSize?: number
  /** most items taken and not yet committed; beyond it batches are refused with 503 */
  queueSize?: number
  /** time range of one partition of data.observation */
  partition?: PartitionSize
  /** how long an outage of the store is waited for before requests are refused, milliseconds */
  patience?: number
  /** how often gaps are looked for, milliseconds; 0 switches the timers off (tests call `tick`) */
  sweepEvery?: number
}

/** For tests and for one caller of timers. */
export interface IngestControls {
  /** gaps, settled derivations, partitions ahead, counters: what the timers do */
  tick: () => Promise<void>
  /** removes raw readings that are past their retention today; returns what went */
  expire: () => Promise<Expired>
}

const OPTIONS = {
  writers: Math.min(2, availableParallelism()),
  groupSize: 6000,
  queueSize: 60_000,
  patience: 20_000,
  sweepEvery: 15_000,
}

export const createIngest = (
  ctx: Pick<Ctx, 'pool' | 'url' | 'log' | 'now' | 'city'>,
  services: { sources: SourceRegistry; outbox: Pick<Outbox, 'publish'> },
  given: IngestOptions = {},
): Ingest & IngestControls => {
  const options = { ...OPTIONS, partition: 'month' as PartitionSize, ...given }
  const { sources, outbox } = services
  const clock = (): number => ctx.now().getTime()
  const dateFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.city.timeZone })
  const localDate = (at: number): string => dateFormat.format(at)
  const descriptions = createDescriptions(ctx.city.code, localDate, clock)
  const registry = createRegistry(ctx.pool, descriptions, sources, ctx.now, options.writers)
  const partitions = createPartitions(ctx.pool, options.partition)
  const sinks: Sink[] = []
  const pending = new Set<EntityState>()
  const timers: NodeJS.Timeout[] = []
  let writers: GroupWriter[] = []
  /** items and requests taken and not yet answered */
  let waiting = 0
  let requests = 0
  let drained: (() => void) | undefined
  let state: 'new' | 'running' | 'stopping' = 'new'

  const derive = (): DeriveContext => ({
    rule: descriptions.rule,
    localDate,
    pending,
    now: clock(),
    failed: (derivation: Derivation, error: unknown) =>
      ctx.log.error({ err: error, derivation: derivation.id }, 'a derivation failed'),
  })

  const makeWriter = (index: number): GroupWriter =>
    createWriter({
      url: ctx.url,
      log: ctx.log,
      registry,
      partitions,
      groupSize: options.groupSize,
      patience: options.patience,
      derive,
      write: { sinks, writer: { index, count: options.writers }, outbox, now: ctx.now, rule: descriptions.rule, localDate },
      measured: (group, seconds) => {
        metrics.groupSeconds.observe(seconds)
        metrics.groupRows.observe(group.rowSeries.length + group.late.length)
      },
    })

  /** Hands a request to the writers that own its items; resolves when all have committed. */
  const dispatch = (prepared: Prepared, letters: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const keeper = letters && prepared.rejections.length > 0 ? writerOf(prepared.source.region, writers.length) : -1
      const shares = sharesOf(prepared, writers.length)
      let open = 0
      let failure: unknown
      const settle = (): void => {
        open -= 1
        if (open > 0) return
        if (failure === undefined) resolve()
        else reject(failure)
      }
      const failed = (error: unknown): void => {
        failure ??= error
        settle()
      }
      const parts = writers.flatMap((writer, index) => {
        const indexes = shares[index] as readonly number[]
        if (indexes.length === 0 && index !== keeper) return []
        return [{ writer, part: { prepared, indexes, letters: index === keeper, done: settle, failed } satisfies Part }]
      })
      open = parts.length
      if (open === 0) resolve()
      for (const { writer, part } of parts) writer.add(part)
    })

  const count = (prepared: Prepared): ItemResult[] => {
    const { results, stored, duplicate, rejected } = outcomeOf(prepared)
    noteItems(prepared.source, clock(), { received: prepared.count, stored, duplicate, rejected })
    if (stored > 0) metrics.items.inc({ outcome: 'stored' }, stored)
    if (duplicate > 0) metrics.items.inc({ outcome: 'duplicate' }, duplicate)
    if (rejected > 0) metrics.items.inc({ outcome: 'rejected' }, rejected)
    return results
  }

  const sourceOf = (id: string) => {
    if (state !== 'running') throw new AppError('UNAVAILABLE', { retryAfter: 2 })
    const source = sources.find(id)
    if (!source) throw new AppError('NOT_FOUND', { detail: `数据源 ${id} 没有登记` })
    return source
  }

  const complete = async (prepared: Prepared, keepRejected: boolean): Promise<ItemResult[]> => {
    await dispatch(prepared, keepRejected)
    return count(prepared)
  }

  /** Takes a batch into the queue, or refuses it whole. What it came as is not held while it waits for its commit. */
  const admit = (first: FirstPass, bounds: Bounds, keepRejected: boolean): Promise<ItemResult[]> => {
    const { prepared } = first
    if (waiting + prepared.count > options.queueSize && waiting > 0) {
      metrics.refused.inc()
      throw new AppError('OVERLOADED', { retryAfter: 1 })
    }
    waiting += prepared.count
    requests += 1
    const work =
      first.unknown.length === 0
        ? complete(prepared, keepRejected)
        : prepareUnknown(registry, descriptions.typeOf, sources.find, first, bounds).then(() => complete(prepared, keepRejected))
    return work.finally(() => {
      waiting -= prepared.count
      requests -= 1
      if (requests === 0) drained?.()
    })
  }

  const arrive = ({ protocol }: SourceState, via: Via | undefined) =>
    arriveAt(clock(), via ?? { protocol: protocol === 'open311' ? 'http' : protocol })

  const boundsNow = (): Bounds => ({ latest: clock() + MOST_AHEAD })

  const submitNow = ({ source: id, items, keepRejected = true, lines, via }: IngestRequest): Promise<ItemResult[]> => {
    const bounds = boundsNow()
    const source = sourceOf(id)
    const first = prepareItems(registry, source, items, bounds)
    first.prepared.lines = lines
    first.prepared.arrival = arrive(source, via)
    return admit(first, bounds, keepRejected)
  }

  const submitBytesNow = (id: string, body: Buffer, via?: Via): Promise<ItemResult[]> => {
    const bounds = boundsNow()
    const source = sourceOf(id)
    const plain = prepareBytes(registry, source, body, bounds, MOST_ITEMS)
    const first = plain && plain.prepared.count > 0 ? plain : prepareItems(registry, source, itemsOf(body), bounds)
    first.prepared.arrival = arrive(source, via)
    return admit(first, bounds, true)
  }

  // not async themselves: such a function would hold its arguments until it ends
  const submit = (request: IngestRequest): Promise<ItemResult[]> => Promise.try(submitNow, request)
  const submitBytes = (source: string, body: Buffer, via?: Via): Promise<ItemResult[]> =>
    Promise.try(submitBytesNow, source, body, via)

  /** Derivations whose remaining readings stayed away go through their writer like any reading. */
  const settleDerivations = async (): Promise<void> => {
    const before = clock() - SETTLE_MS
    const due = [...pending].filter((entity) => entity.pendingSince <= before).map((entity) => ({ entity, at: entity.pendingAt }))
    const byWriter = Map.groupBy(due, ({ entity }) => entity.writer)
    await Promise.all(
      [...byWriter].map(
        ([writer, settled]) =>
          new Promise<void>((resolve) => {
            const prepared = emptyPrepared(sources.get('internal'))
            const part: Part = { prepared, indexes: [], letters: false, settled, done: resolve, failed: () => resolve() }
            ;(writers[writer] as GroupWriter).add(part)
          }),
      ),
    )
  }

  const tick = async (): Promise<void> => {
    const at = ctx.now()
    descriptions.age(at.getTime())
    metrics.waiting.set(waiting)
    noteExpectations(registry)
    await partitions.ahead(at.getTime())
    await settleDerivations()
    await sweepGaps(registry, ctx.pool, outbox, at)
    await sources.flush()
  }

  const every = (milliseconds: number, name: string, work: () => Promise<unknown>): void => {
    let busy = false
    const timer = setInterval(() => {
      if (busy) return
      busy = true
      work()
        .catch((error) => ctx.log.warn({ err: error }, `${name} failed; it is tried again`))
        .finally(() => {
          busy = false
        })
    }, milliseconds)
    timer.unref()
    timers.push(timer)
  }

  const startTimers = (): void => {
    if (options.sweepEvery === 0) return
    every(options.sweepEvery, 'sweep for gaps', () => sweepGaps(registry, ctx.pool, outbox, ctx.now()))
    every(1000, 'settling of derivations', settleDerivations)
    every(5000, 'flush of counters', sources.flush)
    every(30_000, 'reading of sources', sources.load)
    every(60_000, 'upkeep', async () => {
      descriptions.age(clock())
      metrics.waiting.set(waiting)
      noteExpectations(registry)
      await partitions.ahead(clock())
    })
    every(3_600_000, 'trimming of counters', sources.trim)
  }

  return {
    submit,
    submitBytes,
    tick,
    async expire() {
      const at = clock()
      descriptions.age(at)
      const expired = await expireObservations(ctx.pool, (type) => descriptions.typeOf(type).oldest, ctx.log)
      await partitions.refresh()
      return expired
    },
    addSink(sink) {
      if (state !== 'new') throw new Error(`sink ${sink.name} comes after start`)
      if (sinks.some((known) => known.name === sink.name)) throw new Error(`sink ${sink.name} is added twice`)
      sinks.push(sink)
    },
    describe: descriptions.describe,
    forget: registry.forget,
    reloadSources: sources.load,
    async start() {
      await sources.load()
      await partitions.refresh()
      await partitions.ahead(clock())
      await registry.start()
      recoverPending(registry, pending, clock())
      noteExpectations(registry)
      writers = Array.from({ length: options.writers }, (_, index) => makeWriter(index))
      state = 'running'
      startTimers()
    },
    async stop() {
      state = 'stopping'
      for (const timer of timers) clearInterval(timer)
      if (requests > 0)
        await new Promise<void>((resolve) => {
          drained = resolve
        })
      await Promise.all(writers.map((writer) => writer.close()))
      await sources.flush()
    },
  }
}
