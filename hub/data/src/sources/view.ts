import { MINUTE, type SensorFault, type SourceRate, type SourceView } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import type { FaultRow } from '../ingest/fault-store.ts'
import type { SourceState } from '../ingest/state.ts'
import { expectationOf, flowOf, rateOf } from './flow.ts'
import * as store from './store.ts'

const SHOWN = 60

const instant = (at: number): string | null => (at > 0 ? new Date(at).toISOString() : null)

export const rateView = (source: SourceState, at: number): SourceRate => ({
  id: source.id,
  ...rateOf(source, at),
  lastSeen: instant(source.lastSeen),
  flow: flowOf(source, at),
})

export const sourceViews = async (db: Db, sources: readonly SourceState[], at: Date): Promise<SourceView[]> => {
  const minute = Math.floor(at.getTime() / MINUTE) * MINUTE
  const [rows, counts, letters, faults] = await Promise.all([
    store.listSources(db),
    store.countsSince(db, new Date(minute - 24 * 60 * MINUTE)),
    store.openDeadLetters(db),
    store.openFaultCounts(db),
  ])
  const created = new Map(rows.map((row) => [row.id, row.createdAt]))
  const open = new Map(letters.map((row) => [row.source, row.open]))
  const faulty = new Map(faults.map((row) => [row.source, row.open]))
  const bySource = Map.groupBy(counts, (row) => row.source)
  return sources.map((source) => {
    const own = bySource.get(source.id) ?? []
    const byMinute = new Map(own.map((row) => [row.minute.getTime(), row]))
    const minutes = Array.from({ length: SHOWN }, (_, i) => {
      const from = minute - (SHOWN - i) * MINUTE
      const row = byMinute.get(from)
      return { at: new Date(from).toISOString(), received: row?.received ?? 0, rejected: row?.rejected ?? 0 }
    })
    const day = { received: 0, stored: 0, duplicate: 0, rejected: 0 }
    for (const row of own) for (const key of Object.keys(day) as (keyof typeof day)[]) day[key] += row[key]
    return {
      id: source.id,
      title: source.title,
      unit: source.unit,
      region: source.region,
      provenance: source.provenance,
      protocol: source.protocol,
      types: source.types ? [...source.types] : null,
      expectedEvery: expectationOf(source),
      createdAt: (created.get(source.id) ?? at).toISOString(),
      lastSeen: instant(source.lastSeen),
      flow: flowOf(source, at.getTime()),
      perMinute: minutes.at(-1)?.received ?? 0,
      day,
      openDeadLetters: open.get(source.id) ?? 0,
      openFaults: faulty.get(source.id) ?? 0,
      minutes,
    }
  })
}

export const faultView = (row: FaultRow): SensorFault => ({
  ...row,
  since: row.since.toISOString(),
  detectedAt: row.detectedAt.toISOString(),
  recoveredAt: row.recoveredAt?.toISOString() ?? null,
})
