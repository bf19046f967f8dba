/** Feeds that the hub fetches by itself. */
import { AppError, ERRORS, MINUTE } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import type { Ingest } from '../../ingest/types.ts'
import { MOST_FEED, takeStations } from '../cnemc/routes.ts'
import * as store from './store.ts'

const TIMEOUT = 30_000
/** Longest wait between two tries of a feed that fails. */
const MOST_WAIT = 6 * 60 * MINUTE

interface PullServices {
  ctx: Pick<Ctx, 'db' | 'now' | 'log'>
  ingest: Pick<Ingest, 'submit'>
}

interface Fetched {
  document: unknown
  etag: string | null
}

/** Undefined when the server says that nothing changed. Throws an Error in words people understand. */
const fetchFeed = async (url: string, etag: string | null): Promise<Fetched | undefined> => {
  const response = await fetch(url, {
    headers: { accept: 'application/geo+json, application/json', ...(etag ? { 'if-none-match': etag } : {}) },
    signal: AbortSignal.timeout(TIMEOUT),
    redirect: 'follow',
  })
  if (response.status === 304) return undefined
  if (!response.ok) throw new Error(`对方返回 ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_FEED) throw new Error(`内容超过 ${MOST_FEED / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  try {
    return { document: JSON.parse(Buffer.concat(chunks).toString('utf8')), etag: response.headers.get('etag') }
  } catch {
    throw new Error('内容不是有效的 JSON')
  }
}

const wordsOf = (error: unknown): string => {
  if (error instanceof AppError) return `${ERRORS[error.code].zh}${error.details.detail ? `：${error.details.detail}` : ''}`
  if (error instanceof Error && error.name === 'TimeoutError') return '对方没有在 30 秒内答复'
  if (error instanceof TypeError) return `无法连接：${(error.cause as Error | undefined)?.message ?? error.message}`
  return error instanceof Error ? error.message : String(error)
}

/** Fetches one feed and notes the outcome; failures wait twice as long each time. */
export const runPull = async ({ ctx, ingest }: PullServices, pull: store.PullRow): Promise<void> => {
  const at = ctx.now()
  const next = (failures: number): Date =>
    new Date(
      at.getTime() +
        Math.min(
          pull.everyMinutes * MINUTE * (failures > 0 ? 2 ** Math.min(failures - 1, 10) : 1),
          Math.max(MOST_WAIT, pull.everyMinutes * MINUTE),
        ),
    )
  try {
    const fetched = await fetchFeed(pull.url, pull.etag)
    const result = fetched
      ? await takeStations(ingest, pull.source, fetched.document, pull.filter, true)
      : { unchanged: true as const }
    await store.notePull(ctx.db, pull.source, {
      at,
      nextAt: next(0),
      etag: fetched ? fetched.etag : pull.etag,
      result,
      error: null,
      failures: 0,
    })
  } catch (error) {
    ctx.log.warn({ err: error, source: pull.source }, 'feed could not be fetched')
    const failures = pull.failures + 1
    await store.notePull(ctx.db, pull.source, {
      at,
      nextAt: next(failures),
      etag: pull.etag,
      result: null,
      error: wordsOf(error).slice(0, 500),
      failures,
    })
  }
}

/** Fetches what is due; called every minute. */
export const runDuePulls = async (services: PullServices): Promise<void> => {
  const at = services.ctx.now()
  for (const pull of await store.claimDue(services.ctx.db, at, new Date(at.getTime() + 10 * MINUTE)))
    await runPull(services, pull)
}
