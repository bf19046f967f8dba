/** The way to the nearest car park with room, and what it costs. */
import { AppError, type Provenance, type Rule } from '@haihe/contract'
import type { Zone as ClockZone } from '@haihe/intelligence/indicators/windows'
import { localDate } from '@haihe/intelligence/indicators/windows'
import { type City, type Db, inBounds } from '@haihe/kernel'
import { z } from 'zod'
import { CAR_PARK } from './entities.ts'
import { type Fee, FeeZone, Periods, parkingFee, Rates, type Vehicle } from './fee.ts'
import { findLot, type LotRow, lotHistory, lotsWithin } from './lot-store.ts'

const Instant = z.iso.datetime({ offset: true })

export const FeeView = z.object({
  zone: FeeZone,
  /** yuan */
  amount: z.number(),
  minutes: z.number(),
  /** within the free minutes */
  free: z.boolean(),
  parts: z.array(z.object({ kind: z.enum(['day', 'night']), from: Instant, to: Instant, units: z.number(), amount: z.number() })),
  /** false: computed with configurable rates that no office has confirmed */
  official: z.boolean(),
  basis: z.array(z.string()),
})
export type FeeView = z.infer<typeof FeeView>

const Lot = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  regionName: z.string(),
  lon: z.number(),
  lat: z.number(),
  free: z.number(),
  total: z.number().nullable(),
  /** time of the report, and whether it is too old to be relied on */
  at: Instant,
  stale: z.boolean(),
  zone: FeeZone,
  source: z.object({ id: z.string(), title: z.string() }),
  provenance: z.custom<Provenance>((value) => ['local', 'elsewhere', 'simulated'].includes(value as string)),
})
type Lot = z.infer<typeof Lot>

export const NearLot = Lot.extend({ /** metres, as the crow flies */ distance: z.number(), fee: FeeView })
export type NearLot = z.infer<typeof NearLot>
export const LotDetail = z.object({ lot: Lot, history: z.array(z.object({ at: Instant, free: z.number() })) })
export type LotDetail = z.infer<typeof LotDetail>

const Zones = z.strictObject({ districts: z.record(z.string(), FeeZone), others: FeeZone })

interface GuidanceOptions {
  db: Db
  now: () => Date
  city: City
  clock: ClockZone
  rule: (id: string, date: string, region: string) => Rule | undefined
  regionName: (code: string) => string
}

interface Guidance {
  /** Throws RULE_MISSING when no tariff was in force, INVALID_INPUT when the stay is none. */
  fee: (zone: FeeZone, from: Date, to: Date, vehicle: Vehicle) => FeeView
  /** Throws OUTSIDE_CITY. */
  nearest: (place: { lon: number; lat: number }, limit: number, stayMinutes: number, vehicle: Vehicle) => Promise<NearLot[]>
  /** Throws NOT_FOUND. */
  lot: (id: string) => Promise<LotDetail>
}

const STALE_MS = 15 * 60_000
const FORGOTTEN_MS = 24 * 3_600_000
const LONGEST_STAY_MS = 62 * 24 * 3_600_000
const HISTORY_MS = 24 * 3_600_000
/** Kilometres looked at, until enough car parks with room are found. */
const REACH = [2, 6, 20, 80]
const EARTH_METRES = 6_371_008.8

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** Great-circle distance in metres. */
const metresBetween = (a: { lon: number; lat: number }, b: { lon: number; lat: number }): number => {
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)]
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)))
}

export const createGuidance = ({ db, now, city, clock, rule, regionName }: GuidanceOptions): Guidance => {
  const inForce = <T>(id: string, schema: z.ZodType<T>, at: number): { value: T; rule: Rule } => {
    const found = rule(id, localDate(clock, at), city.code)
    const parsed = schema.safeParse(found?.value)
    if (!found || !parsed.success) throw new AppError('RULE_MISSING', { rule: id })
    return { value: parsed.data, rule: found }
  }
  const zoneOf = (region: string, at: number): FeeZone => {
    const { value } = inForce('parking.zones', Zones, at)
    return value.districts[region.slice(0, 6)] ?? value.others
  }

  const view = (zone: FeeZone, fee: Fee, rules: readonly Rule[]): FeeView => ({
    zone,
    amount: fee.amount / 100,
    minutes: fee.minutes,
    free: fee.free,
    parts: fee.parts.map(({ kind, from, to, units, amount }) => ({
      kind,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      units,
      amount: amount / 100,
    })),
    official: rules.every(({ official }) => official),
    basis: rules.map(({ basis }) => basis),
  })

  const fee: Guidance['fee'] = (zone, from, to, vehicle) => {
    const [entry, exit] = [from.getTime(), to.getTime()]
    const wrong = (path: string, message: string) => new AppError('INVALID_INPUT', { errors: [{ path, message }] })
    if (exit < entry) throw wrong('to', '离场时间须晚于入场时间')
    if (exit - entry > LONGEST_STAY_MS) throw wrong('to', '一次停放最长按 62 天测算')
    // the tariff of the day of entry holds for the whole stay
    const periods = inForce('parking.periods', Periods, entry)
    const rates = inForce('parking.rates', Rates, entry)
    const found = parkingFee(clock, { periods: periods.value, rates: rates.value }, { zone, vehicle, entry, exit })
    return view(zone, found, [periods.rule, rates.rule])
  }

  const lotOf = (row: LotRow, at: number): Lot => ({
    id: row.id,
    name: row.name ?? row.id,
    region: row.region,
    regionName: regionName(row.region),
    lon: row.lon,
    lat: row.lat,
    free: row.free,
    total: row.total,
    at: row.free_at.toISOString(),
    stale: at - row.free_at.getTime() > STALE_MS,
    zone: zoneOf(row.region, at),
    source: { id: row.source, title: row.source_title ?? row.source },
    provenance: row.provenance ?? 'simulated',
  })

  return {
    fee,
    async nearest(place, limit, stayMinutes, vehicle) {
      if (!inBounds(city, place.lon, place.lat)) throw new AppError('OUTSIDE_CITY', place)
      const at = now().getTime()
      let found: { row: LotRow; distance: number }[] = []
      for (const kilometres of REACH) {
        const [high, wide] = [kilometres / 111.2, kilometres / (111.2 * Math.cos(radians(place.lat)))]
        const area = { west: place.lon - wide, east: place.lon + wide, south: place.lat - high, north: place.lat + high }
        found = (await lotsWithin(db, CAR_PARK, area))
          .map((row) => ({ row, distance: metresBetween(place, row) }))
          .filter(
            ({ row, distance }) => distance <= kilometres * 1000 && row.free > 0 && at - row.free_at.getTime() < FORGOTTEN_MS,
          )
        if (found.length >= limit) break
      }
      return found
        .toSorted((a, b) => a.distance - b.distance || (a.row.id < b.row.id ? -1 : 1))
        .slice(0, limit)
        .map(({ row, distance }) => {
          const lot = lotOf(row, at)
          const stay = fee(lot.zone, new Date(at), new Date(at + stayMinutes * 60_000), vehicle)
          return { ...lot, distance: Math.round(distance), fee: stay }
        })
    },
    async lot(id) {
      const row = await findLot(db, CAR_PARK, id)
      if (!row) throw new AppError('NOT_FOUND')
      const at = now()
      const history = await lotHistory(db, id, new Date(at.getTime() - HISTORY_MS), at)
      return {
        lot: lotOf(row, at.getTime()),
        history: history.map((point) => ({ at: point.at.toISOString(), free: point.free })),
      }
    },
  }
}
