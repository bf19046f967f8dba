import { expect, test } from 'vitest'
import { guessColumns } from '../lib/csv.ts'
import { draftOf, mappingOf, missingIn, samplesOf } from './mapping.ts'

const draft = (header: string[], line: string[], type = 'AirQualityObserved') =>
  draftOf(guessColumns(header, [line]), ',', 'utf-8', type)

test('one reading per line', () => {
  const header = ['站点编码', '监测时间', '监测项', '数值']
  const line = ['1001A', '2026/11/20 8:00', 'pm25', '35']
  const long = draft(header, line)
  expect(missingIn(long)).toEqual([])
  expect(mappingOf(long)).toEqual({
    shape: 'long',
    type: 'AirQualityObserved',
    time: '监测时间',
    delimiter: ',',
    charset: 'utf-8',
    prefix: 'urn:ngsi-ld:AirQualityObserved:',
    entity: { column: '站点编码' },
    attribute: { column: '监测项' },
    value: '数值',
  })
  expect(samplesOf(long, header, [line])).toEqual([
    { entity: 'urn:ngsi-ld:AirQualityObserved:1001A', attribute: 'pm25', value: '35', at: '2026/11/20 8:00' },
  ])
})

test('one object per line: units in the head of a column are not part of the attribute', () => {
  const header = ['station', 'time', 'pm25 (µg/m3)', 'o3']
  const line = ['1001A', '2026-11-20T08:00', '35', '']
  const record = { ...draft(header, ['1001A', '2026-11-20T08:00', '35', '80']) }
  expect(mappingOf(record)).toMatchObject({ shape: 'record', columns: { 'pm25 (µg/m3)': 'pm25', o3: 'o3' } })
  // an empty cell is a gap, not a reading
  expect(samplesOf(record, header, [line]).map(({ attribute }) => attribute)).toEqual(['pm25'])
})

test('one column per object asks for the attribute', () => {
  const header = ['date', '1001A', '1002A']
  const wide = draft(header, ['2026-11-20', '1', '2'])
  expect(missingIn(wide)).toEqual(['name'])
  const named = { ...wide, name: 'pm25' }
  expect(missingIn(named)).toEqual([])
  expect(samplesOf(named, header, [['2026-11-20', '1', '2']]).map(({ entity, value }) => [entity, value])).toEqual([
    ['urn:ngsi-ld:AirQualityObserved:1001A', '1'],
    ['urn:ngsi-ld:AirQualityObserved:1002A', '2'],
  ])
})

test('a file of one object needs its id, which is a URI', () => {
  const one = { ...draft(['time', 'value'], ['2026-11-20', '1']), shape: 'long' as const, name: 'load' }
  expect(missingIn({ ...one, id: 'load' })).toEqual(['id'])
  expect(missingIn({ ...one, id: 'urn:ngsi-ld:PowerLoad:tj' })).toEqual([])
})
