/** Car parks over MQTT: free places, and the comings and goings between two reports. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Device, DeviceItem } from '../clients/mqtt.ts'
import type { CarPark, ParkingPlay } from '../data/parking.ts'
import { pace, repeat, type Stage, stamp } from './player.ts'

const id = (park: CarPark): string => `urn:ngsi-ld:OffStreetParking:${park.id}`

export const parkEntity = (park: CarPark, title: string) => ({
  id: id(park),
  type: 'OffStreetParking',
  name: { type: 'Property', value: park.name },
  region: { type: 'Property', value: park.street.code },
  dataProvider: { type: 'Property', value: title },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [park.lon, park.lat] } },
})

export const playParking = async (stage: Stage, device: Device, play: ParkingPlay, backfillHours: number): Promise<void> => {
  const before = new Map<string, number>()

  /** Readings of all car parks at a virtual time, stamped with the real one. */
  const report = (virtual: number, real: number): DeviceItem[] =>
    play.parks.flatMap((park) => {
      const free = park.free(virtual)
      const last = before.get(park.id) ?? free
      before.set(park.id, free)
      // Between two looks some cars leave while others come: turnover is more than the net change.
      const through = Math.round(park.total * stage.random.between(0.005, 0.03))
      const entries = Math.max(0, last - free) + through
      const exits = Math.max(0, free - last) + through
      const at = stamp(real)
      const item = (attribute: string, value: number): DeviceItem => ({
        entity: id(park),
        type: 'OffStreetParking',
        attribute,
        value,
        at,
      })
      return [
        item('totalSpotNumber', park.total),
        item('availableSpotNumber', free),
        item('entries', entries),
        item('exits', exits),
      ]
    })

  const now = Date.now()
  const began = stage.clock.now()
  const quarter = 15 * 60_000
  for (let back = backfillHours * 4; back >= 1 && !stage.stop.aborted; back -= 1) {
    await device.publish(report(began - back * quarter, now - back * quarter))
    await sleep(10)
  }
  await repeat(
    'parking',
    stage,
    () => pace(stage, 12, 4_000),
    async () => {
      await device.publish(report(stage.clock.now(), Date.now() - 500))
    },
  )
}
