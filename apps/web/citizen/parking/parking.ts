/** Nearest car parks: what stands in the address, how full one is, how far away. Pure. */
import type { Provenance } from '@haihe/contract'

/** GET /api/parking/nearest?lon=&lat=&stay=&limit= */
export interface CarPark {
  id: string
  name: string
  region: string
  regionName: string
  lon: number
  lat: number
  free: number
  /** null: nobody said */
  total: number | null
  /** time of the report */
  at: string
  /** too old to be relied on */
  stale: boolean
  provenance: Provenance
  /** metres, as the crow flies */
  distance: number
  fee: FeeEstimate
}

export interface FeeEstimate {
  /** yuan for the asked stay */
  amount: number
  /** the stay is within the free minutes */
  free: boolean
  basis: string[]
  official: boolean
}

/** minutes that people ask for */
export const DURATIONS = [60, 120, 240, 480, 1440] as const

export interface ParkingSearch {
  lon?: number
  lat?: number
  minutes: number
  /** chosen car park */
  at?: string
  view?: 'map'
}

const degrees = (value: unknown, most: number): number | undefined => {
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isFinite(number) && Math.abs(number) <= most ? number : undefined
}

export const parkingSearch = (search: Record<string, unknown>): ParkingSearch => {
  const lon = degrees(search.lon, 180)
  const lat = degrees(search.lat, 90)
  const minutes = DURATIONS.find((each) => each === Number(search.minutes)) ?? 120
  return {
    minutes,
    ...(lon !== undefined && lat !== undefined ? { lon, lat } : {}),
    ...(typeof search.at === 'string' ? { at: search.at } : {}),
    ...(search.view === 'map' ? { view: 'map' as const } : {}),
  }
}

/** full, few (a tenth or fewer than 5), some; unknown when the number is too old to go by */
export const fullness = ({
  free,
  total,
  stale,
}: Pick<CarPark, 'free' | 'total' | 'stale'>): 'unknown' | 'full' | 'few' | 'some' => {
  if (stale) return 'unknown'
  if (free <= 0) return 'full'
  return free < 5 || (total !== null && total > 0 && free / total <= 0.1) ? 'few' : 'some'
}

/** 80 → 80 m; 1,240 → 1.2 km. Metres are rounded to tens: nobody paces them out. */
export const distanceOf = (metres: number): { key: 'parking.metres' | 'parking.kilometres'; value: string } =>
  metres < 995
    ? { key: 'parking.metres', value: String(Math.max(10, Math.round(metres / 10) * 10)) }
    : { key: 'parking.kilometres', value: (metres / 1000).toFixed(1) }

/** The box around some places: west, south, east, north. */
export const around = (places: readonly { lon: number; lat: number }[]): [number, number, number, number] => [
  Math.min(...places.map(({ lon }) => lon)),
  Math.min(...places.map(({ lat }) => lat)),
  Math.max(...places.map(({ lon }) => lon)),
  Math.max(...places.map(({ lat }) => lat)),
]
