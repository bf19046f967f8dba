/** The geo-query language (clause 4.10). */
import { CORE } from '../ld/terms.ts'
import type { Entity } from '../model/entity.ts'
import { bad } from '../problem.ts'
import { distance, EARTH_RADIUS } from './distance.ts'
import { type Bounds, boundsOf, type Geometry, isGeometryType, whyNotGeometry } from './geometry.ts'
import { contains, disjoint, equals, intersects, overlaps, within } from './relations.ts'

export const RELATIONS = { within, contains, overlaps, intersects, equals, disjoint } as const

export interface GeoQ {
  georel: keyof typeof RELATIONS | 'near'
  /** near only, metres */
  maxDistance?: number
  minDistance?: number
  geometry: Geometry
  /** IRI of the geo-property */
  geoproperty: string
}

export interface GeoQInput {
  georel?: unknown
  geometry?: unknown
  coordinates?: unknown
  geoproperty?: unknown
}

const readRelation = (text: unknown): Pick<GeoQ, 'georel' | 'maxDistance' | 'minDistance'> => {
  if (typeof text !== 'string') throw bad('geo.invalid', { reason: 'georel' })
  if (Object.hasOwn(RELATIONS, text)) return { georel: text as keyof typeof RELATIONS }
  const found = /^near;(max|min)Distance==(\d+(?:\.\d+)?)$/.exec(text)
  // a distance of 0 is no distance (clause 4.10: PositiveNumber)
  if (!found || Number(found[2]) === 0) throw bad('geo.invalid', { reason: `georel: ${text}` })
  return { georel: 'near', [found[1] === 'max' ? 'maxDistance' : 'minDistance']: Number(found[2]) }
}

/** Reads georel, geometry, coordinates and geoproperty; the first three belong together. Throws BadRequestData. */
export const readGeoQ = (input: GeoQInput, expand: (name: string) => string = CORE.expand): GeoQ => {
  const relation = readRelation(input.georel)
  if (!isGeometryType(input.geometry)) throw bad('geo.invalid', { reason: `geometry: ${String(input.geometry)}` })
  let coordinates = input.coordinates
  if (typeof coordinates === 'string')
    try {
      coordinates = JSON.parse(coordinates)
    } catch {
      throw bad('geo.invalid', { reason: 'coordinates' })
    }
  const geometry = { type: input.geometry, coordinates }
  const reason = whyNotGeometry(geometry)
  if (reason) throw bad('geo.invalid', { reason })
  if (input.geoproperty !== undefined && (typeof input.geoproperty !== 'string' || input.geoproperty === ''))
    throw bad('geo.invalid', { reason: 'geoproperty' })
  return { ...relation, geometry: geometry as Geometry, geoproperty: expand((input.geoproperty as string) ?? 'location') }
}

export const matchesGeometry = (geometry: Geometry, q: GeoQ): boolean => {
  if (q.georel !== 'near') return RELATIONS[q.georel](geometry, q.geometry)
  const metres = distance(geometry, q.geometry)
  return q.maxDistance !== undefined ? metres <= q.maxDistance : metres >= (q.minDistance as number)
}

/** Any instance of the geo-property may match; an entity without it does not. */
export const matchesGeoQ = (entity: Entity, q: GeoQ): boolean =>
  (entity.attributes[q.geoproperty] ?? []).some(
    (instance) => instance.type === 'GeoProperty' && matchesGeometry(instance.value as unknown as Geometry, q),
  )

/** Bounds outside of which nothing can match; null when anything may. */
export const boundsFor = (q: GeoQ): Bounds | null => {
  const bounds = boundsOf(q.geometry)
  if (q.georel === 'disjoint' || q.minDistance !== undefined) return null
  if (q.georel !== 'near') return bounds
  const [west, south, east, north] = bounds
  const dLat = ((q.maxDistance as number) / EARTH_RADIUS) * (180 / Math.PI) * 1.001
  const widest = Math.min(89.9, Math.max(Math.abs(south - dLat), Math.abs(north + dLat)))
  const dLon = dLat / Math.cos((widest * Math.PI) / 180)
  // past a pole or the date line the box says nothing
  if (south - dLat < -90 || north + dLat > 90 || west - dLon < -180 || east + dLon > 180) return null
  return [west - dLon, south - dLat, east + dLon, north + dLat]
}
