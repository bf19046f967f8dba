/** CloudEvents on their way in: observations go through the pipeline, everything else is stored as an event. */
import { type Actor, AppError, ERRORS, type ErrorCode, type ItemResult, scopesOf } from '@haihe/contract'
import { type Ctx, fieldErrors, type Outbox } from '@haihe/kernel'
import { unfit } from '@haihe/kernel/http/texts'
import type pg from 'pg'
import { writableSource } from '../ingest/routes.ts'
import type { Ingest } from '../ingest/types.ts'
import { Unreadable } from '../ingest/unreadable.ts'
import type { SourceRegistry } from '../sources/registry.ts'
import { CloudEvent } from './event.ts'
import { insertEvents } from './store.ts'

const OBSERVATION = 'haihe.observation'

export interface Intake {
  ctx: Pick<Ctx, 'pool' | 'now'>
  ingest: Pick<Ingest, 'submit'>
  sources: SourceRegistry
  outbox: Pick<Outbox, 'publish'>
}

const rejected = (index: number, code: ErrorCode, detail?: string): ItemResult => ({
  index,
  status: 'rejected',
  code,
  message: detail ? `${ERRORS[code].zh}：${detail}` : ERRORS[code].zh,
})

/** The registered source an event names: the credential's own, else the last part of the event's source URI. */
const sourceIdOf = (actor: Actor, event: CloudEvent): string => actor.source ?? event.source.split(/[/:]/).at(-1) ?? ''

interface Placed {
  index: number
  item: unknown
  /** id of the event */
  message?: string | undefined
}

const storeEvents = async (
  { ctx, outbox }: Intake,
  events: readonly { index: number; event: CloudEvent }[],
  region: string,
  by: string,
): Promise<ItemResult[]> => {
  const client: pg.PoolClient = await ctx.pool.connect()
  try {
    await client.query('BEGIN')
    const isFresh = await insertEvents(
      client,
      events.map((one) => one.event),
      { region, by, at: ctx.now() },
    )
    const fresh = new Set(events.filter(({ event }) => isFresh(event)))
    if (fresh.size > 0)
      await outbox.publish(
        client,
        [...fresh].map(({ event }) => ({
          topic: 'event.received',
          key: event.source,
          region,
          payload: { source: event.source, id: event.id, type: event.type },
        })),
      )
    await client.query('COMMIT')
    return events.map((one) => ({ index: one.index, status: fresh.has(one) ? 'stored' : 'duplicate' }))
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

const submitAll = async ({ ingest }: Intake, bySource: Map<string, Placed[]>): Promise<ItemResult[]> => {
  const results: ItemResult[] = []
  for (const [source, placed] of bySource) {
    const answers = await ingest.submit({
      source,
      items: placed.map((one) => one.item),
      via: { protocol: 'cloudevents', message: placed[0]?.message },
    })
    results.push(...answers.map((answer, i) => ({ ...answer, index: (placed[i] as Placed).index })))
  }
  return results
}

/** One result per event, in order; resolves after commit. */
export const takeEvents = async (intake: Intake, given: readonly unknown[], actor: Actor): Promise<ItemResult[]> => {
  const bySource = new Map<string, Placed[]>()
  const others: { index: number; event: CloudEvent }[] = []
  const results: ItemResult[] = []
  const place = (source: string, index: number, item: unknown, message?: string): void => {
    const known = bySource.get(source)
    if (known) known.push({ index, item, message })
    else bySource.set(source, [{ index, item, message }])
  }
  for (const [index, candidate] of given.entries()) {
    if (unfit(candidate)) {
      results.push(rejected(index, 'INVALID_INPUT', '内容嵌套过深，或含有无法保存的字符'))
      continue
    }
    const parsed = CloudEvent.safeParse(candidate)
    if (!parsed.success) {
      const [first] = fieldErrors(parsed.error)
      const detail = `${first?.path ?? ''} ${first?.message ?? ''}`.trim()
      // kept where it is known whose it is
      if (actor.source !== undefined && intake.sources.find(actor.source))
        place(actor.source, index, new Unreadable(JSON.stringify(candidate) ?? '', 'INVALID_INPUT', detail, first?.path))
      else results.push(rejected(index, 'INVALID_INPUT', detail))
      continue
    }
    const event = parsed.data
    if (event.type !== OBSERVATION) {
      others.push({ index, event })
      continue
    }
    try {
      place(writableSource(intake.sources, actor, sourceIdOf(actor, event)).id, index, event.data, event.id)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      results.push(rejected(index, error.code, typeof error.details.detail === 'string' ? error.details.detail : undefined))
    }
  }
  if (others.length > 0) {
    const region =
      (actor.source && intake.sources.find(actor.source)?.region) || (scopesOf(actor, 'observation.write')[0] as string)
    results.push(...(await storeEvents(intake, others, region, actor.id)))
  }
  results.push(...(await submitAll(intake, bySource)))
  return results.sort((a, b) => a.index - b.index)
}
