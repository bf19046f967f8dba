/** The feeds as they really are: files of the folder that HAIHE_DATA_DIR names. */
import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Rule } from '@haihe/contract'
import { type Library, openLibrary } from '../testing/library.ts'
import { importCsv } from './csv/import.ts'
import { CsvMapping } from './csv/mapping.ts'

const folder = process.env.HAIHE_DATA_DIR
const skip = folder ? false : 'HAIHE_DATA_DIR is not set: feeds are not tried on real files'

const forever: Rule = {
  id: 'retention.observation',
  title: { zh: '保存期限', en: 'Retention' },
  value: 36_500,
  unit: 'd',
  basis: '测试',
  official: false,
  from: '2000-01-01',
  to: null,
  region: '99',
}

let library: Library
before(async () => {
  library = await openLibrary({ rules: [forever] })
  await library.source('real', { region: '99' })
})
after(() => library.close())

const upload = (file: string, mapping: object) =>
  importCsv(
    { ctx: library.ctx, ingest: library.data.ingest },
    {
      source: 'real',
      name: file,
      mapping: CsvMapping.parse(mapping),
      by: 'test',
      body: createReadStream(join(folder as string, file)),
      mostBytes: 1e9,
    },
  )

test('an hour of the national network: 1,495 stations, every value stored or a gap', { skip }, async () => {
  const file = join(folder as string, 'cnemc_snapshot/cnemc_all_stations_2017-07-07T16.geojson')
  const response = await library.app.inject({
    method: 'POST',
    url: '/api/feeds/cnemc/real',
    headers: { authorization: 'engineer', 'content-type': 'application/json' },
    payload: await readFile(file, 'utf8'),
  })
  const { stations, hour, received, stored, rejected, empty } = response.json()
  assert.deepEqual([stations, hour, rejected], [1495, '2017-07-07T08:00:00.000Z', 0])
  assert.equal(stored, received)
  // 15 fields a station
  assert.equal(received + empty, 1495 * 15)
})

test('a day of car parks, one column each', { skip }, async () => {
  const row = await upload('parking_germany/2026-08-15.csv', {
    shape: 'wide',
    type: 'CarPark',
    time: 'timestamp',
    attribute: 'free',
    prefix: 'urn:park:',
    zone: 'UTC',
  })
  assert.equal(row.state, 'done')
  assert.equal(row.rejected, 0)
  assert.ok(row.stored > 10_000, String(row.stored))
})

test('three years of hourly load and weather of one grid', { skip }, async () => {
  const row = await upload('tianjin_load_weather/tianjin_load_weather_hourly_2017_2019.csv', {
    shape: 'record',
    type: 'Grid',
    time: 'time',
    entity: { id: 'urn:grid:1' },
    columns: { load: 'load', tem: 'temperature', hum: 'humidity' },
  })
  assert.equal(row.lines, 26_140)
  assert.equal(row.stored + row.duplicate + row.rejected + row.empty, 26_139 * 3)
  assert.equal(row.rejected, 0)
})

test('stations of 2020 by name, some without values', { skip }, async () => {
  const row = await upload('tianjin_air_quality/station_hourly_2020_clean.csv', {
    shape: 'record',
    type: 'Station',
    time: 'time_local',
    entity: { column: 'station' },
    prefix: 'urn:station:',
    columns: { pm25: 'pm25', pm10: 'pm10', co: 'co', no2: 'no2', o3_1h: 'o3', so2: 'so2' },
  })
  assert.equal(row.rejected, 0)
  assert.equal(row.stored + row.empty, 915 * 6)
})
