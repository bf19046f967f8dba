/** Sources in memory with their running counters; the counters go to data.source_minute every few seconds. */
import type { Db } from '@haihe/kernel'
import type { SourceState } from '../ingest/state.ts'
import * as store from './store.ts'

export interface SourceRegistry {
  find: (id: string) => SourceState | undefined
  /** the source of a stored series; one that left the registry is shown as simulated, the weakest provenance */
  get: (id: string) => SourceState
  all: () => SourceState[]
  load: () => Promise<void>
  /** writes the counters since the last flush */
  flush: () => Promise<void>
  /** drops minutes older than two days */
  trim: () => Promise<void>
}

const RING = 2 * 86_400_000
const fresh = () => ({ counts: new Map(), typesExpect: Number.POSITIVE_INFINITY, recent: [] })

export const createSourceRegistry = (db: Db, now: () => Date): SourceRegistry => {
  const sources = new Map<string, SourceState>()
  const strangers = new Map<string, SourceState>()

  const take = (row: store.SourceRow): void => {
    const types = row.types ? new Set(row.types) : null
    const known = sources.get(row.id)
    // the object stays the same: series and queued items refer to it
    if (known) Object.assign(known, { ...row, types, lastSeen: Math.max(known.lastSeen, row.lastSeen?.getTime() ?? 0) })
    else sources.set(row.id, { ...row, types, lastSeen: row.lastSeen?.getTime() ?? 0, ...fresh() })
  }

  return {
    find: (id) => sources.get(id),
    get(id) {
      const known = sources.get(id) ?? strangers.get(id)
      if (known) return known
      const stranger: SourceState = {
        id,
        title: id,
        unit: '',
        region: '',
        provenance: 'simulated',
        protocol: 'internal',
        types: new Set(),
        expectedEvery: null,
        lastSeen: 0,
        ...fresh(),
      }
      strangers.set(id, stranger)
      return stranger
    },
    all: () => [...sources.values()],
    load: async () => {
      for (const row of await store.listSources(db)) take(row)
    },
    flush: async () => {
      const taken = [...sources.values()].flatMap((source) =>
        [...source.counts].map(([minute, counts]) => ({
          ...counts,
          source: source.id,
          minute: new Date(minute),
          lastSeen: new Date(source.lastSeen),
        })),
      )
      if (taken.length === 0) return
      for (const source of sources.values()) source.counts = new Map()
      try {
        await store.addCounts(db, taken)
      } catch (error) {
        // they wait for the next flush
        for (const { source: id, minute, lastSeen: _, ...lost } of taken) {
          const { counts } = sources.get(id) as SourceState
          const known = counts.get(minute.getTime())
          if (known) for (const key of Object.keys(lost) as (keyof typeof lost)[]) known[key] += lost[key]
          else counts.set(minute.getTime(), lost)
        }
        throw error
      }
    },
    trim: () => store.trimCounts(db, new Date(now().getTime() - RING)),
  }
}
