/** Waits for what must come true, and says at the end what was wrong the last time it looked. */
import { setTimeout as sleep } from 'node:timers/promises'

const LONGEST = 20_000

/** Repeats `check` until it no longer throws; its result is the answer. */
export const eventually = async <T>(check: () => Promise<T> | T, longest = LONGEST): Promise<T> => {
  const until = Date.now() + longest
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > until) throw error
      await sleep(100)
    }
  }
}
