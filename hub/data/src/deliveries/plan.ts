/** What of a queue goes into the next notification. */
import type { PendingRow } from './queue-store.ts'

export interface Plan {
  send: PendingRow[]
  /** rows whose object goes out in a newer state */
  superseded: PendingRow[]
}

/** Entities of one notification at most. */
const MOST_TOGETHER = 50

/**
 * In order, several objects in one notification, but never two states of one object: each state is told of. Where the
 * subscriber asked for throttling, only the newest state of each object goes out.
 */
export const planNext = (pending: readonly PendingRow[], throttled: boolean): Plan => {
  if (throttled) {
    const newest = new Map<string, PendingRow>()
    for (const row of pending) newest.set(row.entity ?? '', row)
    const send = [...newest.values()].sort((a, b) => a.id - b.id)
    return { send, superseded: pending.filter((row) => newest.get(row.entity ?? '') !== row) }
  }
  const send: PendingRow[] = []
  const seen = new Set<string | null>()
  for (const row of pending) {
    // what was tried goes out again as it was: a subscriber that took it without answering sees the same notification
    const first = send[0]
    if (send.length >= MOST_TOGETHER || seen.has(row.entity) || (first && first.attempts !== row.attempts)) break
    seen.add(row.entity)
    send.push(row)
    // a periodic notification is one by itself
    if (row.entity === null) break
  }
  return { send, superseded: [] }
}
