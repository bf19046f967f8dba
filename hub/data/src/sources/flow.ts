/** How a source is doing: its rate, and whether it speaks as often as it should. */
import { MINUTE, type SourceFlow } from '@haihe/contract'
import type { Counts, SourceState } from '../ingest/state.ts'

const SECONDS = 16
/** Without any expectation a source is late after five minutes. */
const DEFAULT_EXPECTATION = 5 * 60_000

/** Counts one request of a source. */
export const noteItems = (source: SourceState, at: number, items: Counts): void => {
  source.lastSeen = at
  const minute = Math.floor(at / MINUTE) * MINUTE
  const counts = source.counts.get(minute)
  if (counts) {
    counts.received += items.received
    counts.stored += items.stored
    counts.duplicate += items.duplicate
    counts.rejected += items.rejected
  } else source.counts.set(minute, { ...items })
  const second = Math.floor(at / 1000)
  const last = source.recent.at(-1)
  if (last?.second === second) {
    last.received += items.received
    last.rejected += items.rejected
  } else {
    source.recent.push({ second, received: items.received, rejected: items.rejected })
    if (source.recent.length > SECONDS) source.recent.shift()
  }
}

/** Items a second over the ten seconds before the running one. */
export const rateOf = (source: SourceState, at: number): { perSecond: number; rejectedPerSecond: number } => {
  const now = Math.floor(at / 1000)
  let received = 0
  let rejected = 0
  for (const one of source.recent)
    if (one.second < now && one.second >= now - 10) {
      received += one.received
      rejected += one.rejected
    }
  return { perSecond: received / 10, rejectedPerSecond: rejected / 10 }
}

/** Seconds within which the source is expected; null when neither it nor its types say so. */
export const expectationOf = (source: SourceState): number | null =>
  source.expectedEvery ?? (Number.isFinite(source.typesExpect) ? source.typesExpect / 1000 : null)

export const flowOf = (source: SourceState, at: number): SourceFlow => {
  if (source.lastSeen === 0) return 'silent'
  const expected = (expectationOf(source) ?? DEFAULT_EXPECTATION / 1000) * 1000
  const silence = at - source.lastSeen
  return silence <= expected ? 'live' : silence <= 3 * expected ? 'late' : 'silent'
}
