/**
 * What the hub keeps in memory of one indicator in one region: enough to draw its tile now, whatever the length of
 * history. Closed windows are whole; the running one is split into what has settled and the finest windows of the last
 * hour and beyond, because gauges know already when an object will be forgotten.
 */
import type { Indicator } from '../indicators/definitions.ts'
import type { WindowPart } from '../indicators/measure.ts'
import { addPart, type Cell, emptyPart, mergeParts, type Part, rebase } from '../indicators/part.ts'
import { MINUTE, windowShift, windowStart, type Zone } from '../indicators/windows.ts'

/** Windows on a tile's small chart, before the running one. */
const SPARK = 24

/** The times that cut the past of a tile as of `now`. */
export interface Frame {
  /** start of the oldest closed window kept */
  from: number
  /** start of the running window */
  start: number
  /** from here on every cell of the finest window is kept on its own */
  fineFrom: number
}

export const frameOf = (zone: Zone, indicator: Indicator, now: number): Frame => {
  const { shown } = indicator.def
  const start = windowStart(zone, shown, now)
  const fineFrom = windowStart(zone, indicator.finest === 'minute' ? 'hour' : indicator.finest, now)
  return { from: windowShift(zone, shown, start, -SPARK), start, fineFrom: Math.max(start, fineFrom) }
}

export interface State {
  frame: Frame
  /** gauges: the sum of every difference before `frame.from` */
  base: Part
  /** closed windows by start */
  windows: Map<number, Part>
  /** of the running window, what lies before `frame.fineFrom` */
  settled: Part
  /** finest windows from `frame.fineFrom` on, the future included */
  fine: Map<number, Part>
}

export const emptyState = (frame: Frame): State => ({
  frame,
  base: emptyPart(),
  windows: new Map(),
  settled: emptyPart(),
  fine: new Map(),
})

const into = (map: Map<number, Part>, at: number, part: Part): void => {
  const known = map.get(at)
  if (known) addPart(known, part)
  else map.set(at, { ...part })
}

const place = (zone: Zone, indicator: Indicator, state: State, at: number, part: Part): void => {
  const { from, start, fineFrom } = state.frame
  const moved = (to: number): Part => (indicator.gauge ? rebase(part, (at - to) / MINUTE) : part)
  if (at >= fineFrom) into(state.fine, at, part)
  else if (at >= start) addPart(state.settled, moved(start))
  else if (at >= from) {
    const window = windowStart(zone, indicator.def.shown, at)
    into(state.windows, window, moved(window))
  } else if (indicator.gauge) addPart(state.base, part)
}

/** Takes one committed cell of the finest window. */
export const applyCell = (zone: Zone, indicator: Indicator, state: State, cell: Cell): void => {
  const { count, sum, weight, min, max, last, lastAt, sumMoment, countMoment, marks } = cell
  const part = { count, sum, weight, min, max, last, lastAt, sumMoment, countMoment, marks }
  place(zone, indicator, state, cell.at, part)
}

/** Moves the frame to `now`: what has ended settles, what is too old goes. */
export const advance = (zone: Zone, indicator: Indicator, state: State, now: number): void => {
  const next = frameOf(zone, indicator, now)
  const { frame } = state
  if (next.fineFrom <= frame.fineFrom) return
  const ended = [...state.fine].filter(([at]) => at < next.fineFrom)
  for (const [at] of ended) state.fine.delete(at)
  if (next.start > frame.start) {
    into(state.windows, frame.start, state.settled)
    state.settled = emptyPart()
  }
  state.frame = { ...next, from: frame.from }
  for (const [at, part] of ended) place(zone, indicator, state, at, part)
  for (const [at, part] of state.windows)
    if (at < next.from) {
      if (indicator.gauge) addPart(state.base, part)
      state.windows.delete(at)
    }
  state.frame.from = Math.max(frame.from, next.from)
}

/** The running window up to and with the minute of `now`. */
const running = (indicator: Indicator, state: State, now: number): Part => {
  const { start } = state.frame
  let part = state.settled
  for (const [at, fine] of state.fine)
    if (at <= now) part = mergeParts(part, indicator.gauge ? rebase(fine, (at - start) / MINUTE) : fine)
  return part
}

/** The windows of a tile, oldest first, the running one last. */
export const windowParts = (zone: Zone, indicator: Indicator, state: State, now: number): WindowPart[] => {
  const { shown } = indicator.def
  const parts: WindowPart[] = []
  for (let at = state.frame.from; at < state.frame.start; ) {
    const end = windowShift(zone, shown, at, 1)
    parts.push({ at, minutes: (end - at) / MINUTE, part: state.windows.get(at) ?? emptyPart() })
    at = end
  }
  const minutes = Math.floor((now - state.frame.start) / MINUTE) + 1
  parts.push({ at: state.frame.start, minutes, part: running(indicator, state, now) })
  return parts
}
