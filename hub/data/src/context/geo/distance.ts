/** Distances on the sphere, in metres (mean Earth radius of IUGG, 6,371,008.8 m). */
import { type Geometry, type Position, partsOf } from './geometry.ts'
import { segmentsOf } from './planar.ts'
import { intersects } from './relations.ts'

export const EARTH_RADIUS = 6_371_008.8
const RADIANS = Math.PI / 180

/** Haversine distance of two positions. */
export const haversine = (a: Position, b: Position): number => {
  const [phi1, phi2] = [a[1] * RADIANS, b[1] * RADIANS]
  const [dPhi, dLambda] = [phi2 - phi1, (b[0] - a[0]) * RADIANS]
  const h = Math.sin(dPhi / 2) ** 2 + Math.cos(phi1) * Math.cos(phi2) * Math.sin(dLambda / 2) ** 2
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Distance of a position from a segment: its nearest point is found in the plane that touches the sphere at the position. */
const toSegment = (p: Position, a: Position, b: Position): number => {
  const scale = Math.cos(p[1] * RADIANS)
  const [ax, ay] = [(a[0] - p[0]) * scale, a[1] - p[1]]
  const [dx, dy] = [(b[0] - a[0]) * scale, b[1] - a[1]]
  const squared = dx * dx + dy * dy
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / squared))
  return haversine(p, [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share])
}

const cornersAndSides = (geometry: Geometry): { corners: Position[]; sides: [Position, Position][] } => {
  const { points, lines, polygons } = partsOf(geometry)
  const chains = [...lines, ...polygons.flat()]
  return { corners: [...points, ...chains.flat()], sides: chains.flatMap(segmentsOf) }
}

/** Least distance between two geometries; 0 when they intersect. */
export const distance = (a: Geometry, b: Geometry): number => {
  if (a.type === 'Point' && b.type === 'Point') return haversine(a.coordinates, b.coordinates)
  if (intersects(a, b)) return 0
  const [one, other] = [cornersAndSides(a), cornersAndSides(b)]
  let least = Number.POSITIVE_INFINITY
  for (const p of one.corners) {
    for (const q of other.corners) least = Math.min(least, haversine(p, q))
    for (const [from, to] of other.sides) least = Math.min(least, toSegment(p, from, to))
  }
  for (const q of other.corners) for (const [from, to] of one.sides) least = Math.min(least, toSegment(q, from, to))
  return least
}
