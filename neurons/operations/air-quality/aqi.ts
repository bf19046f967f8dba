/**
 * Air quality index of HJ 633, as pure functions of a dated edition. Concentrations in μg/m³, CO in mg/m³.
 * IAQI = (IAQIhi − IAQIlo) ÷ (BPhi − BPlo) × (C − BPlo) + IAQIlo, rounded up; AQI = the largest IAQI; the primary
 * pollutant is the one with the largest IAQI, when the AQI is above 50.
 */
import { z } from 'zod'

export const POLLUTANTS = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const
export type Pollutant = (typeof POLLUTANTS)[number]

/** Names as they are published. */
export const NAMES: Record<Pollutant, string> = { pm25: 'PM2.5', pm10: 'PM10', so2: 'SO2', no2: 'NO2', co: 'CO', o3: 'O3' }

const Column = z.strictObject({
  /** concentrations at the steps of the index, ascending; shorter than the steps where the table ends */
  limits: z.array(z.number()).min(2),
  /** IAQI above the last limit; null: the pollutant is not used then */
  above: z.number().nullable(),
})
const Table = z.strictObject({ pm25: Column, pm10: Column, so2: Column, no2: Column, co: Column, o3: Column })

/** One edition of the regulation, the value of the rule `air.aqi`. */
export const Edition = z.strictObject({
  edition: z.string(),
  /** index at each limit */
  steps: z.array(z.number()).min(2),
  /** real-time report: means of one hour */
  hourly: Table,
  /** daily report: means of the day, O3 the largest mean of eight hours */
  daily: Table,
  /** lowest index that is reported */
  least: z.number(),
  /** with a pollutant missing the index is published only above this; null: always */
  incompleteAbove: z.number().nullable(),
})
export type Edition = z.infer<typeof Edition>

export type Concentrations = Partial<Record<Pollutant, number>>

interface AirIndex {
  aqi: number
  /** 1 优 … 6 严重污染 */
  level: number
  /** every pollutant with the largest IAQI, empty up to 50 */
  primary: Pollutant[]
  iaqi: Partial<Record<Pollutant, number>>
}

/** Tenths for CO, whole numbers else (4.2.2); halves go to the even neighbour (GB/T 8170). The result is in those units. */
const scaled = (pollutant: Pollutant, concentration: number): number => {
  const value = pollutant === 'co' ? concentration * 10 : concentration
  const floor = Math.floor(value)
  const rest = value - floor
  if (Math.abs(rest - 0.5) < 1e-9) return floor % 2 === 0 ? floor : floor + 1
  return rest < 0.5 ? floor : floor + 1
}

/** IAQI of one pollutant; undefined where the edition gives none for so high a concentration. */
export const iaqi = (
  edition: Edition,
  table: 'hourly' | 'daily',
  pollutant: Pollutant,
  concentration: number,
): number | undefined => {
  const { limits, above } = edition[table][pollutant]
  const unit = pollutant === 'co' ? 10 : 1
  const c = scaled(pollutant, concentration)
  const high = limits.findIndex((limit) => c <= limit * unit)
  if (high === -1) return above ?? undefined
  if (high === 0) return edition.steps[0]
  const [low, top] = [limits[high - 1]! * unit, limits[high]! * unit]
  const [from, to] = [edition.steps[high - 1]!, edition.steps[high]!]
  // whole numbers throughout: what divides without a rest must not be rounded up
  return from + Math.ceil(((to - from) * (c - low)) / (top - low))
}

const LEVEL_LIMITS = [50, 100, 150, 200, 300]
export const levelOf = (aqi: number): number => LEVEL_LIMITS.filter((limit) => aqi > limit).length + 1

/** The index of a place; undefined when no pollutant is known, or too few to publish one. */
export const airIndex = (edition: Edition, table: 'hourly' | 'daily', concentrations: Concentrations): AirIndex | undefined => {
  const found: AirIndex['iaqi'] = {}
  for (const pollutant of POLLUTANTS) {
    const concentration = concentrations[pollutant]
    if (concentration === undefined || !Number.isFinite(concentration) || concentration < 0) continue
    const index = iaqi(edition, table, pollutant, concentration)
    if (index !== undefined) found[pollutant] = index
  }
  const values = Object.values(found)
  if (values.length === 0) return undefined
  const largest = Math.max(...values)
  const complete = POLLUTANTS.every((pollutant) => concentrations[pollutant] !== undefined)
  if (!complete && edition.incompleteAbove !== null && largest <= edition.incompleteAbove) return undefined
  const aqi = Math.max(edition.least, largest)
  return {
    aqi,
    level: levelOf(aqi),
    primary: aqi > 50 ? POLLUTANTS.filter((pollutant) => found[pollutant] === largest) : [],
    iaqi: found,
  }
}
