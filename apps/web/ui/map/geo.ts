/** Plane geometry of outlines: bounds, a point well inside, which area a point lies in, Web Mercator. Degrees in, degrees out. */
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'

export interface AreaProperties {
  code: string
  name: string
  /** drawn for orientation only (示意) */
  schematic: boolean
}
export type Outlines = FeatureCollection<Polygon | MultiPolygon, AreaProperties>
export type Area = Feature<Polygon | MultiPolygon, AreaProperties>
/** west, south, east, north */
export type Bounds = [number, number, number, number]
export type LonLat = [number, number]

export const polygonsOf = (geometry: Polygon | MultiPolygon): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

export const boundsOf = (areas: readonly Area[]): Bounds | null => {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity]
  for (const area of areas)
    for (const polygon of polygonsOf(area.geometry))
      for (const [lon = 0, lat = 0] of polygon[0] ?? []) {
        box[0] = Math.min(box[0], lon)
        box[1] = Math.min(box[1], lat)
        box[2] = Math.max(box[2], lon)
        box[3] = Math.max(box[3], lat)
      }
  return Number.isFinite(box[0]) ? box : null
}

/** Twice the signed area of a ring. */
const ringArea = (ring: Position[]): number => {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? []
    const [xj = 0, yj = 0] = ring[j] ?? []
    sum += xj * yi - xi * yj
  }
  return sum
}

const insideRing = (lon: number, lat: number, ring: Position[]): boolean => {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? []
    const [xj = 0, yj = 0] = ring[j] ?? []
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

export const contains = (geometry: Polygon | MultiPolygon, [lon, lat]: LonLat): boolean =>
  polygonsOf(geometry).some(
    ([outer, ...holes]) => outer && insideRing(lon, lat, outer) && !holes.some((hole) => insideRing(lon, lat, hole)),
  )

export const areaAt = (areas: readonly Area[], at: LonLat): Area | undefined => areas.find((area) => contains(area.geometry, at))

export const areaSize = (area: Area): number =>
  Math.max(...polygonsOf(area.geometry).map(([outer]) => (outer ? Math.abs(ringArea(outer)) : 0)))

/**
 * A point well inside the largest polygon: of a grid of candidates the one farthest from the outline.
 * Outlines have at most a few thousand points and are looked at once, so the plain search is fast enough.
 */
const findLabelPoint = (area: Area): LonLat => {
  const largest =
    polygonsOf(area.geometry).sort((a, b) => Math.abs(ringArea(b[0] ?? [])) - Math.abs(ringArea(a[0] ?? [])))[0] ?? []
  const outer = largest[0] ?? []
  const [west, south, east, north] = boundsOf([area]) ?? [0, 0, 0, 0]
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  let best: LonLat = [(west + east) / 2, (south + north) / 2]
  let room = -1
  const steps = 14
  for (let i = 1; i < steps; i++)
    for (let j = 1; j < steps; j++) {
      const lon = west + ((east - west) * i) / steps
      const lat = south + ((north - south) * j) / steps
      if (!insideRing(lon, lat, outer)) continue
      let near = Infinity
      for (const [x = 0, y = 0] of outer) near = Math.min(near, ((x - lon) * squeeze) ** 2 + (y - lat) ** 2)
      if (near > room) {
        room = near
        best = [lon, lat]
      }
    }
  return best
}

const labelPoints = new WeakMap<Area, LonLat>()
export const labelPoint = (area: Area): LonLat => {
  const known = labelPoints.get(area)
  if (known) return known
  const found = findLabelPoint(area)
  labelPoints.set(area, found)
  return found
}

/** Web Mercator on the unit square, y down. */
export const toMercator = ([lon, lat]: LonLat): [number, number] => [
  (lon + 180) / 360,
  (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2,
]
export const fromMercator = ([x, y]: [number, number]): LonLat => [
  x * 360 - 180,
  (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI,
]
