/** One run: chunks are read and checked while the chunk before them is committed. */
import { performance } from 'node:perf_hooks'
import { AppError, ERRORS, type Resource, regionPath } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import pg from 'pg'
import { type ConnectorRow, findConnector, noteColumns, setWatermark } from '../connector/connector-store.ts'
import type { RunServices } from '../services.ts'
import { type Chunk, type Outcome, type Source, SourceError, toldBy } from '../source/types.ts'
import { type ChunkResult, type ChunkTarget, commitChunk, LostRun, type Pace, prepareStage } from './chunk-store.ts'
import { createPrepare } from './prepare.ts'
import * as store from './run-store.ts'
import { assertColumns, newColumns } from './structure.ts'

const HEARTBEAT = 3_000
const PUSH_EVERY = 500
const MOST_TRIES = 6
/** A mapping that rejects this much is wrong: going on would only fill the table of rejected rows. */
const MOST_REJECTED = 20_000

class Stopped extends Error {}

const wordsOf = (error: unknown): string => {
  if (error instanceof AppError) return `${ERRORS[error.code].zh}${error.details.detail ? `：${error.details.detail}` : ''}`
  return toldBy(error)
}

const isFinal = (error: unknown): boolean => error instanceof SourceError || error instanceof AppError

const openClient = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url, application_name: 'haihe-exchange', connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

const loadable = async (services: RunServices, id: string): Promise<Resource> => {
  const resource = await services.catalogue.find(id)
  if (resource?.kind !== 'table') throw new SourceError('信息资源不存在，或不是库表')
  if (resource.state === 'withdrawn') throw new SourceError('信息资源已撤销')
  return resource
}

/** Each run sees all that the source has. */
const isWhole = ({ settings }: ConnectorRow): boolean => {
  if ('strategy' in settings) return settings.strategy.by === 'full'
  return 'whole' in settings && settings.whole && !('incremental' in settings && settings.incremental)
}

/** Tells screens of the connector's region how far the run is; they fetch the rest. */
const push = ({ ctx }: RunServices, connector: ConnectorRow, run: store.RunRow): void =>
  ctx.live.publish({
    event: 'run',
    audience: regionPath(connector.region),
    data: {
      id: run.id,
      connector: connector.id,
      region: connector.region,
      unit: connector.unit,
      state: run.state,
      read: run.read,
      written: run.written,
      rejected: run.rejected,
      bytes: run.bytes,
    },
  })

const finish = async (
  services: RunServices,
  connector: ConnectorRow,
  resource: Resource,
  runId: number,
  owner: string,
  outcome: Outcome,
): Promise<void> => {
  const { ctx, catalogue, outbox } = services
  await inTransaction(ctx.db, async (trx) => {
    const run = await store.fence(trx, runId, owner)
    if (!run) throw new LostRun()
    const at = ctx.now()
    // a source that answers nothing, or rows that could not be taken, say nothing about what is gone
    const removed = outcome.whole && run.read > 0 && run.rejected === 0 ? await store.removeUnseen(trx, resource.no, run) : 0
    if (outcome.watermark !== undefined) await setWatermark(trx, connector.id, outcome.watermark)
    await store.endRun(trx, runId, owner, { state: 'done', error: null, removed }, at)
    await catalogue.note(trx, resource.id, { rows: await store.countRows(trx, resource.no), loadedAt: at.toISOString() })
    await outbox.publish(trx, [
      {
        topic: 'resource.loaded',
        key: resource.id,
        region: resource.region,
        payload: { resource: resource.id, connector: connector.id, run: runId, rows: run.written, rejected: run.rejected },
      },
    ])
  })
}

/** Reads, checks and commits; answers what the source says at its end. Throws Stopped when it is wished. */
const pump = async (
  services: RunServices,
  source: Source,
  target: ChunkTarget,
  run: store.RunRow,
  connector: ConnectorRow,
  resource: Resource,
): Promise<Outcome> => {
  const { ctx } = services
  const prepare = createPrepare(
    { resource, mapping: run.mapping, world: services.worldOf(connector), subjectKey: services.subjectKey },
    run.id,
  )
  const stop = new AbortController()
  const client = await openClient(ctx.url)
  const [totals, pace] = [{ ...run }, { last: performance.now(), pushed: 0 }]
  const heartbeat = setInterval(() => {
    void store.beat(ctx.db, run.id, target.owner).then(
      (alive) => {
        if (!alive) stop.abort(new LostRun())
        else if (alive.wish) stop.abort(new Stopped(alive.wish))
      },
      () => {},
    )
  }, HEARTBEAT)
  const stopped = new Promise<never>((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason)))
  stopped.catch(() => {})
  const position = { cursor: run.cursor, watermark: connector.watermark, line: run.read, signal: stop.signal }
  const chunks = source.read(position)
  const direct: Pace = { direct: null, merges: 0 }
  let under: Promise<void> = Promise.resolve()
  let looked = target.replay !== null

  /** once a run, at its first rows */
  const lookAtColumns = async (columns: readonly string[]): Promise<void> => {
    looked = true
    assertColumns(connector.kind, resource, run.mapping, columns)
    await noteColumns(ctx.db, connector.id, columns, newColumns(connector, columns))
  }
  const commit = async (chunk: Chunk, prepared: Awaited<ReturnType<typeof prepare>>): Promise<void> => {
    const busy = performance.now() - pace.last
    pace.last = performance.now()
    const result: ChunkResult = await commitChunk(client, target, prepared, direct, busy)
    chunk.committed?.()
    totals.read += prepared.read
    totals.written += result.written
    totals.rejected += prepared.rejected
    totals.bytes += prepared.bytes
    if (performance.now() - pace.pushed > PUSH_EVERY) {
      pace.pushed = performance.now()
      push(services, connector, totals)
    }
    if (result.wish) throw new Stopped(result.wish)
    if (totals.rejected > MOST_REJECTED && totals.rejected > totals.read / 2)
      throw new SourceError(`超过一半的行被拒绝（${totals.rejected} / ${totals.read}），请检查映射后继续`)
  }

  try {
    await prepareStage(client, resource)
    for (;;) {
      const next = await Promise.race([chunks.next(), stopped])
      if (next.done) {
        await under
        return next.value
      }
      if (!looked && next.value.columns.length > 0) await lookAtColumns(next.value.columns)
      const prepared = await prepare(next.value, ctx.now())
      await under
      under = commit(next.value, prepared)
      under.catch(() => {})
    }
  } finally {
    clearInterval(heartbeat)
    stop.abort(new LostRun())
    await under.catch(() => {})
    await client.end().catch(() => {})
    void Promise.resolve(chunks.return({ whole: false })).catch(() => {})
  }
}

/** Does a run that this owner has claimed, until it ends, is stopped or fails. Never throws. */
export const executeRun = async (services: RunServices, run: store.RunRow, owner: string): Promise<void> => {
  const { ctx } = services
  const connector = await findConnector(ctx.db, run.connector)
  if (!connector) return
  let source: Source | undefined
  const end = async (state: 'done' | 'failed' | 'cancelled' | 'paused'): Promise<void> => {
    const now = await store.findRun(ctx.db, run.id)
    if (now) push(services, connector, now)
    if (state !== 'paused') await services.ended?.(connector, run.input, state)
  }
  try {
    const resource = await loadable(services, run.resource)
    await services.held.ensure(resource)
    source = await services.open(connector, run.input, run.id)
    if (run.total === null) await store.setSize(ctx.db, run.id, await source.size())
    const replay = run.trigger === 'replay' ? { by: run.startedBy } : null
    const target = { run: run.id, connector: connector.id, owner, resource, whole: !replay && isWhole(connector), replay }
    const outcome = await pump(services, source, target, run, connector, resource)
    await finish(services, connector, resource, run.id, owner, outcome)
    await end('done')
  } catch (error) {
    if (error instanceof LostRun) return
    try {
      if (error instanceof Stopped) {
        const state = error.message === 'pause' ? 'paused' : 'cancelled'
        await store.endRun(ctx.db, run.id, owner, { state, error: null }, ctx.now())
        return await end(state)
      }
      const words = wordsOf(error).slice(0, 1000)
      ctx.log.warn({ err: error, run: run.id }, 'run of a connector failed')
      const attempts = (await store.findRun(ctx.db, run.id))?.attempts ?? run.attempts
      if (isFinal(error) || attempts + 1 >= MOST_TRIES) {
        await store.endRun(ctx.db, run.id, owner, { state: 'failed', error: words }, ctx.now())
        await end('failed')
      } else await store.retryLater(ctx.db, run.id, owner, words, 2 ** attempts, ctx.now())
    } catch (failure) {
      // the lease runs out, then somebody takes the run over
      ctx.log.error({ err: failure, run: run.id }, 'end of a run could not be noted')
    }
  } finally {
    await source?.close().catch(() => {})
  }
}
