/**
 * A breaker per interface: one that failed several times in a row rests, so that callers are told at once and a bureau's
 * system that is down is not held down. After the rest one call tries it; each failed try doubles the rest.
 */
export const AFTER = 5
const REST = 30_000
const LONGEST = 5 * 60_000

interface Line {
  failures: number
  rests: number
  /** epoch milliseconds; 0: it is called */
  until: number
  /** a call tries it; since when */
  trying: number | null
}

export type Pass = { ok: true } | { ok: false; retryAt: number }

export interface Breaker {
  /** Whether a call may go out now; one that may must be told of with `note`. */
  pass: (id: string, now: number) => Pass
  note: (id: string, ok: boolean, now: number) => void
  state: (id: string, now: number) => { state: 'closed' | 'open' | 'trying'; retryAt: number | null }
  /** a call that might go out did not */
  release: (id: string) => void
  /** its settings changed: what failed before says nothing */
  forget: (id: string) => void
}

/** `patience`: a try that never came back counts as failed after so long, milliseconds. */
export const createBreaker = (patience = 120_000): Breaker => {
  const lines = new Map<string, Line>()
  return {
    pass(id, now) {
      const line = lines.get(id)
      if (!line || line.until === 0) return { ok: true }
      if (now < line.until) return { ok: false, retryAt: line.until }
      if (line.trying !== null && now - line.trying < patience) return { ok: false, retryAt: now + 1000 }
      line.trying = now
      return { ok: true }
    },
    note(id, ok, now) {
      if (ok) {
        lines.delete(id)
        return
      }
      const line = lines.get(id) ?? { failures: 0, rests: 0, until: 0, trying: null }
      line.failures += 1
      // what was under way when it began to rest does not make the rest longer
      const isTry = line.trying !== null
      line.trying = null
      if (isTry || (line.until === 0 && line.failures >= AFTER)) {
        line.until = now + Math.min(LONGEST, REST * 2 ** line.rests)
        line.rests += 1
      }
      lines.set(id, line)
    },
    state(id, now) {
      const line = lines.get(id)
      if (!line || line.until === 0) return { state: 'closed', retryAt: null }
      if (now < line.until) return { state: 'open', retryAt: line.until }
      return { state: 'trying', retryAt: null }
    },
    release(id) {
      const line = lines.get(id)
      if (line) line.trying = null
    },
    forget: (id) => void lines.delete(id),
  }
}
