/** Repeatable chance: the same city every time (mulberry32). */
export interface Dice {
  /** 0 ≤ x < 1 */
  roll: () => number
  int: (from: number, to: number) => number
  pick: <T>(list: readonly T[]) => T
  /** true with this probability */
  chance: (share: number) => boolean
  digits: (count: number) => string
  /** YYYY-MM-DD between two years */
  date: (from: number, to: number) => string
}

export const createDice = (seed: number): Dice => {
  let state = seed
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (from: number, to: number): number => from + Math.floor(roll() * (to - from + 1))
  const two = (n: number): string => String(n).padStart(2, '0')
  return {
    roll,
    int,
    pick: (list) => list[Math.floor(roll() * list.length)] as (typeof list)[number],
    chance: (share) => roll() < share,
    digits: (count) => Array.from({ length: count }, () => int(0, 9)).join(''),
    date: (from, to) => `${int(from, to)}-${two(int(1, 12))}-${two(int(1, 28))}`,
  }
}
