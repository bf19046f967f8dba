/** What of a queue goes into the next notification. */
import type { Owed } from './queue-store.ts'

export interface Plan {
  send: Owed[]
  /** rows whose object goes out in a newer state */
  superseded: Owed[]
}

/** Entities of one notification at most. */
export const MOST_TOGETHER = 100

/**
 * In order, several objects in one notification, but never two states of one object: each state is told of. Where the
 * subscriber asked for throttling, only the newest state of each object goes out. What was tried goes out again as it
 * was: a subscriber that took it without answering sees the same notification.
 */
export const planNext = (owed: readonly Owed[], throttled: boolean, tried: ReadonlySet<number> | null): Plan => {
  if (tried) {
    const again = owed.filter(({ id }) => tried.has(id))
    if (again.length > 0) {
      const known = new Set(again.map(({ entity }) => entity))
      const last = again.at(-1)?.id as number
      // older states that were left out then are left out now
      const superseded = throttled ? owed.filter((row) => row.id < last && !tried.has(row.id) && known.has(row.entity)) : []
      return { send: again, superseded }
    }
  }
  if (throttled) {
    const newest = new Map<string, Owed>()
    for (const row of owed) newest.set(row.entity ?? '', row)
    const send = [...newest.values()].sort((a, b) => a.id - b.id)
    return { send, superseded: owed.filter((row) => newest.get(row.entity ?? '') !== row) }
  }
  const send: Owed[] = []
  const seen = new Set<string | null>()
  for (const row of owed) {
    if (send.length >= MOST_TOGETHER || seen.has(row.entity)) break
    // why registrations are told of is said once for all of them
    if (send[0] && row.doc.reason !== send[0].doc.reason) break
    // a periodic notification is one by itself
    if (row.entity === null && send.length > 0) break
    seen.add(row.entity)
    send.push(row)
    if (row.entity === null) break
  }
  return { send, superseded: [] }
}
