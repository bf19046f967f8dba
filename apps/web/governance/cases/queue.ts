/** The order and the groups of a queue: what is late first, what runs out next, what waits last. Pure. */
import { CASE_QUEUES, type CaseQueue, type CaseQueues, type CaseSummary, type ClockView, type Role } from '@haihe/contract'

const AT_DESKS: readonly Role[] = ['deptHandler', 'streetDispatcher', 'districtCenter', 'cityCenter']
const AFIELD: readonly Role[] = ['gridWorker', 'communityOps']

/** Filters of a queue as they stand in the address. */
export interface CaseFilter {
  queue: CaseQueue
  region?: string
  category?: string
  state?: string
  q?: string
}

const text = (value: unknown, longest: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, longest) : undefined

/** In the address the queue may be left out: then it is the person's own first queue. */
export type FilterAddress = Omit<CaseFilter, 'queue'> & { queue?: CaseQueue }

/** The shortest text the server searches for */
export const SHORTEST_SEARCH = 2

/** Centres hold no cases of their own: they send them on. */
const CENTRES: readonly Role[] = ['districtCenter', 'cityCenter']
const HANDLERS: readonly Role[] = ['deptHandler', 'streetDispatcher']

/** Where a person's work stands: what they go after or send on, what waits for their unit, or everything they may see. */
export const firstQueue = (roles: readonly Role[]): CaseQueue => {
  if (roles.some((role) => CENTRES.includes(role)) && !roles.some((role) => HANDLERS.includes(role))) return 'dispatch'
  if (roles.some((role) => AT_DESKS.includes(role))) return 'unit'
  return roles.some((role) => AFIELD.includes(role)) ? 'mine' : 'all'
}

/** Whatever stands in the address becomes a filter the server takes; what it would refuse is dropped. */
export const filterFrom = (search: Record<string, unknown>): FilterAddress => {
  const queue = CASE_QUEUES.find((id) => id === search.queue)
  const region = text(search.region, 15)
  const category = text(search.category, 20)
  const state = text(search.state, 40)
  const q = text(search.q, 60)
  return {
    ...(queue ? { queue } : {}),
    ...(region && /^(\d{2}|\d{6}|\d{9}|\d{12}|\d{15})$/.test(region) ? { region } : {}),
    ...(category ? { category } : {}),
    ...(state ? { state } : {}),
    ...(q && q.length >= SHORTEST_SEARCH ? { q } : {}),
  }
}

export const CLOCK_GROUPS = ['overdue', 'soon', 'today', 'later', 'paused', 'none'] as const
export type ClockGroup = (typeof CLOCK_GROUPS)[number]

/** From this share of its limit on a case asks for attention (the engine warns at 80 % too). */
export const SOON_SHARE = 0.8
const HOUR = 3_600_000
/** China keeps one zone without summer time */
const OFFSET = 8 * HOUR
const dayOf = (at: number) => Math.floor((at + OFFSET) / (24 * HOUR))

/** Share of the limit used by now, of a running clock; the server's figure is as old as the answer. */
export const usedShare = (clock: ClockView, now: number): number => {
  if (clock.state !== 'running' || clock.dueAt === null) return clock.used
  return Date.parse(clock.dueAt) <= now ? Math.max(1, clock.used) : clock.used
}

export const clockGroup = (item: Pick<CaseSummary, 'clock'>, now: number): ClockGroup => {
  const { clock } = item
  if (!clock) return 'none'
  if (clock.state === 'paused') return 'paused'
  if (clock.state === 'breached') return 'overdue'
  if (clock.state !== 'running' || clock.dueAt === null) return 'none'
  const due = Date.parse(clock.dueAt)
  if (due <= now) return 'overdue'
  if (due - now <= HOUR || usedShare(clock, now) >= SOON_SHARE) return 'soon'
  return dayOf(due) === dayOf(now) ? 'today' : 'later'
}

const URGENCY = { critical: 0, urgent: 1, normal: 2 } as const

/** Groups in order; within a group the earliest due first, then urgency, then the oldest. */
export const sortByClock = <T extends Pick<CaseSummary, 'clock' | 'urgency' | 'reportedAt'>>(
  items: readonly T[],
  now: number,
): T[] => {
  const due = (item: T) => (item.clock?.dueAt ? Date.parse(item.clock.dueAt) : Number.POSITIVE_INFINITY)
  const rank = new Map(items.map((item) => [item, CLOCK_GROUPS.indexOf(clockGroup(item, now))]))
  const byDue = (a: T, b: T) => (due(a) === due(b) ? 0 : due(a) - due(b))
  return [...items].sort(
    (a, b) =>
      (rank.get(a) ?? 0) - (rank.get(b) ?? 0) ||
      byDue(a, b) ||
      URGENCY[a.urgency] - URGENCY[b.urgency] ||
      a.reportedAt.localeCompare(b.reportedAt),
  )
}

/** The order of a list: open work by its clock, everything as the server gives it (the newest report first). */
export const inOrder = <T extends Pick<CaseSummary, 'clock' | 'urgency' | 'reportedAt'>>(
  queue: CaseQueue,
  items: readonly T[],
  now: number,
): readonly T[] => (queue === 'all' ? items : sortByClock(items, now))

export type QueueRow<T> = { kind: 'group'; group: ClockGroup; count: number } | { kind: 'case'; item: T }

/** Rows of the list with a heading above each group that has somebody in it. */
export const groupRows = <T extends Pick<CaseSummary, 'clock'>>(sorted: readonly T[], now: number): QueueRow<T>[] => {
  const counts = new Map<ClockGroup, number>()
  for (const item of sorted) {
    const group = clockGroup(item, now)
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  const rows: QueueRow<T>[] = []
  let open: ClockGroup | undefined
  for (const item of sorted) {
    const group = clockGroup(item, now)
    if (group !== open) rows.push({ kind: 'group', group, count: counts.get(group) ?? 0 })
    open = group
    rows.push({ kind: 'case', item })
  }
  return rows
}

/**
 * The case after (or before) the open one; at the ends it stays. An open case that left the list (it was just handled)
 * keeps its place: `lastIndex` is where it stood, and its successor now stands there. Nothing open: the first.
 */
export const neighbour = (
  ids: readonly string[],
  current: string | undefined,
  by: 1 | -1,
  lastIndex = -1,
): string | undefined => {
  const within = (index: number) => ids[Math.min(ids.length - 1, Math.max(0, index))]
  const index = current === undefined ? -1 : ids.indexOf(current)
  if (index >= 0) return within(index + by)
  if (lastIndex < 0) return ids[0]
  return within(by === 1 ? lastIndex : lastIndex - 1)
}

/** Own work always; the other queues when somebody waits there, or when one stands in it. */
export const shownQueues = (counts: Partial<CaseQueues>, current: CaseQueue): CaseQueue[] =>
  CASE_QUEUES.filter(
    (queue) => queue === 'mine' || queue === 'unit' || queue === current || queue === 'all' || (counts[queue] ?? 0) > 0,
  )
