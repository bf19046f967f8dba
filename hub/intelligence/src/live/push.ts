/**
 * Changed numbers to the screens that show them: at once, a tile at most fifty times a second, and all of them together
 * as often as a small share of this process allows. What is sent is drawn only when a screen wants it.
 */
import { parentRegion } from '@haihe/contract'
import type { LiveHub } from '@haihe/kernel'
import type { Zone } from '../indicators/windows.ts'
import type { Live } from './live.ts'
import { type Pair, pairKey } from './load.ts'
import { bandOf, readState, tileOf } from './tile.ts'

/** between two messages of one tile */
const TILE_PAUSE_MS = 20
/** between two rounds of sending at most */
const MOST_PAUSE_MS = 250
// Drawing and sending may take this share of the process: the more screens look, the calmer the tiles.
const SHARE = 0.1
// Without input a number still changes when its window ends or an object is forgotten.
const TURN_MS = 5_000
const SLICE_MS = 2

export interface Push {
  changed: (pairs: Iterable<Pair>) => void
  start: () => void
  stop: () => void
}

interface PushOptions {
  hub: LiveHub
  live: Live
  zone: Zone
  now: () => Date
  /** milliseconds of a clock that never jumps: screens are real even when the city's clock is not */
  ticks?: () => number
}

export const createPush = ({ hub, live, zone, now, ticks = () => performance.now() }: PushOptions): Push => {
  const sent = new Map<string, number>()
  const waiting = new Map<string, Pair>()
  const seen = new Map<string, string>()
  let unread: Pair[] = []
  let timer: NodeJS.Timeout | undefined
  /** when the timer fires, Infinity without one */
  let timerAt = Infinity
  let turning: NodeJS.Timeout | undefined
  let stopped = false

  const send = (pair: Pair): void => {
    const { indicator, region } = pair
    const { def } = indicator
    // drawn by JSON.stringify, that is when the first screen wants it
    const drawn = <T>(draw: (at: number) => T): { toJSON: () => T | null } => ({
      toJSON: () => draw(now().getTime()),
    })
    const state = live.peek(pair)
    if (!state) {
      unread.push(pair)
      return
    }
    hub.publish({
      event: 'tile',
      audience: [region],
      key: def.id,
      data: drawn((at) => tileOf(zone, indicator, region, state, at)),
    })
    const parent = parentRegion(region)
    if (parent === undefined) return
    hub.publish({
      event: 'map',
      audience: [parent],
      key: def.id,
      data: drawn((at) => {
        const { shown, freshAt } = readState(zone, indicator, state, at)
        const value = shown?.value ?? null
        return {
          indicator: def.id,
          region,
          value,
          level: bandOf(def, value)?.level ?? null,
          freshAt: freshAt === null ? null : new Date(freshAt).toISOString(),
        }
      }),
    })
  }

  /** Memory may have started anew under the eyes of a screen: what has changed is read, then sent. */
  const readUnread = (): void => {
    if (unread.length === 0) return
    const pairs = unread
    unread = []
    live.states(pairs).then(
      () => changed(pairs),
      // the store is away; the next change tries again
      () => {},
    )
  }

  // milliseconds that a round of sending has lately taken, and when the next one may start
  let cost = 0
  let free = -Infinity

  const dueOf = (key: string): number => (sent.get(key) ?? -Infinity) + TILE_PAUSE_MS

  const flush = (): void => {
    clearTimeout(timer)
    timerAt = Infinity
    const at = ticks()
    let next = Infinity
    for (const [key, pair] of waiting) {
      const due = dueOf(key)
      if (due > at) {
        next = Math.min(next, due)
        continue
      }
      waiting.delete(key)
      sent.set(key, at)
      send(pair)
    }
    if (sent.size > 50_000) sent.clear()
    const end = ticks()
    cost += (end - at - cost) / 8
    free = end + Math.min(cost / SHARE, MOST_PAUSE_MS)
    readUnread()
    arm(next)
  }

  /** Sends when the first tile may go; one that is already waited for does not hold up another that may go now. */
  const arm = (due: number): void => {
    const at = Math.max(due, free)
    if (at >= timerAt) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(flush, Math.max(at - ticks(), 0)).unref()
  }

  const changed = (pairs: Iterable<Pair>): void => {
    if (hub.size === 0) return
    let first = Infinity
    for (const pair of pairs) {
      const key = pairKey(pair)
      waiting.set(key, pair)
      first = Math.min(first, dueOf(key))
    }
    if (Math.max(first, free) <= ticks()) flush()
    else arm(first)
  }

  /** Notes a number that the passing of time alone has changed. */
  const look = (pair: Pair, at: number, turned: Pair[]): void => {
    const state = live.peek(pair)
    if (!state) return
    let past = 0
    for (const start of state.fine.keys()) if (start <= at) past += 1
    const { stale } = readState(zone, pair.indicator, state, at)
    const sign = `${state.frame.start}|${state.frame.fineFrom}|${past}|${stale}`
    const key = pairKey(pair)
    if (seen.get(key) !== sign) turned.push(pair)
    seen.set(key, sign)
  }

  /** Tells screens of numbers that time has changed, a little at a time so that readings need not wait. */
  const turn = (pairs: Iterator<Pair> = [...live.pairs()].values()): void => {
    if (hub.size === 0 || stopped) return
    const at = now().getTime()
    const until = ticks() + SLICE_MS
    const turned: Pair[] = []
    let next = pairs.next()
    for (; !next.done; next = pairs.next()) {
      look(next.value, at, turned)
      if (ticks() > until) break
    }
    changed(turned)
    if (!next.done) setImmediate(turn, pairs)
  }

  return {
    changed,
    start: () => {
      turning = setInterval(() => turn(), TURN_MS).unref()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      clearInterval(turning)
    },
  }
}
