/** A small seeded generator (mulberry32), so that a played city can be played again. */
export interface Random {
  next: () => number
  between: (low: number, high: number) => number
  integer: (low: number, high: number) => number
  pick: <T>(list: readonly T[]) => T
  chance: (share: number) => boolean
  /** normal with mean 0 and deviation 1 */
  normal: () => number
}

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const between = (low: number, high: number): number => low + (high - low) * next()
  const integer = (low: number, high: number): number => Math.floor(between(low, high + 1))
  return {
    next,
    between,
    integer,
    pick: (list) => {
      const item = list[integer(0, list.length - 1)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    chance: (share) => next() < share,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
