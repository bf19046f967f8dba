/** Some rows of a number and how they came, as a graph: source → arrival → reading → number. */
import type { LineageGraph, LineageKind, NumberTrace, TraceRow } from '@haihe/contract'
import { batchId, batchNode } from '@haihe/data/lineage/reading-nodes'

type Node = { kind: LineageKind; id: string; title: string }

const keyOf = ({ kind, id }: Pick<Node, 'kind' | 'id'>): string => `${kind}:${id}`

/** Rows that are drawn: a screen shows no more, and a list beside it has all. */
const MOST_DRAWN = 60

const splitKey = (key: string): { kind: LineageKind; id: string } => {
  const at = key.indexOf(':')
  return { kind: key.slice(0, at) as LineageKind, id: key.slice(at + 1) }
}

export const graphOf = (
  number: Pick<NumberTrace, 'indicator' | 'region' | 'regionName' | 'title'>,
  rows: readonly TraceRow[],
  total: number,
  sourceTitle: (id: string) => string,
): LineageGraph => {
  const nodes = new Map<string, LineageGraph['nodes'][number]>()
  const edges = new Map<string, LineageGraph['edges'][number]>()
  const put = (node: Node, distance: number, more = false): string => {
    const key = keyOf(node)
    if (!nodes.has(key)) nodes.set(key, { ...node, distance, more })
    return key
  }
  const join = (from: string, to: string, by: string): void => void edges.set(`${from}\n${to}`, { from, to, by })
  const drawn = rows.slice(0, MOST_DRAWN)
  const root = put(
    { kind: 'indicator', id: `${number.indicator}@${number.region}`, title: `${number.regionName}·${number.title.zh}` },
    0,
    total > drawn.length,
  )
  for (const row of drawn) {
    const title = row.kind === 'reading' ? `${row.name} ${row.attribute} ${row.value} · ${row.at}` : `${row.name} ${row.value}`
    const own = put({ ...splitKey(row.node), title }, -1, row.derived)
    join(own, root, row.side === 'weight' ? '计入分母' : '计入')
    if (row.source === null || row.derived) continue
    const source: Node = { kind: 'source', id: row.source, title: sourceTitle(row.source) }
    if (row.arrival) {
      const came = { ...row.arrival, receivedAt: new Date(row.arrival.receivedAt) }
      const batch = put({ ...batchNode(row.source, came), id: batchId(row.source, came.batch) }, -2)
      join(batch, own, row.arrival.exact ? '到达' : '到达（同一提交的若干批次之一）')
      join(put(source, -3), batch, '上报')
    } else join(put(source, -3), own, '上报')
  }
  return {
    root,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    truncated: total > drawn.length,
    missing: [],
  }
}
