import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Unit } from '@haihe/contract'
import { City } from '@haihe/kernel'
import { boxOf, contains, doubleArea, inBox, metresToEdge, type Point, voronoiCells } from '@haihe/kernel/regions/geometry'

const FOLDER = new URL('../../city/tianjin/', import.meta.url).pathname
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))

const regions: [code: string, name: string, lon: number, lat: number][] = read('regions.generated.json').regions
const units: Unit[] = read('units.generated.json').units
const features: { id: string; properties: { schematic: boolean }; geometry: { coordinates: [Point[]] } }[] =
  read('outlines.generated.geojson').features
const outlines = new Map(features.map(({ id, geometry }) => [id, geometry.coordinates[0].slice(0, -1)]))
const codes = (length: number) => regions.filter(([code]) => code.length === length).map(([code]) => code)

test('the city is described', () => {
  const city = read('city.json')
  assert.deepEqual(City.parse(city).bounds, [116.7, 38.5, 118.1, 40.3])
  const { 12: total, ...districts } = city.population.regions as Record<string, number>
  assert.deepEqual(Object.keys(districts), codes(6))
  const sum = Object.values(districts).reduce((all, one) => all + one, 0)
  assert.ok(Math.abs(sum - total!) < 0.1, `districts have ${sum}, the city ${total}`)
})

test('16 districts, 299 streets and 5,617 communities form one tree of prefixes', () => {
  assert.deepEqual([codes(2), codes(6).length, codes(9).length, codes(12).length], [['12'], 16, 299, 5617])
  const all = new Set(regions.map(([code]) => code))
  assert.equal(all.size, regions.length)
  for (const code of codes(12)) assert.ok(all.has(code.slice(0, 9)), code)
  for (const code of codes(9)) assert.ok(all.has(code.slice(0, 6)), code)
})

test('every district and street has an outline; only streets are schematic', () => {
  assert.deepEqual([...outlines.keys()].sort(), [...codes(6), ...codes(9)].sort())
  for (const { id, properties } of features) assert.equal(properties.schematic, id.length === 9, id)
})

test('outlines are closed, turn left and lie in the city', () => {
  for (const { id, geometry } of features) {
    const ring = geometry.coordinates[0]
    assert.deepEqual(ring[0], ring.at(-1), id)
    assert.ok(doubleArea(ring.slice(0, -1)) > 0, id)
    const [west, south, east, north] = boxOf([ring])
    assert.ok(west > 116.7 && south > 38.5 && east < 118.1 && north < 40.3, id)
  }
})

test('the land of the city is as large as it should be', () => {
  const square = (code: string) => (doubleArea(outlines.get(code)!) / 2) * 111.32 ** 2 * Math.cos((39.3 * Math.PI) / 180)
  const total = codes(6).reduce((sum, code) => sum + square(code), 0)
  // official 11,967 km²; the map of echarts has reclaimed land and a coarse coast
  assert.ok(total > 11_700 && total < 12_400, `${total} km²`)
})

test('no two districts cover the same ground', () => {
  const districts = codes(6).map((code) => [code, boxOf([outlines.get(code)!]), outlines.get(code)!] as const)
  for (let lon = 116.7; lon < 118.1; lon += 0.0047)
    for (let lat = 38.5; lat < 40.3; lat += 0.0053) {
      const holding = districts.filter(([, box, ring]) => inBox(box, [lon, lat]) && contains([ring], [lon, lat]))
      assert.ok(holding.length <= 1, `${lon},${lat} lies in ${holding.map(([code]) => code)}`)
    }
})

test('the streets of a district cover it without overlap', () => {
  for (const district of codes(6)) {
    const ring = outlines.get(district)!
    const streets = codes(9).filter((code) => code.startsWith(district))
    const sum = streets.reduce((all, code) => all + doubleArea(outlines.get(code)!), 0)
    assert.ok(Math.abs(sum / doubleArea(ring) - 1) < 2e-4, `${district}: ${sum / doubleArea(ring)}`)
    const [west, south, east, north] = boxOf([ring])
    for (let i = 0; i < 40; i++)
      for (let j = 0; j < 40; j++) {
        const point: Point = [west + ((i + 0.37) / 40) * (east - west), south + ((j + 0.61) / 40) * (north - south)]
        if (!contains([ring], point) || metresToEdge([ring], point) < 5) continue
        const holding = streets.filter((code) => contains([outlines.get(code)!], point))
        const seam = streets.some((code) => metresToEdge([outlines.get(code)!], point) < 5)
        assert.ok(holding.length === 1 || seam, `${point} lies in ${holding}`)
      }
  }
})

test('communities have a place of their own inside their street, and cells of like size', () => {
  const centres = new Map(regions.map(([code, , lon, lat]) => [code, [lon, lat] as Point]))
  for (const street of codes(9)) {
    const ring = outlines.get(street)!
    const members = codes(12).filter((code) => code.startsWith(street))
    const points = members.map((code) => centres.get(code)!)
    for (const point of [...points, centres.get(street)!]) assert.ok(contains([ring], point), `${street}: ${point}`)
    const areas = voronoiCells(ring, points).map((parts) => parts.reduce((sum, part) => sum + Math.abs(doubleArea(part)), 0))
    assert.ok(Math.min(...areas, Infinity) * areas.length > 0.1 * doubleArea(ring) || areas.length === 0, street)
  }
})

test('units have unique ids, known regions and parents, and one for every street and district', () => {
  const ids = new Set(units.map((unit) => Unit.parse(unit).id))
  assert.equal(ids.size, units.length)
  const known = new Set(regions.map(([code]) => code))
  for (const unit of units) {
    assert.ok(known.has(unit.region), unit.id)
    assert.ok(unit.parent === null || ids.has(unit.parent), unit.id)
  }
  const regionsOf = (kind: string) => units.filter((unit) => unit.kind === kind).map((unit) => unit.region)
  assert.deepEqual(regionsOf('street'), codes(9))
  assert.deepEqual(regionsOf('district-government'), codes(6))
})

test('a duty in a region means one unit', () => {
  const keys = units.flatMap((unit) => unit.duties.map((duty) => `${unit.kind} ${duty} ${unit.region}`))
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    [],
  )
})

test('generated files say where they come from', () => {
  for (const name of ['regions.generated.json', 'outlines.generated.geojson', 'units.generated.json'])
    assert.equal(read(name).source.script, 'checks/extract/main.ts')
})

const divisions = join(process.env.HAIHE_DATA_DIR ?? '', 'tianjin_divisions')
const withData = { skip: existsSync(divisions) ? false : 'HAIHE_DATA_DIR is not set' }
test('names and codes equal the published list', withData, () => {
  const names = new Map(regions.map(([code, name]) => [code, name]))
  for (const file of ['districts', 'streets', 'communities'])
    for (const line of readFileSync(join(divisions, `${file}.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)) {
      const [code, name] = line.split(',') as [string, string]
      assert.equal(names.get(code), name, code)
    }
})
