/**
 * District outlines of echarts 4 (UTF8 encoding, GCJ-02, a grid of 1/1024 degree) as clean rings: closed, fitted to
 * each other, without self-intersections. Works on the integer grid, so that equal corners are equal.
 */
import { contains, doubleArea, type Point } from '@haihe/kernel/regions/geometry'

export const GRID = 1024

export interface EncodedMap {
  features: {
    id: string
    properties: { name: string; cp: [number, number] }
    geometry: { type: string; coordinates: string[]; encodeOffsets: [number, number][] }
  }[]
}

/** Grid coordinates: whole numbers of 1/1024 degree. */
export type GridRing = Point[]

const unzigzag = (code: number): number => (code >> 1) ^ -(code & 1)

const decode = (text: string, [startX, startY]: [number, number]): GridRing => {
  let [x, y] = [startX, startY]
  const ring: GridRing = []
  for (let i = 0; i < text.length; i += 2) {
    x += unzigzag(text.charCodeAt(i) - 64)
    y += unzigzag(text.charCodeAt(i + 1) - 64)
    ring.push([x, y])
  }
  return ring
}

const same = (p: Point, q: Point): boolean => p[0] === q[0] && p[1] === q[1]
const at = <T>(ring: readonly T[], index: number): T => ring[(index + ring.length) % ring.length]!

/** Drops repeated corners and spikes (out and back the same way). An open ring only needs its repeats dropped. */
const tidy = (ring: GridRing): GridRing => {
  let points = ring
  for (;;) {
    const kept = points.filter(
      (point, i) => !same(point, at(points, i + 1)) && !(points.length > 3 && same(at(points, i - 1), at(points, i + 1))),
    )
    if (kept.length === points.length) return kept
    points = kept
  }
}

const cross = (o: Point, p: Point, q: Point): number => (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])

/** True when two edges cross at a point inside both. */
export const edgesCross = (a: Point, b: Point, c: Point, d: Point): boolean =>
  Math.max(a[0], b[0]) >= Math.min(c[0], d[0]) &&
  Math.max(c[0], d[0]) >= Math.min(a[0], b[0]) &&
  Math.max(a[1], b[1]) >= Math.min(c[1], d[1]) &&
  Math.max(c[1], d[1]) >= Math.min(a[1], b[1]) &&
  cross(a, b, c) * cross(a, b, d) < 0 &&
  cross(c, d, a) * cross(c, d, b) < 0

/** First pair of edges of a ring that cross: indices of their first corners. */
export const selfCrossing = (ring: readonly Point[]): [number, number] | undefined => {
  for (let i = 0; i < ring.length; i++)
    for (let j = i + 2; j < ring.length; j++)
      if (edgesCross(at(ring, i), at(ring, i + 1), at(ring, j), at(ring, j + 1))) return [i, j]
  return undefined
}

/** A corner that the ring passes twice pinches it: the small side is a loop. */
const pinch = (ring: readonly Point[]): [number, number] | undefined => {
  const seen = new Map<string, number>()
  for (let i = 0; i < ring.length; i++) {
    const key = ring[i]!.join()
    const before = seen.get(key)
    if (before !== undefined) return [before, i]
    seen.set(key, i)
  }
  return undefined
}

/** Cuts out the smaller of the two loops at each crossing or pinch, corner by corner. */
const simplify = (ring: GridRing): GridRing => {
  let points = tidy(ring)
  for (;;) {
    const found = selfCrossing(points)
    const touch = found ? undefined : pinch(points)
    if (!found && !touch) return points
    const [from, to] = found ? [found[0] + 1, found[1]] : [touch![0] + 1, touch![1]]
    const inner = points.slice(from, to + 1)
    const outer = [...points.slice(0, from), ...points.slice(to + 1)]
    points = tidy(Math.abs(doubleArea(inner)) < Math.abs(doubleArea(outer)) ? outer : inner)
  }
}

/** Distance of a corner to an edge in grid units, and how far along; undefined beyond its ends. */
const along = (point: Point, a: Point, b: Point): { distance: number; share: number } | undefined => {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const share = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / (dx * dx + dy * dy)
  if (share <= 0 || share >= 1) return undefined
  return { share, distance: Math.abs(cross(a, b, point)) / Math.hypot(dx, dy) }
}

/**
 * Fits neighbours to each other: an edge takes over the corners of other rings that lie within `tolerance` of it,
 * so that both sides run through the same corners and slivers between them close.
 */
const fit = (rings: GridRing[], tolerance: number): GridRing[] => {
  const corners = [...new Map(rings.flat().map((point) => [point.join(), point])).values()]
  return rings.map((ring) => {
    const own = new Set(ring.map((point) => point.join()))
    return ring.flatMap((a, i) => {
      const b = at(ring, i + 1)
      const near = corners
        .filter((point) => !own.has(point.join()))
        .map((point) => ({ point, place: along(point, a, b) }))
        .filter(({ place }) => place && place.distance <= tolerance)
        .sort((p, q) => p.place!.share - q.place!.share)
      for (const { point } of near) own.add(point.join())
      return [a, ...near.map(({ point }) => point)]
    })
  })
}

/** A corner of another ring that lies inside this one, off its edge: the ring must give way to it. */
const intruder = (ring: GridRing, other: GridRing): Point | undefined => {
  const own = new Set(ring.map((point) => point.join()))
  return other.find((point) => !own.has(point.join()) && contains([ring], point))
}

/** Takes a corner into the nearest edge. */
const takeIn = (ring: GridRing, point: Point): GridRing => {
  const distances = ring.map((a, i) => along(point, a, at(ring, i + 1))?.distance ?? Infinity)
  const edge = distances.indexOf(Math.min(...distances))
  return [...ring.slice(0, edge + 1), point, ...ring.slice(edge + 1)]
}

/** The shorter way along a ring between two of its corners, both left out. */
const wayBetween = (ring: GridRing, from: Point, to: Point): GridRing => {
  const [i, j] = [from, to].map((point) => ring.findIndex((corner) => same(corner, point))) as [number, number]
  const ahead = [...ring.slice(i + 1), ...ring.slice(0, i)]
  const forward = ahead.slice(0, (j - i - 1 + ring.length) % ring.length)
  const backward = ahead.slice(forward.length + 1).reverse()
  return forward.length <= backward.length ? forward : backward
}

/** An edge between two corners of another ring that cuts through it takes the other ring's way instead. */
const goAround = (ring: GridRing, other: GridRing): GridRing => {
  const shared = new Set(other.map((point) => point.join()))
  return ring.flatMap((a, i) => {
    const b = at(ring, i + 1)
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    if (!shared.has(a.join()) || !shared.has(b.join()) || !contains([other], middle)) return [a]
    return [a, ...wayBetween(other, a, b)]
  })
}

/** Where two districts claim the same sliver, the one whose ground holds the other's corner gives way to it. */
const giveWay = (rings: GridRing[]): GridRing[] => {
  const result = rings.slice()
  for (let i = 0; i < result.length; i++)
    for (let j = 0; j < result.length; j++) {
      if (i === j) continue
      for (let corner = intruder(result[j]!, result[i]!); corner; corner = intruder(result[j]!, result[i]!))
        result[j] = simplify(takeIn(result[j]!, corner))
      result[j] = simplify(goAround(result[j]!, result[i]!))
    }
  return result
}

export interface District {
  code: string
  name: string
  ring: GridRing
}

export const readDistricts = (map: EncodedMap, tolerance = 1.2): District[] => {
  const sources = map.features.map(({ id, properties, geometry }) => {
    if (geometry.type !== 'Polygon' || geometry.coordinates.length !== 1) throw new Error(`${properties.name} is not one ring`)
    return { code: id, name: properties.name, ring: simplify(decode(geometry.coordinates[0]!, geometry.encodeOffsets[0]!)) }
  })
  let rings = sources.map(({ ring }) => ring)
  for (let pass = 0; pass < 4; pass++) rings = fit(rings, tolerance).map(simplify)
  rings = giveWay(rings)
  return sources.map((source, index) => ({ ...source, ring: rings[index]! }))
}
