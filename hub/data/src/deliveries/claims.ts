/** Subscribers are claimed together: a thousand of them on one question, not on a thousand. */
import type { SubscriberState } from './queue-store.ts'

interface Claims {
  /** undefined when it is another's */
  ask: (key: number) => Promise<SubscriberState | undefined>
}

export const createClaims = (claim: (keys: readonly number[]) => Promise<SubscriberState[]>): Claims => {
  let next: { keys: Set<number>; answer: Promise<Map<number, SubscriberState>> } | undefined
  return {
    ask: async (key) => {
      if (!next) {
        const keys = new Set<number>()
        const answer = new Promise((resolve) => setImmediate(resolve)).then(async () => {
          next = undefined
          return new Map((await claim([...keys].sort((a, b) => a - b))).map((state) => [state.key, state]))
        })
        next = { keys, answer }
      }
      next.keys.add(key)
      return (await next.answer).get(key)
    },
  }
}
