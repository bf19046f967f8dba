/** Weather and power load by the hour: real ones of Tianjin when given, else a November day. */
import { hourOfDay } from '../clock.ts'
import type { Random } from '../random.ts'
import { readCsv } from './csv.ts'

export interface WeatherHour {
  temperature: number
  relativeHumidity: number
  /** MW; null where the series has a gap */
  load: number | null
}

export interface WeatherPlay {
  real: boolean
  title: string
  hour: (hour: number) => WeatherHour
}

export const weatherPlay = (folder: string | null, random: Random): WeatherPlay => {
  const rows = readCsv(folder, 'tianjin_load_weather', 'tianjin_load_weather_hourly_2017_2019.csv')
  // the series starts at midnight: the hour of its day is kept when it is played at another date
  const autumn = rows?.filter((row) => row.month === '11')
  if (autumn && autumn.length > 48) {
    const byHour = Map.groupBy(autumn, (row) => Number(row.hour))
    return {
      real: true,
      title: '天津气象与电力负荷（2017—2019年11月回放）',
      hour: (hour) => {
        const list = byHour.get(Math.floor(hourOfDay(hour * 3_600_000))) ?? autumn
        const row = list[Math.floor(hour / 24) % list.length] ?? {}
        return { temperature: Number(row.tem), relativeHumidity: Number(row.hum) / 100, load: row.load ? Number(row.load) : null }
      },
    }
  }
  return {
    real: false,
    title: '气象与电力负荷（模拟）',
    hour: (hour) => {
      const local = hourOfDay(hour * 3_600_000)
      const warm = Math.cos(((local - 14) / 24) * 2 * Math.PI)
      return {
        temperature: Math.round((6 + 5 * warm + random.normal()) * 10) / 10,
        relativeHumidity: Math.round(Math.min(0.95, Math.max(0.2, 0.55 - 0.15 * warm + 0.03 * random.normal())) * 100) / 100,
        load: Math.round(10_500 + 2_200 * Math.sin(((local - 9) / 24) * 2 * Math.PI) + 120 * random.normal()),
      }
    },
  }
}
