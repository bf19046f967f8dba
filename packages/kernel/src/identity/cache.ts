/** Look-ups remembered for a moment: a screen asks many times a second, and a revocation still bites within seconds. */

interface Cache<T> {
  /** the remembered value, or what `load` gives; callers that come while it loads share one load */
  get: (key: string, load: () => Promise<T | null>) => Promise<T | null>
  forget: (key: string) => void
  clear: () => void
}

/** `null` (not found) is not remembered, so that guesses cannot fill the cache. */
export const createCache = <T>(now: () => Date, seconds: number, most: number): Cache<T> => {
  const kept = new Map<string, { value: Promise<T | null>; until: number }>()
  return {
    get(key, load) {
      const at = now().getTime()
      const found = kept.get(key)
      if (found && found.until > at) return found.value
      const value = load()
      const entry = { value, until: at + seconds * 1000 }
      kept.delete(key)
      kept.set(key, entry)
      if (kept.size > most) kept.delete(kept.keys().next().value as string)
      const drop = (): void => {
        if (kept.get(key) === entry) kept.delete(key)
      }
      value.then((result) => result === null && drop(), drop)
      return value
    },
    forget: (key) => {
      kept.delete(key)
    },
    clear: () => kept.clear(),
  }
}
