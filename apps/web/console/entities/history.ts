/** The past of one object, newest first. */
import type { EntityHistoryItem } from '@haihe/contract'
import type { ChartPoint } from '../../ui/chart.tsx'

export const historyPath = (id: string): string => `/api/entities/${encodeURIComponent(id)}/history`

/** Numbers by time, oldest first; a deletion, or a value that is no number, is a gap. Null when there are no numbers. */
export const pointsOf = (items: readonly EntityHistoryItem[]): ChartPoint[] | null => {
  if (!items.some(({ kind, value }) => kind !== 'deleted' && typeof value === 'number')) return null
  return items
    .map(({ kind, value, observedAt, at }) => ({
      at: observedAt ?? at,
      value: kind !== 'deleted' && typeof value === 'number' ? value : null,
    }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
