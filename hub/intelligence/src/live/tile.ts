/** A tile drawn from a state: the same function for now and for any past minute. */
import type { IndicatorDef, Tile } from '@haihe/contract'
import type { Indicator } from '../indicators/definitions.ts'
import { type Measured, measureWindows } from '../indicators/measure.ts'
import { provenanceOf } from '../indicators/part.ts'
import type { Zone } from '../indicators/windows.ts'
import { type State, windowParts } from './state.ts'

const rounded = (value: number, precision: number): number => Math.round(value * 10 ** precision) / 10 ** precision

/** Units of shares: kept as 0…1 and shown in percent, so two more digits count. */
const SHARES: readonly string[] = ['%', 'ratio']

/** The band a value wears, as people read it: the last one it has reached, upwards, or downwards when higher is better. */
export const bandOf = (def: IndicatorDef, value: number | null): IndicatorDef['bands'][number] | null => {
  if (value === null) return null
  const shown = rounded(value, def.precision + (SHARES.includes(def.unit) ? 2 : 0))
  const reached = def.bands.filter((band) => (def.direction === 1 ? shown <= band.from : shown >= band.from))
  const worst = (a: number, b: number): number => (def.direction === 1 ? a - b : b - a)
  return reached.toSorted((a, b) => worst(a.from, b.from))[0] ?? null
}

export interface Reading {
  /** the window the value belongs to, and the one before it */
  shown: Measured | undefined
  before: Measured | undefined
  windows: Measured[]
  freshAt: number | null
  stale: boolean
  marks: number
}

export const readState = (zone: Zone, indicator: Indicator, state: State, now: number): Reading => {
  const windows = measureWindows(indicator, state.base, windowParts(zone, indicator, state, now))
  // Readings come after their window has begun: until then the last window that has some is shown, with its own time.
  const found = indicator.gauge ? windows.length - 1 : windows.findLastIndex((window) => window.value !== null)
  const last = windows.reduce((latest, window) => Math.max(latest, window.part.lastAt), state.base.lastAt)
  const freshAt = last === -Infinity ? null : last
  const marks = windows.reduce((all, window) => all | window.part.marks, 0) || state.base.marks
  return {
    shown: windows[found],
    before: windows[found - 1],
    windows,
    freshAt,
    stale: freshAt === null || now - freshAt > indicator.def.staleAfter * 1000,
    marks,
  }
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

export const tileOf = (zone: Zone, indicator: Indicator, region: string, state: State, now: number): Tile => {
  const { def } = indicator
  const { shown, before, windows, freshAt, stale, marks } = readState(zone, indicator, state, now)
  const value = shown?.value ?? null
  const band = bandOf(def, value)
  return {
    indicator: def.id,
    title: def.title,
    region,
    value,
    unit: def.unit,
    precision: def.precision,
    direction: def.direction,
    window: def.shown,
    at: value === null ? null : iso(shown!.at),
    freshAt: iso(freshAt),
    stale,
    change: value === null || before === undefined || before.value === null ? null : value - before.value,
    level: band?.level ?? null,
    band: band?.label ?? null,
    provenance: provenanceOf(marks),
    spark: windows.map((window) => window.value),
  }
}
