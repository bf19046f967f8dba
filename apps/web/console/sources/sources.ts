/** What the screens know of sources. */
import type { SourceFlow, SourceRate, SourceView } from '@haihe/contract'
import { useMemo } from 'react'
import { useApi } from '../../ui/queries.ts'
import type { StateTone } from '../parts/small.tsx'

export const FLOW_TONE: Record<SourceFlow, StateTone> = { live: 'good', late: 'wait', silent: 'bad' }
const URGENCY: Record<SourceFlow, number> = { silent: 0, late: 1, live: 2 }

export const useSources = (enabled = true) =>
  useApi<{ sources: SourceView[] }>('/api/sources', undefined, { enabled, every: 15_000, keep: true })

export const useRates = (enabled = true) => {
  const { data } = useApi<{ rates: SourceRate[] }>('/api/sources/rates', undefined, {
    enabled,
    every: 3_000,
    keep: true,
    staleTime: 0,
  })
  return useMemo(() => new Map(data?.rates.map((rate) => [rate.id, rate])), [data])
}

/** A source as it is this second: the slow view with what the quick one knows better. */
export const withRate = (source: SourceView, rate: SourceRate | undefined): SourceView & { perSecond: number | null } => ({
  ...source,
  ...(rate ? { flow: rate.flow, lastSeen: rate.lastSeen } : {}),
  perSecond: rate?.perSecond ?? null,
})
export type SourceNow = ReturnType<typeof withRate>

/** What needs somebody comes first: silent, late, then those with rejected items or faults, then by name. */
export const byUrgency = (a: SourceNow, b: SourceNow): number =>
  URGENCY[a.flow] - URGENCY[b.flow] ||
  b.openFaults + b.openDeadLetters - (a.openFaults + a.openDeadLetters) ||
  a.title.localeCompare(b.title, 'zh-CN')

export interface FlowSum {
  live: number
  late: number
  silent: number
  perMinute: number
  /** over the last ten seconds */
  perSecond: number
  stored: number
  duplicate: number
  rejected: number
}

export const sumOf = (sources: readonly SourceNow[]): FlowSum => {
  const sum: FlowSum = { live: 0, late: 0, silent: 0, perMinute: 0, perSecond: 0, stored: 0, duplicate: 0, rejected: 0 }
  for (const source of sources) {
    sum[source.flow] += 1
    sum.perMinute += source.perMinute
    sum.perSecond += source.perSecond ?? 0
    sum.stored += source.day.stored
    sum.duplicate += source.day.duplicate
    sum.rejected += source.day.rejected
  }
  return sum
}

/** Received and rejected per minute over all sources, by the minutes they share. */
export const minutesOf = (sources: readonly Pick<SourceView, 'minutes'>[]): SourceView['minutes'] => {
  const sum = new Map<string, { at: string; received: number; rejected: number }>()
  for (const { minutes } of sources)
    for (const { at, received, rejected } of minutes) {
      const known = sum.get(at)
      if (known) {
        known.received += received
        known.rejected += rejected
      } else sum.set(at, { at, received, rejected })
    }
  return [...sum.values()].sort((a, b) => (a.at < b.at ? -1 : 1))
}
