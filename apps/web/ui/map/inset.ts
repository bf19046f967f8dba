/** An enlargement of areas too small for their labels (a dense centre), in the emptiest corner of the map. */
import type { MapEngine } from './engine.ts'
import { areaAt, type Bounds, boundsOf, labelPoint, type Outlines, toMercator } from './geo.ts'
import type { Box } from './labels.ts'

export interface Inset {
  codes: readonly string[]
  bounds: Bounds
  /** px on the map: where the enlargement stands, and what it enlarges */
  box: Box
  frame: Box
  /** path between the two */
  line: string
}

const MARGIN = 12
/** an enlargement of fewer areas is not worth its room */
const FEWEST = 3
/** less than this is no enlargement */
const LEAST_ZOOM = 1.8
/** share of a corner that may cover areas */
const MOST_COVERED = 0.3

const ratioOf = ([west, south, east, north]: Bounds): number => {
  const [left, top] = toMercator([west, north])
  const [right, bottom] = toMercator([east, south])
  return (right - left) / (bottom - top)
}

const covered = (engine: MapEngine, outlines: Outlines, box: Box): number => {
  const steps = 5
  let hits = 0
  for (let i = 0; i < steps; i++)
    for (let j = 0; j < steps; j++) {
      const x = box.left + ((i + 0.5) / steps) * (box.right - box.left)
      const y = box.top + ((j + 0.5) / steps) * (box.bottom - box.top)
      if (areaAt(outlines.features, engine.unproject(x, y))) hits += 1
    }
  return hits / steps ** 2
}

export const placeInset = (engine: MapEngine, outlines: Outlines, tight: readonly string[], rem: number): Inset | null => {
  // when most are small the whole map is far away, and an enlargement would only repeat it
  if (tight.length < FEWEST || tight.length > outlines.features.length / 2) return null
  const core = boundsOf(outlines.features.filter((area) => tight.includes(area.properties.code)))
  const view = engine.size()
  if (!core || view.width < rem * 14) return null
  // a neighbour that lies among them belongs to the enlargement, even if its label would just fit on the map
  const inside = outlines.features.filter((area) => {
    const [lon, lat] = labelPoint(area)
    return lon > core[0] && lon < core[2] && lat > core[1] && lat < core[3]
  })
  const bounds = boundsOf(inside) ?? core
  const codes = inside.map((area) => area.properties.code)
  const [left, top] = engine.project([bounds[0], bounds[3]])
  const [right, bottom] = engine.project([bounds[2], bounds[1]])
  const frame = { left: left - 3, top: top - 3, right: right + 3, bottom: bottom + 3 }
  const ratio = ratioOf(bounds)
  const width = Math.min(view.width * 0.4, rem * 15, view.height * 0.36 * ratio)
  const height = width / ratio
  if (width < (right - left) * LEAST_ZOOM) return null
  const far = { x: view.width - width - MARGIN, y: view.height - height - rem * 4 }
  const corners = [
    [MARGIN, MARGIN],
    [MARGIN, far.y],
    [far.x, far.y],
    [far.x - rem * 3.5, MARGIN],
  ].map(([x = 0, y = 0]): Box => ({ left: x, top: y, right: x + width, bottom: y + height }))
  const best = corners
    .map((box, order) => ({ box, cost: covered(engine, outlines, box) + order * 0.01 }))
    .sort((a, b) => a.cost - b.cost)[0]
  if (!best || best.cost > MOST_COVERED) return null
  const { box } = best
  const from = [(frame.left + frame.right) / 2 < (box.left + box.right) / 2 ? frame.right : frame.left, frame.top] as const
  const to = [box.left > frame.right ? box.left : box.right, box.bottom > frame.top ? box.top : box.bottom] as const
  return { codes, bounds, box, frame, line: `M${from.join(' ')}L${to.join(' ')}` }
}
