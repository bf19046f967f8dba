/** All regions in memory: the tree by prefix, names, outlines, and which region holds a point. */
import {
  AppError,
  parentRegion,
  type Region,
  type RegionDetail,
  type RegionOutlines,
  regionLevel,
  regionPath,
} from '@haihe/contract'
import { type Box, boxOf, contains, inBox, metresToEdge, type Point, type Ring, voronoiCells } from './geometry.ts'
import type { RegionRow } from './store.ts'

/** Outlines are generalised to about 100 m: a point this near to the edge still belongs to the nearest region. */
const TOLERANCE_METRES = 500

interface Shape {
  code: string
  box: Box
  rings: readonly Ring[]
}

export interface RegionIndex {
  /** undefined when there is none; former regions are found too */
  find: (code: string) => Region | undefined
  /** Throws UNKNOWN_REGION. */
  get: (code: string) => Region
  /** true for a region of today */
  has: (code: string) => boolean
  /** the name, or the code itself where no such region is known */
  name: (code: string) => string
  /** names from the city down: 天津市和平区劝业场街道 */
  fullName: (code: string) => string
  /** regions of today directly below, in order of their codes */
  children: (code: string) => readonly Region[]
  /** from the city down to the region itself */
  path: (code: string) => Region[]
  detail: (code: string) => RegionDetail
  /** the smallest region that holds the point (CGCS2000); undefined outside the city */
  locate: (lon: number, lat: number) => string | undefined
  /** like locate, but throws OUTSIDE_CITY */
  place: (lon: number, lat: number) => string
  /** GeoJSON of the regions directly below */
  outlines: (code: string) => RegionOutlines
  /** regions of today */
  all: () => readonly Region[]
}

const toRegion = (row: RegionRow): Region => ({
  code: row.code,
  name: row.name,
  level: regionLevel(row.code),
  parent: row.parent,
  centre: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
  schematic: row.schematic,
})

const closed = (ring: Ring): number[][] => [...ring, ring[0]!].map(([x, y]) => [x, y])
const rounded = (ring: Ring): Point[] => ring.map(([x, y]) => [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5])

const featureOf = ({ code, name, schematic, centre }: Region, polygons: readonly (readonly Ring[])[]) => ({
  type: 'Feature' as const,
  id: code,
  properties: { code, name, schematic, centre },
  geometry:
    polygons.length === 1
      ? { type: 'Polygon' as const, coordinates: polygons[0]!.map(closed) }
      : { type: 'MultiPolygon' as const, coordinates: polygons.map((rings) => rings.map(closed)) },
})

const nearest = (point: Point, shapes: readonly Shape[]): { shape: Shape; metres: number } | undefined => {
  let best: { shape: Shape; metres: number } | undefined
  for (const shape of shapes) {
    const metres = metresToEdge(shape.rings, point)
    if (!best || metres < best.metres) best = { shape, metres }
  }
  return best
}

/** The shape that holds the point; on a seam between rounded outlines the nearest within `tolerance` metres. */
const holding = (point: Point, shapes: readonly Shape[], tolerance: number): Shape | undefined => {
  const inside = shapes.find(({ box, rings }) => inBox(box, point) && contains(rings, point))
  if (inside) return inside
  const near = nearest(
    point,
    shapes.filter(({ box }) => tolerance === Number.POSITIVE_INFINITY || inBox(box, point, tolerance / 80_000)),
  )
  return near && near.metres <= tolerance ? near.shape : undefined
}

const distance2 = ([ax, ay]: Point, [bx, by]: Point, stretch: number): number => (ax - bx) ** 2 * stretch + (ay - by) ** 2

/** Builds the index. `bounds`: west, south, east, north of the city; points outside are nowhere. */
export const createRegionIndex = (stored: readonly (RegionRow & { current?: boolean })[], bounds: Box): RegionIndex => {
  const regions = new Map(stored.map((row) => [row.code, toRegion(row)]))
  const today = stored.filter((row) => row.current !== false)
  const current = new Set(today.map((row) => row.code))
  const below = new Map<string, Region[]>()
  const shapesBelow = new Map<string, Shape[]>()
  const polygonsOf = new Map<string, readonly (readonly Ring[])[]>()
  for (const row of today) {
    const parent = parentRegion(row.code) ?? ''
    below.set(parent, [...(below.get(parent) ?? []), regions.get(row.code)!])
    if (!row.outline) continue
    const rings = row.outline.flat()
    polygonsOf.set(row.code, row.outline)
    const shapes = shapesBelow.get(parent) ?? []
    shapes.push({ code: row.code, box: boxOf(rings), rings })
    shapesBelow.set(parent, shapes)
  }
  const root = today.find((row) => regionLevel(row.code) === 'city')?.code ?? ''
  const children = (code: string): readonly Region[] => below.get(code) ?? []
  const get = (code: string): Region => {
    const region = regions.get(code)
    if (!region) throw new AppError('UNKNOWN_REGION', { region: code })
    return region
  }
  const path = (code: string): Region[] => {
    get(code)
    return regionPath(code)
      .reverse()
      .flatMap((part) => regions.get(part) ?? [])
  }
  const fullName = (code: string): string =>
    path(code)
      .map((region) => region.name)
      .join('')

  /** Where outlines end, children with centres go by the nearest one: the cells of `outlines` are cut the same way. */
  const byCentre = (code: string, point: Point): string | undefined => {
    const stretch = Math.cos((point[1] * Math.PI) / 180) ** 2
    let best: { code: string; far: number } | undefined
    for (const { code: child, centre } of children(code)) {
      const far = centre === null ? Number.POSITIVE_INFINITY : distance2(centre, point, stretch)
      if (far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { code: child, far }
    }
    return best?.code
  }
  const locate = (lon: number, lat: number): string | undefined => {
    const point: Point = [lon, lat]
    if (!inBox(bounds, point)) return undefined
    // a city without outlines is one place within its bounds
    let found = root !== '' && !shapesBelow.has(root) ? root : undefined
    for (let at = root; ; ) {
      const shapes = shapesBelow.get(at) ?? []
      // inside a district every point belongs to some street: only the city's own edge is a limit
      const next =
        shapes.length > 0
          ? holding(point, shapes, at === root ? TOLERANCE_METRES : Number.POSITIVE_INFINITY)?.code
          : found && byCentre(at, point)
      if (next === undefined) return found
      found = at = next
    }
  }

  const drawn = new Map<string, RegionOutlines>()
  const draw = (code: string): RegionOutlines => {
    const below = children(code)
    const known = below.filter((child) => polygonsOf.has(child.code))
    if (known.length > 0)
      return { type: 'FeatureCollection', features: known.map((child) => featureOf(child, polygonsOf.get(child.code)!)) }
    const own = polygonsOf.get(code)
    const placed = below.filter((child) => child.centre !== null)
    if (!own || placed.length === 0) return { type: 'FeatureCollection', features: [] }
    const cells = own.map((rings) =>
      voronoiCells(
        rings[0]!,
        placed.map((child) => child.centre!),
      ),
    )
    const parts = placed.map((_, index) => cells.flatMap((cell) => cell[index]!).map((ring) => [rounded(ring)]))
    return {
      type: 'FeatureCollection',
      features: placed.flatMap((child, index) =>
        parts[index]!.length > 0 ? [featureOf({ ...child, schematic: true }, parts[index]!)] : [],
      ),
    }
  }

  return {
    find: (code) => regions.get(code),
    get,
    has: (code) => current.has(code),
    name: (code) => regions.get(code)?.name ?? code,
    fullName,
    children,
    path,
    detail: (code) => ({
      ...get(code),
      path: path(code).map(({ code, name }) => ({ code, name })),
      fullName: fullName(code),
      children: children(code).length,
    }),
    locate,
    place: (lon, lat) => {
      const found = locate(lon, lat)
      if (found === undefined) throw new AppError('OUTSIDE_CITY', { lon, lat })
      return found
    },
    outlines: (code) => {
      get(code)
      const kept = drawn.get(code) ?? draw(code)
      drawn.set(code, kept)
      return kept
    },
    all: () => today.map((row) => regions.get(row.code)!),
  }
}
