/**
 * From readings to cells: inputs of one transaction are first brought together by indicator, smallest region and minute,
 * and only then rolled up the region tree and into longer windows, so that work grows with places and not with readings.
 */
import { WINDOWS } from '@haihe/contract'
import type { Indicator } from './definitions.ts'
import { addPart, type Cell, emptyPart, type Part, quantise, rebase } from './part.ts'
import { MINUTE, windowStart, type Zone } from './windows.ts'

export interface Base {
  indicator: Indicator
  region: string
  minute: number
  part: Part
}

export interface Inputs {
  /** one reading or event of a window aggregate */
  reading: (indicator: Indicator, region: string, at: number, value: number, weight: number, mark: number) => void
  /** one difference of a gauge */
  change: (indicator: Indicator, region: string, at: number, value: number, weight: number, count: number) => void
  /** time and provenance of an input that made a difference; differences without one only end an earlier reading */
  fresh: (indicator: Indicator, region: string, at: number, value: number, mark: number) => void
  readonly size: number
  /** what came in, by indicator, smallest region and minute */
  base: () => Base[]
  /** every cell that changes, each once, in the order in which everybody writes them */
  rollUp: (zone: Zone) => Cell[]
}

const REGION_LENGTHS = [2, 6, 9, 12]

/** Found by what they belong to, without making a key of it: this is done several times for every reading. */
type Places<T> = Map<Indicator, Map<string, Map<number, T>>>

const minutesOf = <T>(places: Places<T>, indicator: Indicator, region: string): Map<number, T> => {
  let regions = places.get(indicator)
  if (!regions) {
    regions = new Map()
    places.set(indicator, regions)
  }
  let minutes = regions.get(region)
  if (!minutes) {
    minutes = new Map()
    regions.set(region, minutes)
  }
  return minutes
}

export const createInputs = (): Inputs => {
  const places: Places<Base> = new Map()
  const bases: Base[] = []
  const baseOf = (indicator: Indicator, code: string, at: number): Part => {
    const region = code.length > indicator.codeLength ? code.slice(0, indicator.codeLength) : code
    const minute = Math.floor(at / MINUTE) * MINUTE
    const minutes = minutesOf(places, indicator, region)
    let base = minutes.get(minute)
    if (!base) {
      base = { indicator, region, minute, part: emptyPart() }
      minutes.set(minute, base)
      bases.push(base)
    }
    return base.part
  }
  const touch = (part: Part, at: number, value: number, mark: number): void => {
    part.marks |= mark
    if (at >= part.lastAt) {
      part.last = value
      part.lastAt = at
    }
  }
  return {
    reading(indicator, region, at, value, weight, mark) {
      const part = baseOf(indicator, region, at)
      part.count += 1
      part.sum += quantise(value)
      part.weight += quantise(weight)
      part.min = Math.min(part.min, value)
      part.max = Math.max(part.max, value)
      touch(part, at, value, mark)
    },
    change(indicator, region, at, value, weight, count) {
      const part = baseOf(indicator, region, at)
      part.count += count
      part.sum += value
      part.weight += weight
    },
    fresh: (indicator, region, at, value, mark) => touch(baseOf(indicator, region, at), at, value, mark),
    get size() {
      return bases.length
    },
    base: () => bases,
    rollUp: (zone) => rollUp(zone, bases),
  }
}

const compare = (a: Cell, b: Cell): number =>
  a.region < b.region ? -1 : a.region > b.region ? 1 : a.indicator - b.indicator || a.win - b.win || a.at - b.at

/** Adds every input to its region and all above. */
const upwards = (bases: Iterable<Base>): Places<Part> => {
  const places: Places<Part> = new Map()
  for (const { indicator, region, minute, part } of bases)
    for (const length of REGION_LENGTHS) {
      if (length > region.length) break
      const minutes = minutesOf(places, indicator, region.slice(0, length))
      const known = minutes.get(minute)
      if (known) addPart(known, part)
      else minutes.set(minute, { ...part })
    }
  return places
}

export const rollUp = (zone: Zone, bases: Iterable<Base>): Cell[] => {
  const cells: Cell[] = []
  // the same few minutes come up in every region
  const starts = WINDOWS.map(() => new Map<number, number>())
  const startOf = (win: number, minute: number): number => {
    const known = starts[win]!.get(minute)
    if (known !== undefined) return known
    const start = windowStart(zone, WINDOWS[win]!, minute)
    starts[win]!.set(minute, start)
    return start
  }
  for (const [indicator, regions] of upwards(bases))
    for (const [region, minutes] of regions) {
      const windows = WINDOWS.map(() => new Map<number, Cell>())
      for (const [minute, part] of minutes) {
        // a difference that was taken back within the batch leaves nothing to write
        if (part.count === 0 && part.sum === 0 && part.weight === 0 && part.lastAt === -Infinity) continue
        for (let win = indicator.firstWin; win < WINDOWS.length; win += 1) {
          const at = startOf(win, minute)
          const moved = indicator.gauge ? rebase(part, (minute - at) / MINUTE) : part
          const known = windows[win]!.get(at)
          if (known) addPart(known, moved)
          else {
            const cell: Cell = { ...moved, region, indicator: indicator.id, win, at }
            windows[win]!.set(at, cell)
            cells.push(cell)
          }
        }
      }
    }
  return cells.sort(compare)
}
