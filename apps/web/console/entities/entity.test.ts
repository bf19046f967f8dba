import { expect, test } from 'vitest'
import { attributesOf, curlOf, freshOf, idPattern, nameOf, placeOf, provenanceOf, shortId, valueText } from './entity.ts'

const station = {
  id: 'urn:ngsi-ld:AirQualityObserved:1015A',
  type: 'AirQualityObserved',
  name: { type: 'LanguageProperty', languageMap: { zh: '市监测中心', en: 'Centre' } },
  location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [117.15, 39.1] } },
  pm25: {
    type: 'Property',
    value: 35.25,
    observedAt: '2026-11-20T08:00:00.000Z',
    unit: { type: 'Property', value: 'µg/m³' },
    provenance: { type: 'Property', value: 'local' },
    method: { type: 'Property', value: 'beta' },
  },
  load: [
    { type: 'Property', value: 1, unitCode: 'P1', observedAt: '2026-11-20T07:00:00.000Z' },
    { type: 'Property', value: 2, datasetId: 'urn:d:2', provenance: { type: 'Property', value: 'simulated' } },
  ],
}

test('measured attributes come first, each with unit, time and provenance', () => {
  expect(attributesOf(station).map(({ key }) => key)).toEqual(['load ', 'pm25', 'load urn:d:2', 'location', 'name'])
  expect(attributesOf(station)[1]).toEqual({
    key: 'pm25',
    name: 'pm25',
    dataset: null,
    kind: 'Property',
    value: 35.25,
    unit: 'µg/m³',
    observedAt: '2026-11-20T08:00:00.000Z',
    modifiedAt: null,
    provenance: 'local',
    more: { method: { type: 'Property', value: 'beta' } },
  })
  expect(attributesOf(station)[0]?.unit).toBe('P1')
})

test('an object is as fresh as its newest reading and as real as its least real one', () => {
  expect(freshOf(station)).toBe('2026-11-20T08:00:00.000Z')
  expect(provenanceOf(station)).toBe('simulated')
  expect(provenanceOf({ id: 'a:b', type: 'T' })).toBeNull()
  expect(freshOf({ id: 'a:b', type: 'T' })).toBeNull()
})

test('names follow the language, places are the point or the first corner', () => {
  expect(nameOf(station, 'en')).toBe('Centre')
  expect(nameOf({ id: 'a:b', type: 'T', name: { type: 'Property', value: '路' } }, 'en')).toBe('路')
  expect(nameOf({ id: 'a:b', type: 'T' }, 'zh')).toBeNull()
  expect(placeOf(station)).toEqual([117.15, 39.1])
  expect(
    placeOf({
      id: 'a:b',
      type: 'T',
      location: {
        value: {
          type: 'Polygon',
          coordinates: [
            [
              [1, 2],
              [3, 4],
            ],
          ],
        },
      },
    }),
  ).toEqual([1, 2])
  expect(placeOf({ id: 'a:b', type: 'T' })).toBeNull()
})

test('ids are shortened only where nothing is lost', () => {
  expect(shortId(station.id)).toBe('1015A')
  expect(shortId('urn:ngsi-ld:Road:a:b')).toBe('a:b')
  expect(shortId('https://x.example/1')).toBe('https://x.example/1')
})

test('what is typed is looked for as it stands', () => {
  expect(new RegExp(idPattern('1015A (x)')).test('urn:1015A (x)')).toBe(true)
  expect(new RegExp(idPattern('1.15')).test('urn:1015')).toBe(false)
})

test('values fit on one line', () => {
  expect([1 / 3, 'a', true, null, [1, 2]].map(valueText)).toEqual(['0.333333', 'a', 'true', '—', '[1,2]'])
})

test('an id cannot leave the quotes of a shell', () => {
  expect(curlOf('https://h', "urn:x:'; rm -rf /")).not.toContain("'; rm")
})
