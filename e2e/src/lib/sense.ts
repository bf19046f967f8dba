/** What devices would send: stations and car parks in a region, and their readings. */
import { expect, type Person } from './person.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const station = (code: string): string => `urn:ngsi-ld:AirQualityObserved:${code}`
export const carPark = (code: string): string => `urn:ngsi-ld:OffStreetParking:${code}`

/** Announces city objects: `region` says where each stands. */
export const announce = async (
  engineer: Person,
  type: string,
  objects: readonly { id: string; region: string; name: string; lon: number; lat: number }[],
): Promise<void> => {
  const answer = await engineer.send(
    'POST',
    '/ngsi-ld/v1/entityOperations/upsert',
    objects.map(({ id, region, name, lon, lat }) => ({
      id,
      type,
      region: { type: 'Property', value: region },
      name: { type: 'Property', value: name },
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [lon, lat] } },
    })),
  )
  if (answer.status !== 204) expect(answer, 201)
}

export type Values = Readonly<Record<string, number>>

/** One report of one object: its values at one moment. */
export const reading = (entity: string, at: number, values: Values) =>
  Object.entries(values).map(([attribute, value]) => ({ entity, attribute, value, at: new Date(at).toISOString() }))

/** Sends what a source observed; every item must be stored. */
export const observe = async (
  engineer: Person,
  source: 'air-stations' | 'parking-lots',
  items: ReturnType<typeof reading>,
): Promise<void> => {
  expect(await engineer.send('POST', `/api/ingest/${source}`, items), 200)
}
