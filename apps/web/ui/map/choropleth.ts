/** One measure as colours. Bands of the indicator give the classes where it has them; else five even steps. */
import type { AlertLevel, IndicatorDef } from '@haihe/contract'
import { formatFigure, isShare } from '../format.ts'

export type FillToken = '--ramp-none' | `--ramp-${1 | 2 | 3 | 4 | 5}` | `--alert-${AlertLevel}`

export interface ScaleClass {
  fill: FillToken
  /** name of a band, or a range with its unit */
  label: string
  level: AlertLevel | null
}

export interface Scale {
  classes: ScaleClass[]
  /** class of a value; undefined when there is none */
  classOf: (value: number | null) => ScaleClass | undefined
}

type Measured = Pick<IndicatorDef, 'unit' | 'precision' | 'direction' | 'bands'>

const RAMP: readonly FillToken[] = ['--ramp-1', '--ramp-2', '--ramp-3', '--ramp-4', '--ramp-5']

const roundAsShown = (value: number, def: Measured): number => {
  const places = 10 ** (def.precision + (isShare(def.unit) ? 2 : 0))
  return Math.round(value * places) / places
}

/** Where lower is worse the bands run downwards: a value at or below `from` wears the level. */
const bandScale = (def: Measured, say: (text: { zh: string; en: string }) => string): Scale => {
  const falling = def.direction === 1
  const bands = [...def.bands].sort((a, b) => (falling ? b.from - a.from : a.from - b.from))
  const calm = bands.filter((band) => band.level === null).length
  let quiet = 0
  const classes = bands.map((band): ScaleClass => {
    const sign = falling ? '≤' : '≥'
    const fill: FillToken = band.level
      ? `--alert-${band.level}`
      : (RAMP[Math.min(RAMP.length - 1, quiet++ * (calm > 2 ? 1 : 2))] ?? '--ramp-1')
    return {
      fill,
      level: band.level,
      label: `${say(band.label)} ${sign} ${formatFigure(band.from, def.unit, isShare(def.unit) ? 0 : def.precision)}`,
    }
  })
  const classOf = (value: number | null) => {
    if (value === null) return undefined
    // the contract compares the value rounded as it is shown
    const shown = roundAsShown(value, def)
    const index = bands.findLastIndex((band) => (falling ? shown <= band.from : shown >= band.from))
    return index >= 0 ? classes[index] : { fill: RAMP[0] as FillToken, level: null, label: '' }
  }
  return { classes, classOf }
}

/** A step that people can read: 1, 2, 2.5 or 5 times a power of ten. */
export const niceStep = (raw: number): number => {
  const power = 10 ** Math.floor(Math.log10(raw))
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power
}

const evenScale = (def: Measured, values: readonly number[]): Scale => {
  if (values.length === 0) return { classes: [], classOf: () => undefined }
  const low = Math.min(...values)
  const high = Math.max(...values)
  if (low === high) {
    const only: ScaleClass = { fill: '--ramp-3', level: null, label: formatFigure(low, def.unit, def.precision) }
    return { classes: [only], classOf: (value) => (value === null ? undefined : only) }
  }
  const least = (isShare(def.unit) ? 0.01 : 1) * 10 ** -def.precision
  const step = Math.max(niceStep((high - low) / RAMP.length), least)
  const start = Math.floor(low / step) * step
  const count = Math.min(RAMP.length, Math.max(1, Math.ceil((high - start) / step + 1e-9)))
  const classes = Array.from({ length: count }, (_, index): ScaleClass => {
    const from = start + index * step
    const last = index === count - 1
    const text = (value: number) => formatFigure(value, def.unit, def.precision)
    const bare = (value: number) => formatFigure(value, isShare(def.unit) ? def.unit : '', def.precision)
    return {
      fill: RAMP[index] as FillToken,
      level: null,
      label: last ? `≥ ${text(from)}` : `${bare(from)} – ${text(from + step)}`,
    }
  })
  return {
    classes,
    classOf: (value) =>
      value === null ? undefined : classes[Math.max(0, Math.min(count - 1, Math.floor((value - start) / step + 1e-9)))],
  }
}

export const scaleOf = (
  def: Measured,
  values: readonly (number | null)[],
  say: (text: { zh: string; en: string }) => string,
): Scale =>
  def.bands.length > 0
    ? bandScale(def, say)
    : evenScale(
        def,
        values.filter((value): value is number => value !== null),
      )
