/** When a subscriber that failed is tried again. */

export interface RetryPolicy {
  /** milliseconds before the first new try */
  first: number
  /** milliseconds at most */
  longest: number
  /** tries of one notification before it is given up */
  tries: number
}

/** First after two seconds, then doubling to a quarter of an hour: about a day before a notification is given up. */
export const DEFAULT_RETRY: RetryPolicy = { first: 2_000, longest: 15 * 60_000, tries: 100 }

/** Milliseconds to wait after so many failures in a row; full jitter in the upper half, so that subscribers spread. */
export const backoff = ({ first, longest }: RetryPolicy, failures: number, random: () => number = Math.random): number => {
  const span = Math.min(longest, first * 2 ** Math.min(failures - 1, 30))
  return span / 2 + (span / 2) * random()
}

/**
 * Tries after which one notification is dead. An endpoint that understands but refuses the content (400, 413, 415, 422)
 * will not take it later either: it must not hold up what comes after.
 */
export const triesFor = ({ tries }: RetryPolicy, status: number | null): number =>
  status !== null && [400, 413, 415, 422].includes(status) ? Math.min(tries, 3) : tries
