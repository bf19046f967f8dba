/** GeoJSON geometries (RFC 7946 without GeometryCollection, GS CIM 009 clause 4.7): checked, measured, taken apart. */
import { isObject } from '../model/json.ts'

export type Position = [lon: number, lat: number, ...rest: number[]]
export type Geometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint' | 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString' | 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] }

/** west, south, east, north */
export type Bounds = [number, number, number, number]

/** Depth of nesting of the coordinates below a position. */
const DEPTH: Record<Geometry['type'], number> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
}
export const isGeometryType = (type: unknown): type is Geometry['type'] => typeof type === 'string' && Object.hasOwn(DEPTH, type)

const whyNotPosition = (position: unknown): string | null => {
  if (!Array.isArray(position) || position.length < 2 || position.length > 3) return 'coordinates'
  if (!position.every((part) => typeof part === 'number' && Number.isFinite(part))) return 'coordinates'
  const [lon, lat] = position as [number, number]
  return Math.abs(lon) > 180 || Math.abs(lat) > 90 ? 'longitude/latitude' : null
}

const samePosition = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((part, i) => part === b[i])

const whyNot = (type: Geometry['type'], coordinates: unknown, depth: number): string | null => {
  if (depth === 0) return whyNotPosition(coordinates)
  if (!Array.isArray(coordinates) || coordinates.length === 0) return 'coordinates'
  if (depth === 1 && (type === 'LineString' || type === 'MultiLineString') && coordinates.length < 2) return 'LineString'
  if (depth === 1 && (type === 'Polygon' || type === 'MultiPolygon'))
    if (coordinates.length < 4 || !samePosition(coordinates[0], coordinates.at(-1))) return 'LinearRing'
  for (const part of coordinates) {
    const reason = whyNot(type, part, depth - 1)
    if (reason) return reason
  }
  return null
}

/** Why a value is no geometry; null when it is one. `longitude/latitude` means numbers of another reference system. */
export const whyNotGeometry = (value: unknown): string | null => {
  if (!isObject(value)) return 'geometry'
  if (!isGeometryType(value.type)) return 'type'
  if (value.crs !== undefined && !isKnownCrs(value.crs)) return 'crs'
  return whyNot(value.type, value.coordinates, DEPTH[value.type])
}

/** Longitude, latitude of WGS84 or CGCS2000, however it is written; anything else is another reference system. */
const isKnownCrs = (crs: unknown): boolean => {
  const name = isObject(crs) && isObject(crs.properties) ? crs.properties.name : crs
  return typeof name === 'string' && /(^|[:/])(CRS84|4326|4490|CGCS2000|WGS84)$/i.test(name)
}

const walk = (coordinates: unknown, visit: (position: Position) => void): void => {
  const list = coordinates as unknown[]
  if (typeof list[0] === 'number') visit(list as Position)
  else for (const part of list) walk(part, visit)
}

export const positionsOf = (geometry: Geometry): Position[] => {
  const found: Position[] = []
  walk(geometry.coordinates, (position) => found.push(position))
  return found
}

export const boundsOf = (geometry: Geometry): Bounds => {
  const bounds: Bounds = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  walk(geometry.coordinates, ([lon, lat]) => {
    if (lon < bounds[0]) bounds[0] = lon
    if (lat < bounds[1]) bounds[1] = lat
    if (lon > bounds[2]) bounds[2] = lon
    if (lat > bounds[3]) bounds[3] = lat
  })
  return bounds
}

/** Longitude, latitude of a point, or the centre of the bounds. */
export const centreOf = (geometry: Geometry): [number, number] => {
  const [west, south, east, north] = boundsOf(geometry)
  return [(west + east) / 2, (south + north) / 2]
}

/** A geometry in parts: points, lines and polygons with holes. */
export interface Parts {
  points: Position[]
  lines: Position[][]
  polygons: Position[][][]
}

export const partsOf = (geometry: Geometry): Parts => {
  const parts: Parts = { points: [], lines: [], polygons: [] }
  if (geometry.type === 'Point') parts.points.push(geometry.coordinates)
  else if (geometry.type === 'MultiPoint') parts.points.push(...geometry.coordinates)
  else if (geometry.type === 'LineString') parts.lines.push(geometry.coordinates)
  else if (geometry.type === 'MultiLineString') parts.lines.push(...geometry.coordinates)
  else if (geometry.type === 'Polygon') parts.polygons.push(geometry.coordinates)
  else parts.polygons.push(...(geometry.coordinates as Position[][][]))
  return parts
}
