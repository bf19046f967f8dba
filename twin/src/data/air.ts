/** Hours of the national station feed: real ones of Tianjin when the data folder is given, else a plausible city. */
import { hourOfDay } from '../clock.ts'
import type { Random } from '../random.ts'
import { readCsv } from './csv.ts'
import type { District } from './places.ts'

export interface Station {
  code: string
  name: string
  lon: number
  lat: number
  district: string
}

/** Pollutants in the units of the feed: µg/m³, CO in mg/m³. Null: the station gave none. */
export interface AirHour {
  pm25: number | null
  pm10: number | null
  so2: number | null
  no2: number | null
  co: number | null
  o3: number | null
  o3_8h: number | null
}

export interface AirPlay {
  real: boolean
  title: string
  stations: Station[]
  /** the reading of a station in virtual hour `hour` (whole hours since 1970) */
  reading: (station: Station, hour: number) => AirHour
}

const number = (text: string | undefined): number | null => (text === undefined || text.trim() === '' ? null : Number(text))
const plain = (name: string): string => name.replace(/[(（].*$/, '')

/** 15 national stations × 61 hours of March 2020, played in a loop. */
const realAir = (folder: string): AirPlay | undefined => {
  const registry = readCsv(folder, 'cnemc_snapshot', 'tianjin_aq_stations.csv')
  const rows = readCsv(folder, 'tianjin_air_quality', 'station_hourly_2020_clean.csv')
  if (!registry || !rows) return undefined
  const stations = registry.map((row) => ({
    code: row.station_code ?? '',
    name: row.station_name ?? '',
    lon: Number(row.lon),
    lat: Number(row.lat),
    district: row.district_code ?? '',
  }))
  const byStation = Map.groupBy(rows, (row) => plain(row.station ?? ''))
  const series = new Map(
    stations.map((station) => [
      station.code,
      (byStation.get(plain(station.name)) ?? []).map((row) => ({
        pm25: number(row.pm25),
        pm10: number(row.pm10),
        so2: number(row.so2),
        no2: number(row.no2),
        co: number(row.co),
        o3: number(row.o3_1h),
        o3_8h: number(row.o3_8h),
      })),
    ]),
  )
  return {
    real: true,
    title: '国控空气站 2020年3月逐时数据（回放）',
    stations: stations.filter((station) => (series.get(station.code)?.length ?? 0) > 0),
    reading: (station, hour) => {
      const hours = series.get(station.code) ?? []
      const reading = hours[hour % hours.length]
      if (!reading) throw new RangeError(`no hours for station ${station.code}`)
      return reading
    },
  }
}

/** One wave over the day: morning and evening traffic for NO2 and particles, afternoon for ozone. */
const wave = (hour: number, peak: number, width: number): number => Math.exp(-(((((hour - peak + 36) % 24) - 12) / width) ** 2))

const generatedAir = (districts: readonly District[], random: Random): AirPlay => {
  const stations = districts.map((district, index) => ({
    code: `S${String(index + 1).padStart(3, '0')}`,
    name: `${district.name}模拟站`,
    lon: district.centre[0],
    lat: district.centre[1],
    district: district.code,
  }))
  const offset = new Map(stations.map((station) => [station.code, random.between(0.75, 1.3)]))
  return {
    real: false,
    title: '空气站（模拟）',
    stations,
    reading: (station, hour) => {
      const local = Math.floor(hourOfDay(hour * 3_600_000))
      // slow weather: a haze episode builds up and clears about every five days
      const episode = 1 + 1.6 * Math.max(0, Math.sin((hour / 120) * 2 * Math.PI)) ** 3
      const scale = (offset.get(station.code) ?? 1) * episode * (1 + 0.08 * random.normal())
      const traffic = 0.6 + wave(local, 8, 2.5) + 0.9 * wave(local, 20, 3.5)
      const pm25 = Math.max(3, Math.round(28 * scale * (0.7 + 0.35 * traffic)))
      const o3 = Math.max(5, Math.round(50 + 95 * wave(local, 15, 4) + 8 * random.normal()))
      return {
        pm25,
        pm10: Math.round(pm25 * random.between(1.5, 1.9)),
        so2: Math.max(2, Math.round(8 * scale)),
        no2: Math.max(4, Math.round(26 * scale * traffic)),
        co: Math.max(0.2, Math.round(6 * scale * (0.7 + 0.4 * traffic)) / 10),
        o3,
        o3_8h: Math.round(o3 * 0.85),
      }
    },
  }
}

export const airPlay = (folder: string | null, districts: readonly District[], random: Random): AirPlay =>
  (folder ? realAir(folder) : undefined) ?? generatedAir(districts, random)
