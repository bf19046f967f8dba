/** The spatial relations of clause 4.10 between two geometries, in the plane of longitude and latitude. */
import { boundsOf, type Geometry, type Parts, type Position, partsOf } from './geometry.ts'
import { inPolygon, middles, onSegment, type Place, type Segment, samePoint, segmentsMeet, segmentsOf } from './planar.ts'

interface Shape extends Parts {
  /** 0 points, 1 lines, 2 areas */
  dimension: 0 | 1 | 2
  lineSegments: Segment[]
  edges: Segment[]
  bounds: [number, number, number, number]
}

const shapes = new WeakMap<Geometry, Shape>()

const shapeOf = (geometry: Geometry): Shape => {
  const known = shapes.get(geometry)
  if (known) return known
  const parts = partsOf(geometry)
  const shape: Shape = {
    ...parts,
    dimension: parts.polygons.length > 0 ? 2 : parts.lines.length > 0 ? 1 : 0,
    lineSegments: parts.lines.flatMap(segmentsOf),
    edges: parts.polygons.flatMap((polygon) => polygon.flatMap(segmentsOf)),
    bounds: boundsOf(geometry),
  }
  shapes.set(geometry, shape)
  return shape
}

const placeIn = (p: Position, shape: Shape): Place => {
  let place: Place = 'outside'
  for (const polygon of shape.polygons) {
    const here = inPolygon(p, polygon)
    if (here === 'inside') return here
    if (here === 'edge') place = here
  }
  return place
}

const onLines = (p: Position, shape: Shape): boolean => shape.lineSegments.some((segment) => onSegment(p, segment))
const touches = (p: Position, shape: Shape): boolean =>
  shape.points.some((point) => samePoint(p, point)) || onLines(p, shape) || placeIn(p, shape) !== 'outside'

const apart = (a: Shape, b: Shape): boolean =>
  a.bounds[2] < b.bounds[0] || b.bounds[2] < a.bounds[0] || a.bounds[3] < b.bounds[1] || b.bounds[3] < a.bounds[1]

const corner = (polygon: readonly Position[][]): Position => polygon[0]?.[0] as Position

const meet = (a: Shape, b: Shape): boolean => {
  if (apart(a, b)) return false
  if (a.points.some((p) => touches(p, b)) || b.points.some((p) => touches(p, a))) return true
  const [all, others] = [
    [...a.lineSegments, ...a.edges],
    [...b.lineSegments, ...b.edges],
  ]
  if (all.some((s) => others.some((t) => segmentsMeet(s, t)))) return true
  // no borders meet: one may lie wholly inside the other
  return (
    b.lines.some((line) => placeIn(line[0] as Position, a) === 'inside') ||
    a.lines.some((line) => placeIn(line[0] as Position, b) === 'inside') ||
    b.polygons.some((polygon) => placeIn(corner(polygon), a) === 'inside') ||
    a.polygons.some((polygon) => placeIn(corner(polygon), b) === 'inside')
  )
}

/** No point of a lies outside b. */
const coveredBy = (a: Shape, b: Shape): boolean => {
  if (a.dimension > b.dimension) return false
  if (!a.points.every((p) => touches(p, b))) return false
  const borders = [...b.lineSegments, ...b.edges]
  for (const segment of [...a.lineSegments, ...a.edges]) {
    if (!touches(segment[0], b) || !touches(segment[1], b)) return false
    if (!middles(segment, borders).every((p) => touches(p, b))) return false
  }
  // a hole or bay of b inside an area of a would be uncovered
  if (a.polygons.length > 0)
    for (const edge of b.edges) if (middles(edge, a.edges).some((p) => placeIn(p, a) === 'inside')) return false
  return true
}

const lineEnds = (shape: Shape): Position[] =>
  shape.lines.flatMap((line) => {
    const [first, last] = [line[0] as Position, line.at(-1) as Position]
    return samePoint(first, last) ? [] : [first, last]
  })

/** Some point of a lies in the interior of b, not on its border; a is covered by b. */
const reachesInterior = (a: Shape, b: Shape): boolean => {
  if (a.points.some((p) => b.points.some((q) => samePoint(p, q)) || placeIn(p, b) === 'inside')) return true
  const ends = lineEnds(b)
  if (a.points.some((p) => onLines(p, b) && !ends.some((end) => samePoint(end, p)))) return true
  const borders = [...b.lineSegments, ...b.edges]
  return (
    a.lineSegments.some((segment) => middles(segment, borders).some((p) => onLines(p, b) || placeIn(p, b) === 'inside')) ||
    a.polygons.length > 0
  )
}

/** The interiors of two shapes of one dimension share more than borders. */
const interiorsMeet = (a: Shape, b: Shape): boolean => {
  if (a.dimension === 0) return a.points.some((p) => b.points.some((q) => samePoint(p, q)))
  if (a.dimension === 1) return a.lineSegments.some((s) => middles(s, b.lineSegments).some((p) => onLines(p, b)))
  return (
    a.edges.some((edge) => middles(edge, b.edges).some((p) => placeIn(p, b) === 'inside')) ||
    b.edges.some((edge) => middles(edge, a.edges).some((p) => placeIn(p, a) === 'inside')) ||
    (coveredBy(a, b) && coveredBy(b, a))
  )
}

export const intersects = (a: Geometry, b: Geometry): boolean => meet(shapeOf(a), shapeOf(b))
export const disjoint = (a: Geometry, b: Geometry): boolean => !intersects(a, b)
export const within = (a: Geometry, b: Geometry): boolean => {
  const [inner, outer] = [shapeOf(a), shapeOf(b)]
  return !apart(inner, outer) && coveredBy(inner, outer) && reachesInterior(inner, outer)
}
export const contains = (a: Geometry, b: Geometry): boolean => within(b, a)
export const equals = (a: Geometry, b: Geometry): boolean => {
  const [one, other] = [shapeOf(a), shapeOf(b)]
  return one.dimension === other.dimension && coveredBy(one, other) && coveredBy(other, one)
}
export const overlaps = (a: Geometry, b: Geometry): boolean => {
  const [one, other] = [shapeOf(a), shapeOf(b)]
  if (one.dimension !== other.dimension || apart(one, other)) return false
  return interiorsMeet(one, other) && !coveredBy(one, other) && !coveredBy(other, one)
}
