/** Car parks over a day: real occupancy series of another country laid on Tianjin's streets, or generated ones. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hourOfDay } from '../clock.ts'
import type { Random } from '../random.ts'
import { readCsv } from './csv.ts'
import { pointIn, type Street } from './places.ts'

export interface CarPark {
  id: string
  name: string
  street: Street
  lon: number
  lat: number
  total: number
  /** free places at a virtual time */
  free: (at: number) => number
}

export interface ParkingPlay {
  real: boolean
  title: string
  parks: CarPark[]
}

const KINDS = [
  // base share occupied, peak share, hour of the peak, width in hours
  { zh: '写字楼停车场', base: 0.15, peak: 0.8, at: 14, width: 5 },
  { zh: '商业广场停车场', base: 0.15, peak: 0.82, at: 19, width: 4 },
  { zh: '医院停车场', base: 0.3, peak: 0.68, at: 10, width: 3.5 },
  { zh: '居民区停车场', base: 0.45, peak: 0.48, at: 2, width: 6 },
  { zh: '地铁换乘停车场', base: 0.1, peak: 0.8, at: 13, width: 6 },
] as const

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

const generated = (street: Street, index: number, random: Random): CarPark => {
  const kind = random.pick(KINDS)
  const total = random.integer(8, 60) * 10
  const bias = random.between(0.8, 1.12)
  return {
    id: `P${String(index + 1).padStart(4, '0')}`,
    name: `${street.name.replace(/(街道|镇|乡)$/, '')}${kind.zh}`,
    street,
    ...pointIn(street, random),
    total,
    free: (at) => {
      const hour = hourOfDay(at)
      const distance = ((hour - kind.at + 36) % 24) - 12
      const share = (kind.base + kind.peak * Math.exp(-((distance / kind.width) ** 2))) * bias + 0.015 * random.normal()
      return Math.round(total * (1 - clamp(share, 0, 1)))
    },
  }
}

/** Columns of free places polled every few minutes; a column is used when its capacity is known and it moves. */
const realSeries = (folder: string | null): { total: number; free: number[] }[] => {
  const meta = readCsv(folder, 'parking_germany', 'meta-data.csv')
  if (!folder || !meta) return []
  const files = readdirSync(join(folder, 'parking_germany'))
    .filter((name) => /^\d{4}.*\.csv$/.test(name))
    .sort()
  const rows = files.flatMap((name) => readCsv(folder, 'parking_germany', name) ?? [])
  return meta.flatMap((place) => {
    const total = Number(place.num_all)
    const free = rows
      .map((row) => row[place.place_id ?? ''])
      .filter((text) => text !== undefined && text !== '')
      .map(Number)
    const moves = new Set(free).size > 20
    const fits = free.every((value) => Number.isFinite(value) && value >= 0 && value <= total)
    return total >= 40 && free.length > 500 && moves && fits ? [{ total, free }] : []
  })
}

export const parkingPlay = (folder: string | null, streets: readonly Street[], count: number, random: Random): ParkingPlay => {
  const series = realSeries(folder)
  const step = Math.max(1, Math.floor(streets.length / count))
  const chosen = streets.filter((_, index) => index % step === 0).slice(0, count)
  const parks = chosen.map((street, index) => {
    const park = generated(street, index, random)
    const real = series[index % Math.max(1, series.length)]
    if (!real) return park
    const shift = Math.floor(index / Math.max(1, series.length)) * 61
    // one poll about every six minutes; three days in a loop
    return {
      ...park,
      name: park.name,
      total: real.total,
      free: (at: number) => real.free[(Math.floor(at / 360_000) + shift) % real.free.length] ?? 0,
    }
  })
  return {
    real: series.length > 0,
    title: series.length > 0 ? '停车场泊位（德国实测序列，演示落点）' : '停车场泊位（模拟）',
    parks,
  }
}
