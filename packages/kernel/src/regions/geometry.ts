/**
 * Plane geometry of outlines. Points are longitude, latitude in degrees; rings are open (the first point is not
 * repeated) and may turn either way. Good for areas of a city's size: no pole, no date line.
 */
export type Point = readonly [number, number]
export type Ring = readonly Point[]
export type Box = readonly [west: number, south: number, east: number, north: number]

/** Twice the signed area in square degrees; above 0 when the ring turns left. */
export const doubleArea = (ring: Ring): number => {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1]
  return sum
}

/** Centre of gravity; of the corners when the ring has no area. */
export const centroid = (ring: Ring): Point => {
  const [originX, originY] = ring[0]!
  const total = doubleArea(ring)
  if (Math.abs(total) < 1e-18) {
    const mean = (axis: 0 | 1) => ring.reduce((sum, point) => sum + point[axis], 0) / ring.length
    return [mean(0), mean(1)]
  }
  let [x, y] = [0, 0]
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay, bx, by] = [ring[j]![0] - originX, ring[j]![1] - originY, ring[i]![0] - originX, ring[i]![1] - originY]
    const cross = ax * by - bx * ay
    x += (ax + bx) * cross
    y += (ay + by) * cross
  }
  return [originX + x / (3 * total), originY + y / (3 * total)]
}

export const boxOf = (rings: readonly Ring[]): Box => {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of rings.flat()) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}

export const inBox = ([west, south, east, north]: Box, [x, y]: Point, margin = 0): boolean =>
  x >= west - margin && x <= east + margin && y >= south - margin && y <= north + margin

/** Even-odd test over all rings, so that holes and several parts need no special case. */
export const contains = (rings: readonly Ring[], [x, y]: Point): boolean => {
  let inside = false
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!
      const [bx, by] = ring[j]!
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
  return inside
}

const METRES_PER_DEGREE = 111_320

/** Metres from a point to the nearest edge of the rings. */
export const metresToEdge = (rings: readonly Ring[], [x, y]: Point): number => {
  const scale = Math.cos((y * Math.PI) / 180)
  let best = Infinity
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = [(ring[j]![0] - x) * scale, ring[j]![1] - y]
      const [dx, dy] = [(ring[i]![0] - x) * scale - ax, ring[i]![1] - y - ay]
      const length = dx * dx + dy * dy
      const share = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length))
      best = Math.min(best, (ax + share * dx) ** 2 + (ay + share * dy) ** 2)
    }
  return Math.sqrt(best) * METRES_PER_DEGREE
}

/**
 * The parts of a simple ring on the side of a line where `side(point) = a·x + b·y + c` is not negative.
 * A ring that is not convex may fall into several parts.
 */
export const clipHalfPlane = (ring: Ring, a: number, b: number, c: number): Point[][] => {
  const sides = ring.map(([x, y]) => a * x + b * y + c)
  if (sides.every((side) => side >= 0)) return [ring.slice()]
  if (sides.every((side) => side < 0)) return []
  // Chains of corners that are inside, each from the crossing where the ring enters to the one where it leaves.
  const chains: Point[][] = []
  const first = sides.findIndex((side, index) => side >= 0 && sides.at(index - 1)! < 0)
  for (let step = 0; step < ring.length; step++) {
    const at = (first + step) % ring.length
    const before = (at + ring.length - 1) % ring.length
    if (sides[at]! >= 0 !== sides[before]! >= 0) {
      const share = sides[before]! / (sides[before]! - sides[at]!)
      const [px, py] = ring[before]!
      const crossing: Point = [px + share * (ring[at]![0] - px), py + share * (ring[at]![1] - py)]
      if (sides[at]! >= 0) chains.push([crossing])
      else chains.at(-1)!.push(crossing)
    }
    if (sides[at]! >= 0) chains.at(-1)!.push(ring[at]!)
  }
  return joinChains(chains, (point) => point[0] * -b + point[1] * a)
}

/** Along the cutting line, crossings pair up (1st with 2nd, 3rd with 4th …): between them the line runs inside. */
const joinChains = (chains: Point[][], along: (point: Point) => number): Point[][] => {
  const ends = chains
    .flatMap((chain, index) => [
      { chain: index, start: true, at: along(chain[0]!) },
      { chain: index, start: false, at: along(chain.at(-1)!) },
    ])
    .sort((p, q) => p.at - q.at)
  const partner = new Map<number, number>()
  for (let index = 0; index < ends.length; index += 2) {
    const [one, other] = [ends[index]!, ends[index + 1]!]
    if (one.start === other.start) return chains.filter((chain) => chain.length > 2)
    partner.set(one.start ? other.chain : one.chain, one.start ? one.chain : other.chain)
  }
  const parts: Point[][] = []
  const used = new Set<number>()
  for (let start = 0; start < chains.length; start++) {
    if (used.has(start)) continue
    const part: Point[] = []
    for (let chain = start; !used.has(chain); chain = partner.get(chain)!) {
      used.add(chain)
      part.push(...chains[chain]!)
    }
    parts.push(part)
  }
  return parts
}

/**
 * Cuts a ring into the cells of points: each cell holds what is nearer to its point than to any other.
 * Longitudes are weighed with the cosine of the latitude. Work grows with the square of the points.
 */
export const voronoiCells = (ring: Ring, points: readonly Point[]): Point[][][] => {
  const stretch = points.length === 0 ? 1 : Math.cos((points[0]![1] * Math.PI) / 180) ** 2
  return points.map(([x, y], index) => {
    let parts: Point[][] = [ring.slice()]
    for (const [other, [ox, oy]] of points.entries()) {
      if (other === index) continue
      // nearer to the point than to the other: (p - o)·q - (|p|² - |o|²) / 2 >= 0
      const [a, b] = [(x - ox) * stretch, y - oy]
      const c = -(a * (x + ox)) / 2 - (b * (y + oy)) / 2
      parts = parts.flatMap((part) => clipHalfPlane(part, a, b, c))
    }
    return parts
  })
}
