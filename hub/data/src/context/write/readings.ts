/**
 * The seam between city objects and the ingest pipeline.
 *
 * A numeric property with a time is an observation; so is one without a time when a scenario declares it as a number of
 * its type (it counts as measured when it came). Such values go to the pipeline in the name of the writer's source, so
 * that series, indicators and alerts move. They are noted in data.pending_reading in the transaction of the entity and
 * removed once the pipeline has committed them: a crash in between loses nothing, and handing them over twice changes
 * nothing (same series, time and value). The write is acknowledged after both are committed; only when the pipeline
 * refuses for longer than `patience` is it acknowledged with the readings still noted.
 */
import { AppError } from '@haihe/contract'
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { Ingest } from '../../ingest/types.ts'
import { dateTime } from '../model/json.ts'
import { hubName } from '../vocabulary.ts'
import type { Applied, HistoryEntry, Written } from './engine.ts'
import * as store from './write-store.ts'

interface Item {
  entity: string
  type: string
  attribute: string
  value: number
  at: string
  unit?: string
}

export type ReadingsOf = (applied: Applied, history?: readonly HistoryEntry[]) => Item[]

/** Which attributes of which types are numbers that scenarios count on. */
export type IsDeclared = (type: string, attribute: string) => boolean

/** The readings in a change: default instances of numeric properties of the default tenant that are new or newer. */
export const readingsIn =
  (isDeclared: IsDeclared): ReadingsOf =>
  ({ after, difference, now }, history) => {
    if (after.tenant !== '' || !after.live) return []
    const type = hubName(after.types[0] as string)
    const changes = history?.map(({ attribute, instance }) => ({ attribute, after: instance })) ?? difference.instances
    return changes.flatMap(({ attribute, after: is }) => {
      if (is?.type !== 'Property' || typeof is.value !== 'number' || is.datasetId !== undefined) return []
      const name = hubName(attribute)
      if (!is.observedAt && !isDeclared(type, name)) return []
      return [
        {
          entity: after.id,
          type,
          attribute: name,
          value: is.value,
          at: is.observedAt ?? now,
          ...(is.unitCode ? { unit: is.unitCode } : {}),
        },
      ]
    })
  }

interface Prepared {
  owner: unknown
  source: string
  items: Item[]
}

interface Pending {
  id: number
  source: string
  items: Item[]
  owners: unknown[]
}

export interface Readings {
  /** notes them in the transaction; null when there are none */
  prepare: (client: pg.PoolClient, parts: readonly Prepared[], at: string) => Promise<Pending[] | null>
  /** hands them over; what the pipeline rejected, by owner. Never throws */
  submit: (pending: readonly Pending[]) => Promise<Map<unknown, Written<unknown>['rejected']>>
  /** hands over what an earlier process left behind */
  recover: () => Promise<number>
}

export interface ReadingServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  ingest: Pick<Ingest, 'submit'>
  /** milliseconds a write waits for a pipeline that is full */
  patience?: number
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const createReadings = ({ pool, log, now, ingest, patience = 5_000 }: ReadingServices): Readings => {
  /** True when the pipeline has decided about every item. */
  const handOver = async (part: Omit<Pending, 'owners'>, wait: number) => {
    for (let waited = 0; ; )
      try {
        // units of NGSI-LD are UN/CEFACT codes, those of scenarios are words: the series knows its own
        const results = await ingest.submit({
          source: part.source,
          items: part.items.map(({ unit: _, ...item }) => item),
          via: { protocol: 'ngsi-ld', message: part.items[0]?.entity },
        })
        await store.deletePending(pool, [part.id])
        return results
      } catch (error) {
        const full = error instanceof AppError && (error.status === 503 || error.status === 429)
        if (!full || waited >= wait) {
          log.warn({ err: error, source: part.source, readings: part.items.length }, 'readings wait for the pipeline')
          return null
        }
        const pause = 100 + Math.random() * 200
        waited += pause
        await sleep(pause)
      }
  }

  return {
    async prepare(client, parts, at) {
      const bySource = new Map<string, { items: Item[]; owners: unknown[] }>()
      for (const { owner, source, items } of parts) {
        if (items.length === 0) continue
        const group = bySource.get(source) ?? { items: [], owners: [] }
        for (const item of items) {
          group.items.push(item)
          group.owners.push(owner)
        }
        bySource.set(source, group)
      }
      if (bySource.size === 0) return null
      const groups = [...bySource].map(([source, group]) => ({ source, ...group }))
      // whose they are is known to this process alone
      const noted = groups.map(({ source, items }) => ({ source, items }))
      const ids = await store.insertPending(client, noted, at)
      return groups.map((group) => ({ id: ids.get(group.source) as number, ...group }))
    },
    async submit(pending) {
      const rejected = new Map<unknown, Written<unknown>['rejected']>()
      await Promise.all(
        pending.map(async (part) => {
          for (const { index, status, code = 'INTERNAL', message = '' } of (await handOver(part, patience)) ?? []) {
            if (status !== 'rejected') continue
            const list = rejected.get(part.owners[index]) ?? []
            list.push({ attribute: part.items[index]?.attribute ?? '', code, message })
            rejected.set(part.owners[index], list)
          }
        }),
      )
      return rejected
    },
    async recover() {
      let recovered = 0
      for (;;) {
        // younger ones are still in the hands of the write that noted them
        const left = await store.listPending(pool, new Date(now().getTime() - 60_000), 100)
        for (const { id, source, items } of left) {
          if ((await handOver({ id, source, items: items as Item[] }, 0)) === null) return recovered
          recovered += 1
        }
        if (left.length < 100) return recovered
      }
    },
  }
}

/** Newer of two times of measurement; an instance without one is older than any. */
export const isNewer = (a: string | undefined, b: string | undefined): boolean =>
  (a ? dateTime(a) : Number.NEGATIVE_INFINITY) > (b ? dateTime(b) : Number.NEGATIVE_INFINITY)
