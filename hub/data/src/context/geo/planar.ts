/** Points, segments and rings in the plane of longitude and latitude. */
import type { Position } from './geometry.ts'

export type Segment = [a: Position, b: Position]

const cross = (a: Position, b: Position, p: Position): number => (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

/** Cross products of coordinates in degrees below this are rounding, not distance (a millimetre is 1e-8 degrees). */
const TINY = 1e-14

export const samePoint = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1]

export const onSegment = (p: Position, [a, b]: Segment): boolean => {
  const length = Math.abs(b[0] - a[0]) + Math.abs(b[1] - a[1])
  if (Math.abs(cross(a, b, p)) > TINY * Math.max(1, length)) return false
  return (
    p[0] >= Math.min(a[0], b[0]) - TINY &&
    p[0] <= Math.max(a[0], b[0]) + TINY &&
    p[1] >= Math.min(a[1], b[1]) - TINY &&
    p[1] <= Math.max(a[1], b[1]) + TINY
  )
}

export const segmentsOf = (line: readonly Position[]): Segment[] => {
  const found: Segment[] = []
  for (let i = 1; i < line.length; i += 1) found.push([line[i - 1] as Position, line[i] as Position])
  return found
}

export const segmentsMeet = (s: Segment, t: Segment): boolean => {
  if (
    Math.max(s[0][0], s[1][0]) < Math.min(t[0][0], t[1][0]) ||
    Math.max(t[0][0], t[1][0]) < Math.min(s[0][0], s[1][0]) ||
    Math.max(s[0][1], s[1][1]) < Math.min(t[0][1], t[1][1]) ||
    Math.max(t[0][1], t[1][1]) < Math.min(s[0][1], s[1][1])
  )
    return false
  const [d1, d2] = [cross(t[0], t[1], s[0]), cross(t[0], t[1], s[1])]
  const [d3, d4] = [cross(s[0], s[1], t[0]), cross(s[0], s[1], t[1])]
  if (((d1 > 0 && d2 < 0) || (d1 < 0 && d2 > 0)) && ((d3 > 0 && d4 < 0) || (d3 < 0 && d4 > 0))) return true
  return onSegment(s[0], t) || onSegment(s[1], t) || onSegment(t[0], s) || onSegment(t[1], s)
}

/** Where the other segments cut this one: shares of its length from 0 to 1, ends included, in order. */
export const cuts = (s: Segment, others: readonly Segment[]): number[] => {
  const [a, b] = s
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const squared = dx * dx + dy * dy
  const found = [0, 1]
  const share = (p: Position): number => ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared
  for (const t of others) {
    const [ex, ey] = [t[1][0] - t[0][0], t[1][1] - t[0][1]]
    const parallel = dx * ey - dy * ex
    if (Math.abs(parallel) > TINY * TINY) {
      const u = ((t[0][0] - a[0]) * ey - (t[0][1] - a[1]) * ex) / parallel
      const v = ((t[0][0] - a[0]) * dy - (t[0][1] - a[1]) * dx) / parallel
      if (u > 0 && u < 1 && v >= -TINY && v <= 1 + TINY) found.push(u)
    }
    for (const end of t) if (onSegment(end, s)) found.push(Math.min(1, Math.max(0, share(end))))
  }
  return [...new Set(found)].sort((x, y) => x - y)
}

/** The middles of the pieces into which the others cut a segment. */
export const middles = (s: Segment, others: readonly Segment[]): Position[] => {
  const shares = cuts(s, others)
  const found: Position[] = []
  for (let i = 1; i < shares.length; i += 1) {
    const [from, to] = [shares[i - 1] as number, shares[i] as number]
    // a piece shorter than rounding has no middle of its own
    if (to - from < 1e-12) continue
    const at = (from + to) / 2
    found.push([s[0][0] + (s[1][0] - s[0][0]) * at, s[0][1] + (s[1][1] - s[0][1]) * at])
  }
  return found
}

export type Place = 'inside' | 'edge' | 'outside'

const inRing = (p: Position, ring: readonly Position[]): Place => {
  let inside = false
  for (let i = 1; i < ring.length; i += 1) {
    const [a, b] = [ring[i - 1] as Position, ring[i] as Position]
    if (onSegment(p, [a, b])) return 'edge'
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside ? 'inside' : 'outside'
}

/** A point against a polygon with holes. */
export const inPolygon = (p: Position, [shell, ...holes]: readonly Position[][]): Place => {
  const place = inRing(p, shell as Position[])
  if (place !== 'inside') return place
  for (const hole of holes) {
    const inHole = inRing(p, hole)
    if (inHole === 'edge') return 'edge'
    if (inHole === 'inside') return 'outside'
  }
  return 'inside'
}
