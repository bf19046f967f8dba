/** Schematic cells: points are placed in an outline, evened out (Lloyd) and given the part nearest to them. */
import { boxOf, centroid, contains, doubleArea, metresToEdge, type Point, voronoiCells } from '@haihe/kernel/regions/geometry'

export type Part = Point[]
const ROUND = 1e5

export const round = ([x, y]: Point): Point => [Math.round(x * ROUND) / ROUND, Math.round(y * ROUND) / ROUND]

const area = (part: readonly Point[]): number => Math.abs(doubleArea(part)) / 2
const largest = (parts: readonly Part[]): Part => parts.reduce((best, part) => (area(part) > area(best) ? part : best))

/** Points inside the outline on a grid fine enough for `count` places. */
const candidates = (outline: readonly Point[], count: number): Point[] => {
  const [west, south, east, north] = boxOf([outline])
  const step = Math.sqrt(area(outline) / (count * 30 + 60))
  const points: Point[] = []
  for (let y = south + step / 2; y < north; y += step)
    for (let x = west + step / 2; x < east; x += step * 1.25) if (contains([outline], [x, y])) points.push([x, y])
  return points
}

const squaredDistance = ([ax, ay]: Point, [bx, by]: Point): number => ((ax - bx) * 0.777) ** 2 + (ay - by) ** 2

/** Fills the missing places where they are farthest from those taken. Deterministic. */
export const place = (outline: readonly Point[], wanted: readonly (Point | undefined)[]): Point[] => {
  const free = candidates(outline, wanted.length)
  const taken: Point[] = wanted.filter((point) => point !== undefined && contains([outline], point)) as Point[]
  return wanted.map((point) => {
    if (point && contains([outline], point)) return point
    const start = point ?? (taken.length === 0 ? centroid(outline) : undefined)
    const gain = (candidate: Point) =>
      start ? -squaredDistance(candidate, start) : Math.min(...taken.map((other) => squaredDistance(candidate, other)))
    const best = free.reduce((chosen, candidate) => (gain(candidate) > gain(chosen) ? candidate : chosen))
    taken.push(best)
    return best
  })
}

/** Moves every point by `share` towards the middle of its cell, `steps` times. */
export const relax = (outline: readonly Point[], start: readonly Point[], steps: number, share = 1): Point[] => {
  let points = start.slice()
  for (let step = 0; step < steps; step++)
    points = voronoiCells(outline, points).map((parts, index) => {
      const [x, y] = points[index]!
      const [cx, cy] = centroid(largest(parts))
      const moved: Point = [x + share * (cx - x), y + share * (cy - y)]
      return contains(parts, moved) ? moved : [x, y]
    })
  return points
}

const key = (point: Point): string => point.join()

/** Corners of different cells that fall on the same place up to rounding become one. */
const weld = (cells: Part[][]): Part[][] => {
  const known = new Map<string, Point>()
  const settle = (point: Point): Point => {
    const [x, y] = round(point)
    for (const dx of [0, -1, 1])
      for (const dy of [0, -1, 1]) {
        const found = known.get(key(round([x + dx / ROUND, y + dy / ROUND])))
        if (found) return found
      }
    known.set(key([x, y]), [x, y])
    return [x, y]
  }
  const clean = (part: Part): Part => part.filter((point, i) => key(point) !== key(part[(i + 1) % part.length]!))
  return cells.map((parts) => parts.map((part) => clean(part.map(settle))).filter((part) => part.length > 2))
}

/** Joins two rings that share an edge: the shared edges cancel. Undefined when the result is not one ring. */
const join = (one: Part, other: Part): Part | undefined => {
  const turn = (ring: Part): Part => (doubleArea(ring) > 0 ? ring : ring.slice().reverse())
  const edges = [turn(one), turn(other)].flatMap((ring) => ring.map((a, i): [Point, Point] => [a, ring[(i + 1) % ring.length]!]))
  const names = new Set(edges.map(([a, b]) => `${key(a)} ${key(b)}`))
  const left = edges.filter(([a, b]) => !names.has(`${key(b)} ${key(a)}`))
  if (left.length === edges.length) return undefined
  const next = new Map(left.map(([a, b]) => [key(a), b]))
  if (next.size !== left.length) return undefined
  const ring: Part = [left[0]![0]]
  for (let point = left[0]![1]; key(point) !== key(ring[0]!); point = next.get(key(point))!) ring.push(point)
  return ring.length === left.length ? ring : undefined
}

/** Metres of common edge, to find the best neighbour for a severed piece. */
const commonEdge = (one: Part, other: Part): number => {
  const names = new Set(
    other.flatMap((a, i) => [
      `${key(a)} ${key(other[(i + 1) % other.length]!)}`,
      `${key(other[(i + 1) % other.length]!)} ${key(a)}`,
    ]),
  )
  return one.reduce((sum, a, i) => {
    const b = one[(i + 1) % one.length]!
    return names.has(`${key(a)} ${key(b)}`) ? sum + Math.sqrt(squaredDistance(a, b)) : sum
  }, 0)
}

/**
 * Cells of the points: one ring each. A cell that a bay of the outline severs keeps its largest part; the others go
 * to the neighbour with the longest common edge.
 */
export const cellsOf = (outline: readonly Point[], points: readonly Point[]): Part[] => {
  const welded = weld(voronoiCells(outline, points))
  const cells = welded.map(largest)
  const loose = welded.flatMap((parts, index) => parts.filter((part) => part !== cells[index]))
  for (let rounds = 0; loose.length > 0 && rounds < 50; rounds++)
    for (const piece of loose.slice()) {
      const ranked = cells.map((cell, index) => ({ index, shared: commonEdge(piece, cell) })).sort((a, b) => b.shared - a.shared)
      const into = ranked.find(({ index, shared }) => shared > 0 && join(cells[index]!, piece))
      if (!into) continue
      cells[into.index] = join(cells[into.index]!, piece)!
      loose.splice(loose.indexOf(piece), 1)
    }
  if (loose.length > 0) throw new Error(`${loose.length} pieces found no neighbour`)
  return cells
}

/** A point well inside a ring for labels and markers: its middle, or the grid point farthest from the edge. */
export const labelPoint = (ring: Part): Point => {
  const middle = centroid(ring)
  if (contains([ring], middle)) return round(middle)
  return round(
    candidates(ring, 8).reduce((best, point) => (metresToEdge([ring], point) > metresToEdge([ring], best) ? point : best)),
  )
}
