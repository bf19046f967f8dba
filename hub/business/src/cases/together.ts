/** What arrives at the same time goes to the database together: nobody waits longer, and all of it costs little more than one. */

export interface TogetherOptions<T, R> {
  /** groups under way at once; what comes meanwhile makes up the next */
  lanes: number
  most: number
  /** two of the same identity never go in one group */
  idOf?: (one: T) => string
  /** does a group, answers in its order */
  work: (group: readonly T[]) => Promise<readonly R[]>
}

interface Waiting<T, R> {
  one: T
  resolve: (result: R) => void
  reject: (error: unknown) => void
}

const WORTH_TWO = 12

/** Takes one at a time, hands them on in groups. A group that fails fails for all who are in it. */
export const together = <T, R>({ lanes, most, idOf, work }: TogetherOptions<T, R>): ((one: T) => Promise<R>) => {
  let queue: Waiting<T, R>[] = []
  let running = 0

  /** One half is prepared while the other is written, where two groups are worth their while. */
  const share = (): number => (lanes > 1 && queue.length >= WORTH_TWO ? Math.min(most, Math.ceil(queue.length / 2)) : most)

  const take = (): Waiting<T, R>[] => {
    const size = share()
    if (!idOf) return queue.splice(0, size)
    const taken: Waiting<T, R>[] = []
    const left: Waiting<T, R>[] = []
    const ids = new Set<string>()
    for (const each of queue) {
      const id = idOf(each.one)
      if (taken.length < size && !ids.has(id)) taken.push(each)
      else left.push(each)
      ids.add(id)
    }
    queue = left
    return taken
  }

  const run = async (): Promise<void> => {
    // one turn of the event loop, so that what arrived in the same read goes together
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) {
      const group = take()
      try {
        const results = await work(group.map(({ one }) => one))
        for (const [index, { resolve }] of group.entries()) resolve(results[index] as R)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    // in the same turn as the look at the queue
    running -= 1
  }

  return (one) =>
    new Promise((resolve, reject) => {
      queue.push({ one, resolve, reject })
      if (running < lanes) {
        running += 1
        void run()
      }
    })
}
