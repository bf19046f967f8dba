/** Calls that come while one is running are answered together by the next: many small questions become few large ones. */
export const coalesce = <T>(run: (asks: T[]) => Promise<void>): ((asks: readonly T[]) => Promise<void>) => {
  let waiting: T[] = []
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()
  return (asks) => {
    waiting.push(...asks)
    next ??= running.then(() => {
      const taken = waiting
      waiting = []
      next = undefined
      const work = run(taken)
      running = work.catch(() => {})
      return work
    })
    return next
  }
}
