/** Parts: mergeable partials with the provenance of their inputs, and the cells of region × indicator × window they lie in. */
import { mergePartials, type Partial, type Provenance } from '@haihe/contract'

/** A partial with provenance marks: 1 local, 2 elsewhere, 4 simulated, added by OR. */
export interface Part extends Partial {
  marks: number
}

export interface Cell extends Part {
  region: string
  /** small number of the indicator */
  indicator: number
  /** index in WINDOWS */
  win: number
  /** start of the window */
  at: number
}

const MARKS: Record<Provenance, number> = { local: 1, elsewhere: 2, simulated: 4 }
export const markOf = (provenance: Provenance): number => MARKS[provenance]

/** A value is only as real as the least real of its inputs. */
export const provenanceOf = (marks: number): Provenance | null =>
  marks === 0 ? null : marks & 4 ? 'simulated' : marks & 2 ? 'elsewhere' : 'local'

export const emptyPart = (): Part => ({
  count: 0,
  sum: 0,
  weight: 0,
  min: Infinity,
  max: -Infinity,
  last: 0,
  lastAt: -Infinity,
  sumMoment: 0,
  countMoment: 0,
  marks: 0,
})

export const mergeParts = (a: Part, b: Part): Part => ({ ...mergePartials(a, b), marks: a.marks | b.marks })

/** mergeParts in place: adds `b` into `a` without a new object, for the hot path. */
export const addPart = (a: Part, b: Part): void => {
  a.count += b.count
  a.sum += b.sum
  a.weight += b.weight
  if (b.min < a.min) a.min = b.min
  if (b.max > a.max) a.max = b.max
  if (b.lastAt >= a.lastAt) {
    a.last = b.last
    a.lastAt = b.lastAt
  }
  a.sumMoment += b.sumMoment
  a.countMoment += b.countMoment
  a.marks |= b.marks
}

/** The same part seen from a window that starts `minutes` earlier: moments count from the start of the window. */
export const rebase = (part: Part, minutes: number): Part =>
  minutes === 0
    ? part
    : { ...part, sumMoment: part.sumMoment + part.sum * minutes, countMoment: part.countMoment + part.count * minutes }

/**
 * Values enter as multiples of 2⁻²⁰ (a millionth): sums of such numbers up to eight thousand million are exact in a
 * double, so partials do not depend on the order of their inputs and differences cancel without a rest.
 */
export const quantise = (value: number): number => {
  // + 0 makes an ordinary zero of a negative one
  const scaled = Math.round(value * 1_048_576) / 1_048_576 + 0
  return Number.isFinite(scaled) ? scaled : value
}
