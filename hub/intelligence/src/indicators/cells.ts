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

export const createInputs = (): Inputs => {
  const bases = new Map<string, Base>()
  const baseOf = (indicator: Indicator, code: string, at: number): Part => {
    const region = code.slice(0, indicator.codeLength)
    const minute = Math.floor(at / MINUTE) * MINUTE
    const key = `${indicator.id}|${region}|${minute}`
    const known = bases.get(key)
    if (known) return known.part
    const part = emptyPart()
    bases.set(key, { indicator, region, minute, part })
    return part
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
      return bases.size
    },
    base: () => [...bases.values()],
    rollUp: (zone) => rollUp(zone, bases.values()),
  }
}

const compare = (a: Cell, b: Cell): number =>
  a.region < b.region ? -1 : a.region > b.region ? 1 : a.indicator - b.indicator || a.win - b.win || a.at - b.at

export const rollUp = (zone: Zone, bases: Iterable<Base>): Cell[] => {
  const cells = new Map<string, Cell>()
  const into = (indicator: Indicator, region: string, win: number, at: number, part: Part): void => {
    const key = `${indicator.id}|${region}|${win}|${at}`
    const known = cells.get(key)
    if (known) addPart(known, part)
    else cells.set(key, { ...part, region, indicator: indicator.id, win, at })
  }
  const minutes = new Map<string, Base>()
  for (const { indicator, region, minute, part } of bases)
    for (const length of REGION_LENGTHS) {
      if (length > region.length) break
      const above = region.slice(0, length)
      const key = `${indicator.id}|${above}|${minute}`
      const known = minutes.get(key)
      if (known) addPart(known.part, part)
      else minutes.set(key, { indicator, region: above, minute, part: { ...part } })
    }
  for (const { indicator, region, minute, part } of minutes.values()) {
    // a difference that was taken back within the batch leaves nothing to write
    if (part.count === 0 && part.sum === 0 && part.weight === 0 && part.lastAt === -Infinity) continue
    for (let win = indicator.firstWin; win < WINDOWS.length; win += 1) {
      const start = windowStart(zone, WINDOWS[win]!, minute)
      into(indicator, region, win, start, indicator.gauge ? rebase(part, (minute - start) / MINUTE) : part)
    }
  }
  return [...cells.values()].sort(compare)
}
