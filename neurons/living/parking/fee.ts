/**
 * Parking fees as a pure function of dated tariffs: by time in the day, once for the night. Times are epoch milliseconds;
 * day and night are those of the city's clock. Amounts in fen (分), so that sums are exact.
 */
import { HOUR, MINUTE } from '@haihe/contract'
import { type Zone as ClockZone, windowShift, windowStart } from '@haihe/intelligence/indicators/windows'
import { z } from 'zod'

export const ZONES = ['1', '2', '3'] as const
export const FeeZone = z.enum(ZONES)
export type FeeZone = z.infer<typeof FeeZone>
export const Vehicle = z.enum(['small', 'large'])
export type Vehicle = z.infer<typeof Vehicle>

/** Value of the rule `parking.periods`: the hours of the day in which time is counted, by zone. */
export const Periods = z.record(
  FeeZone,
  z.strictObject({ dayFrom: z.number().int().min(0).max(23), dayTo: z.number().int().min(1).max(24) }),
)
/** Value of the rule `parking.rates`. */
export const Rates = z.strictObject({
  /** a stay of at most so many minutes costs nothing; a longer one is charged from its first minute */
  freeMinutes: z.number().int().min(0),
  /** time is counted in units of so many minutes; a begun unit is a whole one */
  unitMinutes: z.number().int().min(1),
  zones: z.record(FeeZone, z.record(Vehicle, z.strictObject({ unit: z.number().int().min(0), night: z.number().int().min(0) }))),
})
export type Periods = z.infer<typeof Periods>
export type Rates = z.infer<typeof Rates>

interface FeePart {
  kind: 'day' | 'night'
  from: number
  to: number
  /** units counted; 1 for a night */
  units: number
  /** fen */
  amount: number
}

export interface Fee {
  /** fen */
  amount: number
  minutes: number
  free: boolean
  parts: FeePart[]
}

/** The days and nights that a stay touches, each once, in order. */
const spans = (
  clock: ClockZone,
  { dayFrom, dayTo }: { dayFrom: number; dayTo: number },
  entry: number,
  exit: number,
): Omit<FeePart, 'units' | 'amount'>[] => {
  const found: Omit<FeePart, 'units' | 'amount'>[] = []
  for (
    let midnight = windowShift(clock, 'day', windowStart(clock, 'day', entry), -1);
    midnight < exit;
    midnight = windowShift(clock, 'day', midnight, 1)
  ) {
    const begin = midnight + dayFrom * HOUR
    const end = midnight + dayTo * HOUR
    const next = windowShift(clock, 'day', midnight, 1) + dayFrom * HOUR
    for (const [kind, from, to] of [
      ['day', begin, end],
      ['night', end, next],
    ] as const) {
      const [low, high] = [Math.max(from, entry), Math.min(to, exit)]
      if (low < high) found.push({ kind, from: low, to: high })
    }
  }
  return found
}

/** The fee of one stay. Throws RangeError when it ends before it begins. */
export const parkingFee = (
  clock: ClockZone,
  tariff: { periods: Periods; rates: Rates },
  stay: { zone: FeeZone; vehicle: Vehicle; entry: number; exit: number },
): Fee => {
  const { zone, vehicle, entry, exit } = stay
  if (exit < entry) throw new RangeError('a stay ends after it begins')
  const minutes = (exit - entry) / MINUTE
  if (minutes <= tariff.rates.freeMinutes) return { amount: 0, minutes, free: true, parts: [] }
  const price = tariff.rates.zones[zone][vehicle]
  const unit = tariff.rates.unitMinutes * MINUTE
  const parts = spans(clock, tariff.periods[zone], entry, exit).map((span): FeePart => {
    const units = span.kind === 'night' ? 1 : Math.ceil((span.to - span.from) / unit)
    return { ...span, units, amount: units * (span.kind === 'night' ? price.night : price.unit) }
  })
  return { amount: parts.reduce((sum, part) => sum + part.amount, 0), minutes, free: false, parts }
}
