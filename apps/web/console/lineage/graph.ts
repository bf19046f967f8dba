/** From the answer of the server to boxes and lines: many of one kind at one distance become one, then the layout. */
import { Graph, layout } from '@dagrejs/dagre'
import type { LineageEdgeView, LineageGraph, LineageKind, LineageNodeView } from '@haihe/contract'
import { keyOf } from './nodes.ts'

/** more than so many of a kind at one distance are drawn as one */
export const MOST_ALIKE = 8
export const BOX = { width: 200, height: 52 }

export type Box =
  | { key: string; node: LineageNodeView }
  | { key: string; kind: LineageKind; distance: number; members: readonly LineageNodeView[] }

export interface Folded {
  boxes: readonly Box[]
  edges: readonly Pick<LineageEdgeView, 'from' | 'to'>[]
}

const groupOf = ({ kind, distance }: LineageNodeView): string => `group:${kind}:${distance}`

export const foldGraph = (graph: LineageGraph, unfolded: ReadonlySet<string>): Folded => {
  const alike = Map.groupBy(
    graph.nodes.filter((node) => keyOf(node) !== graph.root),
    groupOf,
  )
  const standsFor = new Map<string, string>()
  const boxes: Box[] = []
  for (const node of graph.nodes) {
    const group = groupOf(node)
    const members = alike.get(group) ?? []
    const folds = keyOf(node) !== graph.root && members.length > MOST_ALIKE && !unfolded.has(group)
    standsFor.set(keyOf(node), folds ? group : keyOf(node))
    if (!folds) boxes.push({ key: keyOf(node), node })
    else if (members[0] === node) boxes.push({ key: group, kind: node.kind, distance: node.distance, members })
  }
  const seen = new Set<string>()
  const edges = graph.edges.flatMap(({ from, to }) => {
    const ends = { from: standsFor.get(from), to: standsFor.get(to) }
    const key = `${ends.from} ${ends.to}`
    if (!ends.from || !ends.to || ends.from === ends.to || seen.has(key)) return []
    seen.add(key)
    return [{ from: ends.from, to: ends.to }]
  })
  return { boxes, edges }
}

export interface Drawn {
  width: number
  height: number
  boxes: readonly { box: Box; x: number; y: number }[]
  lines: readonly { key: string; path: string }[]
}

interface Spot {
  x: number
  y: number
}

/** A smooth line through the corners that the layout gives. */
export const linePath = (points: readonly Spot[]): string => {
  const [first, ...rest] = points
  if (!first) return ''
  const last = rest.at(-1) ?? first
  const mids = rest.slice(0, -1).map((point, n) => {
    const next = rest[n + 1] as Spot
    const isEnd = n === rest.length - 2
    const to = isEnd ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }
    return `Q${point.x} ${point.y} ${to.x} ${to.y}`
  })
  return `M${first.x} ${first.y}${mids.length > 0 ? mids.join('') : `L${last.x} ${last.y}`}`
}

/** Sources left, use right. Corners are the middles of the boxes. */
export const layoutOf = ({ boxes, edges }: Folded): Drawn => {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44, marginx: 16, marginy: 16 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { key } of boxes) graph.setNode(key, { ...BOX })
  for (const { from, to } of edges) graph.setEdge(from, to)
  layout(graph)
  const placed = boxes.map((box) => ({ box, ...(graph.node(box.key) as Spot) }))
  return {
    width: Math.max(BOX.width + 32, ...placed.map(({ x }) => x + BOX.width / 2 + 16)),
    height: Math.max(BOX.height + 32, ...placed.map(({ y }) => y + BOX.height / 2 + 16)),
    boxes: placed,
    lines: edges.map(({ from, to }) => ({
      key: `${from} ${to}`,
      path: linePath((graph.edge(from, to) as { points?: Spot[] }).points ?? []),
    })),
  }
}

/** As much of a text as has room in so many em; a Chinese character takes one, a Latin one about half. */
export const clip = (text: string, em: number): string => {
  let room = em
  for (const [at, letter] of [...text].entries()) {
    room -= /[ -~]/.test(letter) ? 0.56 : 1
    if (room < 0) return `${[...text].slice(0, Math.max(1, at - 1)).join('')}…`
  }
  return text
}
