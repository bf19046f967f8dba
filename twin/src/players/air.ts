/** The national feed: registers the stations as city objects, sends the past hours, then an hour at a time. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Http } from '../clients/http.ts'
import type { AirHour, AirPlay, Station } from '../data/air.ts'
import { pace, repeat, type Stage, stamp } from './player.ts'

const HOUR = 3_600_000
const text = (value: number | null): string => (value === null ? '—' : String(value))

/** One record of the feed, in the shape the national platform publishes: strings, a dash where there is none. */
const record = (station: Station, reading: AirHour, at: number) => ({
  stationcode: station.code,
  positionname: station.name,
  area: '天津市',
  timepoint: stamp(at).slice(0, 19),
  pm2_5: text(reading.pm25),
  pm10: text(reading.pm10),
  so2: text(reading.so2),
  no2: text(reading.no2),
  co: text(reading.co),
  o3: text(reading.o3),
  o3_8h: text(reading.o3_8h),
})

export const stationEntity = (station: Station, title: string) => ({
  id: `urn:ngsi-ld:AirQualityObserved:${station.code}`,
  type: 'AirQualityObserved',
  name: { type: 'Property', value: station.name },
  region: { type: 'Property', value: station.district },
  dataProvider: { type: 'Property', value: title },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [station.lon, station.lat] } },
})

/** Creates or updates the city objects, a hundred at a time. */
export const register = async (context: Http, entities: readonly unknown[]): Promise<void> => {
  for (let from = 0; from < entities.length; from += 100)
    await context.send('POST', '/ngsi-ld/v1/entityOperations/upsert?options=update', entities.slice(from, from + 100))
}

export const playAir = async (stage: Stage, air: Http, source: string, play: AirPlay, backfillHours: number): Promise<void> => {
  const send = (at: number, hour: number) =>
    air.send(
      'POST',
      `/api/feeds/cnemc/${source}`,
      play.stations.map((station) => record(station, play.reading(station, hour), at)),
    )
  const virtualHour = () => Math.floor(stage.clock.now() / HOUR)
  const began = virtualHour()
  const realHour = Math.floor(Date.now() / HOUR) * HOUR
  for (let back = backfillHours; back >= 1 && !stage.stop.aborted; back -= 1) {
    await send(realHour - (back - 1) * HOUR, began - back)
    await sleep(20)
  }
  await repeat(
    'air',
    stage,
    () => pace(stage, 60, 5_000),
    async () => {
      await send(Date.now() - 1000, virtualHour())
    },
  )
}
