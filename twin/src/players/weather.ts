/** The weather service and the grid company, over MQTT. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Device, DeviceItem } from '../clients/mqtt.ts'
import type { WeatherPlay } from '../data/weather.ts'
import { pace, repeat, type Stage, stamp } from './player.ts'

const HOUR = 3_600_000
const WEATHER = 'urn:ngsi-ld:WeatherObserved:tianjin'
const LOAD = 'urn:ngsi-ld:PowerLoad:tianjin'

export const weatherEntities = (city: string, play: WeatherPlay) =>
  [
    [WEATHER, 'WeatherObserved', '天津气象'],
    [LOAD, 'PowerLoad', '天津电网负荷'],
  ].map(([id, type, name]) => ({
    id,
    type,
    name: { type: 'Property', value: name },
    region: { type: 'Property', value: city },
    dataProvider: { type: 'Property', value: play.title },
  }))

export const playWeather = async (stage: Stage, device: Device, play: WeatherPlay, backfillHours: number): Promise<void> => {
  const report = (hour: number, real: number): DeviceItem[] => {
    const reading = play.hour(hour)
    const at = stamp(real)
    const items: DeviceItem[] = [
      { entity: WEATHER, type: 'WeatherObserved', attribute: 'temperature', value: reading.temperature, at },
      { entity: WEATHER, type: 'WeatherObserved', attribute: 'relativeHumidity', value: reading.relativeHumidity, at },
    ]
    return reading.load === null
      ? items
      : [...items, { entity: LOAD, type: 'PowerLoad', attribute: 'load', value: reading.load, at }]
  }
  const began = Math.floor(stage.clock.now() / HOUR)
  const now = Date.now()
  for (let back = backfillHours; back >= 1 && !stage.stop.aborted; back -= 1) {
    await device.publish(report(began - back, now - back * HOUR))
    await sleep(10)
  }
  await repeat(
    'weather',
    stage,
    () => pace(stage, 60, 10_000),
    async () => {
      await device.publish(report(Math.floor(stage.clock.now() / HOUR), Date.now() - 500))
    },
  )
}
