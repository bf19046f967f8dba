import { EARTH_RADIUS } from '../geo/distance.ts'
import { boundsFor, type GeoQ } from '../geo/geoq.ts'

/**
 * SELECT of the ids of entities that may satisfy a geo-query: by their bounds, and by distance where both are points.
 * `put` takes a value and answers its placeholder.
 */
export const geoCandidates = (q: GeoQ, tenant: string, put: (value: unknown) => string): string => {
  const bounds = boundsFor(q)
  const parts = [`g.tenant = ${tenant}`, `g.attribute = ${put(q.geoproperty)}`]
  if (bounds) {
    const [west, south, east, north] = bounds.map((side) => `${put(side)}::float8`)
    parts.push(`g.bounds && box(point(${west}, ${south}), point(${east}, ${north}))`)
  }
  if (q.georel === 'near' && q.geometry.type === 'Point' && q.maxDistance !== undefined) {
    const [lon, lat] = [`${put(q.geometry.coordinates[0])}::float8`, `${put(q.geometry.coordinates[1])}::float8`]
    // a metre to spare: the last word is the same function for every query
    parts.push(`(g.lon IS NULL OR ${2 * EARTH_RADIUS} * asin(least(1, sqrt(
      power(sin(radians(g.lat - ${lat}) / 2), 2) +
      cos(radians(${lat})) * cos(radians(g.lat)) * power(sin(radians(g.lon - ${lon}) / 2), 2)))) <= ${put(q.maxDistance + 1)}::float8)`)
  }
  return `SELECT g.entity FROM data.entity_geo g WHERE ${parts.join(' AND ')}`
}
