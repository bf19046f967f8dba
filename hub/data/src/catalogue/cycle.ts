/** Update cycles (更新周期): when the next rows are due. */
import { DAY, isServed, type Resource, type UpdateCycle } from '@haihe/contract'

/** What «realtime» promises: rows at least this often, in milliseconds. */
const REALTIME = 15 * 60_000
const MONTHS: Partial<Record<UpdateCycle, number>> = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 }

/** The same day some months later; the last day of the month where it has no such day. */
const addMonths = (at: number, months: number): number => {
  const from = new Date(at)
  const to = new Date(at)
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + months)
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(from.getUTCDate(), last))
  return to.getTime()
}

/** The end of the cycle that began with `at`; null when updates come as they come. */
const cycleEnd = (cycle: UpdateCycle, at: number): number | null => {
  if (cycle === 'realtime') return at + REALTIME
  if (cycle === 'daily') return at + DAY
  if (cycle === 'weekly') return at + 7 * DAY
  const months = MONTHS[cycle]
  return months === undefined ? null : addMonths(at, months)
}

/** When the next rows of a resource are due. Services hold no rows here, drafts promise nothing. */
export const dueAt = (resource: Pick<Resource, 'state' | 'kind' | 'cycle' | 'loadedAt' | 'publishedAt'>): number | null => {
  const since = resource.loadedAt ?? resource.publishedAt
  if (!isServed(resource) || resource.kind === 'service' || since === null) return null
  return cycleEnd(resource.cycle, Date.parse(since))
}
