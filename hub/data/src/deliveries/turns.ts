/**
 * Who is served when. So many may be under way at once, but one that takes long gives its place back while it goes on, and
 * those known to be slow have places of their own: however many of them there are, the others are served.
 */
export interface Turns<T> {
  /** puts it at the end of the row; one that stands there or is being served is served again afterwards */
  add: (one: T, slow: boolean) => void
  /** resolves when nobody stands in the row and nobody is served */
  idle: () => Promise<void>
}

interface TurnsOptions<T> {
  most: number
  /** places of slow ones */
  mostSlow?: number
  /** who takes longer than this gives its place back, milliseconds */
  patience?: number
  serve: (one: T) => Promise<void>
}

export const createTurns = <T>({ most, mostSlow = 500, patience = 300, serve }: TurnsOptions<T>): Turns<T> => {
  const quick = { row: new Set<T>(), taken: 0, most }
  const slow = { row: new Set<T>(), taken: 0, most: mostSlow }
  const serving = new Set<T>()
  /** asked for while being served */
  const again = new Map<T, boolean>()
  let idlers: (() => void)[] = []

  const take = (one: T, lane: typeof quick): void => {
    lane.taken += 1
    serving.add(one)
    let held = true
    const giveBack = (): void => {
      if (!held) return
      held = false
      lane.taken -= 1
    }
    const timer =
      lane === quick
        ? setTimeout(() => {
            giveBack()
            pump()
          }, patience)
        : undefined
    serve(one).finally(() => {
      clearTimeout(timer)
      giveBack()
      serving.delete(one)
      const more = again.get(one)
      if (more !== undefined) {
        again.delete(one)
        ;(more ? slow : quick).row.add(one)
      }
      pump()
    })
  }

  const pump = (): void => {
    for (const lane of [quick, slow])
      for (const one of lane.row) {
        if (lane.taken >= lane.most) break
        lane.row.delete(one)
        take(one, lane)
      }
    if (serving.size > 0 || quick.row.size > 0 || slow.row.size > 0) return
    const done = idlers
    idlers = []
    for (const idler of done) idler()
  }

  return {
    add: (one, isSlow) => {
      if (serving.has(one)) {
        again.set(one, isSlow)
        return
      }
      if (quick.row.has(one) || slow.row.has(one)) return
      ;(isSlow ? slow : quick).row.add(one)
      pump()
    },
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve)
        pump()
      }),
  }
}
